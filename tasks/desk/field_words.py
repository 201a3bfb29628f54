"""The names of a case's fields in plain English words, in the groups in which the page shows them."""

from tasks.case.words import AgentRelation, PageKind, RequestKind
from tasks.desk.case_words import KINDS, PAGES

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "request": ("Request", ("request.", "form.", "slip.")),
    "person": ("Person", ("person.",)),
    "agent": ("Agent", ("agent.",)),
    "id": ("Identity documents", ("id.", "agent_id.")),
    "authority": ("Authority", ("authority.",)),
    "fee": ("Fee", ("fee.",)),
}
FIELDS: dict[str, str] = {
    "request.kinds": "What is asked for",
    "request.date": "Date of the request",
    "form.signature": "Signature or seal",
    "form.other_name": "Another name on a form",
    "form.policy": "Company of the form",
    "slip.case": "Case on the return slip",
    "person.name": "Name",
    "person.kana": "Name in kana",
    "person.postcode": "Postcode",
    "person.address": "Address",
    "person.birth_date": "Birth date",
    "person.phone": "Telephone",
    "person.email": "E-mail address",
    "agent.name": "Agent's name",
    "agent.kana": "Agent's name in kana",
    "agent.postcode": "Agent's postcode",
    "agent.address": "Agent's address",
    "agent.birth_date": "Agent's birth date",
    "agent.phone": "Agent's telephone",
    "agent.email": "Agent's e-mail address",
    "agent.relation": "Relation of the agent",
    "id.kind": "Kind of document",
    "id.name": "Name on the document",
    "id.address": "Address on the document",
    "id.birth_date": "Birth date on the document",
    "id.expires_on": "Document valid until",
    "id.issued_on": "Document issued on",
    "agent_id.kind": "Kind of the agent's document",
    "agent_id.name": "Name on the agent's document",
    "agent_id.address": "Address on the agent's document",
    "agent_id.birth_date": "Birth date on the agent's document",
    "agent_id.expires_on": "Agent's document valid until",
    "agent_id.issued_on": "Agent's document issued on",
    "authority.kind": "Kind of paper",
    "authority.date": "Date of the paper",
    "authority.scope": "What it allows",
    "fee.total": "Sum",
    "fee.instruments": "Money orders",
    "fee.payees": "Payee",
    "fee.means": "Means of payment",
}
NOT_EDITED = frozenset({"slip.case"})  # which case a paper joined is decided when it arrives

_RELATIONS: dict[str, str] = {
    AgentRelation.DELEGATED: "agent by delegation",
    AgentRelation.MINOR: "statutory agent of a minor",
    AgentRelation.GUARDIAN: "guardian of an adult",
}
_MEANS: dict[str, str] = {
    "teigaku_kogawase": "fixed-amount money order",
    "futsu_kogawase": "ordinary money order",
    "stamps": "stamps",
    "cash": "cash",
}
_PAPERS: dict[str, str] = {kind: PAGES[kind] for kind in PageKind if kind not in ("request_form", "envelope", "blank")}
_KINDS: dict[str, str] = {kind: KINDS[kind] for kind in RequestKind}
_SIGNED: dict[str, str] = {"seal": "seal", "signature": "signature"}
_PAYEES: dict[str, str] = {"blank": "left blank", "filled": "filled in"}

# The codes that a field may hold, with their words; `True` where it may hold several.
CHOICES: dict[str, tuple[bool, dict[str, str]]] = {
    "request.kinds": (True, _KINDS),
    "form.signature": (False, _SIGNED),
    "agent.relation": (False, _RELATIONS),
    "id.kind": (False, _PAPERS),
    "agent_id.kind": (False, _PAPERS),
    "authority.kind": (False, _PAPERS),
    "authority.scope": (True, _KINDS | {"none": "nothing"}),
    "fee.payees": (False, _PAYEES),
    "fee.means": (True, _MEANS),
}
