"""Decides which open request a later packet belongs to, and what the papers of both say together.

A deficiency letter asks for what is missing; what then comes carries its return slip, its case number, or only the name
of who sent it. Whatever joins a case is checked again with everything else, so that joining passes nothing by itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tasks.case.fee import plain_serial
from tasks.case.matching import Match, match_addresses, match_names
from tasks.case.words import Field, Page, PageKind, Reading, RequestKind

CASE_NUMBER = re.compile(r"K\d{2}-\d{5}")
_DOCUMENTS = ("id.", "agent_id.", "authority.")
_FEE = ("fee.total", "fee.instruments", "fee.payees", "fee.means")


class Sender(NamedTuple):
    """One person as papers name them; "" where a paper does not say. `birth_date` is ISO."""

    name: str = ""
    address: str = ""
    birth_date: str = ""


class Clue(NamedTuple):
    """What a packet says of where it belongs: a case number on it, who sent it, and what it asks for by itself."""

    named: frozenset[str]
    senders: tuple[Sender, ...]
    has_form: bool
    kinds: frozenset[RequestKind]


class OpenRequest(NamedTuple):
    """A case that a person has not decided yet; `deficient`: something is missing, so that papers are expected."""

    number: str
    people: tuple[Sender, ...]
    kinds: frozenset[RequestKind]
    deficient: bool


def clue_of(reading: Reading) -> Clue:
    """What a reading says of where it belongs."""
    fields = reading.fields
    senders = tuple(sender_of(fields, role) for role in ("person", "agent", "id", "agent_id"))
    slip = (fields["slip.case"].normalized or fields["slip.case"].value) if "slip.case" in fields else ""
    text = unicodedata.normalize("NFKC", "\n".join(line.text for page in reading.pages for line in page.lines))
    kinds = fields["request.kinds"].normalized if "request.kinds" in fields else ""
    known = {kind.value: kind for kind in RequestKind}
    return Clue(
        frozenset(CASE_NUMBER.findall(f"{slip} {text}")),
        tuple(sender for sender in senders if sender.name),
        any(page.kind is PageKind.REQUEST_FORM for page in reading.pages),
        frozenset(known[code] for code in (kinds or "").split(",") if code in known),
    )


def sender_of(fields: dict[str, Field], role: str) -> Sender:
    """The person of a role (`person`, `agent`, `id`, `agent_id`) as the fields name them."""
    name, address, born = (fields.get(f"{role}.{part}") for part in Sender._fields)
    return Sender(
        name.value if name else "",
        (address.normalized or address.value) if address else "",
        (born.normalized or "") if born else "",
    )


def belongs_to(clue: Clue, requests: Iterable[OpenRequest]) -> str | None:
    """The number of the one open request that a packet belongs to, or None: then it is a request of its own.

    A case number on the papers decides, unless they name a stranger to that case. Else the sender must be the person or the agent of just one request, by name
    and by address or birth date, read exactly; and a packet with a form of its own is a new request, unless papers are
    expected and it asks for nothing else than that request does.
    """
    listed = list(requests)
    named = [request for request in listed if request.number in clue.named]
    if named:
        return named[0].number if len(named) == 1 and not _is_strangers(clue, named[0]) else None
    theirs = [request for request in listed if _is_theirs(clue, request) and _may_join(clue, request)]
    return theirs[0].number if len(theirs) == 1 else None


def _is_strangers(clue: Clue, request: OpenRequest) -> bool:
    """Whether the papers name people, and each of them surely is none of the request's."""
    pairs = [(sender, person) for sender in clue.senders for person in request.people if person.name]
    return bool(pairs) and all(match_names(one.name, other.name) is Match.MISMATCH for one, other in pairs)


def _may_join(clue: Clue, request: OpenRequest) -> bool:
    return not clue.has_form or (request.deficient and clue.kinds <= request.kinds)


def _is_theirs(clue: Clue, request: OpenRequest) -> bool:
    return any(_same(sender, person) for sender in clue.senders for person in request.people)


def _same(one: Sender, other: Sender) -> bool:
    if match_names(one.name, other.name) is not Match.EXACT:
        return False
    at_home = bool(one.address and other.address) and match_addresses(one.address, other.address) is Match.EXACT
    return at_home or bool(one.birth_date and one.birth_date == other.birth_date)


