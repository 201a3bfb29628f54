"""What goes wrong: deficiencies, refusals, referrals, corrections by people, and the fees."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import CASES, counted
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.periods import shown_span, told
from tasks.figures.picks import PICKS
from tasks.figures.quality_decisions import decision_tables
from tasks.figures.quality_fees import fee_tables
from tasks.figures.quality_items import item_tables
from tasks.figures.quality_tally import AS_NOW, OF, SHARE, Decided, Received, rate, tally_decisions
from tasks.figures.quality_ways import way_tables
from tasks.figures.table import Cell, Column, Table

_USED = (
    *("case_id", "received_on", "policy", "channel", "by_agent", "answered_on", "deficient", "missing", "unclear"),
    *("decisions", "grounds", "edited", "redaction_edits", "returned", "extended", "rounds"),
    *("fee_received", "fee_deposited", "fee_returned", "fee_refunded", "fee_open"),
)


_NO_CASE, _SO = {"cases": 0}, "decided_so:"


class _Measure(NamedTuple):
    """One row of the table that opens the page: the cases of `pick` among those of `of` ("": all received).

    `times`: what is added up over these cases, where it may happen more than once in one.
    """

    key: str
    name: Said
    pick: str = ""
    of: str = ""
    times: pl.Expr | None = None

    @property
    def choice(self) -> str:
        """The decision that it counts, "" for anything else."""
        return self.pick.removeprefix(_SO) if self.pick.startswith(_SO) else ""


_MEASURES = (
    _Measure("received", Said("Received", "受付")),
    _Measure("deficient", Said("Asked for more, of those received", "補正を依頼（受け付けた案件）"), "deficient"),
    _Measure(
        "rounds", Said("Papers came later", "追加書類を受領"), "supplemented", times=(pl.col("rounds") - 1).clip(0)
    ),
    _Measure("referred", Said("Referred to a person", "担当者の確認が必要"), "referred"),
    _Measure(
        "needless",
        Said("of these: answered, nothing asked for", "うち補正を求めず回答"),
        "needless",
        of="referred",
    ),
    _Measure(
        "corrected",
        Said("With a field corrected", "読取り項目の修正"),
        "corrected",
        times=pl.col("edited").list.len(),
    ),
    _Measure(
        "redaction_edited",
        Said("Redaction changed or confirmed by a person", "担当者による黒塗りの修正・確認"),
        "redaction_edited",
        times=pl.col("redaction_edits"),
    ),
    _Measure("extended", Said("Extended", "期限の延長"), "moved", times=pl.col("extended")),
    _Measure(
        "returned",
        Said("Answer came back or issued again", "回答書の返戻・再発行"),
        "came_back",
        times=pl.col("returned"),
    ),
    _Measure("decided", Said("Decided", "決定済み"), "decided"),
    _Measure("refused", Said("Refused", "応じない"), "decided_so:refuse", of="decided"),
    _Measure("partly", Said("Disclosed in part", "一部を開示"), "decided_so:disclose_partly", of="decided"),
    _Measure("no_data", Said("No such data", "該当データなし"), "decided_so:no_data", of="decided"),
)


def quality_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of the page Quality: of the cases received in the period, but for fees that lie in the house today."""
    cases = frames.cases.select(_USED).filter(chosen.within("received_on"))
    received = Received(cases, f"received:{told((chosen.first, chosen.last))}")
    decided, span = tally_decisions(cases), shown_span(frames, chosen.first, chosen.last)
    return (
        _summary(frames, received, decided),
        *item_tables(received),
        *decision_tables(received, decided),
        *way_tables(received, span),
        *fee_tables(frames, received, span),
    )


def _summary(frames: Frames, received: Received, decided: Decided) -> Table:
    return Table(
        "quality",
        Said("Quality of the cases received", "受け付けた案件の品質"),
        Said(
            "Of the cases received in the period: how many, what share of which cases, and how often in all where it may happen "
            "more than once in a case. A decision counts where any kind of the request has it. 'Answered, nothing asked for' is "
            "a hint that a referral was needless, not a proof. "
            f"{AS_NOW.en}",
            "期間中に受け付けた案件のうちの件数と割合、及び一つの案件で複数回起こり得るものはその延べ回数です。決定は、いずれかの"
            "種別にその決定がある案件を数えます。「補正を求めず回答」は、確認が不要だった可能性を示す目安です。"
            f"{AS_NOW.ja}",
        ),
        (
            Column("what", Said("What", "内容")),
            CASES,
            SHARE,
            OF,
            Column("times", Said("Times in all", "延べ回数"), "count"),
        ),
        tuple(_rows(_numbers(frames, received, decided), received)),
    )


def _numbers(frames: Frames, received: Received, decided: Decided) -> dict[str, int]:
    """How many cases each pick has, and how often in all each measure happened, by its key."""
    picks = {each.pick for each in _MEASURES if each.pick and not each.choice}
    sums = received.cases.select(
        *(PICKS[pick](frames, "").sum().alias(pick) for pick in picks),
        *(each.times.sum().alias(f"times:{each.key}") for each in _MEASURES if each.times is not None),
    ).row(0, named=True)
    choices = {each.pick: decided.choices.get(each.choice, _NO_CASE)["cases"] for each in _MEASURES if each.choice}
    return {"": received.cases.height, **sums, **choices}


def _rows(found: Mapping[str, int], received: Received) -> Iterator[tuple[Cell, ...]]:
    for each in _MEASURES:
        cases, of = found[each.pick], found[each.of]
        picks = ((received.pick, *filter(None, (pick,))) for pick in (each.pick, each.of))
        yield (
            Cell(each.name, code=each.key),
            counted(cases, *next(picks)),
            rate(cases, of),
            counted(of, *next(picks)),
            Cell(found.get(f"times:{each.key}")),
        )
