"""A case that waits for a person, as the worklist and the reminders know it: who may act, how urgent it is; no personal data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tasks.case.business_days import Calendar, add_business_days, days_left
from tasks.case.progress import Step, Wait
from tasks.case.roles import MAY_ANSWER, Role, may_answer


class Urgency(StrEnum):
    """How a due day stands to today."""

    OVERDUE = "overdue"
    SOON = "soon"  # due today or within three business days
    LATER = "later"
    HELD = "held"  # the requester must act; the clock stands still


@dataclass(frozen=True)
class Waiting:
    """One case that waits for a person.

    `since`: when it came to where it is. `assigned_to`: for this asking only, "" for nobody. `decided_by`: who gave the
    decision that stands, "" before it. `run`: the newest run in Prefect, "" before the first. `waits_long`: more business
    days than the house allows before it reminds somebody. `desk_open`: today is a business day of the company. `soon_until`:
    the last day that is soon by the company's calendar.
    """

    case_id: int
    number: str
    kinds: tuple[str, ...]
    policy: str
    policy_version: str
    company_en: str
    company_ja: str
    received_on: date
    wait: Wait
    since: datetime
    today: date
    due_on: date
    soon_until: date
    assigned_to: str = ""
    decided_by: str = ""
    run: str = ""
    waits_long: bool = False
    desk_open: bool = True

    @property
    def left(self) -> int:
        """Calendar days until the due day; negative when late."""
        return days_left(self.today, self.due_on)

    @property
    def urgency(self) -> Urgency:
        """How the due day stands to today; while the requester must act nothing is late."""
        if self.wait.step is Step.AWAIT_REQUESTER:
            return Urgency.HELD
        if self.left < 0:
            return Urgency.OVERDUE
        return Urgency.SOON if self.due_on <= self.soon_until else Urgency.LATER

    @property
    def asked_of(self) -> tuple[Role, ...]:
        """The roles that may answer, in the order of the enum."""
        return tuple(role for role in Role if role in MAY_ANSWER[self.wait.step])

    def company(self, language: str) -> str:
        """The company's name in `ja` or `en`."""
        return self.company_ja if language == "ja" else self.company_en


def may_take(item: Waiting, person: str, roles: Collection[Role]) -> bool:
    """Whether a person may answer it: by role, and nobody approves their own decision."""
    own_decision = item.wait.step is Step.APPROVE and item.decided_by == person
    return may_answer(item.wait.step, roles) and not own_decision


def is_for(item: Waiting, person: str, roles: Collection[Role]) -> bool:
    """Whether it belongs in a person's own list: theirs to answer, not assigned to another, and not the requester's turn."""
    if item.assigned_to == person:
        return may_take(item, person, roles)
    nobody_has_it = not item.assigned_to and item.wait.step is not Step.AWAIT_REQUESTER
    return nobody_has_it and may_take(item, person, roles)


def why_not_assign(
    item: Waiting, to: str, to_roles: Collection[Role], by: str, by_roles: Collection[Role]
) -> str | None:
    """Why `by` may not assign this asking to `to` ("" releases it); None where they may. A code, told in words by the page.

    Everybody may take what nobody has and give back what is theirs; only a manager gives to others and takes from others.
    """
    manager = Role.MANAGER in by_roles
    if item.assigned_to not in ("", by) and not manager:
        return "assigned_to_another"
    if to not in ("", by) and not manager:
        return "managers_only"
    if to and not may_take(item, to, to_roles):
        return "may_not_answer"
    return None


def waits_longer(since: date, days: int, today: date, calendar: Calendar) -> bool:
    """Whether more than `days` business days have passed since `since`, whose own day does not count."""
    return today > add_business_days(since, days, calendar)


def is_to_be_reminded(item: Waiting) -> bool:
    """Whether somebody is reminded of it today: late, due within three business days, or waiting long; never on a closed day.

    What waits for the requester has a period of its own, whose end moves the case on.
    """
    if item.urgency is Urgency.HELD or not item.desk_open:
        return False
    return item.waits_long or item.urgency in (Urgency.OVERDUE, Urgency.SOON)


def most_urgent_first(items: Iterable[Waiting]) -> list[Waiting]:
    """By due day; what waits for the requester comes last."""
    return sorted(items, key=lambda item: (item.urgency is Urgency.HELD, item.due_on, item.number))
