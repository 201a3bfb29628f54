"""Where a letter lies: among the drafts until a person releases it, then in the outbox under the day of its release."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tasks.case.means import Means
from tasks.case.reply import PACKAGE
from tasks.store.events import events_of
from tasks.store.letters import posted_letters, release_days
from tasks.store.order_tables import WorkOrder
from tasks.store.tables import LetterRow
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
        remove_letter(draft_file(house, letter), letter)
        out = house.electronic if letter.package else house.outbox
        for file in out.glob(f"*/{letter.number}.pdf"):
            spoil_bundles(house.outbox / file.parent.name)
            remove_letter(file, letter)
            days.add(date.fromisoformat(file.parent.name))
    return days


def remove_letter(file: Path, letter: LetterRow) -> None:
    """Removes a letter that lies there, with its package; the letter goes last, since by it the package is found after a break."""
    if letter.package:
        package_beside(file, letter).unlink(missing_ok=True)
    file.unlink(missing_ok=True)
