"""Tells a policy to a person in plain words: its rules, what it leaves open, what is ours, where its source is at odds."""

from collections.abc import Iterator

from tasks.policy.documents import IdentityRule
from tasks.policy.schema import Policy
from tasks.policy.terms import SOURCE_OURS, UNSPECIFIED


def explain_policy(policy: Policy) -> str:
    """A page of markdown on `policy`; every open question and every default of ours is listed by its key."""
    sections = (
        (f"# {policy.company.name_en}, version {policy.version}", _rules(policy)),
        ("## Grounds for refusal", (f"{g.number}. {g.text} ({_code(g.code, g.duplicate_of)})" for g in policy.ground)),
        ("## Left open by the source: a person decides", _left_open(policy)),
        ("## Ours, never published by the company", _ours(policy)),
        ("## Anomalies of the source", (f"{a.code}: {a.says} Read as: {a.read_as}" for a in policy.source_anomaly)),
    )
    return "\n\n".join("\n".join((title, "", *(f"- {line}" for line in lines))) for title, lines in sections) + "\n"


def _rules(policy: Policy) -> Iterator[str]:
    fee, agent = policy.fee, policy.agent
    amount = fee.amount_yen if isinstance(fee.amount_yen, str) else f"{fee.amount_yen:,} yen"
    yield f"Requests: {', '.join(policy.requests.kinds)}; by {_listed(policy.requests.channels)}."
    yield f"Fee: {amount} per {fee.per} for {', '.join(fee.kinds) or 'nothing'}; by {', '.join(fee.means) or 'no means'}."
    yield f"The person's ID, any {policy.identity.number_needed} of: {_documents(policy.identity)}."
    yield f"The agent's ID, any {agent.identity.number_needed} of: {_documents(agent.identity)}."
    for relation, papers in agent.authority.items():
        yield f"Authority, {relation}: " + ", ".join(f"{paper.kind} ({paper.form})" for paper in papers) + "."
    yield f"Painted over: {', '.join(f'{rule.reason} (by {rule.by})' for rule in policy.masking)}."
    yield f"Reply: {policy.reply.method} to {policy.reply.to}; promised: {policy.reply.promise_text_ja}"
    yield f"Our target: {policy.reply.internal_target_days} calendar days."


def _listed(words: tuple[str, ...] | str) -> str:
    return words if isinstance(words, str) else ", ".join(words)


def _documents(rule: IdentityRule) -> str:
    other = {True: ", other official documents", False: "", UNSPECIFIED: "; others: unspecified"}
    return _listed(rule.accepted) + other[rule.other_official]


def _code(code: str, duplicate_of: str | None) -> str:
    return f"{code}, repeats {duplicate_of}" if duplicate_of else code


def _leaves(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a policy with its dotted key; entries of a list are numbered from 1, for people."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    elif isinstance(node, tuple | list):
        for number, child in enumerate(node, start=1):
            yield from _leaves(child, f"{path}.{number}")
    else:
        yield path, node


def _left_open(policy: Policy) -> Iterator[str]:
    return (key for key, value in _leaves(policy.model_dump()) if value == UNSPECIFIED)


def _ours(policy: Policy) -> Iterator[str]:
    """What kaiji added: `x_source` speaks of the keys that begin with `x`, `source` of its whole entry."""
    for key, value in _leaves(policy.model_dump()):
        entry, _, name = key.rpartition(".")
        if name.endswith("source") and str(value).startswith(SOURCE_OURS):
            about = name.removesuffix("source").rstrip("_")
            yield f"{entry}.{about}".rstrip(".") + f": {value}"
