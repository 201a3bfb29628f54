"""Says for every check where on the packet a person should look: the fields it asked for, or the pages it looked at."""

from collections.abc import Iterator

from tasks.case.words import Evidence, Finding, PageKind, Reading, RedactionReason
from tasks.check.evidence import AUTHORITY_PAGES, IDENTITY_PAGES

_FORM = frozenset({PageKind.REQUEST_FORM})
_CARDS = IDENTITY_PAGES | {PageKind.OTHER}
_ORDERS = frozenset({PageKind.MONEY_ORDER})
_MONEY = ("fee.instruments", "fee.total", "fee.payees", "fee.means")
_MY_NUMBER = frozenset({RedactionReason.MY_NUMBER, RedactionReason.MY_NUMBER_QR})
_MARKS = {"masking.domicile": frozenset({RedactionReason.DOMICILE}), "masking.my_number": _MY_NUMBER}

# What each check holds against what: its fields first, and the kinds of page to turn to where none of them was found.
LOOKS_AT: dict[str, tuple[tuple[str, ...], frozenset[PageKind]]] = {
    "form.complete": (("form.signature", "request.date", "person.name", "person.address"), _FORM),
    "form.kind": (("request.kinds",), _FORM),
    "form.channel": ((), _FORM),
    "form.person": (("person.name", "form.other_name"), _FORM),
    "form.policy": (("form.policy",), _FORM),
    "identity.kind": (("id.kind",), _CARDS),
    "identity.validity": (("id.expires_on", "id.issued_on", "id.kind"), _CARDS),
    "identity.name": (("person.name", "id.name"), _CARDS),
    "identity.address": (("person.address", "id.address"), _CARDS),
    "identity.birth_date": (("person.birth_date", "id.birth_date"), _CARDS),
    "agent.authority": (("authority.kind", "authority.date", "agent.relation"), AUTHORITY_PAGES | {PageKind.OTHER}),
    "agent.identity": (("agent_id.kind", "agent_id.expires_on"), _CARDS),
    "agent.name": (("agent.name", "agent_id.name"), _CARDS),
    "agent.papers": (("person.name", "agent.name", "authority.kind"), AUTHORITY_PAGES),
    "fee.amount": (_MONEY, _ORDERS),
    "fee.validity": (_MONEY, _ORDERS),
    "fee.custody": (_MONEY, _ORDERS),
    "request.repeats": (("person.name", "person.birth_date", "person.address", "request.kinds"), _FORM),
}


def with_evidence(found: Finding, reading: Reading) -> Finding:
    """The finding with the places its check looked at; a masking finding shows the marks painted, and the pages in doubt."""
    if found.check in _MARKS:
        places = tuple(_marks(reading, _MARKS[found.check]))
    else:
        places = tuple(_fields(reading, found.check)) or tuple(_pages(reading, found.check))
    return found.model_copy(update={"evidence": places})


def _fields(reading: Reading, check: str) -> Iterator[Evidence]:
    for name in LOOKS_AT[check][0]:
        if field := reading.fields.get(name):
            yield Evidence(page=field.page, poly=field.poly, field=name)


def _pages(reading: Reading, check: str) -> Iterator[Evidence]:
    """Where nothing was read: the pages on which it should stand, or else the form that promises it."""
    wanted = [page for page in reading.pages if page.kind in LOOKS_AT[check][1]]
    for page in wanted or [page for page in reading.pages if page.kind in _FORM]:
        yield Evidence(page=page.index)


def _marks(reading: Reading, reasons: frozenset[RedactionReason]) -> Iterator[Evidence]:
    for page in reading.pages:
        marks = [mark for mark in page.redactions if mark.reason in reasons]
        yield from (Evidence(page=page.index, poly=mark.poly) for mark in marks)
        if page.doubts and not marks:
            yield Evidence(page=page.index)
