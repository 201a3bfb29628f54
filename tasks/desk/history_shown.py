"""What happened to a case, in lines as the evidence page tells them."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tasks.audit.event_words import NAMES
from tasks.case.bilingual import Said, named
from tasks.case.fee_words import MOVES
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.case.question_words import FORMS
from tasks.store.tables import EventRow

_TOLD = ("letter", "order", "packet")  # facts that are numbers which people know by sight


@dataclass
class Happened:
    """One line of the history: what happened (`words`) to what (`about`); `pages` looked at, from 1; `facts` as they are."""

    at: datetime
    actor: str
    words: Said
    about: Said | None = None
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
    return line.words == NAMES[EventKind.EVIDENCE_SEEN]


def _line(event: EventRow) -> Happened:
    facts, step = event.facts, _step(event)
    line = Happened(
        event.at,
        event.actor,
        named(NAMES, event.kind),
        FORMS.get(step) or MOVES.get(str(facts.get("move"))),
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
