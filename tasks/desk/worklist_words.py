"""The words of the worklist, in English; the `.po` file beside the templates has the Japanese of each."""

from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.case.words import RequestKind

QUESTIONS: dict[str, str] = {
    Step.EXTEND_DUE: "Extend the due day",
    Step.CONFIRM_READING: "Confirm the reading",
    Step.AWAIT_RESCAN: "Scan again",
    Step.RELEASE_DEFICIENCY: "Release the deficiency letter",
    Step.DISPATCH_DEFICIENCY: "Confirm dispatch of the deficiency letter",
    Step.AWAIT_REQUESTER: "Requester's answer",
    Step.DECIDE: "Decide the request",
    Step.APPROVE: "Approve the decision",
    Step.CARRY_OUT: "Confirm what was carried out",
    Step.RELEASE_REPLY: "Release the letters",
    Step.DISPATCH_REPLY: "Confirm dispatch of the answer",
}
KINDS: dict[str, str] = {
    RequestKind.PURPOSE_NOTICE: "notice of purpose",
    RequestKind.DISCLOSURE: "disclosure",
    RequestKind.CORRECTION: "correction",
    RequestKind.SUSPEND_ERASE: "suspension or erasure",
    RequestKind.STOP_PROVISION: "stop of provision to third parties",
}
ROLES: dict[str, str] = {
    Role.OPERATOR: "operator",
    Role.REVIEWER: "reviewer",
    Role.APPROVER: "approver",
    Role.MANAGER: "manager",
    Role.AUDITOR: "auditor",
}
WHY_NOT: dict[str, str] = {
    "moved_on": "The case no longer waits with this question.",
    "assigned_to_another": "It is assigned to somebody else; they or a manager can release it.",
    "managers_only": "Only a manager assigns to others.",
    "may_not_answer": "This person's roles may not answer it, or it is their own decision.",
    "no_tracking_number": "Enter the tracking number: 8 to 20 digits and hyphens.",
    "number_twice": "The same tracking number stands at another case too; each envelope has its own.",
    "confirmed_before": "The posting was confirmed before.",
    "under_way": "It was sent a moment ago and is being recorded; look again in a minute.",
    "not_sent": "It could not be sent.",
    "unknown_letter": "There is no letter or case of this number.",
    "not_waiting": "This case does not wait for its posting.",
    "two_numbers": "The case has another tracking number in a line above.",
}
