"""Letters in the database: which stand, and how one that was sent back stops standing."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from tasks.case.progress import Step
from tasks.case.reply import deficiency_occasion, was_released_before
from tasks.store.cases import letters_of, state_of
from tasks.store.events import KAIJI, EventKind, record
from tasks.store.state import is_of_before_drafts
from tasks.store.tables import Case, EventRow, LetterRow


def standing_letters(session: Session, case_id: int) -> list[LetterRow]:
    """The letters of a case that were not withdrawn, in the order of their numbers."""
    return [letter for letter in letters_of(session, case_id) if not letter.withdrawn]


def unsent_packages(session: Session, case: Case, events: Iterable[EventRow]) -> list[LetterRow]:
    """The standing letters of a case that go out as a protected file, and of which nobody has said that it was sent."""
    sent = {event.facts["letter"] for event in events if event.kind == EventKind.PACKAGE_SENT}
    return [each for each in standing_letters(session, case.id) if each.package_sha256 and each.number not in sent]


def withdraw_letters(
    session: Session, case: Case, occasions: Collection[str], at: datetime, actor: str = KAIJI, **facts: Any
) -> None:
    """Notes that the standing letters of these occasions no longer stand, so that the next ones get new numbers.

    The caller holds the case. What of them lies on the disk is put away by the reply stage; what was posted stays.
    """
    for letter in standing_letters(session, case.id):
        if letter.occasion in occasions:
            letter.withdrawn = True
            session.add(letter)
            told: dict[str, Any] = {"letter": letter.number} | facts
            record(session, EventKind.LETTER_WITHDRAWN, at, actor=actor, case_id=case.id, **told)


def withdraw_unposted(session: Session, case: Case, at: datetime, actor: str = KAIJI) -> None:
    """Withdraws this round's letter that asks for more, where nobody has posted it yet; what it asks for may have come.

    For papers that join and readings that are corrected, before either is recorded. The caller holds the case.
    """
    state = state_of(session, case)
    if Step.DISPATCH_DEFICIENCY not in state.answers:
        withdraw_letters(session, case, {deficiency_occasion(state.round)}, at, actor)


def change_language(session: Session, case: Case, language: str, person: str, at: datetime) -> None:
    """Has the letters of a case written in another language from now on. The caller holds the case, and it is not decided.

    What asks for more and was not posted yet is withdrawn, to be released and written anew.
    """
    if language == case.language:
        return
    case.language = language
    session.add(case)
    withdraw_unposted(session, case, at, person)
    record(session, EventKind.LANGUAGE_CHANGED, at, actor=person, case_id=case.id, language=language)


def release_days(letters: Iterable[LetterRow], events: Iterable[EventRow]) -> dict[str, date]:
    """By number, under which day each of a case's letters was put into the outbox; without those that are drafts.

    What asks for more or tells a new day, and any letter of before there were drafts, lies there from the day it was
    written.
    """
    days: dict[str, date] = {}
    early: set[str] = set()
    for event in events:
        if event.kind in (EventKind.LETTERS_RELEASED, EventKind.NOTICE_RELEASED):
            days |= dict.fromkeys(event.facts["letters"], date.fromisoformat(event.facts["day"]))
        elif event.kind == EventKind.LETTER_WRITTEN and is_of_before_drafts(event):
            early.add(event.facts["letter"])
    written = (each for each in letters if each.number in early or was_released_before(each.occasion))
    return {each.number: each.written_on for each in written} | days
