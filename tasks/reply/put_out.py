"""Puts the letters of a case that a person has released into the outbox: all of them or none, each as it was written."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tasks.case.errors import LetterLost
from tasks.case.happened import EventKind
from tasks.case.means import Means
from tasks.case.progress import Deed, Step, what_comes_next
from tasks.case.reply import answers_the_request
from tasks.letter_places import draft_file, outbox_file, package_beside, remove_letter, spoil_bundles
from tasks.outbox.bundles import make_bundles_of
from tasks.packet_files import to_disk
from tasks.reply.withdraw import remove_withdrawn
from tasks.store.cases import answers_of, case_by_number, letters_of, state_of
from tasks.store.events import events_of, record
from tasks.store.letters import hold_outbox, release_days, withdraw_letters
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
        copy_all(house, printed, day)
    except LetterLost:  # whoever released them saw others: they are written again, and released again
        withdraw_letters(session, case, [letter.occasion for letter in printed], house.now(), lost=True)
        return {day}
    means = house.means_for(house.policy_of(case), release.choices.get("means") if release else None)
    for letter in letters:
        letter.means = Means.ELECTRONIC if letter.package_sha256 else means  # what is made by hand goes on paper
        session.add(letter)
    facts: dict[str, Any] = {"letters": [letter.number for letter in printed], "day": day.isoformat(), "means": means}
    record(session, EventKind.LETTERS_RELEASED, house.now(), case_id=case.id, **facts)
    return {day}


def clear_drafts(house: House, case_number: str) -> None:
    """Removes the drafts of letters that lie in the outbox."""
    with house.database.transaction() as session:
        mine, days = _of_reply(session, case_by_number(session, case_number))
        for letter in mine:
            if letter.number in days:
                remove_letter(draft_file(house, letter), letter)


def _to_post(session: Session, case: Case) -> list[LetterRow]:
    """The letters that answer the request, stand, and are not out yet."""
    mine, days = _of_reply(session, case)
    return [letter for letter in mine if not letter.withdrawn and letter.number not in days]


def _of_reply(session: Session, case: Case) -> tuple[list[LetterRow], dict[str, date]]:
    """The letters that answer the request, and by number the days of those that were released; the record is read once."""
    mine = [letter for letter in letters_of(session, case.id) if answers_the_request(letter.occasion)]
    return mine, release_days(mine, events_of(session, case.id))


def _release(session: Session, case: Case) -> Answer | None:
    """The answer by which a person released them."""
    released = [each for each in answers_of(session, case.id) if each.step == Step.RELEASE_REPLY]
    return released[-1] if released else None


def copy_all(house: House, letters: Sequence[LetterRow], day: date) -> None:
    """Writes each letter whole under a hidden name, then gives all their names; on any error none stays.

    LetterLost where a draft is gone or is not what was written.
    """
    with ExitStack() as undo:
        finished = [each for letter in letters for each in _copied(house, letter, day, undo)]
        for unfinished, file in finished:
            undo.callback(file.unlink, missing_ok=True)
            unfinished.replace(file)
        for folder in {file.parent for _, file in finished}:
            to_disk(folder)
        undo.pop_all()


def _copied(house: House, letter: LetterRow, day: date, undo: ExitStack) -> list[tuple[Path, Path]]:
    """The letter, and its package where it has one, each under its hidden name with the name it is to get."""
    file = outbox_file(house, letter, day)
    file.parent.mkdir(parents=True, exist_ok=True)
    parts = [(file, draft_file(house, letter), letter.sha256)]
    if letter.package:
        parts.append(
            (package_beside(file, letter), package_beside(draft_file(house, letter), letter), letter.package_sha256)
        )
    return [(_hidden(to, _content(letter, draft, sha256), undo), to) for to, draft, sha256 in parts]


def _hidden(file: Path, content: bytes, undo: ExitStack) -> Path:
    unfinished = file.with_name(f".{file.name}.unfinished")
    undo.callback(unfinished.unlink, missing_ok=True)
    unfinished.write_bytes(content)
    to_disk(unfinished)
    return unfinished


def drafted(house: House, letter: LetterRow) -> bool:
    """Whether a letter lies among the drafts as it was written."""
    try:
        _content(letter, draft_file(house, letter), letter.sha256)
    except LetterLost:
        return False
    return True


def _content(letter: LetterRow, file: Path, sha256: str) -> bytes:
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LetterLost(f"The draft of letter {letter.number} is gone or was changed; have the letters written again.")
    return content
