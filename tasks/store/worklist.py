"""What the worklist asks of the database: a few queries, however many cases are open."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from tasks.case.bilingual import Said
from tasks.case.happened import EventKind
from tasks.case.reply import is_notice
from tasks.case.roles import Role
from tasks.store.account_tables import Account, SigningCode
from tasks.store.cases import complaint_said
from tasks.store.tables import Case, EventRow, LetterRow

_NO_MOVE = (  # who looked at what: many, and they move no case
    EventKind.EVIDENCE_SEEN,
    EventKind.LETTER_SEEN,
    EventKind.UNMASKED,
    EventKind.CODE_ISSUED,
    EventKind.REMINDED,
    EventKind.DUE_TOLD,
)


def moves_by_case(session: Session, cases: Iterable[Case]) -> dict[int, list[EventRow]]:
    """The events of these cases that a case's way or assignment depends on, oldest first, by case id; one query."""
    mine = col(EventRow.case_id).in_([case.id for case in cases])
    said = col(EventRow.kind).not_in([kind.value for kind in _NO_MOVE])
    events: dict[int, list[EventRow]] = {}
    for event in session.exec(select(EventRow).where(mine, said).order_by(col(EventRow.id))):
        events.setdefault(event.case_id or 0, []).append(event)
    return events


def roles_by_handle(session: Session) -> dict[str, frozenset[Role]]:
    """The roles of every account that is not disabled, by handle."""
    mine = select(Account.handle, Account.roles).where(col(Account.disabled_at).is_(None)).order_by(Account.handle)
    return {handle: frozenset(Role(role) for role in roles) for handle, roles in session.exec(mine)}


def account_of(session: Session, handle: str) -> Account:
    """The account of that handle; NoResultFound where there is none or it is disabled."""
    mine = select(Account).where(Account.handle == handle, col(Account.disabled_at).is_(None))
    return session.exec(mine).one()


def letters_to_post(session: Session, case_ids: Collection[int]) -> dict[int, list[LetterRow]]:
    """The letters that stand, by case id, in the order of their numbers; one query."""
    mine = select(LetterRow).where(col(LetterRow.case_id).in_(case_ids), ~col(LetterRow.withdrawn))
    letters: dict[int, list[LetterRow]] = {}
    for letter in session.exec(mine.order_by(col(LetterRow.sequence))):
        letters.setdefault(letter.case_id, []).append(letter)
    return letters


def postings_by_case(session: Session, case_ids: Collection[int]) -> dict[int, list[EventRow]]:
    """The events by which it is told which letters of these cases were posted, oldest first, by case id; one query."""
    kinds = (EventKind.LETTER_WRITTEN, EventKind.LETTER_WITHDRAWN, EventKind.ANSWERED)
    mine = (col(EventRow.case_id).in_(case_ids), col(EventRow.kind).in_([kind.value for kind in kinds]))
    events: dict[int, list[EventRow]] = {}
    for event in session.exec(select(EventRow).where(*mine).order_by(col(EventRow.id))):
        events.setdefault(event.case_id or 0, []).append(event)
    return events


def cases_of_letters(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """The case number of each of these letter numbers that stands and is no notice; one query."""
    mine = (
        select(LetterRow.number, Case.number, LetterRow.occasion)
        .where(LetterRow.case_id == Case.id)
        .where(col(LetterRow.number).in_(numbers), ~col(LetterRow.withdrawn))
    )
    return {letter: case for letter, case, occasion in session.exec(mine) if not is_notice(occasion)}


def refusals_of(session: Session, case_ids: Collection[int]) -> dict[int, list[Said]]:
    """Why the newest answer to each case was sent back, in English and Japanese, by case id; one query."""
    mine = (col(EventRow.case_id).in_(case_ids), EventRow.kind == EventKind.ANSWER_REFUSED)
    rows = session.exec(select(EventRow).where(*mine).order_by(col(EventRow.id)))
    return {row.case_id or 0: [complaint_said(each) for each in row.facts["complaints"]] for row in rows}


def answers_on_their_way(
    session: Session, case_ids: Collection[int], at: datetime, within: timedelta
) -> set[tuple[int, str]]:
    """The askings (case id, key) for which a code was given out just now that is not used: an answer may be under way."""
    mine = (
        col(SigningCode.case_id).in_(case_ids),
        col(SigningCode.used_at).is_(None),
        col(SigningCode.issued_at) > at - within,
        col(SigningCode.expires_at) > at,
    )
    return set(session.exec(select(SigningCode.case_id, SigningCode.asking).where(*mine)).all())


def reminded_today(session: Session, since: datetime) -> set[str]:
    """To which addresses (by their marks) reminders went since a moment."""
    mine = select(EventRow).where(EventRow.kind == EventKind.REMINDED, col(EventRow.at) >= since)
    return {mark for event in session.exec(mine) for mark in event.facts["to"]}
