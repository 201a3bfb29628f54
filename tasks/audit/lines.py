"""How a moment, a digest and an event stand in a line of a table."""

from datetime import datetime

from tasks.audit.sentences import sentence
from tasks.audit.words import Language
from tasks.store.tables import EventRow

_SHORT = 12  # digits of a digest beside a sentence; the annex has them all


def event_row(event: EventRow, language: Language) -> tuple[object, ...]:
    """One event as a line of a table: number, moment, sentence, policy, short digest."""
    policy = str(event.facts.get("policy") or "")
    return event.id, moment(event.at), sentence(event, language), policy, short(event.digest)


def short(digest: str) -> str:
    """The first digits of a digest."""
    return f"{digest[:_SHORT]}…" if digest else ""


def moment(at: datetime | None) -> str:
    """A moment as people write it, to the second; "" for none."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
