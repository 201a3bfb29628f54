"""Who may answer a step, and which duties may not be one person's."""

from tasks.case.progress import Step
from tasks.case.roles import MAY_ANSWER, Duty, Role, conflicting_duty, may_answer


def test_every_step_has_somebody_who_may_answer_it():
    """A step that nobody may answer would wait for ever."""
    assert set(MAY_ANSWER) == set(Step)
    assert all(MAY_ANSWER.values())


def test_an_auditor_answers_nothing():
    """Who checks the record does not write it."""
    assert not any(may_answer(step, [Role.AUDITOR]) for step in Step)


def test_nobody_approves_their_own_decision_whatever_the_policy_says():
    """Decision and approval are apart even where no policy parts them, in both orders."""
    assert conflicting_duty(Step.APPROVE, "sato", {Duty.DECISION: ["sato"]}) is Duty.DECISION
    assert conflicting_duty(Step.DECIDE, "ito", {Duty.APPROVAL: ["ito"]}) is Duty.APPROVAL
    assert conflicting_duty(Step.APPROVE, "ito", {Duty.DECISION: ["sato"]}) is None


def test_a_policy_may_part_decision_and_dispatch():
    """Only where it says so."""
    done = {Duty.DECISION: ["sato"]}
    assert conflicting_duty(Step.DISPATCH_REPLY, "sato", done) is None
    assert conflicting_duty(Step.DISPATCH_REPLY, "sato", done, [{Duty.DECISION, Duty.DISPATCH}]) is Duty.DECISION
    assert conflicting_duty(Step.RELEASE_REPLY, "sato", done, [{Duty.DECISION, Duty.DISPATCH}]) is None
