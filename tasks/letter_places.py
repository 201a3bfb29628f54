"""Where a letter lies: among the drafts until a person releases it, then in the outbox under the day of its release."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tasks.case.progress import Step
from tasks.case.reply import PACKAGE, answers_the_request, is_notice
from tasks.store.events import EventKind, events_of
from tasks.store.letters import release_days
from tasks.store.order_tables import WorkOrder
from tasks.store.tables import EventRow, LetterRow
from tasks.wiring import House


def draft_file(house: House, letter: LetterRow) -> Path:
    """Where a letter lies until it is released."""
    return house.drafts / f"{letter.number}.pdf"


def outbox_file(house: House, letter: LetterRow, day: date) -> Path:
    """Where a letter lies that was released on a day; one that goes out as a package is never printed."""
    folder = house.electronic if letter.package else house.outbox
    return folder / day.isoformat() / f"{letter.number}.pdf"


def package_name(letter: LetterRow) -> str:
    """What the file is called that the requester gets in place of a letter on paper."""
    return f"{letter.number}{PACKAGE}.{'pdf' if letter.package == 'pdf' else 'zip'}"


def package_beside(file: Path, letter: LetterRow) -> Path:
    """Where the package of a letter lies: beside the letter, wherever that is."""
    return file.with_name(package_name(letter))


def order_file(house: House, order: WorkOrder) -> Path:
    """Where a work order lies: nobody posts it, so it is in no outbox."""
    return house.orders / f"{order.number}.pdf"


def letter_file(house: House, letter: LetterRow) -> Path:
    """Where a letter lies now."""
    with house.database.transaction() as session:
        return place_of(house, session, letter)


def place_of(house: House, session: Session, letter: LetterRow) -> Path:
    """The same, for whoever is reading the letter's case already."""
    day = released_on(session, letter)
    return draft_file(house, letter) if day is None else outbox_file(house, letter, day)


def released_on(session: Session, letter: LetterRow) -> date | None:
    """The day on which a letter was released; None while it is a draft."""
    return release_days([letter], events_of(session, letter.case_id)).get(letter.number)


def was_posted(session: Session, letter: LetterRow) -> bool:
    """Whether a person said, while the letter was written and stood, that it or the letters of its kind were posted."""
    if is_notice(letter.occasion):
        posted = (each for each in events_of(session, letter.case_id) if each.kind == EventKind.NOTICE_POSTED)
        return any(each.facts["letter"] == letter.number for each in posted)
    step = Step.DISPATCH_REPLY if answers_the_request(letter.occasion) else Step.DISPATCH_DEFICIENCY
    stands = False
    for event in events_of(session, letter.case_id):
        if event.facts.get("letter") == letter.number and event.kind in _STANDS:
            stands = _STANDS[event.kind]
        elif stands and event.kind == EventKind.ANSWERED and _says_posted(event, step):
            return True
    return False


_STANDS: dict[str, bool] = {EventKind.LETTER_WRITTEN: True, EventKind.LETTER_WITHDRAWN: False}


def _says_posted(event: EventRow, step: Step) -> bool:
    choices = event.facts["choices"]
    posted = choices.get("tracking_number") and choices.get("action", "posted") == "posted"
    return event.facts["step"] == step and bool(posted)


def remove_files(house: House, letters: Iterable[LetterRow]) -> None:
    """Removes letters wherever they lie; done again after a break, it is done once."""
    for letter in letters:
        out = house.electronic if letter.package else house.outbox
        for file in (draft_file(house, letter), *out.glob(f"*/{letter.number}.pdf")):
            remove_letter(file, letter)


def remove_letter(file: Path, letter: LetterRow) -> None:
    """Removes a letter that lies there, with its package."""
    file.unlink(missing_ok=True)
    if letter.package:
        package_beside(file, letter).unlink(missing_ok=True)
