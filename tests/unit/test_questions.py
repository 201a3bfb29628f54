"""What makes a decision unacceptable: grounds that the policy lists for another kind."""

from tasks.case.progress import Step
from tasks.case.questions import Known, complaints
from tasks.case.words import RequestKind

DISCLOSURE, CORRECTION = frozenset({RequestKind.DISCLOSURE}), frozenset({RequestKind.CORRECTION})
KNOWN = Known(
    held_items=1,
    correction_recorded=True,
    personal=(),
    grounds={"1": frozenset(RequestKind), "2": DISCLOSURE, "3": CORRECTION},
)
REFUSED = {"disclosure": "refuse", "reason": "業務のため", "person": "sato"}


def said(**answer):
    return complaints(Step.DECIDE, REFUSED | answer, KNOWN)


def test_a_ground_for_the_kind_refused_stands():
    """So does one that the policy has for every kind."""
    assert said(grounds=["2"]) == []
    assert said(grounds=["1"]) == []


def test_a_ground_that_the_policy_has_for_another_kind_is_sent_back():
    """The letter would quote words that do not speak of this request."""
    assert any("Ground 3" in each for each in said(grounds=["2", "3"]))


def test_every_kind_refused_needs_a_ground_of_its_own():
    """Two kinds refused with a ground for one of them."""
    both = said(correction="refuse", grounds=["2"])
    assert [each for each in both if "correction" in each]
    assert said(correction="refuse", grounds=["2", "3"]) == []
