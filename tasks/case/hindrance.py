"""Why somebody may not answer a question: the one rule, by which codes are offered and answers are accepted."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tasks.case.progress import Step
from tasks.case.roles import Duty, Role, conflicting_duty, may_answer

_RELEASES = frozenset({Step.RELEASE_REPLY, Step.RELEASE_DEFICIENCY})


class Hindrance(NamedTuple):
    """What keeps a person from answering.

    They have no role, asked for it, said to what other address a letter now goes, or already had a duty in the case.
    """

    no_role: bool = False
    asked_it: bool = False
    readdressed: bool = False
    duty: Duty | None = None


def hindrance_of(
    step: Step,
    handle: str,
    roles: Collection[Role],
    had: Mapping[Duty, Collection[str]],
    apart: Iterable[Collection[Duty]],
    *,
    asked_by: str = "",
    another_extends: bool = False,
    readdressed_by: Collection[str] = (),
) -> Hindrance | None:
    """None where the person may answer.

    `had`: who has had each duty in the case so far; `apart`: the duties that the policy parts. `asked_by`: who asked for
    more time, which `another_extends` says somebody else must grant. `readdressed_by`: who corrected name or address after
    a letter came back: nothing holds the new one against the identity document, so another pair of eyes must.
    """
    found = Hindrance(
        no_role=not may_answer(step, roles),
        asked_it=step is Step.EXTEND_DUE and another_extends and handle == asked_by,
        readdressed=step in _RELEASES and handle in readdressed_by,
        duty=conflicting_duty(step, handle, had, apart),
    )
    return None if found == Hindrance() else found
