"""Whether a second person must approve before something goes its way: by the policy's rules, or by the house's default."""

from collections.abc import Mapping, Sequence
from typing import Literal

from tasks.case.words import RequestKind

SecondApproval = Literal["none", "refusals", "all"]
_DEFAULTS: dict[str, tuple[str, ...]] = {"none": (), "refusals": ("refuse",), "all": ("any",)}

# Which choices of a decision each outcome of a policy's `approval.of` means; what is withheld in part is
# refused in part, and so is what is met by something else than was asked for (Act Art. 36).
_MEANT = {
    "disclose": frozenset({"disclose", "disclose_partly"}),
    "disclose_partly": frozenset({"disclose_partly"}),
    "refuse": frozenset(
        {"refuse", "disclose_partly", "other_method", "substitute", "no_data", "not_target", "self_service"}
    ),
}
_NOT_DECIDED = ("not_requested", "undecided", "")


def needs_approval(choices: Mapping[str, object], rules: Sequence[str] | None, default: SecondApproval) -> bool:
    """Whether a second person must approve a decision.

    `choices`: the decision's answer; its kinds of request are looked at and nothing else. `rules`: the policy's
    `approval.of` in any order, empty where it wants no approval, None where it is `unspecified`: then `default` holds
    (setting `second_approval`). A rule on extensions says nothing of decisions.
    """
    chosen = {str(choices[kind.value]) for kind in RequestKind if kind.value in choices} - set(_NOT_DECIDED)
    wanted = _DEFAULTS[default] if rules is None else rules
    return any(bool(chosen) if rule == "any" else bool(chosen & _MEANT.get(rule, frozenset())) for rule in wanted)


def extension_needs_approval(rules: Sequence[str] | None, default: SecondApproval) -> bool:
    """Whether a second person must approve that the due day moves: where the policy says so, or by default with `all`."""
    return default == "all" if rules is None else "extension" in rules
