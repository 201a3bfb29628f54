"""`kaiji demo --history`: a made-up past of the sample companies, marked as sample data, so that the figures have something to show.

A simulation of its own: people of three teams work off what lies before them in the desk's hours, and each case is moved
by the rules that move every case. It knows nothing of how figures are computed or forecast.
"""

from tasks.case.errors import KaijiError
from tasks.demo.history.office import World
from tasks.demo.history.past import cases_for, days_of, first_day, made_up_past
from tasks.policy.loader import list_policies
from tasks.store.figure_rows import holds_sample_data
from tasks.store.made_up import Tell, holds_any_case, put_made_up
from tasks.wiring import House

__all__ = ["days_of", "make_history"]


def make_history(
    house: House, span: str, cases: int | None = None, seed: int = 7, tell: Tell = lambda _, __: None
) -> int:
    """Fills an empty house with a past of `span` (2y, 6m, 90d); the number of cases made, 0 where there is one already.

    `cases`: how many; by default what fits the span. It is there as a whole or not at all. KaijiError for a house with
    cases of its own: made-up cases must never lie among real ones.
    """
    days, now = days_of(span), house.now()
    with house.database.transaction() as session:
        if holds_sample_data(session):
            return 0
        if holds_any_case(session):
            raise KaijiError("This house has cases; a made-up history is for an empty one. Choose a new KAIJI_HOME.")
        begin = first_day(now, days)
        at = now.replace(year=begin.year, month=begin.month, day=begin.day)
        policies = [house.policy_for(session, code, at) for code in list_policies(house.settings.policies)]
    calendars = {each.code: house.calendar_since(each, begin.year) for each in policies}
    desk = calendars.get(house.settings.policy) or next(iter(calendars.values()))
    world = World(policies, calendars, desk, begin, now, house.settings.second_approval)
    made = made_up_past(world, cases or cases_for(days), seed)
    with house.database.transaction() as session:
        put_made_up(session, made, tell)
    return len(made.cases)
