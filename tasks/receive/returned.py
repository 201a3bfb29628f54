"""Takes in a letter of ours that came back: it is no new request and no supplement, and a person says what becomes of it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.codes_text import is_sealed, read_form_code, read_letter_code, read_slip_code
from tasks.case.errors import NotReturned
from tasks.case.happened import EventKind
from tasks.case.returned import may_come_back
from tasks.engines.codes import code_texts
from tasks.engines.image_files import PageImage
from tasks.letter_places import place_of, was_posted
from tasks.outbox.print_file import page_count
from tasks.store.cases import case_by_number, state_of
from tasks.store.events import record
from tasks.store.fees import take_back_enclosed
from tasks.store.packets import packet_by_number
from tasks.store.tables import Case, LetterRow, PacketStatus
from tasks.wiring import House

_ENVELOPE = 2  # pages that the envelope itself may add: front and back


def letter_that_returned(pages: Sequence[PageImage], key: bytes) -> str | None:
    """The number of the letter whose code stands on a page; None where there is none, or a request form beside it.

    NotReturned where it came with its own return slip, which may be filled in, or where this house, whose `key` it is, did
    not print the code.
    """
    texts = [text for page in pages if page.lines is None for text in code_texts(page.image)]
    letters = [letter for text in texts if (letter := read_letter_code(text))]
    if not letters or any(read_form_code(text) for text in texts):
        return None
    if any(read_slip_code(text) for text in texts):
        raise NotReturned(
            f"Letter {letters[0]} lies here with its return slip. If it came back unopened, put only its first page into the "
            "inbox; if the requester sent the slip, scan the papers without the letter."
        )
    if not any(is_sealed(text, key) for text in texts if read_letter_code(text) == letters[0]):
        raise NotReturned(
            f"A page bears a code for letter {letters[0]} that this house has not printed; look at the papers, and do not "
            "take them for returned mail."
        )
    return letters[0]


def take_returned(house: House, packet_number: str, letter_number: str, pages: int) -> None:
    """Notes on its case that a letter came back; NotReturned, with what to do, where nothing can be done about it any more."""
    with house.database.transaction() as session:
        letter = _known(session, letter_number)
        case = _case_of(session, letter)
        session.refresh(letter)  # it may have been issued again until the case was free
        state = state_of(session, case)
        _of_use(session, letter)
        if not may_come_back(state, letter.occasion):
            raise NotReturned(
                f"Letter {letter_number} came back, but what it was about is settled in {case.number}; keep it with the papers."
            )
        if (own := _pages_of(house, session, letter)) and pages > own + _ENVELOPE:
            raise NotReturned(
                f"Letter {letter_number} lies here with {pages - own} pages that are not its own. If it came back, scan it "
                "alone; if these are the requester's papers, scan them without the letter."
            )
        packet = packet_by_number(session, packet_number, lock=True)
        packet.status = PacketStatus.RETURNED_MAIL
        take_back_enclosed(session, letter, house.now())
        facts: dict[str, Any] = {"letter": letter_number, "occasion": letter.occasion, "packet": packet_number}
        record(session, EventKind.LETTER_RETURNED, house.now(), case_id=case.id, packet_id=packet.id, **facts)


def _known(session: Session, number: str) -> LetterRow:
    letter = session.exec(select(LetterRow).where(LetterRow.number == number)).first()
    if letter is None:
        raise NotReturned(
            f"A letter {number} came back, but this house has written none of that number; look whose it is."
        )
    return letter


def _case_of(session: Session, letter: LetterRow) -> Case:
    number = session.exec(select(Case.number).where(Case.id == letter.case_id)).one()
    return case_by_number(session, number, lock=True)


def _of_use(session: Session, letter: LetterRow) -> None:
    """NotReturned for a letter that does not stand any more, that nobody has said was posted, or that never was on paper."""
    if letter.package_sha256:
        raise NotReturned(
            f"Letter {letter.number} went out as an electronic file, so it is a print of it that lies here; look whose papers these are."
        )
    if not letter.withdrawn and was_posted(session, letter):
        return
    after = select(LetterRow.number).where(LetterRow.replaces == letter.number, ~col(LetterRow.withdrawn))
    if successor := session.exec(after).first():
        raise NotReturned(f"Letter {letter.number} came back, but {successor} took its place; keep it with the papers.")
    if letter.withdrawn:
        raise NotReturned(
            f"Letter {letter.number} came back, but it was withdrawn; see its case, and how it was posted."
        )
    raise NotReturned(
        f"Letter {letter.number} came back, but nobody has confirmed that it was posted; do that, then put it into the inbox again."
    )


def _pages_of(house: House, session: Session, letter: LetterRow) -> int:
    """Of the letter's file; 0 where it is gone."""
    if letter.pages:
        return letter.pages
    file = place_of(house, session, letter)
    return page_count(file.read_bytes()) if file.is_file() else 0
