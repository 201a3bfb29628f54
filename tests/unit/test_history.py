"""The made-up past of the demonstration: the same for the same seed, possible by every rule, and like the days of a desk."""

import ast
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

import tasks.demo.history
from tasks.case.business_days import JST, is_business_day
from tasks.case.clock import Terms, read_clock
from tasks.case.errors import KaijiError
from tasks.case.finding_words import ANYWHERE, CHECKS, RESULTS
from tasks.case.happened import EventKind
from tasks.case.ledger import Entry, Move, reconcile, why_not
from tasks.case.progress import Stage, Step, Wait, what_comes_next
from tasks.case.question_words import DECISIONS
from tasks.case.state import state_from
from tasks.case.words import RequestKind
from tasks.demo.history.hours import DAY_MINUTES, OfficeHours
from tasks.demo.history.office import World
from tasks.demo.history.past import cases_for, days_of, first_day, made_up_past
from tasks.demo.history.teams import Team
from tasks.engines.holiday_calendar import build_calendar
from tasks.figures.ground_words import GROUNDS, ground_codes
from tasks.policy import load_policy
from tasks.policy.loader import list_policies

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=JST)
POLICIES = [load_policy(code) for code in list_policies()]
CALENDARS = {policy.code: build_calendar(2020, 2030, policy.contact.closures) for policy in POLICIES}
DESK = CALENDARS["rococo"]
CASES = 1_200


@cache
def past(span="9m", cases=CASES, seed=7):
    """A past of the sample companies."""
    world = World(POLICIES, CALENDARS, DESK, first_day(NOW, days_of(span)), NOW, "refusals")
    return made_up_past(world, cases, seed)


@cache
def told(seed=7):
    """The events of each case, oldest first."""
    events = defaultdict(list)
    for event in past(seed=seed).events:
        events[event.case].append(event)
    return [events[place] for place in range(len(past(seed=seed).cases))]


@cache
def clocks():
    """The clock of each case."""
    policies = {policy.code: policy for policy in POLICIES}
    found = []
    for case, events in zip(past().cases, told(), strict=True):
        target, calendar = policies[case.policy].reply.internal_target_days, CALENDARS[case.policy]
        found.append(read_clock(events, Terms(case.received_on, case.effective_on, target, None, calendar)))
    return found


def share(of):
    """How many of the cases answer so."""
    return sum(map(bool, of)) / CASES


def test_the_same_seed_makes_the_same_past_and_another_makes_another():
    """Bit by bit: every row and every event."""
    again = made_up_past(World(POLICIES, CALENDARS, DESK, first_day(NOW, 270), NOW, "refusals"), CASES, 7)
    assert vars(again) == vars(past())
    assert past(seed=8).events != past().events


def test_there_are_as_many_cases_as_were_asked_for():
    """None is lost at either end of the time."""
    assert len(past().cases) == CASES
    assert len(past("90d", 40).cases) == 40
    assert len(past("90d", 1).cases) == 1


@pytest.mark.parametrize(("span", "days"), [("2y", 730), ("6m", 180), ("90d", 90), ("10y", 3650)])
def test_a_span_is_days_months_or_years(span, days):
    """A month is thirty days; two thousand cases come in a year."""
    assert days_of(span) == days
    assert cases_for(days) == round(2_000 * days / 365)


@pytest.mark.parametrize("span", ["", "2", "y", "0d", "-1d", "2 y", "11y", "2w", "1.5y"])
def test_anything_else_is_told(span):
    """Whoever types it learns what may be typed."""
    with pytest.raises(KaijiError, match="say 2y, 6m or 90d"):
        days_of(span)


def test_every_case_begins_as_sample_data():
    """Before anything else is said of it, its record says that it was made up."""
    for events in told():
        assert [event.kind for event in events[:2]] == [EventKind.SAMPLE_DATA_MADE, EventKind.CASE_OPENED]


def test_every_answer_is_one_that_the_case_waited_for():
    """Folded by the rules that move every case, each answer or refusal meets the step and the asking that it names."""
    for events in told()[:400]:
        for place, event in enumerate(events):
            if event.kind in (EventKind.ANSWERED, EventKind.ANSWER_REFUSED):
                awaited = what_comes_next(state_from(events[:place]))
                assert awaited == Wait(step=Step(event.facts["step"]), attempt=event.facts["attempt"])


def test_answers_stand_beside_their_events():
    """Row by row the same choices by the same person at the same moment."""
    rows = [(row.case, row.step, row.attempt, row.person, row.answered_at, row.choices) for row in past().answers]
    events = [
        (e.case, e.facts["step"], e.facts["attempt"], e.actor, e.at, e.facts["choices"])
        for e in past().events
        if e.kind == EventKind.ANSWERED
    ]
    assert rows == events


def test_decisions_are_of_the_forms_own_choices():
    """Every kind requested is decided by what its form offers, with grounds that the company or the Act has."""
    policies = {policy.code: policy for policy in POLICIES}
    for row in past().answers:
        if row.step == Step.DECIDE:
            case = past().cases[row.case]
            for kind in case.kinds:
                assert row.choices[kind] in DECISIONS[RequestKind(kind)]
            assert set(ground_codes(policies[case.policy], row.choices["grounds"])) <= set(GROUNDS)


def test_events_lie_in_the_desks_hours_in_the_order_of_time():
    """On business days of the desk's calendar, from nine to half past five, never after the present moment."""
    moments = [event.at for event in past().events]
    assert all(before <= after for before, after in pairwise(moments))
    assert moments[-1] < NOW
    for at in moments:
        assert is_business_day(at.date(), DESK)
        assert time(9) <= at.time() <= time(17, 30)
        assert at.utcoffset() == timedelta(hours=9)


