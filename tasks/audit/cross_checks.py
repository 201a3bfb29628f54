"""Holds the rows that answers, letters and edits are kept in against the events that tell of them, in both directions.

A chain that is sound says only that no event was touched; a row beside it could still be. Every query yields places as a
person looks for them (case, step, letter), and one place for each row or event that has no counterpart.
"""

import hashlib
import hmac
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.reply import PACKAGE
from tasks.store.account_tables import FieldEdit
from tasks.store.tables import Case, EventRow
from tasks.wiring import House

_BLOCK = 1 << 20


class Disagreement(StrEnum):
    """What does not agree."""

    ANSWER_WITHOUT_EVENT = "answer_without_event"
    EVENT_WITHOUT_ANSWER = "event_without_answer"
    LETTER_WITHOUT_EVENT = "letter_without_event"
    EVENT_WITHOUT_LETTER = "event_without_letter"
    LETTER_REPLACES_WRONGLY = "letter_replaces_wrongly"
    LETTER_FILE_CHANGED = "letter_file_changed"
    CASE_NOT_OPENED_ONCE = "case_not_opened_once"
    FIELD_EDITS_DISAGREE = "field_edits_disagree"
    REDACTION_EDITS_DISAGREE = "redaction_edits_disagree"
    UNMASKINGS_DISAGREE = "unmaskings_disagree"
    WORK_DISAGREES = "work_disagrees"


class Disagrees(NamedTuple):
    """One row or event without its counterpart, and where."""

    what: Disagreement
    where: str


_SAME_ANSWER = """e.case_id = a.case_id AND e.kind = 'answered' AND e.facts->>'step' = a.step
    AND e.facts->>'attempt' = a.attempt::text"""
_NEWEST_WRITING = """SELECT DISTINCT ON (e.case_id, e.facts->>'letter')
    e.case_id, e.facts->>'letter' AS letter, coalesce(e.facts->>'sha256', '') AS sha256
    FROM event e WHERE e.kind = 'letter_written' ORDER BY e.case_id, e.facts->>'letter', e.id DESC"""

_COMPARED = {
    Disagreement.ANSWER_WITHOUT_EVENT: """SELECT c.number || ' ' || a.step || ' ' || a.attempt
        FROM answer a JOIN "case" c ON c.id = a.case_id WHERE NOT EXISTS (SELECT FROM event e WHERE {same_answer}
        AND e.facts->'choices' = a.choices AND e.actor = a.person AND e.at = a.answered_at) ORDER BY a.id""",
    Disagreement.EVENT_WITHOUT_ANSWER: """SELECT c.number || ' ' || coalesce(e.facts->>'step', '')
        || ', event ' || min(e.id) FROM event e JOIN "case" c ON c.id = e.case_id LEFT JOIN answer a ON {same_answer}
        WHERE e.kind = 'answered' GROUP BY c.number, e.facts->>'step', e.facts->>'attempt'
        HAVING count(*) > 1 OR count(a.id) = 0 ORDER BY min(e.id)""",
    Disagreement.LETTER_WITHOUT_EVENT: """WITH written AS ({newest_writing}) SELECT l.number FROM letter l
        WHERE (l.sha256 <> '' OR l.by_hand <> '') AND NOT EXISTS (SELECT FROM written w
        WHERE w.case_id = l.case_id AND w.letter = l.number AND w.sha256 = l.sha256) ORDER BY l.id""",
    Disagreement.EVENT_WITHOUT_LETTER: """WITH written AS ({newest_writing}) SELECT coalesce(w.letter, c.number)
        FROM written w JOIN "case" c ON c.id = w.case_id WHERE NOT EXISTS (SELECT FROM letter l
        WHERE w.case_id = l.case_id AND w.letter = l.number) ORDER BY 1""",
    Disagreement.LETTER_REPLACES_WRONGLY: """SELECT l.number FROM letter l LEFT JOIN event e ON e.kind = 'letter_written'
        AND e.case_id = l.case_id AND e.facts->>'letter' = l.number LEFT JOIN letter o ON o.number = l.replaces
        AND o.case_id = l.case_id AND o.occasion = l.occasion AND o.withdrawn AND o.sequence < l.sequence
        WHERE (l.replaces <> '' AND o.id IS NULL)
        OR (e.id IS NOT NULL AND coalesce(e.facts->>'replaces', '') <> l.replaces) ORDER BY l.id""",
    Disagreement.CASE_NOT_OPENED_ONCE: """SELECT c.number FROM "case" c LEFT JOIN event e
        ON e.case_id = c.id AND e.kind = 'case_opened' GROUP BY c.id, c.number HAVING count(e.id) <> 1 ORDER BY c.id""",
    # An order counts what the newest record says; what was recorded before there were orders has no such event.
    Disagreement.WORK_DISAGREES: """WITH told AS (SELECT DISTINCT ON (e.case_id, e.facts->>'order') e.case_id,
            e.facts->>'order' AS number, e.actor, e.at, coalesce((e.facts->>'items')::int, 0) AS n
            FROM event e WHERE e.kind IN ('order_done', 'order_unneeded') ORDER BY e.case_id, e.facts->>'order', e.id DESC),
        made AS (SELECT w.case_id, w.number, nullif(w.done_by, '') AS actor, w.done_at AS at, count(d.id) AS n
            FROM work_order w LEFT JOIN work_done d ON d.order_id = w.id GROUP BY w.id)
        SELECT coalesce(made.number, told.number, '') FROM made
        FULL JOIN told ON told.case_id = made.case_id AND told.number = made.number
        WHERE (made.actor, made.at, coalesce(made.n, -1)) IS DISTINCT FROM (told.actor, told.at, coalesce(told.n, 0))
        AND NOT EXISTS (SELECT FROM event b WHERE b.kind = 'correction_recorded' AND b.case_id = made.case_id
            AND b.at = made.at) ORDER BY 1""",
}
_COUNTED = """WITH made AS (SELECT case_id, person, at, {row_part} AS part, count(*) AS n FROM {table}
        GROUP BY 1, 2, 3, 4),
    told AS (SELECT case_id, actor AS person, at, coalesce(facts->>'{fact}', '') AS part, count(*) AS n FROM event
        WHERE kind = '{kind}' GROUP BY 1, 2, 3, 4)
    SELECT coalesce(c.number, '') || ' ' || coalesce(made.person, told.person) FROM made
    FULL JOIN told ON made.case_id = told.case_id AND made.person = told.person AND made.at = told.at
        AND made.part = told.part
    LEFT JOIN "case" c ON c.id = coalesce(made.case_id, told.case_id)
    WHERE made.n IS DISTINCT FROM told.n ORDER BY 1"""
