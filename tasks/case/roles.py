"""Who may do what: the roles of a privacy desk, the steps each may answer, and which two may not be one person.

An auditor (JIS Q 15001) asks that intake, decision and dispatch lie with different people where the company says so, and
that nobody approves their own decision; the second holds always.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from tasks.case.progress import Step

HANDLE = r"^[a-z][a-z0-9._-]{1,31}$"  # how a person is named in the record


class Role(StrEnum):
    """What an account may be used for; one account may have several."""

    OPERATOR = "operator"  # intake, scans, fees, post
    REVIEWER = "reviewer"  # confirms readings, decides
    APPROVER = "approver"  # approves what another decided, releases letters
    MANAGER = "manager"  # figures, assignment
    AUDITOR = "auditor"  # sees the record of everything, changes nothing


class Duty(StrEnum):
    """The duties that a policy may part from each other (`separation`)."""

    INTAKE = "intake"
    DECISION = "decision"
    APPROVAL = "approval"
    RELEASE = "release"
    DISPATCH = "dispatch"


MAY_ANSWER: dict[Step, frozenset[Role]] = {
    Step.EXTEND_DUE: frozenset({Role.APPROVER}),
    Step.CONFIRM_READING: frozenset({Role.REVIEWER, Role.APPROVER}),
    Step.AWAIT_RESCAN: frozenset({Role.OPERATOR, Role.REVIEWER}),
    Step.RELEASE_DEFICIENCY: frozenset({Role.REVIEWER, Role.APPROVER}),
    Step.DISPATCH_DEFICIENCY: frozenset({Role.OPERATOR}),
    Step.AWAIT_REQUESTER: frozenset({Role.OPERATOR, Role.REVIEWER}),
    Step.SEARCH_BY_HAND: frozenset({Role.OPERATOR, Role.REVIEWER}),
    Step.DECIDE: frozenset({Role.REVIEWER, Role.APPROVER}),
    Step.APPROVE: frozenset({Role.APPROVER}),
    Step.CARRY_OUT: frozenset({Role.OPERATOR, Role.REVIEWER}),
    Step.RELEASE_REPLY: frozenset({Role.REVIEWER, Role.APPROVER}),
    Step.DISPATCH_REPLY: frozenset({Role.OPERATOR}),
    Step.HANDLE_RETURN: frozenset({Role.REVIEWER, Role.APPROVER}),
}
SEES_EVIDENCE = frozenset({Role.OPERATOR, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
EDITS_EVIDENCE = frozenset({Role.REVIEWER, Role.APPROVER})

DUTY_OF: dict[Step, Duty] = {
    Step.CONFIRM_READING: Duty.INTAKE,
    Step.DECIDE: Duty.DECISION,
    Step.APPROVE: Duty.APPROVAL,
    Step.RELEASE_DEFICIENCY: Duty.RELEASE,
    Step.RELEASE_REPLY: Duty.RELEASE,
    Step.DISPATCH_DEFICIENCY: Duty.DISPATCH,
    Step.DISPATCH_REPLY: Duty.DISPATCH,
}
_ALWAYS_APART = (Duty.DECISION, Duty.APPROVAL)


def may_answer(step: Step, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles may answer a step."""
    return bool(MAY_ANSWER[step] & frozenset(roles))


def conflicting_duty(
    step: Step, person: str, done_by: Mapping[Duty, Collection[str]], apart: Iterable[Collection[Duty]] = ()
) -> Duty | None:
    """The duty that this person has already had in the case and that may not be theirs together with this step; else None.

    `done_by`: the handles that had each duty. `apart`: sets of duties that lie with different people (policy
    `separation`); decision and approval are apart by themselves.
    """
    mine = DUTY_OF.get(step)
    for duties in (_ALWAYS_APART, *apart):
        if mine not in duties:
            continue
        for other in duties:
            if other is not mine and person in done_by.get(other, ()):
                return other
    return None
