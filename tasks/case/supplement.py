"""Decides which open request a later packet belongs to.

A deficiency letter asks for what is missing; what then comes carries its return slip, its case number, or only the name
of who sent it. Whatever joins a case is checked again with everything else, so that joining passes nothing by itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tasks.case.matching import Match, match_addresses, match_names
from tasks.case.words import Field, PageKind, Reading, RequestKind

CASE_NUMBER = re.compile(r"(?<![A-Za-z0-9])K[0-9]{2}-[0-9]{5}(?![0-9])")
SURE = 0.75  # what was read less surely names no case, and no stranger


class Sender(NamedTuple):
    """One person as papers name them; "" where a paper does not say. `birth_date` is ISO."""

    name: str = ""
    address: str = ""
    birth_date: str = ""


class Clue(NamedTuple):
    """What a packet says of where it belongs: a case number on it, who sent it, and what it asks for by itself.

    `person`: whom its form or letter names as the person; an agent sends papers of many people.
    """

    named: frozenset[str]
    senders: tuple[Sender, ...]
    has_form: bool
    kinds: frozenset[RequestKind]
    person: Sender = Sender()

    @property
    def asks(self) -> bool:
        """Whether it could be a request of its own."""
        return self.has_form or bool(self.kinds)


class OpenRequest(NamedTuple):
    """A case that a person has not decided yet; `deficient`: something is missing, so that papers are expected.

    `rescan`: its papers are to be scanned again, since what was read of them is no good.
    """

    number: str
    people: tuple[Sender, ...]
    kinds: frozenset[RequestKind]
    deficient: bool
    person: Sender = Sender()
    rescan: bool = False


def clue_of(reading: Reading) -> Clue:
    """What a reading says of where it belongs."""
    fields = reading.fields
    senders = tuple(sender_of(fields, role) for role in ("person", "agent", "id", "agent_id"))
    if surely(fields.get("slip.name")):
        senders += (sender_of(fields, "slip"),)
    kinds = fields["request.kinds"].normalized if "request.kinds" in fields else ""
    known = {kind.value: kind for kind in RequestKind}
    return Clue(
        frozenset(CASE_NUMBER.findall(_numbered_text(reading))),
        tuple(sender for sender in senders if sender.name),
        _has_form(reading),
        frozenset(known[code] for code in (kinds or "").split(",") if code in known),
        sender_of(fields, "person"),
    )


def _numbered_text(reading: Reading) -> str:
    """Where a case number may stand: in the slip's field and on any line, as far as they were read surely."""
    slip = reading.fields.get("slip.case")
    lines = [line.text for page in reading.pages for line in page.lines if line.confidence >= SURE]
    named = [slip.normalized or slip.value] if slip is not None and surely(slip) else []
    return unicodedata.normalize("NFKC", "\n".join([*named, *lines]))


def surely(field: Field | None) -> bool:
    """Whether a field was read, and surely enough to decide by itself."""
    return field is not None and field.confidence >= SURE


def _has_form(reading: Reading) -> bool:
    return any(page.kind is PageKind.REQUEST_FORM for page in reading.pages)


def sender_of(fields: dict[str, Field], role: str) -> Sender:
    """The person of a role (`person`, `agent`, `id`, `agent_id`) as the fields name them."""
    name, address, born = (fields.get(f"{role}.{part}") for part in Sender._fields)
    return Sender(
        name.value if name else "",
        (address.normalized or address.value) if address else "",
        (born.normalized or "") if born else "",
    )


def belongs_to(clue: Clue, requests: Iterable[OpenRequest], over: AbstractSet[str] = frozenset()) -> str | None:
    """The number of the one open request that a packet belongs to, or None: then it is a request of its own.

    A case number on the papers decides, unless they name a stranger to that case, whose own name was read well enough; the
    number of a case that is `over` says that they belong to no other. Else the sender must be the person or the agent of just one request, by name and
    by address or birth date, read exactly; and a packet with a form of its own is a new request, unless papers are
    expected, it is for the same person, and it asks for nothing else than that request does.
    """
    listed = list(requests)
    named = [request for request in listed if request.number in clue.named]
    if named:
        return named[0].number if len(named) == 1 and not is_strangers(clue, named[0]) else None
    if clue.named & over:
        return None
    theirs = [request for request in listed if _is_theirs(clue, request) and _may_join(clue, request)]
    return theirs[0].number if len(theirs) == 1 else None


def is_strangers(clue: Clue, request: OpenRequest) -> bool:
    """Whether the papers name people, and each of them surely is none of the request's; or ask for another person.

    Names that a bad scan gave make nobody a stranger; a person compares what differs.
    """
    if request.rescan:
        return False
    pairs = [(sender, person) for sender in clue.senders for person in request.people if person.name]
    strangers = bool(pairs) and all(match_names(one.name, other.name) is Match.MISMATCH for one, other in pairs)
    return strangers or (clue.asks and match_names(clue.person.name, request.person.name) is Match.MISMATCH)


def _may_join(clue: Clue, request: OpenRequest) -> bool:
    """Whether what the papers say of themselves fits; an agent's name alone does not tell whose papers these are."""
    if not clue.asks:
        others = [match_names(clue.person.name, person.name) for person in request.people]
        return not others or any(match is not Match.MISMATCH for match in others)
    born = {clue.person.birth_date, request.person.birth_date} - {""}
    same = match_names(clue.person.name, request.person.name) is Match.EXACT and len(born) < 2
    return same and request.deficient and clue.kinds <= request.kinds


def _is_theirs(clue: Clue, request: OpenRequest) -> bool:
    return any(_same(sender, person) for sender in clue.senders for person in request.people)


def _same(one: Sender, other: Sender) -> bool:
    if match_names(one.name, other.name) is not Match.EXACT:
        return False
    at_home = bool(one.address and other.address) and match_addresses(one.address, other.address) is Match.EXACT
    return at_home or bool(one.birth_date and one.birth_date == other.birth_date)
