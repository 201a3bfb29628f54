"""Reads which notices and electronic answers wait for somebody, and records that they were posted or sent."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import or_
from sqlmodel import Session, col, select

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.questions import TRACKING
from tasks.case.reply import ACKNOWLEDGEMENT, EXTENSION, is_notice
from tasks.case.tracking import plain_tracking
from tasks.letter_places import outbox_file, package_beside, package_name, released_on, was_posted
from tasks.store.cases import case_by_number
from tasks.store.events import record
from tasks.store.tables import Case, EventRow, LetterRow
from tasks.wiring import House

MEANS = ("email", "hand", "upload")  # by which an electronic answer reaches the requester


class Listed(NamedTuple):
    """One letter that waits here: its row, its case's number, its day of release, and of a package whether it was fetched."""

    letter: LetterRow
    case: str
    released_on: date | None
    fetched: bool = False

    @property
    def file_name(self) -> str:
        """What the requester's file is called."""
        return package_name(self.letter)


@dataclass(frozen=True)
class Notices:
    """What waits: drafts for their release, notices for their posting, packages for their sending."""

    to_release: Sequence[Listed]
    to_post: Sequence[Listed]
    to_send: Sequence[Listed]


class Outcome(NamedTuple):
    """What became of one row: `problem` is a sentence of kaiji's own, "" where it was done."""

    letter: str
    problem: str = ""


def read_notices(house: House) -> Notices:
    """Every notice that stands and was not posted, and every package that was released and not sent, oldest first."""
    with house.database.transaction() as session:
        notices = _open(session, EventKind.NOTICE_POSTED, _is_notice())
        packages = _open(session, EventKind.PACKAGE_SENT, col(LetterRow.package_sha256) != "")
        fetched = _told_of(session, EventKind.PACKAGE_FETCHED, [each.letter.number for each in packages])
    written = [each for each in notices if each.letter.sha256 or each.letter.by_hand]
    return Notices(
        [each for each in written if each.released_on is None],
        [each for each in written if each.released_on is not None],
        [each._replace(fetched=each.letter.number in fetched) for each in packages if each.released_on is not None],
    )


def _is_notice() -> Any:
    return or_(*(col(LetterRow.occasion).startswith(each) for each in (ACKNOWLEDGEMENT, EXTENSION)))


def _open(session: Session, until: EventKind, which: Any) -> list[Listed]:
    """The standing letters of which no event of this kind tells."""
    told = (EventRow.case_id == LetterRow.case_id, EventRow.kind == until.value)
    same = EventRow.facts["letter"].astext == LetterRow.number
    query = (
        select(LetterRow, Case.number)
        .join(Case, col(Case.id) == LetterRow.case_id)
        .where(which, ~col(LetterRow.withdrawn), ~select(EventRow.id).where(*told, same).exists())
    )
    rows = session.exec(query.order_by(col(LetterRow.id)))
    return [Listed(letter, number, released_on(session, letter)) for letter, number in rows]


def _told_of(session: Session, kind: EventKind, numbers: Collection[str]) -> set[str]:
    letter = EventRow.facts["letter"].astext
    return set(session.exec(select(letter).where(EventRow.kind == kind.value, letter.in_(numbers))))


def post_notices(house: House, person: str, typed: Iterable[tuple[str, str]]) -> list[Outcome]:
    """Records each letter as posted, with its tracking number or "" for ordinary mail; each by itself, nothing twice."""
    listed = [(letter, plain_tracking(tracking)) for letter, tracking in typed]
    used = Counter(tracking for _, tracking in listed if tracking)
    return one_by_one(listed, partial(_post, house, person, used))


def one_by_one(letters: Iterable[tuple[str, str]], do: Callable[[str, str], None]) -> list[Outcome]:
    """Does something with each letter (number, and what belongs to it); one that cannot be done stops no other."""
    done = []
    for letter, told in letters:
        try:
            do(letter, told)
        except KaijiError as why:
            done.append(Outcome(letter, str(why)))
        else:
            done.append(Outcome(letter))
    return done


def _post(house: House, person: str, used: Counter[str], number: str, tracking: str) -> None:
    if tracking and (not re.fullmatch(TRACKING, tracking) or used[tracking] > 1):
        raise KaijiError("Enter 8 to 20 digits and hyphens, each number once, or nothing for ordinary mail.")
    with house.database.transaction() as session:
        letter = _held_letter(session, number)
        if not is_notice(letter.occasion) or released_on(session, letter) is None or was_posted(session, letter):
            raise KaijiError("This letter does not wait for its posting any more.")
        facts: dict[str, Any] = {"letter": number, "tracking_number": tracking}
        record(session, EventKind.NOTICE_POSTED, house.now(), actor=person, case_id=letter.case_id, **facts)


def _held_letter(session: Session, number: str) -> LetterRow:
    """A standing letter; its case is held until the transaction ends."""
    mine = (LetterRow.number == number, LetterRow.case_id == Case.id)
    found = session.exec(select(LetterRow, Case.number).where(*mine)).first()
    if found is not None:
        case_by_number(session, found[1], lock=True)
        session.refresh(found[0])
        if not found[0].withdrawn:
            return found[0]
    raise KaijiError("There is no such letter, or it was withdrawn.")


def fetch_package(house: House, number: str, person: str) -> tuple[str, bytes]:
    """Name and bytes of a released package; that somebody fetched it is an event. KaijiError where there is none."""
    with house.database.transaction() as session:
        letter = _held_letter(session, number)
        file = _package_file(house, session, letter)
        if file is None or not file.is_file():
            raise KaijiError("There is no electronic answer of this number, or nobody has released it.")
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != letter.package_sha256:
            raise KaijiError("The file of this letter is not the one that was written; have the letters written again.")
        record(session, EventKind.PACKAGE_FETCHED, house.now(), actor=person, case_id=letter.case_id, letter=number)
        return file.name, content


def _package_file(house: House, session: Session, letter: LetterRow) -> Path | None:
    day = released_on(session, letter)
    return package_beside(outbox_file(house, letter, day), letter) if day and letter.package_sha256 else None


def send_packages(house: House, person: str, numbers: Iterable[str], means: str) -> list[Outcome]:
    """Records packages as sent by e-mail, handed over or uploaded; each by itself, nothing twice, none that nobody fetched."""
    return one_by_one(((number, means) for number in numbers), partial(_send, house, person))


def _send(house: House, person: str, number: str, means: str) -> None:
    if means not in MEANS:
        raise KaijiError("Say how the file was sent.")
    with house.database.transaction() as session:
        letter = _held_letter(session, number)
        if _package_file(house, session, letter) is None or _told_of(session, EventKind.PACKAGE_SENT, [number]):
            raise KaijiError("This file does not wait to be sent any more.")
        if not _told_of(session, EventKind.PACKAGE_FETCHED, [number]):
            raise KaijiError("Fetch the file first; nobody has.")
        facts: dict[str, Any] = {"letter": number, "means": means}
        record(session, EventKind.PACKAGE_SENT, house.now(), actor=person, case_id=letter.case_id, **facts)
