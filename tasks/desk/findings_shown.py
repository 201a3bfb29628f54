"""The findings in the order and in the words in which the evidence page shows them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.case.bilingual import Said, named
from tasks.case.deficiency import deficiency_codes, deficiency_words
from tasks.case.finding_words import CHECKS, result_words
from tasks.case.words import Finding, Verdict

_ORDER = (Verdict.FAIL, Verdict.UNCLEAR, Verdict.PASS)
_NUMBER = re.compile(r"(K\d{2}-\d{5,})")
_SAID = frozenset(deficiency_codes())


@dataclass(frozen=True)
class FindingShown:
    """One finding as the page tells it: `english` is the sentence of the deficiency where it has one, or "".

    `detail`: its sentence in parts, each with whether it is the number of a case.
    """

    finding: Finding
    check: Said
    result: Said
    detail: tuple[tuple[str, bool], ...]
    english: str
    cure_ja: str
    cure_en: str


def shown(findings: Sequence[Finding]) -> list[FindingShown]:
    """The findings, the bad ones first, otherwise in the order of the checks."""
    return [_shown(each) for verdict in _ORDER for each in findings if each.verdict is verdict]


def _shown(found: Finding) -> FindingShown:
    code = f"{found.check}/{found.result}"
    words = deficiency_words(code) if found.verdict is Verdict.FAIL and code in _SAID else None
    check, result = named(CHECKS, found.check), result_words(found.check, found.result)
    told = (words.what_en, words.cure_ja, words.cure_en) if words else ("", "", "")
    parts = tuple((part, bool(_NUMBER.fullmatch(part))) for part in _NUMBER.split(found.detail) if part)
    return FindingShown(found, check, result, parts, *told)
