"""Letters in the database: which stand, and how one that was sent back stops standing."""

from datetime import datetime

from sqlmodel import Session

from tasks.case.letters import LetterKind
from tasks.store.cases import letters_of
from tasks.store.events import EventKind, record
from tasks.store.tables import Case, LetterRow


def standing_letters(session: Session, case_id: int) -> list[LetterRow]:
    """The letters of a case that were not withdrawn, in the order of their numbers."""
    return [letter for letter in letters_of(session, case_id) if not letter.withdrawn]


def withdraw_letters(session: Session, case: Case, at: datetime, actor: str, *, deficiency: bool, reply: bool) -> None:
    """Notes that letters no longer stand, so that the next ones get new numbers; what lies on the disk is put away later."""
    for letter in standing_letters(session, case.id):
        asks = letter.kind == LetterKind.DEFICIENCY
        if (asks and deficiency) or (not asks and reply):
            letter.withdrawn = True
            session.add(letter)
            record(session, EventKind.LETTER_WITHDRAWN, at, actor=actor, case_id=case.id, letter=letter.number)
