"""Brings the figures of a house up to its newest event, and hands them out as frames that stay in memory."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
from sqlmodel import Session

from tasks.figures.case_row import CaseRow
from tasks.figures.frames import Frames, Mail, frames_of
from tasks.figures.keeping import calendar_of, calendars_of, catch_up, made_by
from tasks.figures.lines import days_between, frames_of_lines
from tasks.figures.replacing import replaced
from tasks.store.figure_rows import Line, cases_told_of, holds_sample_data, lines_of, mail_of, newest_event
from tasks.wiring import House

_OLDEST = timedelta(minutes=1)  # of frames in which nothing happened: stays that last go on
_PATIENCE = 0.5  # seconds that a reader waits while another refreshes, before the former frames must do
_AT_A_TIME = 2_000  # lines in memory while all are read
Two = tuple[pl.DataFrame, pl.DataFrame]  # cases and stays


def read_frames(house: House) -> Frames:
    """The frames of the house: up to its newest event, and at most a minute old where nothing happened.

    One reader refreshes at a time; whoever comes meanwhile waits for half a second, then gets the frames of before.
    """
    memory = _MEMORY.setdefault(house.settings.case_database, _Memory())
    with house.database.transaction() as session:
        newest = newest_event(session)
    before = memory.frames
    if before is not None:
        if _still_good(before, newest, house.now()):
            return before
        if not memory.lock.acquire(timeout=_PATIENCE):
            return before
    else:
        memory.lock.acquire()
    try:
        return memory.refreshed(house)
    finally:
        memory.lock.release()


def _still_good(frames: Frames, newest: int, now: datetime) -> bool:
    young = frames.now <= now < frames.now + _OLDEST and frames.today == now.date()
    return young and frames.version == newest


class _Memory:
    """The frames of one database as they were last read; `_owed`: the rows of the cases that are not settled, by id."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.frames: Frames | None = None
        self._owed: dict[int, CaseRow] = {}

    def refreshed(self, house: House) -> Frames:
        """The frames as of now; the caller holds the lock."""
        before, now = self.frames, house.now()
        with house.database.transaction() as session:
            newest = newest_event(session)
            told = cases_told_of(session, before.version) if before else []
        if before and _still_good(before, newest, now):
            return before  # another has just refreshed them
        try:
            both = self._both(house, now, before if before and before.version <= newest else None, told)
            with house.database.transaction() as session:
                read = _frames(session, now, both, newest)
            memo = self.frames.memo if self.frames and self.frames.version <= newest else read.memo
            self.frames = replace(read, calendars=calendars_of(house, read.cases), memo=memo)
        except BaseException:
            self.frames = None  # whatever broke on the way, all is read anew
            raise
        return self.frames

    def _both(self, house: House, now: datetime, before: Frames | None, told: Sequence[int]) -> Two:
        if before is None:  # nothing was read yet, or it is another database at the same address
            return self._all(house, now)
        return self._of_day(house, now, before, self._with(house, now, told, (before.cases, before.stays)))

    def _all(self, house: House, now: datetime) -> Two:
        catch_up(house)
        self._owed, parts, after = {}, [frames_of_lines(())], 0
        while lines := _lines(house, after, _AT_A_TIME):
            parts.append(self._take(house, now, lines))
            after = lines[-1].case_id
        cases, stays = (pl.concat(each, rechunk=True) for each in zip(*parts, strict=True))
        return cases, stays

    def _with(self, house: House, now: datetime, told: Sequence[int], before: Two) -> Two:
        """The frames of before, and the rows of these cases as they are now."""
        if not told:
            return before
        catch_up(house, told)
        for case_id in told:
            self._owed.pop(case_id, None)
        return _replaced(before, self._take(house, now, _lines(house, 0, len(told), told)), told)

    def _of_day(self, house: House, now: datetime, before: Frames, both: Two) -> Two:
        """The same of another day: what is still owed is due in fewer days, and may be late."""
        if before.today == now.date():
            return both
        return _replaced(both, _plain(house, now, self._owed.values()), sorted(self._owed))

    def _take(self, house: House, now: datetime, lines: Iterable[Line]) -> Two:
        """The rows of these lines as frames; those that are not settled are remembered for other days."""
        settled = [each.line for each in lines if each.settled]
        owed = [CaseRow.model_validate_json(each.line) for each in lines if not each.settled]
        self._owed |= {row.case_id: row for row in owed}
        parts = [frames_of_lines(settled)] if settled or not owed else []
        return _together([*parts, _plain(house, now, owed)] if owed else parts)


_MEMORY: dict[str, _Memory] = {}  # by database


def _lines(house: House, after: int, at_most: int, among: Sequence[int] | None = None) -> list[Line]:
    with house.database.transaction() as session:
        return lines_of(session, made_by(), after, at_most, among)


def _together(parts: Sequence[Two]) -> Two:
    if len(parts) == 1:
        return parts[0]
    cases, stays = (pl.concat(each).sort("case_id", maintain_order=True) for each in zip(*parts, strict=True))
    return cases, stays


def _plain(house: House, now: datetime, rows: Iterable[CaseRow]) -> Two:
    frames = frames_of(sorted(rows, key=lambda row: row.case_id), now, calendar_of(house))
    return frames.cases, frames.stays


def _replaced(before: Two, new: Two, case_ids: Sequence[int]) -> Two:
    return replaced(before[0], new[0], case_ids), replaced(before[1], new[1], case_ids)


def _frames(session: Session, now: datetime, both: Two, newest: int) -> Frames:
    cases, stays = both
    lasting = pl.when(pl.col("until").is_null()).then(days_between("since", now)).otherwise(pl.col("days"))
    today, quarantined = mail_of(session, now.date())
    return Frames(
        now, cases, stays.with_columns(days=lasting), Mail(today, quarantined), newest, holds_sample_data(session)
    )
