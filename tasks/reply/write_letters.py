"""Writes the letters of a case, each exactly once, whatever is interrupted in between.

A letter's number and day are settled in the database first; its file follows, the same bytes however often it is
written; the event that all are there comes last. A reply is a draft until a person releases it; the letter that asks for
what is missing was released before, and goes straight into the outbox.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tasks.case.errors import (
    AddressTooLong,
    AddressUnknown,
    ForeignFont,
    GlyphMissing,
    NotPartlyDisclosed,
    PackageMissing,
    TemplateBroken,
)
from tasks.case.happened import EventKind
from tasks.case.letters import Letter
from tasks.case.progress import Deed, Step, what_comes_next
from tasks.case.reply import LetterDue, asks_for_more, letters_due, was_released_before
from tasks.letter_places import draft_file, outbox_file, package_beside, spoil_bundles
from tasks.outbox.bundles import make_bundles_of
from tasks.outbox.print_file import page_count
from tasks.packet_files import write_whole
from tasks.reply.case_file import CaseFile, case_file
from tasks.reply.compose import compose
from tasks.reply.deficient import asking_due, reply_by_of
from tasks.reply.fees import enclose, fee_return
from tasks.reply.letter_templates import templates_of
from tasks.reply.package import make_package
from tasks.reply.render_letter import render_letter
from tasks.reply.withdraw import remove_withdrawn
from tasks.store.cases import case_by_number, letters_of, state_of
from tasks.store.events import record
from tasks.store.letters import hold_outbox, sent_before, standing_by_occasion
from tasks.store.tables import LetterRow
from tasks.wiring import House

_BY_HAND = (AddressUnknown, AddressTooLong, ForeignFont, GlyphMissing, NotPartlyDisclosed, PackageMissing)


def write_letters(house: House, case_number: str, occasion: str) -> None:
    """Writes the letters of an occasion, "deficiency" or "reply", when they are due; a second call changes nothing."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        changed = remove_withdrawn(session, house, case)
        file = case_file(house, session, case)
        dues = _dues(session, file, occasion)
        number_letters(session, file, dues, house)
        enclose(session, file)
    make_bundles_of(house, changed | _write_all(house, case_number, occasion, dues))


def _write_all(house: House, case_number: str, occasion: str, dues: Sequence[LetterDue]) -> set[date]:
    """The days under which letters went out at once."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        file = case_file(house, session, case)
        # what is due may have changed meanwhile: a supplement, a sending back
        if not dues or _dues(session, file, occasion) != dues:
            return set()
        letters = standing_by_occasion(session, case.id)
        for due in dues:
            if not _is_written(letters[due.occasion]):  # beside one that is issued again, the others stay as posted
                write_one(house, session, file, due, letters[due.occasion])
        record(session, EventKind.LETTERS_COMPLETE, house.now(), case_id=case.id, occasion=occasion)
    return {letters[due.occasion].written_on for due in dues if was_released_before(due.occasion)}


def _dues(session: Session, file: CaseFile, occasion: str) -> list[LetterDue]:
    """The letters of an occasion that are due now; none when they are written, or something else comes next."""
    state = state_of(session, file.case)
    if what_comes_next(state) is not _DEEDS[occasion]:
        return []
    if occasion == "deficiency":
        return asking_due(file)
    return [*letters_due(state.answers[Step.DECIDE]), *fee_return(session, file)]


_DEEDS = {"deficiency": Deed.WRITE_DEFICIENCY_LETTER, "reply": Deed.WRITE_REPLY}


def number_letters(session: Session, file: CaseFile, dues: Sequence[LetterDue], house: House) -> None:
    """Settles number and day of each letter that has none yet; the caller holds the case."""
    case, today = file.case, house.today()
    standing, written = standing_by_occasion(session, case.id), len(letters_of(session, case.id))
    missing = [due for due in dues if due.occasion not in standing]
    for sequence, due in enumerate(missing, start=written + 1):
        session.add(
            LetterRow(
                case_id=case.id,
                kind=due.kind.value,
                occasion=due.occasion,
                sequence=sequence,
                number=f"{case.number}-{sequence}",
                written_on=today,
                reply_by=reply_by_of(file, today) if asks_for_more(due.occasion) else None,
                package=due.package,
                replaces=file.again.get(due.occasion) or sent_before(session, case, due.occasion),
            )
        )


def _is_written(letter: LetterRow) -> bool:
    return bool(letter.sha256 or letter.by_hand)


def _means(house: House, file: CaseFile, letter: LetterRow) -> str:
    """By which post a letter goes that was released before it was written, by hand too; of a draft its release says it."""
    if not was_released_before(letter.occasion):
        return ""
    chosen = file.answers[Step.RELEASE_DEFICIENCY].choices.get("means") if asks_for_more(letter.occasion) else None
    return house.means_for(file.policy, chosen)


def _place(house: House, session: Session, letter: LetterRow) -> Path:
    """Among the drafts; what a person released before it was written goes out at once, and its day's bundles are spoiled."""
    if not was_released_before(letter.occasion):
        return draft_file(house, letter)
    hold_outbox(session)
    out = outbox_file(house, letter, letter.written_on)
    spoil_bundles(out.parent)
    return out


def write_one(house: House, session: Session, file: CaseFile, due: LetterDue, letter: LetterRow) -> None:
    """Writes one letter, or notes why a person must; either is an event. The caller holds the case."""
    templates = templates_of(house, file.policy.code, file.language)
    letter.means = _means(house, file, letter)
    try:
        words = compose(file, due, letter)
        pdf = render_letter(words, templates)
    except TemplateBroken as broken:
        letter.by_hand = str(broken)  # the line to mend; it tells nothing of the letter
    except _BY_HAND as impossible:
        letter.by_hand = str(impossible.__class__.__doc__).strip()
    else:
        _keep(house, session, file, letter, words, pdf)
    session.add(letter)
    facts: dict[str, Any] = {
        "letter": letter.number,
        "letter_kind": letter.kind,
        "sha256": letter.sha256,
        "by_hand": bool(letter.by_hand),
        "templates": templates.digest(letter.kind),
    }
    if letter.package_sha256:
        facts |= {"package": letter.package, "package_sha256": letter.package_sha256}
    facts |= {"replaces": letter.replaces} if letter.replaces else {}
    record(session, EventKind.LETTER_WRITTEN, house.now(), case_id=letter.case_id, **facts)


def _keep(house: House, session: Session, file: CaseFile, letter: LetterRow, words: Letter, pdf: bytes) -> None:
    """Writes the letter's file, and its package beside it; after a break both are written over, with the same password."""
    place = _place(house, session, letter)
    letter.sha256, letter.pages = hashlib.sha256(pdf).hexdigest(), page_count(pdf)
    letter.addressed_to = list(words.addressee.model_dump().values())
    write_whole(place, pdf)
    if letter.package:
        package = make_package(words, pdf, letter.package, file.password_of(letter.number))
        letter.package_sha256 = hashlib.sha256(package).hexdigest()
        write_whole(package_beside(place, letter), package)
