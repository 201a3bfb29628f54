"""Writes the letters beside the answer, each exactly once, and puts them out; no step of a case waits for them.

An acknowledgement is a draft until a person releases it; that they did is recorded first, and its file follows, whoever
comes next. An extension was released by the answer that grants it, and goes straight into the outbox.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tasks.case.errors import KaijiError, LetterLost
from tasks.case.happened import EventKind
from tasks.case.notices import acknowledgement_due, acknowledges_by_itself, extension_due
from tasks.case.progress import Step
from tasks.case.reply import ACKNOWLEDGEMENT, LetterDue, is_notice, was_released_before
from tasks.case.state import state_from
from tasks.letter_places import draft_file, released_on, remove_letter, spoil_bundles
from tasks.outbox.bundles import make_bundles_of
from tasks.reply.case_file import case_file
from tasks.reply.put_out import copy_all, drafted
from tasks.reply.withdraw import remove_withdrawn
from tasks.reply.write_letters import number_letters, write_one
from tasks.store.cases import answers_of, case_by_number, kinds_of, state_of
from tasks.store.events import events_of, record
from tasks.store.letters import hold_outbox, standing_by_occasion, standing_letters, withdraw_letters
from tasks.store.tables import Case, EventRow, LetterRow
from tasks.wiring import House


def write_notices(house: House, case_number: str) -> None:
    """Writes the notices of a case that are due, and puts out what was released; a second call changes nothing."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        days = remove_withdrawn(session, house, case)
        dues = _dues(house, session, case)
        if dues:
            number_letters(session, case_file(house, session, case), dues, house)
    if dues:
        days |= _write_numbered(house, case_number)
    make_bundles_of(house, days | put_out_notices(house, case_number))


def _write_numbered(house: House, case_number: str) -> set[date]:
    """The days under which notices went out at once."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        letters = standing_by_occasion(session, case.id)
        dues = [due for due in _dues(house, session, case) if due.occasion in letters]
        file = case_file(house, session, case)
        if any(was_released_before(due.occasion) for due in dues):
            hold_outbox(session)  # the event of another notice would hold the chain before it
        for due in dues:
            write_one(house, session, file, due, letters[due.occasion])
        return {letters[due.occasion].written_on for due in dues if was_released_before(due.occasion)}


def _dues(house: House, session: Session, case: Case) -> list[LetterDue]:
    """The notices of an open case that are wanted and of which none stands that is written."""
    events = events_of(session, case.id)
    if state_from(events).closed:
        return []
    written = {each.occasion for each in standing_letters(session, case.id) if each.sha256 or each.by_hand}
    return [due for due in _wanted(house, session, case, events) if due.occasion not in written]


def _wanted(house: House, session: Session, case: Case, events: Sequence[EventRow]) -> Iterator[LetterDue]:
    kinds, reply = kinds_of(case), house.policy_of(case).reply
    if _acknowledged(events, by_itself=acknowledges_by_itself(reply.acknowledge, state_from(events))):
        yield acknowledgement_due(kinds)
    if house.tells_extension(case):
        for answer in answers_of(session, case.id):
            if answer.step == Step.EXTEND_DUE and answer.choices.get("action") == "extend":
                yield extension_due(kinds, answer.attempt)


def _acknowledged(events: Sequence[EventRow], *, by_itself: bool) -> bool:
    """Whether an acknowledgement is wanted: by the policy or a person, unless a person threw it away after that."""
    for event in reversed(events):
        if event.kind == EventKind.NOTICE_ASKED:
            return True
        if event.kind == EventKind.LETTER_WITHDRAWN and event.facts.get("discarded"):
            return False
    return by_itself


def acknowledge(house: House, case_number: str, person: str) -> None:
    """Writes the acknowledgement because somebody asks for it; KaijiError where one stands, or the case is closed."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        stands = any(each.occasion == ACKNOWLEDGEMENT for each in standing_letters(session, case.id))
        if stands or state_of(session, case).closed:
            raise KaijiError("The acknowledgement was written already, or the case is closed.")
        record(session, EventKind.NOTICE_ASKED, house.now(), actor=person, case_id=case.id, occasion=ACKNOWLEDGEMENT)
    write_notices(house, case_number)


def release_notice(house: House, number: str, person: str) -> None:
    """Releases a notice that is a draft, once; where its draft is gone or was changed it is written anew, and not released."""
    with house.database.transaction() as session:
        case, letter = _draft(session, number)
        lost = bool(letter.sha256) and not drafted(house, letter)
        if lost:
            withdraw_letters(session, case, {letter.occasion}, house.now())
        else:
            facts: dict[str, Any] = {"letters": [number], "day": house.today().isoformat()}
            record(session, EventKind.NOTICE_RELEASED, house.now(), actor=person, case_id=case.id, **facts)
        case_number = case.number
    write_notices(house, case_number)
    if lost:
        raise LetterLost(f"The draft of letter {number} is gone or was changed; another was written, look at that one.")


def discard_notice(house: House, number: str, person: str) -> None:
    """Throws a draft away; it is written again only when somebody asks for it."""
    with house.database.transaction() as session:
        case, letter = _draft(session, number)
        withdraw_letters(session, case, {letter.occasion}, house.now(), person, discarded=True)
        case_number = case.number
    write_notices(house, case_number)


def _draft(session: Session, number: str) -> tuple[Case, LetterRow]:
    """A notice that stands and is not released, with its case, which is held."""
    found = session.exec(
        select(LetterRow, Case).where(LetterRow.number == number, LetterRow.case_id == Case.id)
    ).first()
    case = case_by_number(session, found[1].number, lock=True) if found else None
    if case is not None and found is not None:
        letter = found[0]
        session.refresh(letter)
        written = letter.sha256 or letter.by_hand
        if is_notice(letter.occasion) and written and not letter.withdrawn and released_on(session, letter) is None:
            return case, letter
    raise KaijiError("This letter does not wait for its release any more; load the page again.")


def put_out_notices(house: House, case_number: str) -> set[date]:
    """Puts the notices that were released into the outbox and clears their drafts away; a second call changes nothing.

    The days whose bundles went with that; whoever calls makes those anew.
    """
    days: set[date] = set()
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        for letter, day in _out(session, case):
            if drafted(house, letter):
                hold_outbox(session)
                spoil_bundles(house.outbox / day.isoformat())
                copy_all(house, [letter], day)
                letter.means = house.means_for(house.policy_of(case))
                session.add(letter)
                days.add(day)
    with house.database.transaction() as session:  # only when it is recorded by which post they go
        for letter, _ in _out(session, case):
            remove_letter(draft_file(house, letter), letter)
    return days


def _out(session: Session, case: Case) -> Iterator[tuple[LetterRow, date]]:
    """The notices of a case that were written and released, each with the day of its release."""
    for letter in standing_letters(session, case.id):
        day = released_on(session, letter) if is_notice(letter.occasion) and letter.sha256 else None
        if day is not None:
            yield letter, day
