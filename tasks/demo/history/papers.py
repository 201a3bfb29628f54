"""What made-up requests are: to which company, of what kinds, by whom and which way, and what was wrong with their papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from tasks.case.findings import UNSPECIFIED
from tasks.case.words import Disposition, RequestKind, Verdict
from tasks.policy.schema import Policy

_SHARES = {"rococo": 45, "ito-software": 20, "rakuro": 15, "tocaro": 12, "toot": 8}  # of requests; any other: 10
_KINDS = {
    RequestKind.DISCLOSURE: 62, RequestKind.TP_RECORDS: 3, RequestKind.CORRECTION: 11, RequestKind.SUSPEND_ERASE: 15,
    RequestKind.PURPOSE_NOTICE: 5, RequestKind.STOP_PROVISION: 4,
}  # fmt: skip
_CHANNELS = {"post": 70, "email": 24, "web": 4, "counter": 2}
_TWO_KINDS, _BY_AGENT, _ENGLISH = 0.09, 0.14, 0.06
_UNASKED, _UNASKED_YEN = 0.05, (500, 1000, 1000)  # who encloses a fee that nobody asked for
_MENDED, _STILL_UNCLEAR = 0.88, 0.4  # of what was wrong, when later papers come


class Flaw(NamedTuple):
    """The result of a check that did not pass."""

    check: str
    result: str
    verdict: Verdict


_FLAWS: tuple[tuple[Flaw, float], ...] = (  # with how often; of one check at most one
    (Flaw("form.complete", "missing_signature", Verdict.FAIL), 0.045),
    (Flaw("form.complete", "missing_date", Verdict.FAIL), 0.02),
    (Flaw("identity.kind", "missing", Verdict.FAIL), 0.055),
    (Flaw("identity.kind", "too_few", Verdict.FAIL), 0.015),
    (Flaw("identity.validity", "expired", Verdict.FAIL), 0.03),
    (Flaw("identity.name", "variant", Verdict.UNCLEAR), 0.06),
    (Flaw("identity.address", "mismatch", Verdict.FAIL), 0.03),
    (Flaw("identity.address", "variant", Verdict.UNCLEAR), 0.12),
    (Flaw("identity.birth_date", "unreadable", Verdict.UNCLEAR), 0.03),
    (Flaw("masking.domicile", "unclear", Verdict.UNCLEAR), 0.05),
    (Flaw("request.repeats", "repeated", Verdict.UNCLEAR), 0.03),
)
_OF_AGENTS: tuple[tuple[Flaw, float], ...] = (
    (Flaw("agent.authority", "missing", Verdict.FAIL), 0.13),
    (Flaw("agent.authority", "too_old", Verdict.FAIL), 0.06),
    (Flaw("agent.identity", "missing", Verdict.FAIL), 0.08),
    (Flaw("agent.papers", "variant", Verdict.UNCLEAR), 0.1),
)
_OF_FEES: tuple[tuple[Flaw, float], ...] = (
    (Flaw("fee.amount", "missing", Verdict.FAIL), 0.05),
    (Flaw("fee.amount", "short", Verdict.FAIL), 0.04),
    (Flaw("fee.amount", "over", Verdict.UNCLEAR), 0.02),
    (Flaw("fee.validity", "expired", Verdict.FAIL), 0.02),
)
_UNSAID_FEE = Flaw("fee.amount", UNSPECIFIED, Verdict.UNCLEAR)


@dataclass(frozen=True)
class Request:
    """One request as its papers say. `fee_due`: yen; `fee_sent`: yen that lay in the envelope."""

    policy: Policy
    kinds: tuple[RequestKind, ...]
    by_agent: bool
    channel: str
    language: str
    flaws: tuple[Flaw, ...]
    fee_due: int
    fee_sent: int


def request(policies: Sequence[Policy], chance: Random) -> Request:
    """One request to one of these companies."""
    policy = chance.choices(policies, [_SHARES.get(each.code, 10) for each in policies])[0]
    kinds, by_agent = _kinds(policy, chance), chance.random() < _BY_AGENT
    due = _fee_due(policy, kinds)
    flaws = tuple(_flaws(policy, kinds, chance, by_agent=by_agent, charged=due > 0))
    english = "en" in policy.language.letters and chance.random() < _ENGLISH
    sent = _fee_sent(due, flaws) or (chance.choice(_UNASKED_YEN) if not due and chance.random() < _UNASKED else 0)
    return Request(policy, kinds, by_agent, _channel(policy, chance), "en" if english else "ja", flaws, due, sent)


def after_more_papers(flaws: Sequence[Flaw], chance: Random) -> tuple[Flaw, ...]:
    """What is still wrong when the requester has sent what was asked for."""
    left = {Verdict.FAIL: 1 - _MENDED, Verdict.UNCLEAR: _STILL_UNCLEAR}
    return tuple(each for each in flaws if each == _UNSAID_FEE or chance.random() < left[each.verdict])


def disposition(flaws: Sequence[Flaw]) -> Disposition:
    """Where such papers go, by the rule for findings (`tasks.case.words.disposition_of`)."""
    verdicts = {each.verdict for each in flaws}
    if Verdict.FAIL in verdicts:
        return Disposition.DEFICIENT
    return Disposition.NEEDS_PERSON if verdicts else Disposition.READY_FOR_DECISION


def _kinds(policy: Policy, chance: Random) -> tuple[RequestKind, ...]:
    offered = [kind for kind in _KINDS if kind in policy.requests.kinds]
    drawn = {chance.choices(offered, [_KINDS[kind] for kind in offered])[0]}
    if len(offered) > 1 and chance.random() < _TWO_KINDS:
        drawn.add(chance.choice(offered))
    return tuple(kind for kind in RequestKind if kind in drawn)


def _channel(policy: Policy, chance: Random) -> str:
    taken = policy.requests.channels
    known = ("post", "email") if isinstance(taken, str) else taken
    return chance.choices(known, [_CHANNELS[each] for each in known])[0]


def _fee_due(policy: Policy, kinds: Sequence[RequestKind]) -> int:
    charged = [kind for kind in kinds if policy.fee.charges(kind)]
    if not charged or isinstance(policy.fee.amount_yen, str):
        return 0
    return policy.fee.amount_yen * (len(charged) if policy.fee.per == "kind" else 1)


def _fee_sent(due: int, flaws: Sequence[Flaw]) -> int:
    """Yen; half is missing where it is too little, and half as much too much where it is too much."""
    results = {flaw.result for flaw in flaws if flaw.check == "fee.amount"}
    if "missing" in results:
        return 0
    return due // 2 if "short" in results else due * 3 // 2 if "over" in results else due


def _flaws(
    policy: Policy, kinds: Sequence[RequestKind], chance: Random, *, by_agent: bool, charged: bool
) -> list[Flaw]:
    possible = [*_FLAWS, *(_OF_AGENTS if by_agent else ()), *(_OF_FEES if charged else ())]
    found: dict[str, Flaw] = {}
    for flaw, often in possible:
        if chance.random() < often:
            found.setdefault(flaw.check, flaw)
    if any(policy.fee.charges(kind) is None for kind in kinds):
        found["fee.amount"] = _UNSAID_FEE
    return list(found.values())
