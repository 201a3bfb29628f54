"""Puts together what the papers of a case say that came at different times, so that all is checked as one."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from tasks.case.fee import plain_serial
from tasks.case.matching import Match, match_names
from tasks.case.supplement import clue_of, surely
from tasks.case.words import Field, Page, PageKind, Reading

_DOUBTED = 0.4  # of a statement that a later form contradicts: no check passes on it
_DOCUMENTS = ("id.", "agent_id.", "authority.")
_PEOPLE = ("person.", "agent.")
_OF_A_FORM = (*_PEOPLE, "request.", "form.")
_FEE = ("fee.total", "fee.instruments", "fee.payees", "fee.means")


def scanned_again(earlier: Reading, later: Reading) -> Reading:
    """What a new scan of the same papers says, in the place of all that was read of the bad one.

    Pages are numbered on. Where the bad scan had another name, a person says whose papers these are.
    """
    start = _start(earlier)
    fields = {name: field.model_copy(update={"page": field.page + start}) for name, field in later.fields.items()}
    fields |= _other_name(earlier.fields.get("person.name"), later.fields.get("person.name"))
    return Reading(pages=tuple(_moved(page, start) for page in later.pages), fields=fields)


def is_whole(later: Reading) -> bool:
    """Whether a scan shows the request itself, so that it can stand for all papers of a case."""
    return clue_of(later).asks


def joined(earlier: Reading, later: Reading, spoiled: AbstractSet[str] | None = frozenset()) -> Reading:
    """What both packets say together; pages are numbered on, so that each field still names its page.

    A document that came again takes the place of the earlier one, with its pages. What a new form says counts before
    the old one; papers without a form take nothing of a form's place. Money orders add up, without those in `spoiled`
    (serials that were no good when they came; None: all); one that was scanned before counts once.
    """
    start = _start(earlier)
    moved = {name: field.model_copy(update={"page": field.page + start}) for name, field in later.fields.items()}
    moved = _for_whom(moved, earlier.fields, asks=clue_of(later).asks)
    replaced = tuple(_documents(moved))
    kept = {name: field for name, field in earlier.fields.items() if not name.startswith(replaced or (" ",))}
    gone = {field.page for name, field in earlier.fields.items() if name not in kept}
    gone -= {field.page for field in kept.values()}
    pages = [page for page in earlier.pages if page.index not in gone or page.kind is PageKind.REQUEST_FORM]
    fields = {name: field for name, field in _stated(kept, moved, asks=clue_of(later).asks).items() if name not in _FEE}
    fields |= _fees(kept, moved, spoiled)
    return Reading(pages=(*pages, *(_moved(page, start) for page in later.pages)), fields=fields)


def brought(earlier: Reading, later: Reading) -> frozenset[str]:
    """Of which documents (`id.`, `agent_id.`, `authority.`) a later packet brings one in the place of what came before."""
    return frozenset(_documents(_for_whom(later.fields, earlier.fields, asks=clue_of(later).asks)))


def _documents(fields: Iterable[str]) -> list[str]:
    """Any field of a document is a new document: its name beside the other's day of expiry would be nobody's paper."""
    names = tuple(fields)
    return [prefix for prefix in _DOCUMENTS if any(name.startswith(prefix) for name in names)]


def _stated(earlier: dict[str, Field], later: dict[str, Field], *, asks: bool) -> dict[str, Field]:
    """The fields of both; `asks`: the later ones stand on a form. A form for another name goes to a person."""
    said = dict(earlier)
    for name, field in later.items():
        if asks or not name.startswith(_OF_A_FORM):
            said[name] = _newer(name, earlier.get(name), field)
        elif name.startswith(_PEOPLE) and not _says(earlier.get(name)):
            said[name] = field
    return said | (_other_name(earlier.get("person.name"), later.get("person.name")) if asks else {})


def _other_name(old: Field | None, new: Field | None) -> dict[str, Field]:
    if old is None or new is None or not _says(old) or match_names(old.value, new.value) is Match.EXACT:
        return {}
    return {"form.other_name": old.model_copy(update={"name": "form.other_name"})}


def _newer(name: str, old: Field | None, new: Field) -> Field:
    """The later of two statements, but never nothing in the place of something.

    Kinds that differ are all kept and doubted: what was asked for surely is not withdrawn by a tick that was not read.
    """
    if old is None or not _says(old):
        return new
    if not _says(new):
        return old
    mine, others = ((field.normalized or field.value).split(",") for field in (old, new))
    if name != "request.kinds" or set(mine) == set(others) or not surely(old):
        return new
    both = ",".join(sorted({*mine, *others}))
    return new.model_copy(update={"normalized": both, "confidence": min(new.confidence, _DOUBTED)})


def _says(field: Field | None) -> bool:
    return field is not None and bool((field.normalized or field.value).strip())


def _start(earlier: Reading) -> int:
    return max((page.index for page in earlier.pages), default=-1) + 1


def _moved(page: Page, start: int) -> Page:
    return page.model_copy(update={"index": page.index + start})


def _for_whom(later: dict[str, Field], earlier: dict[str, Field], *, asks: bool) -> dict[str, Field]:
    """A document that came alone is the agent's when it bears the agent's name, and so is a letter without a form."""
    agent, mine = earlier.get("agent.name"), later.get("id.name")
    if agent is None or asks:
        return later
    writer = later.get("person.name")
    if writer is not None and match_names(writer.value, agent.value) is Match.EXACT:
        later = {name: field for name, field in later.items() if not name.startswith("person.")}
    if mine is None or "agent_id.kind" in later or match_names(mine.value, agent.value) is not Match.EXACT:
        return later
    return {_agents(name): field.model_copy(update={"name": _agents(name)}) for name, field in later.items()}


def _agents(name: str) -> str:
    return f"agent_{name}" if name.startswith("id.") else name


def _fees(earlier: dict[str, Field], later: dict[str, Field], spoiled: AbstractSet[str] | None) -> dict[str, Field]:
    """The fee of both packets: lists one after the other, and the sum of what is good."""
    brings = any(name in later for name in _FEE)  # else there is nothing to stand in the place of what was no good
    old = earlier if not brings else {} if spoiled is None else _without(earlier, spoiled | _serials(later))
    fees: dict[str, Field] = {}
    for name in _FEE:
        parts = [field for field in (old.get(name), later.get(name)) if field is not None]
        if parts:
            fees[name] = _added(name, parts)
    return fees


def _serials(fees: dict[str, Field]) -> set[str]:
    """The serials that were read: no two orders have one, so what bears it again is the same paper, scanned again."""
    listed = fees.get("fee.instruments")
    orders = (listed.normalized or "").split(";") if listed else []
    return {serial for order in orders if (serial := plain_serial(order.split(":")[0]))}


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
