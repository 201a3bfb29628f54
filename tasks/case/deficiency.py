"""Turns failed checks into the items of a deficiency letter: what is missing, and how to mend it, in plain words."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.case.deficiency_texts import TEXTS
from tasks.case.words import Finding, Verdict


class DeficiencyItem(NamedTuple):
    """One item of the letter: what the desk found, and what the requester is asked to do, in Japanese and in English."""

    check: str
    what_ja: str
    cure_ja: str
    what_en: str
    cure_en: str


# One missing paper fails several checks; the letter asks for it once.
_SAID_BY = {
    "identity.validity": "identity.kind",
    "identity.name": "identity.kind",
    "identity.address": "identity.kind",
    "agent.name": "agent.identity",
    "fee.validity": "fee.amount",
}


def deficiency_codes() -> tuple[str, ...]:
    """Every deficiency that a letter has words for, as `check/result`."""
    return tuple(f"{check}/{result}" for check, result in TEXTS)


def deficiency_words(code: str) -> DeficiencyItem:
    """The item of one code of `deficiency_codes`."""
    check, _, result = code.partition("/")
    return DeficiencyItem(check, *TEXTS[check, result])


def deficiency_items(findings: Iterable[Finding]) -> list[DeficiencyItem]:
    """One item for each failed check, in the order of the checks; a paper that is missing is asked for once.

    KeyError for a failure without words: a deficiency nobody can explain must not go out.
    """
    failed = [finding for finding in findings if finding.verdict is Verdict.FAIL]
    missing = {finding.check for finding in failed if finding.result == "missing"}
    told = [each for each in failed if each.result != "missing" or _SAID_BY.get(each.check) not in missing]
    return [DeficiencyItem(each.check, *TEXTS[each.check, each.result]) for each in told]
