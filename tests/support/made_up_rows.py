"""Rows of cases of the demonstration's made-up past, without a database: a desk with people who work off what lies there."""

from collections import defaultdict
from datetime import datetime
from functools import cache

from tasks.case.business_days import JST, Calendar
from tasks.case.clock import Terms, read_clock
from tasks.demo.history.office import World
from tasks.demo.history.past import cases_for, days_of, first_day, made_up_past
from tasks.engines.holiday_calendar import build_calendar
from tasks.figures.case_row import CaseRow
from tasks.figures.frames import Frames, frames_of
from tasks.figures.rows import READ, case_row
from tasks.policy import load_policy
from tasks.policy.loader import list_policies
from tasks.store.tables import Case

NOW = datetime(2026, 11, 20, 10, 2, tzinfo=JST)
POLICIES = [load_policy(code) for code in list_policies()]
CALENDARS = {policy.code: build_calendar(2020, 2030, policy.contact.closures) for policy in POLICIES}
TARGETS = {policy.code: policy.reply.internal_target_days for policy in POLICIES}


def calendar_of(row: CaseRow) -> Calendar:
    """The calendar of its company."""
    return CALENDARS[row.policy]


@cache
def made_up_rows(seed: int, span: str = "2y", now: datetime = NOW) -> tuple[CaseRow, ...]:
    """The rows of `kaiji demo --history <span>`, up to a moment."""
    days = days_of(span)
    world = World(POLICIES, CALENDARS, CALENDARS["rococo"], first_day(now, days), now, "refusals")
    made = made_up_past(world, cases_for(days), seed)
    events = defaultdict(list)
    for event in made.events:
        if event.kind in READ:
            events[event.case].append(event)
    rows = []
    for place, told in enumerate(made.cases):
        case = Case(
            id=place + 1, number=told.number, packet_id=1, policy=told.policy, policy_version=told.policy_version,
            disposition=told.disposition, kinds=list(told.kinds), by_agent=told.by_agent, language=told.language,
            opened_at=told.opened_at, received_on=told.received_on, effective_on=told.effective_on, due_on=told.due_on,
        )  # fmt: skip
        terms = Terms(told.received_on, told.effective_on, TARGETS[told.policy], None, CALENDARS[told.policy])
        clock = read_clock(events[place], terms)
        rows.append(case_row(case, made.packets[told.packet].channel, events[place], clock, (), {}, {}))
    return tuple(rows)


def made_up_frames(rows: tuple[CaseRow, ...], now: datetime = NOW) -> Frames:
    """The frames of such rows."""
    return frames_of(rows, now, calendar_of)