def test_findings_are_results_that_checks_have():
    """None that passed, none of one check twice on a packet."""
    found = past().findings
    assert all(row.check in CHECKS and row.result in {**RESULTS[row.check], **ANYWHERE} for row in found)
    assert {row.verdict for row in found} == {"fail", "unclear"}
    assert max(Counter((row.packet, row.check) for row in found).values()) == 1


def test_every_yen_follows_from_the_ledgers_rules():
    """Each entry could be added after those before it, and received is in hand, deposited or returned."""
    entries = [
        Entry(str(row.case), row.instrument, Move(row.move), row.amount_yen, row.on, row.by) for row in past().entries
    ]
    by_order = defaultdict(list)
    for entry in entries:
        assert why_not(by_order[entry.instrument], entry) == ""
        by_order[entry.instrument].append(entry)
    assert reconcile(entries).agrees
    moves = [(event.case, event.facts["move"]) for event in past().events if event.kind == EventKind.FEE_MOVED]
    assert moves == [(row.case, row.move) for row in past().entries]
    assert {entry.move for entry in entries} == set(Move)


def test_requests_are_such_as_their_companies_take():
    """Kinds, channels and languages of each policy; every company has some."""
    policies = {policy.code: policy for policy in POLICIES}
    for case in past().cases:
        policy, packet = policies[case.policy], past().packets[case.packet]
        assert case.kinds
        assert {*case.kinds} <= {*policy.requests.kinds}
        assert isinstance(policy.requests.channels, str) or packet.channel in policy.requests.channels
        assert case.language in policy.language.letters
    assert {case.policy for case in past().cases} == set(policies)


def test_numbers_are_each_given_once():
    """Of cases and of packets, by year."""
    for rows in (past().cases, past().packets):
        assert len({row.number for row in rows}) == len(rows)
    assert len({row.sha256 for row in past().packets}) == len(past().packets)
    assert {case.number[:4] for case in past().cases} == {"K26-"}


def test_a_past_is_like_a_desks():
    """Nearly all is closed, some is late; papers are missing, come or do not come; letters come back; time is given."""
    everything = clocks()
    assert share(not clock.is_closed for clock in everything) < 0.15
    assert 0.03 < share(clock.is_late(NOW.date()) for clock in everything) < 0.45
    assert 0.15 < share(clock.holds for clock in everything) < 0.45
    assert 0.03 < share(clock.lapsed_on for clock in everything) < 0.15
    assert 0.01 < share(clock.returned_on for clock in everything) < 0.08
    assert 0.01 < share(clock.extensions for clock in everything) < 0.2
    assert 0.08 < share(case.by_agent for case in past().cases) < 0.2
    assert 0.2 < len([edit for edit in past().edits if edit.name]) / CASES < 0.8
    stages = {stay.stage for clock in everything for stay in clock.stays}
    assert stages == set(Stage) - {Stage.CLOSED}
    assert len({clock.stays[-1].stage for clock in everything if not clock.is_closed}) >= 5


def test_mondays_and_spring_bring_more_than_fridays_and_august():
    """The rhythm of arrivals, over two years."""
    came = [case.received_on for case in past("2y", 3_000).cases]
    days, months = Counter(day.weekday() for day in came), Counter(day.month for day in came)
    assert days[0] > 1.15 * days[4]
    assert not days[5]
    assert not days[6]
    assert months[4] > 1.15 * months[8]


def test_more_people_work_it_off_sooner():
    """A team of six is done with the same work before a team of three, and nobody works on two things at once."""
    few, many = (Team([f"p{i}" for i in range(people)], 30, Random(1)) for people in (3, 6))  # noqa: S311
    chance = Random(2)  # noqa: S311
    work = [(10.0 * i, chance.uniform(20, 60)) for i in range(400)]
    ends = {team: [team.take(came, minutes) for came, minutes in work] for team in (few, many)}
    waits = {team: sum(d.at - c - m for d, (c, m) in zip(ends[team], work, strict=True)) for team in (few, many)}
    assert waits[many] < waits[few] / 3
    last = {}
    for done, (_, minutes) in zip(ends[few], work, strict=True):
        assert done.at - minutes >= last.get(done.by, 0.0) - 1e-9
        last[done.by] = done.at


def test_the_offices_minutes_and_moments_are_each_others_inverse():
    """Nights, lunch and closed days take no time."""
    hours = OfficeHours(date(2026, 12, 21), date(2027, 1, 15), DESK)
    for minute in range(0, 8 * DAY_MINUTES, 7):
        assert hours.minutes(hours.moment(minute)) == pytest.approx(minute)
    before, after = (hours.minutes(datetime(2026, 12, 25, 17, 30, tzinfo=JST)), datetime(2027, 1, 4, 9, 0, tzinfo=JST))
    assert hours.days[4:6] == [date(2026, 12, 25), date(2026, 12, 28)]
    assert hours.minutes(after) - before == pytest.approx(DAY_MINUTES)  # the 28th; then the desk was closed
    assert hours.moment(180) - hours.moment(179) == timedelta(hours=1, minutes=1)


def test_the_generator_knows_nothing_of_figures():
    """Neither how they are counted nor how they are forecast, so that it can prove a forecast right or wrong."""
    for file in Path(tasks.demo.history.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("tasks.figures"), file.name
