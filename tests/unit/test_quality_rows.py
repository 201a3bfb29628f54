"""What the rows of cases say for the page Quality: corrections and not confirmations, grounds by code and not by number."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from tasks.case.happened import EventKind
from tasks.figures.rows import _by_codes, _is_corrected
from tasks.policy.loader import load_policy
from tests.support.random_rows import NOW, many_rows


@dataclass(frozen=True)
class Edited:
    """A person put a value into a field; digests in the place of the values."""

    facts: dict[str, Any] = field(default_factory=dict)
    kind: str = EventKind.FIELD_EDITED
    id: int = 1
    actor: str = "sato"
    at: datetime = NOW
    packet_id: int | None = 1


def test_a_value_that_is_put_in_again_as_it_was_read_is_no_correction() -> None:
    """The same digest before and after confirms the reader; another value, a new one and none at all correct it."""
    assert not _is_corrected(Edited({"field": "person.name", "before": "a1", "after": "a1"}))
    assert _is_corrected(Edited({"field": "person.name", "before": "a1", "after": "b2"}))
    assert _is_corrected(Edited({"field": "person.name", "before": "", "after": "b2"}))
    assert _is_corrected(Edited({"field": "person.name", "before": "a1", "after": ""}))
    assert not _is_corrected(Edited({"field": "person.name"}, kind=EventKind.CHECKED_AGAIN))


def test_a_row_has_codes_of_grounds_by_the_policy_of_its_case() -> None:
    """Number 1 of this company is a ground that it words itself; a row without grounds asks for no policy."""
    row = many_rows(1)[0].model_copy(update={"grounds": ("1", "2")})
    house = SimpleNamespace(policy_of=lambda _: load_policy("ito-software"))
    assert _by_codes(cast("Any", house), row).grounds == ("serious_hindrance", "law_violation")
    none = row.model_copy(update={"grounds": ()})
    assert _by_codes(cast("Any", None), none) is none
