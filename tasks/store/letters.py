"""Letters in the database: which stand, which were posted, and how one that was sent back stops standing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.case.reply import answers_the_request, asks_for_more, deficiency_occasion, is_notice, was_released_before
from tasks.case.state import is_of_before_drafts
from tasks.store.cases import letters_of, state_of
from tasks.store.events import KAIJI, events_of, record
from tasks.store.tables import Case, EventRow, LetterRow

_OUTBOX_LOCK = 0x6F757462


def hold_outbox(session: Session) -> None:
    """Lets no other process change the outbox, or make its bundles, until this transaction ends; held before the chain of events."""
    session.execute(text("SELECT pg_advisory_xact_lock(:outbox)"), {"outbox": _OUTBOX_LOCK})


def standing_letters(session: Session, case_id: int) -> list[LetterRow]:
    """The letters of a case that were not withdrawn, in the order of their numbers."""
    return [letter for letter in letters_of(session, case_id) if not letter.withdrawn]


def standing_by_occasion(session: Session, case_id: int) -> dict[str, LetterRow]:
    """The same by occasion, of which each has one letter standing at a time."""
    return {letter.occasion: letter for letter in standing_letters(session, case_id)}


def unsent_packages(session: Session, case: Case, events: Iterable[EventRow]) -> list[LetterRow]:
    """The standing letters of a case that go out as a protected file, and of which nobody has said that it was sent."""
    sent = {event.facts["letter"] for event in events if event.kind == EventKind.PACKAGE_SENT}
    return [each for each in standing_letters(session, case.id) if each.package_sha256 and each.number not in sent]


def sent_before(session: Session, case: Case, occasion: str) -> str:
    """The number of the newest package of an occasion that was sent and does not stand any more; "" for none."""
    sent = {each.facts["letter"] for each in events_of(session, case.id) if each.kind == EventKind.PACKAGE_SENT}
    gone = (each for each in letters_of(session, case.id) if each.withdrawn and each.occasion == occasion)
    return next((each.number for each in reversed(list(gone)) if each.number in sent), "")


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


def withdraw_drafts(session: Session, case: Case, at: datetime, actor: str = KAIJI) -> None:
    """Withdraws the notices of a case that nobody has released. The caller holds the case."""
    notices = [letter for letter in standing_letters(session, case.id) if is_notice(letter.occasion)]
    released = release_days(notices, events_of(session, case.id))
    drafts = {letter.occasion for letter in notices if letter.number not in released}
    withdraw_letters(session, case, drafts, at, actor)


def change_language(session: Session, case: Case, language: str, person: str, at: datetime) -> None:
    """Has the letters of a case written in another language from now on. The caller holds the case, and it is not decided.

    What asks for more and was not posted yet, and a notice that nobody has released, are withdrawn, to be written anew.
    """
    if language == case.language:
        return
    case.language = language
    session.add(case)
    withdraw_unposted(session, case, at, person)
    withdraw_drafts(session, case, at, person)
    record(session, EventKind.LANGUAGE_CHANGED, at, actor=person, case_id=case.id, language=language)


class Posted(NamedTuple):
    """When a person said that a letter was posted, who, and the number of the post ("": it has none)."""

    at: datetime
    by: str
    tracking: str


def posted_letters(letters: Iterable[LetterRow], events: Iterable[EventRow]) -> dict[str, Posted]:
    """By number, those of a case's letters of which somebody said, while they stood, that they were posted; the first time counts.

    A package is out when somebody says that it was sent, though the letter with its password may lie here still.
    """
    occasions = {each.number: answers_the_request(each.occasion) for each in letters if not is_notice(each.occasion)}
    stand: set[str] = set()
    posted: dict[str, Posted] = {}
    for event in events:
        if event.kind == EventKind.LETTER_WRITTEN:
            stand.add(event.facts["letter"])
        elif event.kind == EventKind.LETTER_WITHDRAWN:
            stand.discard(event.facts["letter"])
        elif event.kind in (EventKind.NOTICE_POSTED, EventKind.PACKAGE_SENT):
            told = Posted(event.at, event.actor, str(event.facts.get("tracking_number") or ""))
            posted = {event.facts["letter"]: told} | posted
        elif (of_reply := _says_posted(event)) is not None:
            told = Posted(event.at, event.actor, str(event.facts["choices"].get("tracking_number") or ""))
            posted = {each: told for each in sorted(stand) if occasions.get(each) is of_reply} | posted
    return posted


_DISPATCHES = {Step.DISPATCH_REPLY: True, Step.DISPATCH_DEFICIENCY: False}


def _says_posted(event: EventRow) -> bool | None:
    """Whether an event says that the reply (True), or what asks for more (False), was posted; None for neither."""
    if event.kind != EventKind.ANSWERED or event.facts["step"] not in _DISPATCHES:
        return None
    choices = event.facts["choices"]
    said = choices.get("action", "posted" if choices.get("tracking_number") else "")
    return _DISPATCHES[Step(event.facts["step"])] if said == "posted" else None


def to_be_posted(letters: Sequence[LetterRow], events: Sequence[EventRow], step: Step) -> list[LetterRow]:
    """Those of a case's letters that a step of dispatch is about: they stand on paper, and nobody has said that they were posted."""
    posted = posted_letters(letters, events)
    left = [each for each in letters if not (each.withdrawn or each.package_sha256 or each.number in posted)]
    if step is Step.DISPATCH_REPLY:
        return [each for each in left if answers_the_request(each.occasion)]
    return [each for each in left if asks_for_more(each.occasion)][-1:]


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
