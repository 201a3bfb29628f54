"""What happened to a case, told in plain English words for the page; the `.po` files have the Japanese of each."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tasks.case.ledger import Move
from tasks.case.progress import Step
from tasks.desk.case_words import STEPS
from tasks.store.events import EventKind
from tasks.store.tables import EventRow

EVENTS: dict[str, str] = {
    EventKind.PACKET_REGISTERED: "Papers arrived",
    EventKind.PACKET_SEALED: "Papers sealed",
    EventKind.PACKET_REPEATED: "The same papers arrived again",
    EventKind.PACKET_RETURNED: "Papers came back from quarantine",
    EventKind.PACKET_QUARANTINED: "Papers put into quarantine",
    EventKind.PACKET_OPENED: "Papers opened",
    EventKind.PACKET_READ: "Papers read",
    EventKind.PACKET_REDACTED: "Papers redacted",
    EventKind.MY_NUMBER_DESTROYED: "My Number destroyed",
    EventKind.PACKET_SPLIT: "Scan parted into envelopes",
    EventKind.CASE_OPENED: "Case opened",
    EventKind.SUPPLEMENT_JOINED: "Later papers joined",
    EventKind.CASE_LAPSED: "Time for an answer ran out",
    EventKind.FEE_MOVED: "Fee moved",
    EventKind.RUN_CREATED: "Run created",
    EventKind.RUN_TAKEN_UP: "Run taken up again",
    EventKind.ANSWERED: "Answered",
    EventKind.ANSWER_REFUSED: "Answer sent back",
    EventKind.HELD_DATA_SEARCHED: "Held data searched",
    EventKind.CORRECTION_RECORDED: "Correction recorded",
    EventKind.LETTER_WRITTEN: "Letter written",
    EventKind.LETTERS_COMPLETE: "Letters complete",
    EventKind.LETTERS_RELEASED: "Letters put into the outbox",
    EventKind.LETTER_WITHDRAWN: "Letter withdrawn",
    EventKind.EVIDENCE_SEEN: "Evidence looked at",
    EventKind.LETTER_SEEN: "Letter looked at",
    EventKind.UNMASKED: "Region unmasked",
    EventKind.FIELD_EDITED: "Field edited",
    EventKind.REDACTION_EDITED: "Redaction edited",
    EventKind.CHECKED_AGAIN: "Checked again",
    EventKind.CODE_ISSUED: "Signing code given out",
    EventKind.EXTENSION_ASKED: "More time asked for",
    EventKind.ASSIGNED: "Assigned",
    EventKind.REMINDED: "Reminder sent",
    EventKind.CASE_CLOSED: "Case closed",
}
MOVES: dict[str, str] = {
    Move.RECEIVED: "received",
    Move.DEPOSITED: "deposited",
    Move.RETURNED: "returned",
    Move.REFUNDED: "paid back",
}
_TOLD = ("letter", "packet")  # facts that are numbers which people know by sight


@dataclass
class Happened:
    """One line of the history: `words` and `about` to be translated; `pages` looked at, from 1; `facts` as they are."""

    at: datetime
    actor: str
    words: str
    about: str = ""
    field: str = ""
    pages: list[int] = dataclasses.field(default_factory=list)
    facts: list[str] = dataclasses.field(default_factory=list)


def told(events: Iterable[EventRow]) -> list[Happened]:
    """The history, newest first; what one person looked at one after another is one line."""
    lines: list[Happened] = []
    for event in events:
        line = _line(event)
        before = lines[-1] if lines else None
        if before and _is_look(before) and _is_look(line) and before.actor == line.actor:
            before.pages = sorted({*before.pages, *line.pages})
        else:
            lines.append(line)
    return lines[::-1]


def _is_look(line: Happened) -> bool:
    return line.words == EVENTS[EventKind.EVIDENCE_SEEN]


def _line(event: EventRow) -> Happened:
    facts, step = event.facts, _step(event)
    line = Happened(
        event.at,
        event.actor,
        EVENTS.get(event.kind, event.kind.replace("_", " ")),
        STEPS.get(step) or MOVES.get(str(facts.get("move")), ""),
    )
    line.field = str(facts.get("field", ""))
    line.pages = [int(facts["page"]) + 1] if str(facts.get("page", "")).isdecimal() else []
    line.facts = [str(facts[key]) for key in _TOLD if facts.get(key)]
    return line


def _step(event: EventRow) -> str:
    """The step that an event is about, by its own name or by the asking's (`decide-1`)."""
    named = str(event.facts.get("step") or event.facts.get("asking") or "")
    plain = named.rpartition("-")[0].replace("-", "_") or named
    known = {step.value for step in Step}
    return plain if plain in known and event.kind != EventKind.EVIDENCE_SEEN else named if named in known else ""
