"""The way of one made-up case through the desk: who does what comes next and when, and what the requester does."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from tasks.case.approval import needs_approval
from tasks.case.business_days import JST
from tasks.case.due import has_lapsed, reply_by
from tasks.case.happened import EventKind
from tasks.case.ledger import Move
from tasks.case.progress import Deed, Lapse, Step, Wait
from tasks.case.send_back import sent_back
from tasks.decide.signed import CODE_SAYS
from tasks.demo.history.answers import choices_for, days_for_others, edited_fields, edits_marks, minutes_of
from tasks.demo.history.hours import DAY_MINUTES
from tasks.demo.history.office import Office
from tasks.demo.history.papers import after_more_papers
from tasks.demo.history.told_case import ToldCase
from tasks.store.signing import BadCode

_SENT_BACK, _AGAIN_MINUTES = 0.025, 20.0  # answers that bear no good code, and how soon they are given again
_MAIL = 420.0  # minutes of the day, when the mail is fetched
_ASKS_FOR_TIME, _SOON = 0.4, 2  # how often somebody asks who sees so few days left
_ANSWERS, _SAYS_SO, _ANSWER_DAYS, _ANSWER_SPREAD = 0.74, 0.04, 8.0, 0.55  # requesters who are asked for more
_COMES_BACK, _ASKED_AGAIN, _BACK_DAYS = 0.03, 0.008, (4, 25)
_REFUNDED = 0.01
_STUCK, _STUCK_DAYS = 0.004, (0.5, 3.0)  # what kaiji could not do at once
_OPENS = time(9, 10)


class Way:
    """One case and the desk that works on it."""

    def __init__(self, office: Office, case: ToldCase) -> None:
        self._office, self.case = office, case
        self._chance = case.chance
        self._asked_for_time = False
        self._posted: date | None = None

    def begin(self, now: float, arrived: datetime) -> None:
        """The papers were read: the case is opened."""
        at = max(self._at(now), arrived)
        self.case.open(self._office.next_number("K", at), self._office.next_number("P", at), at)
        self._go_on(now)

    def _at(self, now: float) -> datetime:
        return self._office.hours.moment(now)

    def _go_on(self, now: float) -> None:
        match self.case.coming:
            case Deed() as deed:
                self._office.at(now + self._seconds(), lambda then: self._do(deed, then))
            case Wait(step=Step.AWAIT_REQUESTER) as wait:
                self._await_requester(wait, now)
            case Wait() as wait:
                self._ask(wait, now)

    def _seconds(self) -> float:
        """Working minutes that kaiji takes."""
        if self._chance.random() < _STUCK:
            return self._chance.uniform(*_STUCK_DAYS) * DAY_MINUTES
        return self._chance.uniform(0.1, 1.5)

    def _do(self, deed: Deed, now: float) -> None:
        at, case = self._at(now), self.case
        match deed:
            case Deed.SEARCH_HELD_DATA:
                self._search(at)
            case Deed.WRITE_DEFICIENCY_LETTER:
                case.tell(EventKind.LETTERS_COMPLETE, at, occasion="deficiency")
            case Deed.WRITE_ORDERS:
                case.tell(EventKind.ORDERS_WRITTEN, at, orders=[], files={})
            case Deed.WRITE_REPLY:
                case.tell(EventKind.LETTERS_COMPLETE, at, occasion="reply")
            case Deed.PUT_OUT:
                case.tell(EventKind.LETTERS_RELEASED, at, letters=[], day=at.date().isoformat(), means="ordinary")
            case Deed.CLOSE:
                case.tell(EventKind.CASE_CLOSED, at)
                self._after(now)
        self._go_on(now)

    def _search(self, at: datetime) -> None:
        sources = self.case.request.policy.source
        by_hand = [each.code for each in sources if each.by_hand]
        searched = [each.code for each in sources if not each.by_hand]
        found = 0 if self._chance.random() < 0.15 else self._chance.randint(1, 9)
        told: dict[str, Any] = {
            "source": bool(sources),
            "searched": searched,
            "failed": {},
            "keyless": [],
            "by_hand": by_hand,
        }
        self.case.tell(EventKind.HELD_DATA_SEARCHED, at, found=found, near=0, **told)

    def _ask(self, wait: Wait, now: float) -> None:
        """Others are asked first where they must be; then it lies before the people who answer it."""
        ready = now + DAY_MINUTES * days_for_others(self.case, wait.step)
        self._office.at(ready, lambda then: self._lie_before(wait, then))

    def _lie_before(self, wait: Wait, now: float) -> None:
        if self._wants_time(wait.step, now):
            self._asked_for_time = True
            self.case.tell(EventKind.EXTENSION_ASKED, self._at(now), self._office.take(wait.step, now, 1).by)
            self._go_on(now)
            return
        done = self._office.take(wait.step, now, minutes_of(self.case, wait.step))
        at = self._mailed(done.at) if wait.step in (Step.DISPATCH_DEFICIENCY, Step.DISPATCH_REPLY) else done.at
        self._office.at(at, lambda then: self._answer(wait, then, done.by))

    def _wants_time(self, step: Step, now: float) -> bool:
        if step is not Step.DECIDE or self._asked_for_time:
            return False
        left = (self.case.due_on - self._at(now).date()).days
        return left <= _SOON and self._chance.random() < _ASKS_FOR_TIME

    def _mailed(self, minutes: float) -> float:
        """What is ready goes out with the next mail."""
        day, rest = divmod(minutes, DAY_MINUTES)
        return (day + (rest > _MAIL)) * DAY_MINUTES + _MAIL

    def _answer(self, wait: Wait, now: float, by: str) -> None:
        at, case = self._at(now), self.case
        if self._chance.random() < _SENT_BACK:
            said = list(CODE_SAYS[BadCode.MISSING])
            told: dict[str, Any] = {"step": wait.step.value, "attempt": wait.attempt, "complaints": [said]}
            case.tell(EventKind.ANSWER_REFUSED, at, by, **told)
            again = Wait(step=wait.step, attempt=wait.attempt + 1)
            self._office.at(now + _AGAIN_MINUTES, lambda then: self._answer(again, then, by))
            return
        if wait.step is Step.CONFIRM_READING:
            self._edit(at, by)
        choices = choices_for(case, wait.step)
        facts: dict[str, Any] = {}
        if wait.step is Step.DECIDE and sent_back(Step.DECIDE, choices) is None:
            policy, default = case.request.policy, self._office.world.second_approval
            facts["approval_needed"] = needs_approval(choices, policy.approvals, default)
        case.answer(wait, choices, at, by, **facts)
        self._follow(wait.step, now, by)
        self._go_on(now)

    def _edit(self, at: datetime, by: str) -> None:
        for name in edited_fields(self.case):
            self.case.edit_field(name, at, by)
        if edits_marks(self.case):
            self.case.edit_marks(at, by)

    def _follow(self, step: Step, now: float, by: str) -> None:
        """What an answer means beside the next step."""
        match step:
            case Step.DISPATCH_DEFICIENCY:
                self._posted = self._at(now).date()
            case Step.AWAIT_REQUESTER:
                self._end_hold(self._at(now).date())
            case Step.DISPATCH_REPLY:
                self._settle_fees(now, by)

    # -- the requester

    def _await_requester(self, wait: Wait, now: float) -> None:
        """They send what is missing, say that they will not, or say nothing until their time is over."""
        case, posted = self.case, self._at(now)
        said = self._chance.random()
        days = _ANSWER_DAYS * self._chance.lognormvariate(0, _ANSWER_SPREAD)
        until = reply_by(posted.date(), case.request.policy.requests.answer_days, case.calendar)
        if said < _ANSWERS and days < (until - posted.date()).days + 2:
            arrived = self._arrives(posted + timedelta(days=days))
            self._office.at(arrived + self._chance.uniform(5, 40), lambda then: self._join(then, arrived))
        elif said < _ANSWERS + _SAYS_SO:
            called = self._arrives(posted + timedelta(days=days))
            self._office.at(called, lambda then: self._lie_before(wait, then))
        else:
            self._office.at(self._lapses(until), lambda then: self._let_lapse(then, until))

    def _arrives(self, at: datetime) -> float:
        """With the next mail that is delivered."""
        return self._office.hours.minutes(datetime.combine(at.date(), time(10, 30), JST) + timedelta(minutes=at.minute))

    def _lapses(self, until: date) -> float:
        """The morning on which nothing can come any more that was posted in time."""
        day = until
        while not has_lapsed(until, day, self.case.calendar):
            day += timedelta(days=1)
        return self._office.hours.minutes(datetime.combine(day, _OPENS, JST))

    def _join(self, now: float, arrived: float) -> None:
        case, at = self.case, self._at(now)
        self._end_hold(self._at(arrived).date())
        short = case.request.fee_due - case.request.fee_sent
        case.join(self._office.next_number("P", at), at, self._at(arrived), after_more_papers(case.flaws, self._chance))
        if short > 0 and case.round == 2:  # what was missing comes with the first supplement
            case.receive(short, at, self._at(arrived).date())
        self._go_on(now)

    def _let_lapse(self, now: float, until: date) -> None:
        withdrawn = self.case.request.policy.requests.on_lapse == "withdrawn"
        lapse = Lapse.WITHDRAWN if withdrawn else Lapse.TO_A_PERSON
        self._end_hold(self._at(now).date())
        self.case.tell(EventKind.CASE_LAPSED, self._at(now), lapse=lapse.value, asked_until=until.isoformat())
        self._go_on(now)

    def _end_hold(self, day: date) -> None:
        if self._posted is not None:
            self.case.held_days += max((day - self._posted).days, 0)
            self._posted = None

    # -- fees, and letters that come back

    def _settle_fees(self, now: float, by: str) -> None:
        """What is owed for a grant, or is kept anyhow, is cashed within some days; the rest goes back with the answer."""
        case = self.case
        granted = set(map(str, case.decision.values())) & {"disclose", "disclose_partly", "notify"}
        for order in list(case.orders):
            if case.request.fee_due and (granted or case.request.policy.fee.kept_on_refusal is True):
                then = now + self._chance.uniform(0.2, 6) * DAY_MINUTES
                self._office.at(then, partial(self._deposit, order))
            else:
                case.move_fee(order, Move.RETURNED, self._at(now), by)

    def _deposit(self, order: str, now: float) -> None:
        if order in self.case.orders:
            yen = self.case.orders[order]
            self.case.move_fee(order, Move.DEPOSITED, self._at(now), "mori")
            if self._chance.random() < _REFUNDED:
                then = now + self._chance.uniform(3, 20) * DAY_MINUTES
                refund = self._chance.choice((yen, yen // 2))
                self._office.at(
                    then, lambda then: self.case.move_fee(order, Move.REFUNDED, self._at(then), "mori", refund)
                )

    def _after(self, now: float) -> None:
        """A letter comes back, or is asked for once more; seldom twice."""
        case, said = self.case, self._chance.random()
        if not case.decision or said > (_COMES_BACK + _ASKED_AGAIN) / (1 + 2 * case.returns):
            return
        then = now + self._chance.uniform(*_BACK_DAYS) * DAY_MINUTES
        self._office.at(then, self._come_back if said < _COMES_BACK else self._ask_again)

    def _come_back(self, now: float) -> None:
        at = self._at(now)
        self.case.come_back(self._office.next_number("P", at), at)
        self._go_on(now)

    def _ask_again(self, now: float) -> None:
        self.case.ask_again(self._at(now), "sato", self._chance.choice(("lost", "damaged", "incomplete")))
        self._go_on(now)
