"""Exports the record of a case, or the ledger of a period, as files for an auditor; that it was exported is an event itself.

    export_case(house, "K26-00001", wanted)         K26-00001.pdf, K26-00001.csv
    export_ledger(house, first, last, wanted)       ledger-2026-04-01-2026-09-30.pdf, ….csv

The event names each file with its SHA-256, so that a file can be told from one that was changed after it left the house.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tasks.audit.anchors import anchor
from tasks.audit.case_page import case_page
from tasks.audit.case_record import CaseRecord, read_record
from tasks.audit.chain_state import ChainState, chain_state
from tasks.audit.csv_files import Cell, to_csv
from tasks.audit.ledger_page import ledger_page
from tasks.audit.page import page_pdf
from tasks.audit.page_words import COLUMNS
from tasks.audit.request_ledger import as_table, ledger_rows, requests_received
from tasks.audit.sentences import sentence
from tasks.audit.verify import Tell
from tasks.audit.words import Language
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.packet_files import write_whole
from tasks.store.events import record
from tasks.wiring import House

FORMATS: Mapping[str, tuple[str, ...]] = {"pdf": ("pdf",), "csv": ("csv",), "both": ("pdf", "csv")}
Maker = Callable[[ChainState], bytes]
_EVENT_COLUMNS = ("event", "when", "who", "what", "policy", "digest")


@dataclass(frozen=True)
class Wanted:
    """Who wants what: handle, format (`pdf`, `csv` or `both`), language, and whether with the reasons in people's own words."""

    person: str
    form: str = "both"
    language: Language = "ja"
    with_reasons: bool = False
    tell: Tell = lambda _: None

    def __post_init__(self) -> None:
        """KaijiError for a format or a language that there is none of."""
        if self.form not in FORMATS:
            raise KaijiError(f"Choose a format: {', '.join(FORMATS)}.")
        if self.language not in ("ja", "en"):
            raise KaijiError("Choose a language: ja or en.")


def export_case(house: House, number: str, wanted: Wanted) -> dict[str, bytes]:
    """The files of one case by name; KaijiError for an unknown number."""
    with house.database.transaction() as session:
        found = read_record(session, number)
    makers: dict[str, Maker] = {
        "pdf": lambda chain: _case_pdf(house, found, chain, wanted),
        "csv": lambda _: _case_csv(found, wanted),
    }
    chain = chain_state(house, wanted.tell)
    files = {f"{number}.{form}": makers[form](chain) for form in FORMATS[wanted.form]}
    _note(house, wanted, files, case_id=found.request.case.id, what="case", reasons=wanted.with_reasons)
    return files


def export_ledger(house: House, first: date, last: date, wanted: Wanted) -> dict[str, bytes]:
    """The files of the requests received from `first` to `last`, both Japanese days and included."""
    if first > last:
        raise KaijiError("The period ends before it begins; exchange --from and --to.")
    with house.database.transaction() as session:
        requests = requests_received(session, first, last)
    rows, made_up = ledger_rows(house, requests, wanted.language), sum(each.is_sample for each in requests)
    makers: dict[str, Maker] = {
        "pdf": lambda chain: _ledger_pdf(rows, (first, last), chain, wanted, made_up),
        "csv": lambda _: to_csv(as_table(rows, wanted.language)),
    }
    chain = chain_state(house, wanted.tell)
    files = {f"ledger-{first}-{last}.{form}": makers[form](chain) for form in FORMATS[wanted.form]}
    period = {"from": first.isoformat(), "until": last.isoformat(), "requests": len(requests)}
    _note(house, wanted, files, case_id=None, what="ledger", **period)
    return files


def write_files(files: Mapping[str, bytes], out: Path) -> list[Path]:
    """Puts the files into a folder, which is made where it is missing; a file of that name is replaced."""
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(out / name, content)
    return [out / name for name in files]


def _case_pdf(house: House, found: CaseRecord, chain: ChainState, wanted: Wanted) -> bytes:
    page = case_page(house, found, chain, wanted.language, with_reasons=wanted.with_reasons, person=wanted.person)
    return page_pdf(page, wanted.language, "record")


def _ledger_pdf(
    rows: list[dict[str, Cell]], period: tuple[date, date], chain: ChainState, wanted: Wanted, made_up: int
) -> bytes:
    page = ledger_page(rows, period, chain, wanted.language, wanted.person, made_up)
    return page_pdf(page, wanted.language, "ledger")


def _case_csv(found: CaseRecord, wanted: Wanted) -> bytes:
    """Every event of the case: the sentence, and its facts as they are."""
    titles = [COLUMNS[name].in_(wanted.language) for name in _EVENT_COLUMNS]
    rows: list[list[Cell]] = [[*titles, "kind", "facts", "previous"]]
    for event in found.events:
        told = sentence(event, wanted.language)
        facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True)
        policy = str(event.facts.get("policy") or "")
        at = event.at.isoformat()
        rows.append([event.id, at, event.actor, told, policy, event.digest, event.kind, facts, event.previous])
    return to_csv(rows)


def _note(house: House, wanted: Wanted, files: Mapping[str, bytes], *, case_id: int | None, **facts: Any) -> None:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = {"format": wanted.form, "language": wanted.language, "files": digests} | facts
    with house.database.transaction() as session:
        record(session, EventKind.AUDIT_EXPORTED, house.now(), actor=wanted.person, case_id=case_id, **told)
    anchor(house)
