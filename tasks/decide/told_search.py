"""Tells of a search of held data what a person needs to know before deciding: which systems, and why one was not searched."""

from collections.abc import Iterable

from tasks.case.bilingual import named
from tasks.case.held import FAILURES
from tasks.policy import Policy
from tasks.policy.held_words import system_of
from tasks.store.held import ToldSearch


def system_words(policy: Policy, codes: Iterable[str], language: str) -> list[str]:
    """What systems are called, by their codes."""
    return [system_of(policy, code, code).in_(language) for code in codes]


def failed_words(policy: Policy, search: ToldSearch, language: str) -> list[str]:
    """The systems that were not searched, each with the reason in brackets."""
    before, after = ("（", "）") if language == "ja" else (" (", ")")
    return [
        f"{system_of(policy, code, code).in_(language)}{before}{named(FAILURES, why).in_(language)}{after}"
        for code, why in search.failed
    ]
