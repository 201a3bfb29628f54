"""Writes the letters of a case, each exactly once, whatever is interrupted in between.

A letter's number and day are settled in the database first; its file follows, the same bytes however often it is
written; the event that all are there comes last. A reply is a draft until a person releases it; the letter that asks for
what is missing was released before, and goes straight into the outbox.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from tasks.case.errors import AddressTooLong, AddressUnknown, GlyphMissing, NotPartlyDisclosed
from tasks.case.letters import LetterKind
from tasks.case.means import means_of
from tasks.case.progress import Deed, Step, what_comes_next
from tasks.case.reply import LetterDue, answers_the_request, deficiency_due, letters_due
from tasks.letter_places import draft_file, outbox_file, spoil_bundles
from tasks.outbox.bundles import make_bundles_of
from tasks.outbox.print_file import page_count
from tasks.packet_files import write_whole
from tasks.reply.case_file import CaseFile, case_file
from tasks.reply.compose import compose
from tasks.reply.deficient import reply_by_of
from tasks.reply.render_letter import render_letter
from tasks.reply.withdraw import remove_withdrawn
from tasks.store.cases import case_by_number, kinds_of, letters_of, state_of
from tasks.store.events import EventKind, record
from tasks.store.letters import hold_outbox
from tasks.store.tables import Case, LetterRow
from tasks.wiring import House

_BY_HAND = (AddressUnknown, AddressTooLong, GlyphMissing, NotPartlyDisclosed)


def write_letters(house: House, case_number: str, occasion: str) -> None:
    """Writes the letters of an occasion, "deficiency" or "reply", when they are due; a second call changes nothing."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        changed = remove_withdrawn(session, house, case)
        dues = _dues(session, case, occasion)
        _number_letters(session, case_file(house, session, case), dues, house)
    make_bundles_of(house, changed | _write_all(house, case_number, occasion, dues))


def _write_all(house: House, case_number: str, occasion: str, dues: Sequence[LetterDue]) -> set[date]:
    """The days under which letters went out at once."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if not dues or _dues(session, case, occasion) != dues:  # what is due has changed: a supplement, a sending back
            return set()
        file = case_file(house, session, case)
        letters = _standing(letters_of(session, case.id))
        for due in dues:
            if not _is_written(letters[due.occasion]):  # beside one that is issued again, the others stay as posted
                _write(house, session, file, due, letters[due.occasion])
        record(session, EventKind.LETTERS_COMPLETE, house.now(), case_id=case.id, occasion=occasion)
    return {letters[due.occasion].written_on for due in dues if not answers_the_request(due.occasion)}


def _dues(session: Session, case: Case, occasion: str) -> list[LetterDue]:
    """The letters of an occasion that are due now; none when they are written, or something else comes next."""
    state = state_of(session, case)
    if what_comes_next(state) is not _DEEDS[occasion]:
        return []
    if occasion == "deficiency":
        return deficiency_due(kinds_of(case), state.round)
    return letters_due(state.answers[Step.DECIDE])


_DEEDS = {"deficiency": Deed.WRITE_DEFICIENCY_LETTER, "reply": Deed.WRITE_REPLY}


def _standing(letters: Iterable[LetterRow]) -> dict[str, LetterRow]:
    """By occasion, the letters that were not withdrawn."""
    return {letter.occasion: letter for letter in letters if not letter.withdrawn}


def _number_letters(session: Session, file: CaseFile, dues: Sequence[LetterDue], house: House) -> None:
    case, today = file.case, house.today()
    written = letters_of(session, case.id)
    missing = [due for due in dues if due.occasion not in _standing(written)]
    for sequence, due in enumerate(missing, start=len(written) + 1):
        session.add(
            LetterRow(
                case_id=case.id,
                kind=due.kind.value,
                occasion=due.occasion,
                sequence=sequence,
                number=f"{case.number}-{sequence}",
                written_on=today,
                reply_by=reply_by_of(file, today) if due.kind is LetterKind.DEFICIENCY else None,
                replaces=file.again.get(due.occasion, ""),
            )
        )


def _is_written(letter: LetterRow) -> bool:
    return bool(letter.sha256 or letter.by_hand)


def _put(house: House, session: Session, file: CaseFile, letter: LetterRow, pdf: bytes) -> None:
    """Among the drafts; what asks for more was released before it was written, and goes out at once."""
    if answers_the_request(letter.occasion):
        write_whole(draft_file(house, letter), pdf)
        return
    chosen = file.answers[Step.RELEASE_DEFICIENCY].choices.get("means")
    letter.means = means_of(chosen, file.policy.reply.method, house.settings.means)
    out = outbox_file(house, letter, letter.written_on)
    hold_outbox(session)
    spoil_bundles(out.parent)
    write_whole(out, pdf)


def _write(house: House, session: Session, file: CaseFile, due: LetterDue, letter: LetterRow) -> None:
    """Writes one letter, or notes why a person must; either is an event."""
    try:
        composed = compose(file, due, letter)
        pdf = render_letter(composed)
    except _BY_HAND as impossible:
        letter.by_hand = str(impossible.__class__.__doc__).strip()
    else:
        letter.sha256, letter.pages = hashlib.sha256(pdf).hexdigest(), page_count(pdf)
        letter.addressed_to = list(composed.addressee.model_dump().values())
        _put(house, session, file, letter, pdf)
    session.add(letter)
    facts: dict[str, Any] = {
        "letter": letter.number,
        "letter_kind": letter.kind,
        "sha256": letter.sha256,
        "by_hand": bool(letter.by_hand),
    }
    facts |= {"replaces": letter.replaces} if letter.replaces else {}
    record(session, EventKind.LETTER_WRITTEN, house.now(), case_id=letter.case_id, **facts)
