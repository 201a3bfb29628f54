"""Quality by item: which checks failed or were referred to a person, and which fields people corrected."""

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.field_words import FIELDS
from tasks.case.finding_words import CHECKS
from tasks.figures.cells import CASES, coded, counted
from tasks.figures.quality_picks import ANSWERED, DEFICIENT
from tasks.figures.quality_tally import AS_NOW, OF, SHARE, Received, most_cases_first, rate, tally
from tasks.figures.table import Cell, Column, Table

_OF_THESE = "of_these"


def item_tables(received: Received) -> tuple[Table, ...]:
    """By item of deficiency, by check referred, by field corrected."""
    return _deficiencies(received), _referrals(received), _corrections(received)


def _deficiencies(received: Received) -> Table:
    rows = _by_check(received, "missing", ANSWERED, "then_answered")
    return Table(
        "deficiencies",
        Said("Deficiencies by item", "項目別の不備"),
        Said(
            "Of the cases received in the period: those in which the check failed, in any of their papers, and how many of them "
            "were answered afterwards. A case with two failed checks stands in two rows; an open case counts as not answered. "
            f"{AS_NOW.en}",
            "期間中に受け付けた案件のうち、いずれかの書類でその確認項目が不適合となった件数と、その後に回答した件数です。"
            "複数の項目が不適合の案件は各行に計上します。未完了の案件は未回答として扱います。"
            f"{AS_NOW.ja}",
        ),
        (
            Column("item", Said("What fails", "不備の項目")),
            CASES,
            SHARE,
            OF,
            Column("answered", Said("Then answered", "その後回答"), "count"),
            Column("answered_share", Said("Share answered", "回答の割合"), "percent"),
        ),
        tuple(rows),
    )


def _referrals(received: Received) -> Table:
    rows = _by_check(received, "unclear", ANSWERED & ~DEFICIENT, "needless")
    return Table(
        "referrals",
        Said("Referred to a person, by check", "項目別の要確認（担当者への確認依頼）"),
        Said(
            "Of the cases received in the period: those in which a person had to settle the check. 'Nothing asked for' are those "
            "of them that were answered without a letter that asks for more: a hint that the referral was needless, not a proof. "
            f"{AS_NOW.en}",
            "期間中に受け付けた案件のうち、その確認項目を担当者が判断した件数です。「補正なしで回答」は、そのうち補正を求めずに回答した"
            "件数で、確認が不要だった可能性を示す目安です（不要だったことの証明ではありません）。"
            f"{AS_NOW.ja}",
        ),
        (
            Column("check", Said("Check", "確認項目")),
            CASES,
            SHARE,
            OF,
            Column("needless", Said("Answered, nothing asked for", "補正なしで回答"), "count"),
            Column("needless_share", Said("Share nothing asked for", "補正なしの割合"), "percent"),
        ),
        tuple(rows),
    )


def _by_check(received: Received, column: str, of_these: pl.Expr, pick: str) -> list[tuple[Cell, ...]]:
    """A row for each check in a column of codes: its cases, and those of them for which `of_these` holds, found by `pick`."""
    found, total = tally(received.cases, column, of_these.alias(_OF_THESE)), received.cases.height
    rows: list[tuple[Cell, ...]] = []
    for code in most_cases_first(found, CHECKS):
        cases, these, picks = found[code]["cases"], found[code][_OF_THESE], (received.pick, f"{column}:{code}")
        all_of_it = (counted(cases, *picks), rate(cases, total), counted(total, received.pick))
        rows.append((coded(CHECKS, code), *all_of_it, counted(these, *picks, pick), rate(these, cases)))
    return rows


def _corrections(received: Received) -> Table:
    found, total = tally(received.cases, "edited"), received.cases.height
    rows = [
        (
            coded(FIELDS, code),
            counted(found[code]["cases"], received.pick, f"edited:{code}"),
            rate(found[code]["cases"], total),
            counted(total, received.pick),
            Cell(found[code]["times"]),
        )
        for code in most_cases_first(found, FIELDS)
    ]
    return Table(
        "corrections",
        Said("Fields corrected by people", "担当者が修正した読取り項目"),
        Said(
            "Of the cases received in the period: those in which a person changed what was read of the field, and how often. It "
            "shows what the reader gets wrong, and what requesters write unclearly.",
            "期間中に受け付けた案件のうち、担当者がその項目の読取り結果を修正した件数と回数です。読取りの誤りや判読しにくい記入の"
            "傾向が分かります。",
        ),
        (
            Column("field", Said("Field", "項目")),
            CASES,
            SHARE,
            OF,
            Column("corrections", Said("Corrections", "修正の回数"), "count"),
        ),
        tuple(rows),
    )
