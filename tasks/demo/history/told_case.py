"""One made-up case as its record tells it: each event moves it by the rules that move every case."""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from random import Random
from typing import Any

from tasks.case.business_days import Calendar, due_day, effective_day
from tasks.case.happened import EventKind, Happened
from tasks.case.ledger import Move
from tasks.case.progress import CaseState, Deed, Lapse, Step, Wait, what_comes_next
from tasks.case.reply import deficiency_occasion
from tasks.case.state import FOLDED, states_along
from tasks.demo.history.papers import Flaw, Request, disposition
from tasks.store.events import KAIJI
from tasks.store.fees import INTAKE
from tasks.store.made_up import MadeAnswer, MadeCase, MadeEdit, MadeEntry, MadeEvent, MadeFinding, MadePacket, MadeUp
from tasks.store.tables import PacketStatus

_BEARS_AN_HOUR = ("email", "web")  # as `tasks.check.open_case` has it


class ToldCase:
    """A case; what it is told goes into the history, and what comes next follows from that alone."""

    def __init__(self, made: MadeUp, request: Request, calendar: Calendar, arrived: datetime, chance: Random) -> None:
        self.request, self.calendar, self.chance, self.flaws = request, calendar, chance, request.flaws
        self.effective_on = effective_day(arrived, calendar, self._closes_at)
        self.held_days = self.extensions = self.returns = 0
        self.orders: dict[str, int] = {}  # money orders that the desk has and has not cashed, with their yen
        self._made, self._arrived, self._place = made, arrived, len(made.cases)
        self._told: deque[Happened] = deque()
        self._states = states_along(self._stream())
        self._now: dict[str, Any] = {}
        self._came = self._edits = 0
        self._policy = f"{request.policy.code} {request.policy.version}"

    @property
    def _closes_at(self) -> Any:
        return self.request.policy.contact.closes_at if self.request.channel in _BEARS_AN_HOUR else None

    @property
    def coming(self) -> Wait | Deed | None:
        """What comes next."""
        return what_comes_next(CaseState(**self._now))

    @property
    def number(self) -> str:
        """Its number."""
        return self._made.cases[self._place].number

    @property
    def round(self) -> int:
        """Which round it is in, from 1."""
        return int(self._now["round"])

    @property
    def lapse(self) -> Lapse | None:
        """What followed from the requester's silence; None where they were not silent."""
        return self._now.get("lapse")

    @property
    def is_short(self) -> bool:
        """Whether a person said that what was asked for was not supplied."""
        said = self._now["answers"].get(Step.AWAIT_REQUESTER, {})
        return bool(said.get("outcome") == "not_supplied")

    @property
    def decision(self) -> Mapping[str, object]:
        """The answer to the decision that stands; empty before one."""
        decided: Mapping[str, object] = self._now["answers"].get(Step.DECIDE, {})
        return decided

    @property
    def due_on(self) -> date:
        """Its due day by the policy's target and the days on which the clock stood still, as the people at the desk see it."""
        return due_day(
            self.effective_on, self.request.policy.reply.internal_target_days + self.held_days, self.calendar
        )

    def open(self, number: str, packet: str, at: datetime) -> None:
        """Its papers were read and checked: the case begins."""
        came, request, due = self._take_in(packet, self._arrived), self.request, self.due_on
        kinds = tuple(kind.value for kind in request.kinds)
        said = disposition(self.flaws).value
        case = MadeCase(
            number, came, request.policy.code, request.policy.version, said, kinds, request.by_agent, request.language,
            at, self._arrived.date(), self.effective_on, due,
        )  # fmt: skip
        self._made.cases.append(case)
        self.tell(EventKind.SAMPLE_DATA_MADE, at)
        facts: dict[str, Any] = {"disposition": said, "kinds": list(kinds), "due_on": due.isoformat()}
        self.tell(EventKind.CASE_OPENED, at, packet=came, **facts)
        self.receive(request.fee_sent, at, self._arrived.date())

    def join(self, packet: str, at: datetime, arrived: datetime, flaws: Sequence[Flaw]) -> None:
        """Later papers came; `flaws` are left of what was wrong."""
        self.flaws = tuple(flaws)
        came, said = self._take_in(packet, arrived), disposition(flaws).value
        self._made.supplements.append((self._place, came))
        self._made.cases[self._place] = self._made.cases[self._place]._replace(disposition=said)
        facts: dict[str, Any] = {"packet": packet, "disposition": said, "arrived_on": arrived.date().isoformat()}
        self._record(EventKind.SUPPLEMENT_JOINED, at, KAIJI, came, facts)

    def _take_in(self, number: str, at: datetime, status: PacketStatus = PacketStatus.CHECKED) -> int:
        """A packet of this case; its place."""
        policy, place = self.request.policy, len(self._made.packets)
        digest = hashlib.sha256(f"sample {number}".encode()).hexdigest()
        channel = self.request.channel
        self._made.packets.append(MadePacket(number, digest, status, at, policy.code, policy.version, channel))
        found = (
            MadeFinding(place, i, *flaw) for i, flaw in enumerate(self.flaws if status is PacketStatus.CHECKED else ())
        )
        self._made.findings.extend(found)
        self._came = place
        return place

    def tell(self, kind: EventKind, at: datetime, by: str = KAIJI, packet: int | None = None, **facts: Any) -> None:
        """Something happened to it; `packet` is the place of the packet it happened to."""
        self._record(kind, at, by, packet, facts)

    def _record(self, kind: EventKind, at: datetime, by: str, packet: int | None, facts: dict[str, Any]) -> None:
        said = {"policy": self._policy} | facts
        event = MadeEvent(len(self._made.events), self._place, packet, kind.value, by, at, said)
        self._made.events.append(event)
        if kind in FOLDED:
            self._told.append(event)
            _, self._now = next(self._states)

    def answer(self, wait: Wait, choices: dict[str, Any], at: datetime, by: str, **facts: Any) -> None:
        """A person answered what it waited for."""
        self._made.answers.append(MadeAnswer(self._place, wait.step.value, wait.attempt, by, at, choices))
        told: dict[str, Any] = {"step": wait.step.value, "attempt": wait.attempt, "choices": choices} | facts
        self.tell(EventKind.ANSWERED, at, by, **told)

    def edit_field(self, name: str, at: datetime, by: str) -> None:
        """A person corrected a field, and the papers were checked again."""
        before, after = (self._digest(f"{name} {which} {self._edits}") for which in ("before", "after"))
        self._keep_edit(name, at, by)
        self.tell(EventKind.FIELD_EDITED, at, by, self._came, field=name, before=before, after=after)
        self._check_again(at, by)

    def edit_marks(self, at: datetime, by: str) -> None:
        """A person changed the redactions of the first page."""
        before, after = (self._digest(f"marks {which} {self._edits}") for which in ("before", "after"))
        boxes = self.chance.randint(0, 3)
        self._keep_edit("", at, by)
        facts: dict[str, Any] = {"packet": self._made.packets[self._came].number, "page": 0, "boxes_before": boxes}
        facts |= {"boxes_after": boxes + 1, "before": before, "after": after, "change": after[:16]}
        self._record(EventKind.REDACTION_EDITED, at, by, self._came, facts)
        self._check_again(at, by)

    def _keep_edit(self, name: str, at: datetime, by: str) -> None:
        self._edits += 1
        self._made.edits.append(MadeEdit(self._place, self._came, name, 0, by, at))

    def _check_again(self, at: datetime, by: str) -> None:
        facts: dict[str, Any] = {"disposition": disposition(self.flaws).value}
        facts["kinds"] = [kind.value for kind in self.request.kinds]
        self.tell(EventKind.CHECKED_AGAIN, at, by, self._came, **facts)

    def _digest(self, what: str) -> str:
        return hashlib.sha256(f"{self.number} {what}".encode()).hexdigest()

    def come_back(self, packet: str, at: datetime) -> None:
        """The first letter of its reply came back by the post."""
        self.returns += 1
        came = self._take_in(packet, at, PacketStatus.RETURNED_MAIL)
        self._record(EventKind.LETTER_RETURNED, at, KAIJI, came, self._first_letter() | {"packet": packet})

    def ask_again(self, at: datetime, by: str, why: str) -> None:
        """The first letter of its reply is asked for once more."""
        self.returns += 1
        self.tell(EventKind.REISSUE_ASKED, at, by, **self._first_letter(), why=why)

    def _first_letter(self) -> dict[str, Any]:
        return {"letter": f"{self.number}-{self.round}", "occasion": self.request.kinds[0].value}

    def move_fee(self, order: str, move: Move, at: datetime, by: str, yen: int | None = None) -> None:
        """A money order moves as a whole; of a refund `yen` says how much."""
        amount = self.orders[order] if yen is None else yen
        self._enter(order, move, amount, at, at.date(), by)
        if move in (Move.DEPOSITED, Move.RETURNED):
            del self.orders[order]

    def receive(self, yen: int, at: datetime, on: date) -> None:
        """A money order came with papers of a day; nothing happens for 0 yen."""
        if yen:
            order = f"{self.number}/{len(self._made.packets)}"
            self.orders[order] = yen
            self._enter(order, Move.RECEIVED, yen, at, on, INTAKE)

    def _enter(self, order: str, move: Move, yen: int, at: datetime, on: date, by: str) -> None:
        self._made.entries.append(MadeEntry(self._place, order, move.value, yen, on, by))
        self.tell(EventKind.FEE_MOVED, at, by, move=move.value, yen=yen)

    def deficiency(self) -> str:
        """The occasion of the letter that asks for more in this round."""
        return deficiency_occasion(self.round)

    def _stream(self) -> Iterator[Happened]:
        while True:
            yield self._told.popleft()
