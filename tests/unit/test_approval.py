"""When a second person must approve a decision: the policy's rules, else the house's default."""

import pytest

from tasks.case.approval import extension_needs_approval, needs_approval

GRANTED = {"disclosure": "disclose", "correction": "correct"}
PARTLY = {"disclosure": "disclose_partly"}
NOTHING_ASKED = {"disclosure": "not_requested"}


@pytest.mark.parametrize(
    "choice", ["refuse", "disclose_partly", "other_method", "substitute", "no_data", "not_target", "self_service"]
)
def test_whatever_is_not_granted_in_full_is_a_refusal(choice: str) -> None:
    """A rule on refusals, and the default for refusals, hold for each way of not giving what was asked for."""
    answer = GRANTED | {"suspend_erase": choice}
    assert needs_approval(answer, ["refuse"], "none")
    assert needs_approval(answer, None, "refusals")
    assert not needs_approval(GRANTED, ["refuse"], "all")
    assert not needs_approval(GRANTED, None, "refusals")


def test_a_part_is_disclosed_and_refused_and_a_thing_of_its_own() -> None:
    """Three rules meet a disclosure in part; its own rule meets nothing else."""
    assert all(needs_approval(PARTLY, [rule], "none") for rule in ("disclose", "refuse", "disclose_partly", "any"))
    assert not needs_approval(GRANTED, ["disclose_partly"], "none")
    assert needs_approval(GRANTED, ["disclose"], "none")
    assert not needs_approval({"correction": "correct"}, ["disclose"], "none")


def test_a_policy_that_wants_none_goes_before_the_default() -> None:
    """An empty list is the company's word; only silence leaves it to the house."""
    assert not needs_approval({"disclosure": "refuse"}, [], "all")
    assert needs_approval({"correction": "correct"}, None, "all")
    assert not needs_approval({"disclosure": "refuse"}, None, "none")


def test_only_what_was_decided_counts() -> None:
    """A kind nobody asked for, grounds and the reason are no decision."""
    assert not needs_approval(NOTHING_ASKED, ["any"], "all")
    assert not needs_approval({"grounds": ["refuse"], "reason": "refuse"}, ["any", "refuse"], "all")


def test_a_moved_due_day_has_a_rule_of_its_own() -> None:
    """A rule on answers says nothing of extensions, and the other way round."""
    assert not needs_approval({"disclosure": "refuse"}, ["extension"], "all")
    assert extension_needs_approval(["extension"], "none")
    assert not extension_needs_approval(["any"], "all")
    assert [extension_needs_approval(None, default) for default in ("none", "refusals", "all")] == [False, False, True]
