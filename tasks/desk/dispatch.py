"""Confirms the posting of many letters at once: each case is answered by itself, signed by the person, and told by itself."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session

from tasks.case.codes_text import is_case_number
from tasks.case.errors import KaijiError
from tasks.case.progress import Step, Wait
from tasks.case.questions import TRACKING
from tasks.case.reply import answers_the_request
from tasks.case.waiting import Waiting
from tasks.desk.hands import Hands
from tasks.desk.worklist import read_worklist, waiting_case
from tasks.quiet import type_and_place
from tasks.store.cases import answers_of, case_by_number
from tasks.store.put_in import Put, puts_by_case
from tasks.store.signing import end_codes_of, evidence_digest, issue_code
from tasks.store.tables import LetterRow
from tasks.store.worklist import (
    account_of,
    answers_on_their_way,
    cases_of_letters,
    letters_to_post,
    refusals_of,
)
from tasks.wiring import House

POSTED_HERE = frozenset({Step.DISPATCH_DEFICIENCY, Step.DISPATCH_REPLY})
UNDER_WAY = timedelta(seconds=30)  # a run takes an answer within seconds; one that took longer is broken
_DASHES = re.compile(r"[‐‑‒–—―−ーｰ]")


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
        letters, refused = letters_to_post(session, ids), refusals_of(session, ids)
        put_in = puts_by_case(session, letters)
        under_way = answers_on_their_way(session, ids, house.now(), UNDER_WAY)
    return [
        ToPost(
            item,
            _due_now(item, letters.get(item.case_id, [])),
            put_in.get(item.case_id, []) if item.wait.step is Step.DISPATCH_REPLY else [],
            refused.get(item.case_id, []) if item.wait.attempt > 1 else [],
            (item.case_id, item.wait.key) in under_way,
        )
        for item in waiting
    ]


def _due_now(item: Waiting, letters: Sequence[LetterRow]) -> list[LetterRow]:
    asking = [letter for letter in letters if letter.occasion.startswith("deficiency")]
    answering = [letter for letter in letters if answers_the_request(letter.occasion) and not letter.package_sha256]
    return asking[-1:] if item.wait.step is Step.DISPATCH_DEFICIENCY else answering


def confirm_postings(house: House, hands: Hands, person: str, postings: Iterable[Posting]) -> list[Confirmed]:
    """Answers each case for itself, with a signing code of this person; never all or nothing, and nothing twice.

    A tracking number that stands at two cases is a slip of the pen: neither is confirmed.
    """
    listed = [Posting(each.number, each.asking, plain_tracking(each.tracking)) for each in postings]
    used = Counter(each.tracking for each in listed)
    return [_confirm(house, hands, person, each, doubled=used[each.tracking] > 1) for each in listed]


def _confirm(house: House, hands: Hands, person: str, posting: Posting, *, doubled: bool) -> Confirmed:
    if not re.fullmatch(TRACKING, posting.tracking):
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
        digest, secret = evidence_digest(session, case), house.key("signing")
        return issue_code(session, secret, account, case, posting.asking, digest, house.now(), minutes)


def _was_answered(session: Session, posting: Posting) -> bool:
    answers = answers_of(session, case_by_number(session, posting.number).id)
    return posting.asking in {Wait(step=Step(each.step), attempt=each.attempt).key for each in answers}


def _not_sent(house: House, person: str, posting: Posting, why: str) -> Confirmed:
    with house.database.transaction() as session:
        case = case_by_number(session, posting.number)
        account = account_of(session, person)
        end_codes_of(session, account, house.now(), case_id=case.id, asking=posting.asking)
    return Confirmed(posting.number, posting.tracking, "not_sent", why)


def plain_tracking(text: str) -> str:
    """A tracking number as the form wants it: half-width digits and hyphens, however it was typed or copied."""
    return re.sub(r"\s", "", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))


@dataclass(frozen=True)
class Pasted:
    """What a list of letter and tracking numbers says: the number by case, and the lines that say nothing (line, code)."""

    tracking: dict[str, str]
    unread: list[tuple[int, str]]


def read_list(house: House, text: str, to_post: Sequence[ToPost]) -> Pasted:
    """Reads `letter number, tracking number` a line (comma or tab; a case number serves too; a heading is left out)."""
    rows = list(_rows(text))
    with house.database.transaction() as session:
        letters = cases_of_letters(session, {first for _, first, _ in rows})
    open_now, read = {each.item.number for each in to_post}, Pasted({}, [])
    for line, first, tracking in rows:
        case = letters.get(first, first if is_case_number(first) else "")
        why = _wrong_line(case, tracking, open_now, read.tracking)
        if why is None:
            read.tracking[case] = tracking
        elif not (line == 1 and not any(letter.isdigit() for letter in first)):
            read.unread.append((line, why))
    return read


def _wrong_line(case: str, tracking: str, open_now: set[str], known: dict[str, str]) -> str | None:
    if not case:
        return "unknown_letter"
    if case not in open_now:
        return "not_waiting"
    if not re.fullmatch(TRACKING, tracking):
        return "no_tracking_number"
    return "two_numbers" if known.get(case, tracking) != tracking else None


def _rows(text: str) -> Iterable[tuple[int, str, str]]:
    """Each line that is not empty: its number, its first cell, and its second as a tracking number."""
    delimiter = "\t" if "\t" in text else ","
    for line, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), start=1):
        if any(cell.strip() for cell in cells):
            first, second = (*cells, "")[:2]
            yield line, plain_tracking(first).upper(), plain_tracking(second)


def text_of_file(content: bytes) -> str:
    """The text of an uploaded list: UTF-8 or UTF-16, or Shift_JIS as Excel writes it in Japan; KaijiError for anything else."""
    known = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    for encoding in known:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise KaijiError("The file is no text; save the list as CSV.")
