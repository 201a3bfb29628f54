"""For whom each stage waits."""

from tasks.case.progress import Stage

WAITS_FOR: dict[Stage, str] = {
    Stage.CONFIRMING: "reviewer",
    Stage.DEFICIENT: "reviewer",
    Stage.DISPATCHING: "mail room",
    Stage.AWAITING_REQUESTER: "requester",
    Stage.SEARCHING: "operator",
    Stage.DECIDING: "reviewer",
    Stage.APPROVING: "approver",
    Stage.CARRYING_OUT: "operator",
    Stage.RELEASING: "reviewer",
    Stage.RETURNED: "reviewer",
    Stage.MOVING: "kaiji",
    Stage.CLOSED: "nobody",
}
