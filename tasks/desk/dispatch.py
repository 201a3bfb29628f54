"""Confirms the posting of many letters at once: each case is answered by itself, signed by the person, and told by itself."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.means import has_number
from tasks.case.progress import Step, Wait
from tasks.case.questions import TRACKING
from tasks.case.tracking import plain_tracking
from tasks.case.waiting import Waiting
from tasks.desk.hands import Hands
from tasks.desk.worklist import read_worklist, waiting_case
from tasks.quiet import type_and_place
from tasks.store.cases import answers_of, case_by_number, letters_of
from tasks.store.events import events_of
from tasks.store.letters import to_be_posted
from tasks.store.put_in import Put, puts_by_case
from tasks.store.signing import end_codes_of, evidence_digest, issue_code
from tasks.store.tables import Case, LetterRow
from tasks.store.worklist import (
    account_of,
    answers_on_their_way,
    letters_to_post,
    postings_by_case,
    refusals_of,
)
from tasks.wiring import House

POSTED_HERE = frozenset({Step.DISPATCH_DEFICIENCY, Step.DISPATCH_REPLY})
UNDER_WAY = timedelta(seconds=30)  # a run takes an answer within seconds; one that took longer is broken


@dataclass(frozen=True)
class ToPost:
    """One case whose letters lie in the outbox: its letters, what is put in with them, and why an earlier answer was sent back.

    `under_way`: an answer was sent a moment ago, or a code for one given out.
    """

    item: Waiting
    letters: Sequence[LetterRow]
    encloses: Sequence[Put]
    complaints: Sequence[tuple[str, str]]
    under_way: bool

    @property
    def numbered(self) -> bool:
        """Whether the post gives one of its letters a number."""
        return any(has_number(letter.means) for letter in self.letters)


@dataclass(frozen=True)
class Posting:
    """What a person says of one case: the asking it answers, and the tracking number as typed."""

    number: str
    asking: str
    tracking: str


@dataclass(frozen=True)
class Confirmed:
    """What became of one row: `outcome` is a code that the page tells in words, `detail` a sentence of kaiji's own or ""."""

    number: str
    tracking: str
    outcome: str
    detail: str = ""


def read_to_post(house: House) -> list[ToPost]:
    """Every case that waits for the posting of its letters, the most urgent first."""
    waiting = [item for item in read_worklist(house).waiting if item.wait.step in POSTED_HERE]
    with house.database.transaction() as session:
        ids = [item.case_id for item in waiting]
        stand, told = letters_to_post(session, ids), postings_by_case(session, ids)
        letters = {
            item.case_id: to_be_posted(stand.get(item.case_id, []), told.get(item.case_id, []), item.wait.step)
            for item in waiting
        }
        refused, put_in = refusals_of(session, ids), puts_by_case(session, letters)
        under_way = answers_on_their_way(session, ids, house.now(), UNDER_WAY)
    return [
        ToPost(
            item,
            letters[item.case_id],
            put_in[item.case_id],
            refused.get(item.case_id, []) if item.wait.attempt > 1 else [],
            (item.case_id, item.wait.key) in under_way,
        )
        for item in waiting
    ]


def confirm_postings(house: House, hands: Hands, person: str, postings: Iterable[Posting]) -> list[Confirmed]:
    """Answers each case for itself, with a signing code of this person; never all or nothing, and nothing twice.

    A tracking number that stands at two cases is a slip of the pen: neither is confirmed.
    """
    listed = [Posting(each.number, each.asking, plain_tracking(each.tracking)) for each in postings]
    used = Counter(each.tracking for each in listed if each.tracking)
    return [_confirm(house, hands, person, each, doubled=used[each.tracking] > 1) for each in listed]


def _confirm(house: House, hands: Hands, person: str, posting: Posting, *, doubled: bool) -> Confirmed:
    if posting.tracking and not re.fullmatch(TRACKING, posting.tracking):
        return Confirmed(posting.number, posting.tracking, "no_tracking_number")
    if doubled:
        return Confirmed(posting.number, posting.tracking, "number_twice")
    code = _code_for(house, person, posting)
    if isinstance(code, Confirmed):
        return code
    answer = {"action": "posted", "tracking_number": posting.tracking, "reason": "", "code": code}
    try:
        hands.answer(posting.number, posting.asking, answer)
    except KaijiError as why:
        return _not_sent(house, person, posting, str(why))
    except Exception as unexpected:  # noqa: BLE001  # one case must not stop the others
        return _not_sent(house, person, posting, f"{type_and_place(unexpected)}.")
    return Confirmed(posting.number, posting.tracking, "sent")


def _code_for(house: House, person: str, posting: Posting) -> str | Confirmed:
    """A signing code for the asking, where it is still open; else what became of it."""

    def told(outcome: str) -> Confirmed:
        return Confirmed(posting.number, posting.tracking, outcome)

    with house.database.transaction() as session:
        try:
            item = waiting_case(house, session, posting.number)
            account = account_of(session, person)
        except NoResultFound:
            return told("moved_on")
        if item is None or item.wait.key != posting.asking or item.wait.step not in POSTED_HERE:
            return told("confirmed_before" if _was_answered(session, posting) else "moved_on")
        if answers_on_their_way(session, [item.case_id], house.now(), UNDER_WAY) & {(item.case_id, posting.asking)}:
            return told("under_way")
        case, minutes = case_by_number(session, posting.number), house.settings.code_minutes
        if not posting.tracking and _is_numbered(session, case, item.wait.step):
            return told("no_tracking_number")
        digest, secret = evidence_digest(session, case), house.key("signing")
        return issue_code(session, secret, account, case, posting.asking, digest, house.now(), minutes)


def _is_numbered(session: Session, case: Case, step: Step) -> bool:
    due = to_be_posted(letters_of(session, case.id), events_of(session, case.id), step)
    return not due or any(has_number(letter.means) for letter in due)


def _was_answered(session: Session, posting: Posting) -> bool:
    answers = answers_of(session, case_by_number(session, posting.number).id)
    return posting.asking in {Wait(step=Step(each.step), attempt=each.attempt).key for each in answers}


def _not_sent(house: House, person: str, posting: Posting, why: str) -> Confirmed:
    with house.database.transaction() as session:
        case = case_by_number(session, posting.number)
        account = account_of(session, person)
        end_codes_of(session, account, house.now(), case_id=case.id, asking=posting.asking)
    return Confirmed(posting.number, posting.tracking, "not_sent", why)
