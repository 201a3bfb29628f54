"""The letters that were released on a day, as the record tells of them: by which means, when and by whom, and whether posted."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import or_
from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.means import Means
from tasks.case.progress import Step
from tasks.case.reply import ACKNOWLEDGEMENT, EXTENSION, answers_the_request, is_notice, was_released_before
from tasks.store.cases import events_by_case, unclosed_cases
from tasks.store.events import events_of
from tasks.store.letters import Posted, posted_letters, release_days
from tasks.store.tables import Case, EventRow, LetterRow
from tasks.store.worklist import letters_to_post


class Out(NamedTuple):
    """One letter of the outbox; `released_by` "" where the record of an older version does not say it."""

    letter: LetterRow
    case: Case
    released_at: datetime
    released_by: str
    posted: Posted | None

    @property
    def means(self) -> str:
        """By which post; of before that was kept, ordinary."""
        return self.letter.means or Means.ORDINARY.value


def letters_of_day(session: Session, day: date) -> list[Out]:
    """What was put into the outbox on a day, in the order of the letters' numbers.

    What was withdrawn before it was posted is not there; what another letter replaced after it was posted still is.
    """
    found = [out for case in _cases(session, day) for out in _of_case(session, case, day)]
    return sorted(found, key=lambda out: [int(part) for part in re.findall(r"\d+", out.letter.number)])


def days_to_post(session: Session) -> list[date]:
    """The days of whose letters some are not posted yet, oldest first; four queries, however many cases are open.

    A notice that was released waits for its posting though its case was closed meanwhile.
    """
    still = unclosed_cases(session)
    cases = [*still, *_closed_with_notices(session, {case.id for case in still})]
    letters, events = letters_to_post(session, [case.id for case in cases]), events_by_case(session, cases)
    days: set[date] = set()
    for case in cases:
        written = [letter for letter in letters.get(case.id, ()) if letter.sha256]
        posted = posted_letters(written, events[case.id])
        days |= {day for number, day in release_days(written, events[case.id]).items() if number not in posted}
    return sorted(days)


def _closed_with_notices(session: Session, others: Collection[int]) -> list[Case]:
    """The cases but for `others` of which a notice stands that nobody has said was posted."""
    posted = select(EventRow.id).where(
        EventRow.case_id == LetterRow.case_id,
        EventRow.kind == EventKind.NOTICE_POSTED.value,
        EventRow.facts["letter"].astext == LetterRow.number,
    )
    notices = or_(*(col(LetterRow.occasion).startswith(each) for each in (ACKNOWLEDGEMENT, EXTENSION)))
    mine = select(LetterRow.case_id).where(notices, ~col(LetterRow.withdrawn), ~posted.exists())
    return list(session.exec(select(Case).where(col(Case.id).in_(mine), col(Case.id).not_in(others))))


def _cases(session: Session, day: date) -> list[Case]:
    released = select(EventRow.case_id).where(
        col(EventRow.kind).in_([EventKind.LETTERS_RELEASED.value, EventKind.NOTICE_RELEASED.value]),
        EventRow.facts["day"].astext == day.isoformat(),
    )
    written = select(LetterRow.case_id).where(LetterRow.written_on == day)
    mine = col(Case.id).in_(released) | col(Case.id).in_(written)
    return list(session.exec(select(Case).where(mine).order_by(col(Case.id))))


def _of_case(session: Session, case: Case, day: date) -> Iterator[Out]:
    letters = list(session.exec(select(LetterRow).where(LetterRow.case_id == case.id, LetterRow.sha256 != "")))
    events = events_of(session, case.id)
    days, posted = release_days(letters, events), posted_letters(letters, events)
    for letter in letters:
        if days.get(letter.number) == day and (letter.number in posted or not letter.withdrawn):
            at, by = _released(events, letter)
            yield Out(letter, case, at or case.opened_at, by, posted.get(letter.number))


def _released(events: Sequence[EventRow], letter: LetterRow) -> tuple[datetime | None, str]:
    """When a letter was put out, and who had released it."""
    step, kind = _released_by(letter.occasion)
    by = ""
    for event in events:
        if event.kind == EventKind.ANSWERED and event.facts["step"] == step:
            by = event.actor
        elif event.kind == kind and letter.number in (event.facts.get("letter"), *event.facts.get("letters", ())):
            return event.at, by if step else event.actor
    return None, ""


def _released_by(occasion: str) -> tuple[Step | None, EventKind]:
    """The step by which a letter was released, and the event that puts it out; a notice is released by an event of its own."""
    if answers_the_request(occasion):
        return Step.RELEASE_REPLY, EventKind.LETTERS_RELEASED
    if was_released_before(occasion):
        return Step.EXTEND_DUE if is_notice(occasion) else Step.RELEASE_DEFICIENCY, EventKind.LETTER_WRITTEN
    return None, EventKind.NOTICE_RELEASED
