"""Quality by decision: what was decided of each kind of request, and on which grounds something was not granted."""

from tasks.case.bilingual import Said
from tasks.case.question_words import DECISIONS, KINDS, OPTIONS
from tasks.figures.cells import CASES, coded, counted
from tasks.figures.ground_words import GROUNDS
from tasks.figures.quality_picks import DECIDED
from tasks.figures.quality_tally import OF, SHARE, Decided, Received, most_cases_first, rate, tally
from tasks.figures.table import Column, Table


def decision_tables(received: Received, decided: Decided) -> tuple[Table, ...]:
    """By decision, by ground."""
    return _decisions(received, decided), _refusals(received)


def _decisions(received: Received, decided: Decided) -> Table:
    found, kinds, _ = decided
    places = [f"{kind}:{choice}" for kind, choices in DECISIONS.items() for choice in choices]
    known = [decision for decision in places if decision in found]
    rows = []
    for decision in [*known, *sorted(found.keys() - set(places))]:
        kind, _, choice = decision.partition(":")
        cases, of = found[decision]["cases"], kinds[kind]["cases"]
        rows.append(
            (
                coded(KINDS, kind),
                coded(OPTIONS, choice),
                counted(cases, received.pick, f"decision:{decision}"),
                rate(cases, of),
                counted(of, received.pick, f"decided_kind:{kind}"),
            )
        )
    return Table(
        "decisions",
        Said("Decisions by kind of request", "請求の種別ごとの決定"),
        Said(
            "Of the cases received in the period: the decision that stands for each kind, and its share among all decisions of "
            "that kind. A case that asks for two kinds stands in two rows.",
            "期間中に受け付けた案件について、請求の種別ごとの現在の決定と、同じ種別の決定に占める割合です。"
            "複数の種別を含む案件は各行に計上します。",
        ),
        (
            Column("kind", Said("Kind", "請求の種別")),
            Column("decision", Said("Decision", "決定")),
            CASES,
            SHARE,
            OF,
        ),
        tuple(rows),
    )


def _refusals(received: Received) -> Table:
    found, decided = tally(received.cases, "grounds"), int(received.cases.select(DECIDED.sum()).item())
    rows = [
        (
            coded(GROUNDS, code),
            counted(found[code]["cases"], received.pick, f"ground:{code}"),
            rate(found[code]["cases"], decided),
            counted(decided, received.pick, "decided"),
        )
        for code in most_cases_first(found, GROUNDS)
    ]
    return Table(
        "refusals",
        Said("Refusals by ground", "理由別の不開示等"),
        Said(
            "Of the cases received in the period and decided: those whose decision names the ground, whatever number a company "
            "gives it. A decision may name several.",
            "期間中に受け付けて決定した案件のうち、決定でその理由を挙げた件数です（会社ごとの番号によらず集計）。"
            "一つの決定で複数の理由を挙げることがあります。",
        ),
        (
            Column("ground", Said("Ground", "理由")),
            CASES,
            Column("share", Said("Share of decided", "決定に占める割合"), "percent"),
            Column("of", Said("Decided", "決定済み（件）"), "count"),
        ),
        tuple(rows),
    )
