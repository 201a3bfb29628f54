"""Puts the letters of a case that a person has released into the outbox: all of them or none, each as it was written."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tasks.case.errors import LetterLost
from tasks.case.means import means_of
from tasks.case.progress import Deed, Step, what_comes_next
from tasks.case.reply import answers_the_request
from tasks.letter_places import draft_file, outbox_file, released_on, spoil_bundles
from tasks.outbox.bundles import make_bundles_of
from tasks.packet_files import to_disk
from tasks.reply.withdraw import remove_withdrawn
from tasks.store.cases import answers_of, case_by_number, letters_of, state_of
from tasks.store.events import EventKind, record
from tasks.store.letters import hold_outbox, withdraw_letters
from tasks.store.tables import Answer, Case, LetterRow
from tasks.wiring import House


def put_out(house: House, case_number: str) -> None:
    """Moves what was released into the outbox under the day of its release; a second call only clears away.

    When a draft is gone or was changed nothing is put out: the letters are withdrawn, and written and released anew. The day
    is the answer's, so that a call that takes up a broken one finds what that one has put out.
    """
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        days = remove_withdrawn(session, house, case)
        if what_comes_next(state_of(session, case)) is Deed.PUT_OUT:
            days |= _put_out(house, session, case)
    make_bundles_of(house, days)
    clear_drafts(house, case_number)


def _put_out(house: House, session: Session, case: Case) -> set[date]:
    """The day whose bundles must be made anew, or none where nothing was put out."""
    letters, release = _to_post(session, case), _release(session, case)
    day = release.answered_at.date() if release else house.today()
    printed = [letter for letter in letters if not letter.by_hand]
    hold_outbox(session)
    spoil_bundles(house.outbox / day.isoformat())
    try:
        _copy_all(house, printed, day)
    except LetterLost:  # whoever released them saw others: they are written again, and released again
        withdraw_letters(session, case, [letter.occasion for letter in printed], house.now(), lost=True)
        return {day}
    means = means_of(
        release.choices.get("means") if release else None, house.policy_of(case).reply.method, house.settings.means
    )
    for letter in letters:
        letter.means = means
        session.add(letter)
    facts: dict[str, Any] = {"letters": [letter.number for letter in printed], "day": day.isoformat(), "means": means}
    record(session, EventKind.LETTERS_RELEASED, house.now(), case_id=case.id, **facts)
    return {day}


def clear_drafts(house: House, case_number: str) -> None:
    """Removes the drafts of letters that lie in the outbox."""
    with house.database.transaction() as session:
        for letter in letters_of(session, case_by_number(session, case_number).id):
            if answers_the_request(letter.occasion) and released_on(session, letter) is not None:
                draft_file(house, letter).unlink(missing_ok=True)


def _to_post(session: Session, case: Case) -> list[LetterRow]:
    """The letters that answer the request, stand, and are not out yet."""
    mine = (letter for letter in letters_of(session, case.id) if answers_the_request(letter.occasion))
    return [letter for letter in mine if not letter.withdrawn and released_on(session, letter) is None]


def _release(session: Session, case: Case) -> Answer | None:
    """The answer by which a person released them."""
    released = [each for each in answers_of(session, case.id) if each.step == Step.RELEASE_REPLY]
    return released[-1] if released else None


def _copy_all(house: House, letters: Sequence[LetterRow], day: date) -> None:
    """Writes each letter whole under a hidden name, then gives all their names; on any error none stays."""
    with ExitStack() as undo:
        finished = [(_copied(house, letter, day, undo), outbox_file(house, letter, day)) for letter in letters]
        for unfinished, file in finished:
            undo.callback(file.unlink, missing_ok=True)
            unfinished.replace(file)
        if finished:
            to_disk(finished[0][1].parent)
        undo.pop_all()


def _copied(house: House, letter: LetterRow, day: date, undo: ExitStack) -> Path:
    content, file = _content(house, letter), outbox_file(house, letter, day)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    undo.callback(unfinished.unlink, missing_ok=True)
    unfinished.write_bytes(content)
    to_disk(unfinished)
    return unfinished


def _content(house: House, letter: LetterRow) -> bytes:
    file = draft_file(house, letter)
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != letter.sha256:
        raise LetterLost(f"The draft of letter {letter.number} is gone or was changed; have the letters written again.")
    return content
