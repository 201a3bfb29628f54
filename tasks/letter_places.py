"""Where a letter lies: among the drafts until a person releases it, then in the outbox under the day of its release."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tasks.case.means import Means
from tasks.store.events import events_of
from tasks.store.letters import posted_letters, release_days
from tasks.store.tables import LetterRow
from tasks.wiring import House


def draft_file(house: House, letter: LetterRow) -> Path:
    """Where a letter lies until it is released."""
    return house.drafts / f"{letter.number}.pdf"


def outbox_file(house: House, letter: LetterRow, day: date) -> Path:
    """Where a letter lies that was released on a day."""
    return house.outbox / day.isoformat() / f"{letter.number}.pdf"


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
    """Whether a person said, while the letter was written and stood, that the letters of its kind were posted."""
    return letter.number in posted_letters([letter], events_of(session, letter.case_id))


def bundle_files(folder: Path, means: str) -> tuple[Path, Path, Path]:
    """The print file, the list of addresses and the manifest of one day's letters by one means; the manifest is written last."""
    names = (f"{means}.pdf", f"addresses-{means}.csv", f"manifest-{means}.csv")
    first, second, third = (folder / name for name in names)
    return first, second, third


def spoil_bundles(folder: Path) -> None:
    """Removes a day's bundles before its letters change, so that nobody ever prints one that is not as it should be."""
    for means in Means:
        for file in reversed(bundle_files(folder, means)):
            file.unlink(missing_ok=True)


def remove_files(house: House, letters: Iterable[LetterRow]) -> set[date]:
    """Removes letters wherever they lie; done again after a break, it is done once. The days whose bundles are gone with them."""
    days: set[date] = set()
    for letter in letters:
        draft_file(house, letter).unlink(missing_ok=True)
        for file in house.outbox.glob(f"*/{letter.number}.pdf"):
            spoil_bundles(file.parent)
            file.unlink(missing_ok=True)
            days.add(date.fromisoformat(file.parent.name))
    return days