# An edit and its event are made in one transaction and at one moment; their page or field is the same.
_EDITS = {
    Disagreement.FIELD_EDITS_DISAGREE: ("field_edit", "name", "field", "field_edited"),
    Disagreement.REDACTION_EDITS_DISAGREE: ("redaction_edit", "page::text", "page", "redaction_edited"),
    Disagreement.UNMASKINGS_DISAGREE: ("unmasking", "page::text", "page", "unmasked"),
}
_QUERIES: dict[Disagreement, str] = {
    what: query.format(same_answer=_SAME_ANSWER, newest_writing=_NEWEST_WRITING) for what, query in _COMPARED.items()
} | {
    what: _COUNTED.format(table=table, row_part=row_part, fact=fact, kind=kind)
    for what, (table, row_part, fact, kind) in _EDITS.items()
}


def disagreements(house: House, session: Session) -> Iterator[Disagrees]:
    """Everything that does not agree, kind by kind."""
    for what, query in _QUERIES.items():
        found = session.connection().execute(text(query), execution_options={"yield_per": 1_000})
        yield from (Disagrees(what, str(where)) for (where,) in found)
    yield from _changed_values(house, session)
    yield from _changed_files(house, session)


def _changed_values(house: House, session: Session) -> Iterator[Disagrees]:
    """Corrected values that are not those of which the event bears the digest by the house's key.

    A value that was withdrawn since (it may not be held any more) is None, and its digest is all that is left of it.
    """
    key = house.key("audit")
    same = (
        (col(EventRow.case_id) == FieldEdit.case_id)
        & (col(EventRow.at) == FieldEdit.at)
        & (EventRow.facts["field"].astext == FieldEdit.name)
    )
    rows = (
        select(FieldEdit, EventRow.facts, Case.number)
        .join(EventRow, same)
        .join(Case, col(Case.id) == FieldEdit.case_id)
    )
    edited = rows.where(EventRow.kind == EventKind.FIELD_EDITED.value).order_by(col(FieldEdit.id))
    for edit, facts, number in session.exec(edited.execution_options(yield_per=1_000)):
        for value, digest in ((edit.before, facts.get("before")), (edit.value, facts.get("after"))):
            if value is not None and hmac.new(key, value.encode(), hashlib.sha256).hexdigest() != digest:
                yield Disagrees(Disagreement.FIELD_EDITS_DISAGREE, f"{number} {edit.name}")


def _changed_files(house: House, session: Session) -> Iterator[Disagrees]:
    """Letters and packages that still lie where they were put, and whose bytes are not those that were written."""
    lying: dict[str, list[Path]] = {}
    for file in (*house.outbox.glob("*/*.pdf"), *house.electronic.glob("*/*"), *house.drafts.glob("*")):
        lying.setdefault(file.stem, []).append(file)
    query = text("SELECT number, sha256, package_sha256 FROM letter WHERE sha256 <> '' ORDER BY id")
    for number, sha256, package in session.connection().execute(query, execution_options={"yield_per": 1_000}):
        of_letter, of_package = lying.get(number, ()), lying.get(f"{number}{PACKAGE}", ())
        if any(_digest(file) != sha256 for file in of_letter) or any(_digest(file) != package for file in of_package):
            yield Disagrees(Disagreement.LETTER_FILE_CHANGED, number)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
