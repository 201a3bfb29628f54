"""Lays the ledger of requests out for print."""

from collections.abc import Sequence
from datetime import date

from tasks.audit.chain_state import ChainState, chain_notice
from tasks.audit.csv_files import Cell
from tasks.audit.lines import moment
from tasks.audit.page import Notice, Page, Section
from tasks.audit.page_words import EXPORTED, FACTS, LEDGER, LEDGER_NOTE, NONE, SAMPLES
from tasks.audit.request_ledger import COLUMNS, titles
from tasks.audit.words import Language
from tasks.case.bilingual import Said


def ledger_page(
    rows: Sequence[dict[str, Cell]],
    period: tuple[date, date],
    chain: ChainState,
    language: Language,
    person: str,
    samples: int = 0,
) -> Page:
    """One line for each request; the chain's state above it as on every export, and how many of them are samples."""

    def said(words: Said) -> str:
        return words.in_(language)

    exported = said(EXPORTED).format(at=moment(chain.at), person=person)
    days = " – ".join(day.isoformat() for day in period)
    facts = {"period": days, "requests": len(rows), "exported": exported, "anchor": chain.anchored or "–",
             "events": f"{chain.events:,}", "head": chain.head}  # fmt: skip
    made_up = [Notice(said(SAMPLES).format(n=samples), alarm=True)] if samples else []
    return Page(
        said(LEDGER),
        days,
        f"{said(LEDGER)} · {days} · {exported}",
        [(said(FACTS[name]), str(told)) for name, told in facts.items()],
        [*made_up, chain_notice(chain, language), Notice(said(LEDGER_NOTE))],
        [
            Section(
                "ledger",
                "",
                list(zip(COLUMNS, titles(language), strict=True)),
                [[str(row[name]) for name in COLUMNS] for row in rows],
                said(NONE),
            )
        ],
    )