def joined(earlier: Reading, later: Reading, spoiled: AbstractSet[str] | None = frozenset()) -> Reading:
    """What both packets say together; pages are numbered on, so that each field still names its page.

    A document that came again takes the place of the earlier one, with its pages. What a new form says counts before
    the old one; money orders add up, without those in `spoiled` (serials that were no good when they came; None: all).
    """
    start = max((page.index for page in earlier.pages), default=-1) + 1
    moved = {name: field.model_copy(update={"page": field.page + start}) for name, field in later.fields.items()}
    moved = _for_whom(moved, earlier.fields)
    replaced = [prefix for prefix in _DOCUMENTS if f"{prefix}kind" in moved]
    gone = {field.page for name, field in earlier.fields.items() if name.startswith(tuple(replaced))}
    kept = {name: field for name, field in earlier.fields.items() if not name.startswith(tuple(replaced))}
    pages = [page for page in earlier.pages if page.index not in gone or page.kind is PageKind.REQUEST_FORM]
    fields = {name: field for name, field in (kept | moved).items() if name not in _FEE}
    fields |= _fees(kept, moved, spoiled)
    return Reading(pages=(*pages, *(_moved(page, start) for page in later.pages)), fields=fields)


def _moved(page: Page, start: int) -> Page:
    return page.model_copy(update={"index": page.index + start})


def _for_whom(later: dict[str, Field], earlier: dict[str, Field]) -> dict[str, Field]:
    """A document that came alone is the agent's when it bears the agent's name: nothing else in the packet could tell."""
    agent, mine = earlier.get("agent.name"), later.get("id.name")
    if agent is None or mine is None or "person.name" in later or "agent_id.kind" in later:
        return later
    if match_names(mine.value, agent.value) is not Match.EXACT:
        return later
    return {_agents(name): field.model_copy(update={"name": _agents(name)}) for name, field in later.items()}


def _agents(name: str) -> str:
    return f"agent_{name}" if name.startswith("id.") else name


def _fees(earlier: dict[str, Field], later: dict[str, Field], spoiled: AbstractSet[str] | None) -> dict[str, Field]:
    """The fee of both packets: lists one after the other, and the sum of what is good."""
    old = {} if spoiled is None else _without(earlier, spoiled)
    fees: dict[str, Field] = {}
    for name in _FEE:
        parts = [field for field in (old.get(name), later.get(name)) if field is not None]
        if parts:
            fees[name] = _added(name, parts)
    return fees


def _added(name: str, parts: list[Field]) -> Field:
    said = [part.normalized or part.value for part in parts]
    if name == "fee.total":
        total = str(sum(int(each) for each in said)) if all(each.isdecimal() for each in said) else None
    else:
        total = ";".join(each for each in said if each)
    first = parts[-1]
    sure = min(part.confidence for part in parts)
    return first.model_copy(update={"value": "; ".join(said), "normalized": total, "confidence": sure})


def _without(fees: dict[str, Field], spoiled: AbstractSet[str]) -> dict[str, Field]:
    """The earlier fee without the orders that were no good; nothing of it where none is left or they cannot be told."""
    listed = fees.get("fee.instruments")
    if listed is None or not spoiled:
        return {name: fees[name] for name in _FEE if name in fees}
    orders = [order for order in (listed.normalized or "").split(";") if order]
    sides = (fees["fee.payees"].normalized or fees["fee.payees"].value).split(";") if "fee.payees" in fees else []
    good = [i for i, order in enumerate(orders) if plain_serial(order.split(":")[0]) not in spoiled]
    if not good:
        return {}
    left = {"fee.instruments": ";".join(orders[i] for i in good)}
    left |= {"fee.payees": ";".join(sides[i] for i in good)} if len(sides) == len(orders) else {}
    amounts = [orders[i].split(":")[1:2] for i in good]
    if all(amount and amount[0].isdecimal() for amount in amounts):
        left |= {"fee.total": str(sum(int(amount[0]) for amount in amounts))}
    return {
        name: fees[name].model_copy(update={"value": text, "normalized": text})
        for name, text in left.items()
        if name in fees
    }
