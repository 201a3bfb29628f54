"""How cells of tables are made: a number with the cases behind it, a code in words, a share."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Literal

from tasks.case.bilingual import Said, listed, named
from tasks.case.progress import Step
from tasks.case.question_words import KINDS
from tasks.case.review_words import STAGES, WAITERS
from tasks.figures.table import Cell, Column

Tone = Literal["", "late", "soon", "fine", "quiet"]
_POSTING: Mapping[str, Said] = MappingProxyType(
    {
        Step.DISPATCH_REPLY: Said("posting the reply", "回答書の発送待ち"),
        Step.DISPATCH_DEFICIENCY: Said("posting the letter that asks for more", "補正依頼書の発送待ち"),
    }
)
NOTHING_TICKED = Said("nothing ticked", "選択なし")


def counted(number: int, *picks: str, tone: Tone = "") -> Cell:
    """A number of cases, and by which picks they are found; a tone is for something, never for 0."""
    return Cell(number, picks, tone if number else "quiet")


def coded(names: Mapping[str, Said], code: str, link: str = "") -> Cell:
    """A code in words."""
    return Cell(named(names, code), code=code, link=link)


def stage(code: str) -> Cell:
    """Where a case stands; "" is told as nothing."""
    return coded(STAGES, code) if code else Cell(None)


def stands(case: Mapping[str, Any]) -> Cell:
    """Where one case stands (`stage`), and of a letter that is to be posted which one it is (`asks`); its code is the stage's."""
    told = stage(case["stage"])
    return replace(told, value=_POSTING[case["asks"]]) if case["asks"] in _POSTING else told


def waiter(code: str) -> Cell:
    """For whom it waits."""
    return coded(WAITERS, code)


def kinds(codes: Iterable[str]) -> Cell:
    """What is asked for, in one line."""
    codes = tuple(codes)
    return Cell(listed(KINDS, codes) if codes else NOTHING_TICKED, code=" ".join(codes))


def share(part: int, whole: int) -> float | None:
    """Percent, to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


CASE = Column("case", Said("Case", "案件番号"), "case")
POLICY = Column("policy", Said("Company", "会社"))
ASKS_FOR = Column("kinds", Said("Asks for", "請求の種類"))
STAGE = Column("stage", Said("Stage", "段階"))
WAITS_FOR = Column("waits_for", Said("Waits for", "対応者"))
STAGE_DAYS = Column("stage_days", Said("Days here", "滞留日数"), "days")
DUE = Column("due", Said("Due", "期限"), "day")
CASES = Column("cases", Said("Cases", "件数"), "count")
