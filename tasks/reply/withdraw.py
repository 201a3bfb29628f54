"""Withdraws letters, so that others with numbers of their own take their place; what was posted stays on file."""

from datetime import datetime

from sqlalchemy import event
from sqlmodel import Session

from tasks.case.reply import answers_the_request, deficiency_occasion
from tasks.reply.letter_files import remove_files, was_posted
from tasks.store.cases import letters_of, state_of
from tasks.store.events import EventKind, record
from tasks.store.tables import Case, LetterRow
from tasks.wiring import House


def withdraw_letters(session: Session, house: House, case: Case, occasion: str, at: datetime) -> list[str]:
    """The numbers of the standing letters of "reply", or of the present round's "deficiency", now withdrawn.

    The caller holds the case. The files of those that were not posted go once the caller's transaction is committed;
    where the process dies just then, the next deed on the case's letters removes them, before it writes or puts out any.
    """
    standing = (each for each in letters_of(session, case.id) if not each.withdrawn)
    letters = [each for each in standing if _meant(session, case, each, occasion)]
    for letter in letters:
        letter.withdrawn = True
        session.add(letter)
        record(session, EventKind.LETTER_WITHDRAWN, at, case_id=case.id, letter=letter.number)
    unposted = [letter for letter in letters if not was_posted(session, letter)]
    event.listen(session, "after_commit", lambda _: remove_files(house, unposted), once=True)
    return [letter.number for letter in letters]


def _meant(session: Session, case: Case, letter: LetterRow, occasion: str) -> bool:
    """A deficiency letter of a round that is over stays what it is."""
    if occasion == "reply":
        return answers_the_request(letter.occasion)
    return letter.occasion == deficiency_occasion(state_of(session, case).round)


def remove_withdrawn(session: Session, house: House, case: Case) -> None:
    """Removes the files of letters that were withdrawn before they were posted, should any be left."""
    withdrawn = (letter for letter in letters_of(session, case.id) if letter.withdrawn)
    remove_files(house, (letter for letter in withdrawn if not was_posted(session, letter)))
