"""What kaiji recommends where a person has a choice, and why: it weighs no exemption, which only a person may do.

Advice rests on findings, counts and what is recorded, never on what a paper or a record says (Act Arts. 33(2), 36).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from tasks.case import advice_words as words
from tasks.case.bilingual import Said
from tasks.case.finding_words import CHECKS, result_words
from tasks.case.findings import ABSENT, UNREADABLE, UNSPECIFIED
from tasks.case.progress import Lapse, Step
from tasks.case.words import Finding, RequestKind, Verdict

MANY_UNREADABLE = 4  # checks; where so much is unread it is the scan, not the papers (ours)


class Advice(NamedTuple):
    """A recommendation in one language, as a template shows it."""

    says: str
    because: list[str]


class Recommendation(NamedTuple):
    """One sentence of advice and its reasons."""

    says: Said
    because: tuple[Said, ...] = ()

    def in_(self, language: str) -> Advice:
        """The same in one language."""
        return Advice(self.says.in_(language), [each.in_(language) for each in self.because])


class Facts(BaseModel):
    """What advice rests on beside the findings, as far as it is known at the step.

    `searched`: whether the policy declares a source; `failed`: sources that could not be searched. `held`, `near`: records that
    belong to the person, or of which nobody has said. `outcome`: of the waiting for the requester.
    `decided`: by kind, the choice that waits for approval. `until`: the day asked for; `promised`: the last day that the
    company's published promise allows, None where it promises none.
    """

    model_config = ConfigDict(frozen=True)

    kinds: tuple[RequestKind, ...] = ()
    searched: bool = True
    failed: int = 0
    held: int = 0
    near: int = 0
    lapse: Lapse | None = None
    outcome: str | None = None
    decided: Mapping[str, object] = {}
    until: date | None = None
    promised: date | None = None
    days_left: int | None = None


def recommendation(step: Step, findings: Sequence[Finding], facts: Facts) -> Recommendation | None:
    """The advice of a step that has a choice; None where there is nothing to choose."""
    return _ADVISE[step](findings, facts) if step in _ADVISE else None


def _of(findings: Sequence[Finding], verdict: Verdict) -> list[Finding]:
    return [each for each in findings if each.verdict is verdict]


def _named(findings: Sequence[Finding]) -> tuple[Said, ...]:
    pairs = [(CHECKS[each.check], result_words(each.check, each.result)) for each in findings]
    return tuple(Said(f"{check.en}: {found.en}.", f"{check.ja}：{found.ja}") for check, found in pairs)


_DOUBTS = {
    UNREADABLE: Said("{} point(s) could not be read surely.", "読み取り・判別が不確実な項目が{}件あります。"),
    UNSPECIFIED: Said("On {} point(s) the company has set no rule.", "会社の定めのない項目が{}件あります。"),
    ABSENT: Said("{} point(s) are not shown on the paper.", "書類に記載のない項目が{}件あります。"),
    "variant": Said("{} point(s) are written differently.", "表記に違いのある項目が{}件あります。"),
}


def _counted(doubts: Sequence[Finding]) -> Iterator[Said]:
    counts = Counter(each.result for each in doubts)
    for result, said in _DOUBTS.items():
        if counts[result]:
            yield Said(said.en.format(counts[result]), said.ja.format(counts[result]))
    yield from _named([each for each in doubts if each.result not in _DOUBTS])


def _reading(findings: Sequence[Finding], _: Facts) -> Recommendation:
    """Another person's papers first, then a bad scan; a demand that the company never published is no deficiency."""
    doubts, fails = _of(findings, Verdict.UNCLEAR), _of(findings, Verdict.FAIL)
    because = (*_named(fails), *_counted(doubts))
    results = {(each.check, each.result) for each in doubts}
    if results & {("form.person", "several"), ("form.policy", "another")}:
        return Recommendation(words.OTHER_PAPERS, because)
    if sum(each.result == UNREADABLE for each in doubts) >= MANY_UNREADABLE:
        return Recommendation(words.BAD_SCAN, because)
    if fails:
        return Recommendation(words.FAILS_CONFIRM, because)
    kinds_of_doubt = {each.result for each in doubts}
    only = {frozenset({"variant"}): words.VARIANTS, frozenset({UNSPECIFIED}): words.NO_RULE}
    return Recommendation(only.get(frozenset(kinds_of_doubt), words.COMPARE), because)


