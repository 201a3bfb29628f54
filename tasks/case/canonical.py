"""Says which fields a case has, and brings what a person typed into each into the form that the rules ask for."""

import re
import unicodedata
from collections.abc import Callable

from tasks.case.errors import KaijiError
from tasks.case.fee import plain_serial
from tasks.case.id_documents import FACTS
from tasks.case.words import AgentRelation, PageKind, RequestKind
from tasks.case.written import day, email, kana, phone, postcode

LONGEST = 500  # letters of a value; no field of a form has room for more
DOCUMENT_KINDS = (*FACTS, PageKind.OTHER)
MEANS = ("teigaku_kogawase", "futsu_kogawase", "stamps", "cash")  # those that a scan shows
_ROLES = ("person", "agent", "id", "agent_id")
_PARTS = re.compile(r"[,、，;；・\s]+")
_REQUESTS = {
    "利用目的の通知": RequestKind.PURPOSE_NOTICE,
    "利用目的通知": RequestKind.PURPOSE_NOTICE,
    "開示": RequestKind.DISCLOSURE,
    "第三者提供記録の開示": RequestKind.TP_RECORDS,
    "第三者提供記録": RequestKind.TP_RECORDS,
    "訂正": RequestKind.CORRECTION,
    "訂正等": RequestKind.CORRECTION,
    "追加": RequestKind.CORRECTION,
    "削除": RequestKind.CORRECTION,
    "利用停止": RequestKind.SUSPEND_ERASE,
    "利用停止等": RequestKind.SUSPEND_ERASE,
    "消去": RequestKind.SUSPEND_ERASE,
    "第三者提供の停止": RequestKind.STOP_PROVISION,
    "第三者提供停止": RequestKind.STOP_PROVISION,
}
_RELATIONS = {
    "委任": AgentRelation.DELEGATED,
    "任意代理人": AgentRelation.DELEGATED,
    "親権者": AgentRelation.MINOR,
    "未成年者の法定代理人": AgentRelation.MINOR,
    "成年後見人": AgentRelation.GUARDIAN,
}


def canonical_of(name: str, value: str) -> str | None:
    """The canonical form of what a person typed into the field `name`; None for a field that has none, as a name.

    KaijiError for a field that no case has, and for a value that the checks could do nothing with: a day that does not
    exist, a kind that nobody knows. No message repeats the value.
    """
    if len(value) > LONGEST:
        raise KaijiError(f"A field holds at most {LONGEST} letters; shorten it.")
    if name not in _FIELDS:
        raise KaijiError("There is no such field; choose one of those that the page offers.")
    form = _FIELDS[name]
    return None if form is None else form(value)


def _day(value: str) -> str:
    found = day(value)
    if found is None:
        raise KaijiError("There is no such day; write it as 2026-11-20 or 令和8年11月20日.")
    return found


def _postcode(value: str) -> str:
    found = postcode(value)
    if found is None:
        raise KaijiError("A postcode has seven digits; write it as 530-0001.")
    return found


def _document(value: str) -> str:
    return _one_of(_codes(value), [kind.value for kind in DOCUMENT_KINDS])


def _relation(value: str) -> str:
    plain = _plain(value)
    return _one_of([_RELATIONS.get(plain, plain)], [relation.value for relation in AgentRelation])


def _requests(value: str) -> str:
    """The kinds of request by their codes or the law's words, comma-joined in order."""
    known = [kind.value for kind in RequestKind]
    said = [_REQUESTS.get(each, each) for each in _codes(value)]
    return ",".join(sorted({_one_of([each], known) for each in said}))


def _powers(value: str) -> str:
    """What is ticked on a list of powers: kinds of request, or `none`."""
    return "none" if _plain(value) in ("none", "なし") else _requests(value)


def _yen(value: str) -> str:
    digits = re.sub(r"[,，¥￥円\s]", "", unicodedata.normalize("NFKC", value))
    if not (digits.isascii() and digits.isdigit()):
        raise KaijiError("An amount is a whole number of yen; write it as 1000.")
    return str(int(digits))


def _orders(value: str) -> str:
    """The money orders as `serial:yen:day;…`, each part in its own form; what is not known is left empty."""
    orders = [order for order in re.split(r"[;；\n]", unicodedata.normalize("NFKC", value)) if order.strip(": ")]
    if not orders:
        raise KaijiError("Write each money order as its number, amount and day, as 12345-678901:1000:2026-11-10.")
    return ";".join(_order(order) for order in orders)


def _order(order: str) -> str:
    serial, yen, issued, *more = (*(part.strip() for part in order.split(":")), "", "")
    if any(more):
        raise KaijiError("Write each money order as its number, amount and day, as 12345-678901:1000:2026-11-10.")
    return f"{serial if plain_serial(serial) else ''}:{_yen(yen) if yen else ''}:{_day(issued) if issued else ''}"


def _payees(value: str) -> str:
    sides = [_one_of([each], ["blank", "filled"]) for each in _codes(value)]
    return ";".join(sides)


def _means(value: str) -> str:
    return ";".join(sorted({_one_of([each], MEANS) for each in _codes(value)}))


def _as_typed(value: str) -> str:
    return value.strip()


def _codes(value: str) -> list[str]:
    return [each for each in _PARTS.split(_plain(value)) if each] or [""]


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def _one_of(said: list[str], known: list[str] | tuple[str, ...]) -> str:
    if len(said) != 1 or said[0] not in known:
        raise KaijiError(f"This field takes no such value; choose one of: {', '.join(known)}.")
    return str(said[0])


Form = Callable[[str], str | None]
_OF_PEOPLE: dict[str, Form | None] = {
    "name": None,
    "kana": kana,
    "postcode": _postcode,
    "address": None,
    "birth_date": _day,
    "phone": phone,
    "email": email,
}
_OF_CARDS: dict[str, Form | None] = {
    "kind": _document,
    "name": None,
    "address": None,
    "birth_date": _day,
    "expires_on": _day,
    "issued_on": _day,
}
_FIELDS: dict[str, Form | None] = {
    **{f"{role}.{part}": form for role in _ROLES[:2] for part, form in _OF_PEOPLE.items()},
    **{f"{role}.{part}": form for role in _ROLES[2:] for part, form in _OF_CARDS.items()},
    "person.customer_number": _as_typed,
    "agent.relation": _relation,
    "authority.kind": _document,
    "authority.date": _day,
    "authority.scope": _powers,
    "request.kinds": _requests,
    "request.date": _day,
    "form.signature": _as_typed,
    "form.other_name": None,
    "form.policy": _as_typed,
    "fee.total": _yen,
    "fee.instruments": _orders,
    "fee.payees": _payees,
    "fee.means": _means,
}
FIELDS = tuple(_FIELDS)  # every field that a person may correct
