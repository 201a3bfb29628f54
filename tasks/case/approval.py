"""Whether a decision needs a second person's approval before it goes on."""

from collections.abc import Mapping, Sequence


def needs_approval(choices: Mapping[str, object], rules: Sequence[str] | None, default: str) -> bool:
    """By the policy's rules (`approval.of`), or by the house's own where the policy leaves it unspecified (None)."""
    said = set(map(str, choices.values()))
    refused = bool(said & {"refuse", "disclose_partly", "no_data", "not_target", "self_service"})
    if rules is None:
        return default == "all" or (default == "refusals" and refused)
    return "any" in rules or ("refuse" in rules and refused) or ("disclose" in rules and "disclose" in said)
