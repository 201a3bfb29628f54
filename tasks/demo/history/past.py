"""A made-up past: requests arrive and are worked off, hour by hour; the same for the same seed."""

import re
from datetime import date, datetime, timedelta
from random import Random

from tasks.case.errors import KaijiError
from tasks.demo.history.arrivals import arrivals
from tasks.demo.history.office import Office, World
from tasks.demo.history.papers import request
from tasks.demo.history.told_case import ToldCase
from tasks.demo.history.way import Way
from tasks.store.made_up import MadeUp

_INTAKE = (3.0, 25.0)  # working minutes from the arrival to the case
_A_YEAR = 2_000  # cases, where nobody says how many
_DAYS = {"d": 1, "m": 30, "y": 365}


def days_of(span: str) -> int:
    """Days of a span such as 2y, 6m or 90d; KaijiError for anything else, and for more than ten years."""
    found = re.fullmatch(r"([1-9]\d{0,3})([dmy])", span)
    days = int(found[1]) * _DAYS[found[2]] if found else 0
    if not 0 < days <= 10 * _DAYS["y"]:
        raise KaijiError(f"{span} is no span of time for a history; say 2y, 6m or 90d, up to 10y.")
    return days


def cases_for(days: int) -> int:
    """How many cases a desk of middling size has in so many days."""
    return max(round(_A_YEAR * days / _DAYS["y"]), 1)


def made_up_past(world: World, cases: int, seed: int) -> MadeUp:
    """So many cases that arrived from the world's first day to its last moment, as far as they got."""
    office = Office(world, cases, _chance(seed, "teams"))
    came = arrivals(world.begin, world.now, cases, world.desk, _chance(seed, "arrivals"))
    for place, arrived in enumerate(came):
        _expect(office, arrived, _chance(seed, f"case {place}"))
    office.run()
    return office.made


def _expect(office: Office, arrived: datetime, chance: Random) -> None:
    asked = request(office.world.policies, chance)
    when = office.hours.minutes(arrived) + chance.uniform(*_INTAKE)

    def begin(now: float) -> None:
        case = ToldCase(office.made, asked, office.world.calendars[asked.policy.code], arrived, chance)
        Way(office, case).begin(now, arrived)

    office.at(when, begin)


def _chance(seed: int, of: str) -> Random:
    return Random(f"{seed} {of}")  # noqa: S311  # made-up data


def first_day(now: datetime, days: int) -> date:
    """The first day of so many."""
    return now.date() - timedelta(days=days)
