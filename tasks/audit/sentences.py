"""Says each event in a sentence, in English or Japanese: who did what; a kind without a sentence fails a test.

Facts are read defensively: an event of an older version may lack some and a newer one may have more. What a sentence does
not use is added behind it, but for what is only of use to machines; digests are given beside the sentence.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tasks.audit.event_words import SENTENCES
from tasks.audit.words import (
    CODES,
    DISPOSITIONS,
    FACTS,
    LAPSES,
    NEEDED,
    NO,
    NOT_NEEDED,
    OCCASIONS,
    PREVIEW,
    SEEN,
    SENT_BY,
    URGENCY,
    YES,
    Language,
    listed,
    said,
)
from tasks.case.bilingual import Said
from tasks.case.fee_words import MOVES
from tasks.case.field_words import FIELDS
from tasks.case.happened import EventKind
from tasks.case.question_words import FORMS, KINDS
from tasks.case.returned import ASKED_AGAIN
from tasks.case.review_words import LETTERS
from tasks.case.words import RequestKind
from tasks.store.tables import EventRow

_UNKNOWN = Said("{who}: {kind}.", "{who}：{kind}。")
_DIGESTS = ("sha256", "package_sha256", "evidence", "before", "after", "head", "files")
_UNTOLD = frozenset(
    {*_DIGESTS, "policy", "run", "generation", "batch", "source", "anchors", "by_hand", "poly", "packet", "attempt"}
)
_ORDER = {kind.value: position for position, kind in enumerate(RequestKind)}
_BETWEEN = {"ja": "、", "en": "; "}


class Digest(NamedTuple):
    """One digest that an event names: what it is of, and its 64 digits."""

    what: str
    value: str


def sentence(event: EventRow, language: Language) -> str:
    """The event in one sentence, and behind it in brackets what else it says."""
    known = event.kind in set(EventKind)
    words = SENTENCES[EventKind(event.kind)] if known else _UNKNOWN
    told = _Told(event, language)
    first = words.in_(language).format_map(told)
    used = frozenset(told.used)
    more = _BETWEEN[language].join(
        f"{said(FACTS, name, language)} {told.fact(name)}"
        for name, value in event.facts.items()
        if name not in _UNTOLD | used and not _is_token(event, name) and value not in (None, "", [], {})
    )
    if not more:
        return first
    return f"{first[:-1]}（{more}）。" if language == "ja" else f"{first[:-1]} ({more})."


def digests(event: EventRow) -> list[Digest]:
    """Every digest that an event names, beside its own."""
    found = [(name, event.facts.get(name)) for name in _DIGESTS]
    found += [(str(file), value) for file, value in dict(event.facts.get("files") or {}).items()]
    return [Digest(name, value) for name, value in found if isinstance(value, str) and value]


def _is_token(event: EventRow, name: str) -> bool:
    """Whether a fact only ties an edit to the files that it changed; of an account, `change` is a word."""
    return name == "change" and event.kind == EventKind.REDACTION_EDITED


class _Told(dict[str, str]):
    """What a sentence asks for, in words; a fact that the event lacks is a dash."""

    def __init__(self, event: EventRow, language: Language) -> None:
        super().__init__(who=event.actor, kind=event.kind)
        self._facts, self._language = event.facts, language
        self.used: set[str] = set()

    def __missing__(self, name: str) -> str:
        self.used.add(name)
        return self.fact(name)

    def fact(self, name: str) -> str:
        """One fact in words."""
        value, language = self._facts.get(name), self._language
        peculiar = _PECULIAR.get(name)
        if peculiar is not None and value is not None:
            return peculiar(value, language)
        return _value(value, language, _NAMES_OF.get(name, CODES))


_NAMES_OF: Mapping[str, Mapping[str, Said]] = {
    "disposition": DISPOSITIONS,
    "lapse": LAPSES,
    "move": MOVES,
    "letter_kind": LETTERS,
    "occasion": OCCASIONS,
    "what": SEEN,
    "field": FIELDS,
    "kinds": KINDS,
    "means": SENT_BY,
    "why": ASKED_AGAIN,
    "urgency": URGENCY,
    "letter": PREVIEW,
}


def asking_said(asking: str, language: Language) -> str:
    """An asking such as `decide-2` by the name of its step; the second time and later with its number."""
    step, _, attempt = asking.rpartition("-")
    name = said(FORMS, step.replace("-", "_"), language)
    if attempt in ("", "1"):
        return name
    return f"{name}（{attempt}回目）" if language == "ja" else f"{name}, time {attempt}"


def choices_said(choices: Mapping[str, Any], language: Language) -> str:
    """What was chosen: a verdict by itself, a decision with the kind it is about, in the order of the Act."""
    parts = []
    for name, value in sorted(choices.items(), key=lambda choice: _ORDER.get(choice[0], len(_ORDER))):
        if value in (None, "", []):
            continue
        bare = name in ("action", "verdict", "outcome", "decision", "send_back")
        said_value = _value(value, language)
        parts.append(said_value if bare else f"{said(FACTS, name, language)}＝{said_value}" if language == "ja"
                     else f"{said(FACTS, name, language)}: {said_value}")  # fmt: skip
    return _BETWEEN[language].join(parts) or said({}, None, language)


def _value(value: object, language: Language, names: Mapping[str, Said] = CODES) -> str:
    if isinstance(value, bool):
        return (YES if value else NO).in_(language)
    if isinstance(value, Mapping):
        return choices_said(value, language)
    if isinstance(value, (list, tuple)):
        return listed(names, value, language)
    return said(names, value, language)


def _number(value: object, offset: int = 0) -> str:
    return f"{value + offset:,}" if isinstance(value, int) else str(value)


def _step_said(step: str, language: Language) -> str:
    """A step by its name; also where an event names the asking of it, such as `decide-1`."""
    return asking_said(step, language) if step[-1:].isdigit() else said(FORMS, step, language)


_PECULIAR: Mapping[str, Callable[[Any, Language], str]] = {
    "choices": choices_said,
    "complaints": lambda value, _: str(len(value)),
    "page": lambda value, _: _number(value, 1),  # people count from one
    "yen": lambda value, _: _number(value),
    "events": lambda value, _: _number(value),
    "asking": lambda value, language: asking_said(str(value), language),
    "step": lambda value, language: _step_said(str(value), language),
    "approval_needed": lambda value, language: (NEEDED if value else NOT_NEEDED).in_(language),
}