def _release(findings: Sequence[Finding], _: Facts) -> Recommendation:
    fails = _of(findings, Verdict.FAIL)
    return Recommendation(words.ASK_FOR_IT, _named(fails)) if fails else Recommendation(words.PERSON_FOUND)


def _deciding(findings: Sequence[Finding], facts: Facts) -> Recommendation:
    because = tuple(_before_deciding(findings, facts))
    if not facts.kinds:
        return Recommendation(words.NO_KIND, because)
    if facts.outcome == "not_supplied" or facts.lapse is not None:
        return Recommendation(words.NOT_SUPPLIED, because)
    if not facts.searched or facts.failed:
        return Recommendation(words.SEARCH_FAILED if facts.failed else words.NOT_SEARCHED, because)
    if facts.near or not facts.held:
        return Recommendation(words.NEAR_FIRST if facts.near else words.NOTHING_HELD, because)
    passed = all(each.verdict is Verdict.PASS for each in findings)
    return Recommendation(words.ALL_PASSED if passed else words.SETTLED, because)


def _before_deciding(findings: Sequence[Finding], facts: Facts) -> Iterator[Said]:
    if facts.lapse is not None:
        yield Said("The period for mending the request is over.", "補正の期限が過ぎています。")
    yield Said(
        f"Held data of this person: {facts.held} record(s); near matches that nobody has judged: {facts.near}.",
        f"ご本人のものと確認できる保有個人データは{facts.held}件、確認が済んでいない候補は{facts.near}件です。",
    )
    if open_ones := [each for each in findings if each.verdict is not Verdict.PASS]:
        count = len(open_ones)
        yield Said(
            f"{count} check(s) did not pass by themselves; see below.",
            f"適合していない項目が{count}件あります（下表）。",
        )
    yield from (words.CONDITION[kind] for kind in facts.kinds if kind in words.CONDITION)


# What gives the requester something of what was asked for, and so rests on data that is held.
_GRANTING = frozenset(
    {"notify", "disclose", "disclose_partly", "other_method", "correct", "suspend", "stop", "substitute"}
)


def _approving(findings: Sequence[Finding], facts: Facts) -> Recommendation:
    at_odds = tuple(_at_odds(findings, facts))
    return Recommendation(words.LOOK_CLOSELY, at_odds) if at_odds else Recommendation(words.AGREES)


def _at_odds(findings: Sequence[Finding], facts: Facts) -> Iterator[Said]:
    """Where a decision and what is recorded do not fit together; a person may still have good reasons."""
    chosen = {str(facts.decided[kind.value]) for kind in RequestKind if kind.value in facts.decided}
    granted = bool(chosen & _GRANTING)
    if granted and not facts.held:
        yield words.GRANTS_NOTHING
    if granted and (facts.outcome == "not_supplied" or facts.lapse is not None):
        yield words.GRANTS_UNMENDED
    if fails := (_of(findings, Verdict.FAIL) if granted else []):
        yield words.GRANTS_FAILED
        yield from _named(fails)
    if "no_data" in chosen and facts.held + facts.near:
        count = facts.held + facts.near
        yield Said(
            f"“No such data” is said, while the search found {count} record(s).",
            f"「該当データなし」との決定ですが、検索では{count}件見つかっています。",
        )
    if "refuse" in chosen and facts.held and all(each.verdict is Verdict.PASS for each in findings):
        yield words.REFUSES_SOUND


def _extending(_: Sequence[Finding], facts: Facts) -> Recommendation:
    late = facts.days_left is not None and facts.days_left < 0
    because = (words.ALREADY_LATE,) if late else ()
    if facts.promised is None:
        return Recommendation(words.NO_PROMISE, because)
    promise = Said(
        f"The company's published promise ends on {facts.promised}.",
        f"会社が公表している回答期限は{facts.promised}です。",
    )
    broken = facts.until is not None and facts.until > facts.promised
    return Recommendation(words.BREAKS_PROMISE if broken else words.WITHIN_PROMISE, (promise, *because))


_ADVISE: dict[Step, Callable[[Sequence[Finding], Facts], Recommendation]] = {
    Step.EXTEND_DUE: _extending,
    Step.CONFIRM_READING: _reading,
    Step.RELEASE_DEFICIENCY: _release,
    Step.DECIDE: _deciding,
    Step.APPROVE: _approving,
}
