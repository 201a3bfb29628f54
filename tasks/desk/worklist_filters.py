"""What a person chose to see of the worklist: kept in the page's address, so that it can be kept, sent and gone back to."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from tasks.case.roles import Role
from tasks.case.waiting import Urgency, Waiting, is_for
from tasks.desk.signed_in import SignedIn

NOBODY = "-"  # the filter's word for what is assigned to nobody; no handle begins so
ROWS = 100
_ANSWERING = (Role.OPERATOR, Role.REVIEWER, Role.APPROVER)


class Filters(BaseModel):
    """The page's address: whose list, question (a step, or several), company (a policy's code), assigned to, due, number, page.

    An unknown value matches nothing, and is no error: addresses grow old.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    show: str = ""
    asks: str = ""
    company: str = ""
    assigned: str = ""
    due: str = ""
    q: str = ""
    page: int = 1

    @property
    def steps(self) -> list[str]:
        """The steps whose questions are asked for; none for all."""
        return self.asks.split(",") if self.asks else []

    def link(self, **changes: object) -> str:
        """The address with some filters changed; another choice begins at the first page."""
        changed = self.model_copy(update={"page": 1} | changes).model_dump()
        plain = Filters().model_dump()
        chosen = {name: value for name, value in changed.items() if value != plain[name]}
        return f"/?{urlencode(chosen)}" if chosen else "/"


@dataclass(frozen=True)
class Choice:
    """One value of a filter and how many cases it would show."""

    value: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """What the page shows: one page of rows, how many rows and pages there are, and what each filter would show."""

    rows: Sequence[Waiting]
    total: int
    page: int
    pages: int
    mine: int
    every: int
    asks: Sequence[Choice]
    companies: Sequence[Choice]
    assigned: Sequence[Choice]
    due: dict[str, int]
    for_me: bool


def shows_mine(filters: Filters, person: SignedIn) -> bool:
    """Whose list it is: one's own at first, for those whose roles answer something; everybody's for managers and auditors."""
    return filters.show == "me" or (filters.show != "all" and person.has(*_ANSWERING))


def choose(items: Sequence[Waiting], filters: Filters, person: SignedIn) -> Chosen:
    """The rows of these filters. A number is looked for in everybody's list, whatever else was chosen."""
    mine = [item for item in items if is_for(item, person.handle, person.roles)]
    for_me = shows_mine(filters, person)
    base = mine if for_me else list(items)
    wanted = plain_number(filters.q)
    found = [item for item in items if wanted in item.number] if wanted else _matching(base, filters)
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(filters.page, 1), pages)
    return Chosen(
        rows=found[(page - 1) * ROWS : page * ROWS],
        total=len(found),
        page=page,
        pages=pages,
        mine=len(mine),
        every=len(items),
        asks=_choices(base, lambda item: item.wait.step.value),
        companies=_choices(base, lambda item: item.policy),
        assigned=_choices(base, lambda item: item.assigned_to or NOBODY),
        due={urgency.value: sum(item.urgency is urgency for item in base) for urgency in Urgency},
        for_me=for_me,
    )


def _matching(items: Iterable[Waiting], filters: Filters) -> list[Waiting]:
    return [
        item
        for item in items
        if (not filters.steps or item.wait.step.value in filters.steps)
        and filters.company in ("", item.policy)
        and filters.assigned in ("", item.assigned_to or NOBODY)
        and filters.due in ("", item.urgency.value)
    ]


def _choices(items: Iterable[Waiting], value_of: Callable[[Waiting], str]) -> list[Choice]:
    return [Choice(value, count) for value, count in sorted(Counter(map(value_of, items)).items())]


def plain_number(text: str) -> str:
    """A case number, or a part of one, as it is written, however it was typed."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())
