"""The nine sample packets: who asks for what, what is enclosed, and how each should end."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from maker.cards import Licence, draw_licence
from maker.forms import Request, draw_form
from maker.papers import (
    MoneyOrder,
    draw_blank,
    draw_envelope,
    draw_money_orders,
    draw_power_of_attorney,
    draw_resident_record,
)
from maker.people import make_child, make_person
from maker.sheet import Sheet

RECEIVED_ON = date(2026, 11, 20)
READY = ["ready_for_decision", "needs_person"]
PASSED = {"form.complete": ["ok"], "form.kind": ["ok"]}
_VALID = date(2029, 3, 14)


@dataclass
class Packet:
    """One packet before it is scanned; `turns`: by page, the degrees clockwise that make it upright again."""

    sheets: list[Sheet]
    fields: dict[str, str]
    disposition: list[str]
    findings: dict[str, list[str]]
    people: dict[str, Any]
    end: dict[str, Any]
    shape: str = "pdf"  # pdf, tiff, folder, locked
    turns: dict[int, int] = field(default_factory=dict)


def _fields(request: Request) -> dict[str, str]:
    person = request.person
    fields = {
        "request.kinds": ",".join(sorted(request.kinds)),
        "request.date": request.day.isoformat(),
        "person.name": person.name,
        "person.kana": person.kana,
        "person.postcode": person.postcode,
        "person.address": person.address,
        "person.birth_date": person.birth_date.isoformat(),
        "person.phone": person.phone,
        "person.email": person.email,
    }
    if request.agent:
        fields |= {
            "agent.name": request.agent.name,
            "agent.address": request.agent.address,
            "agent.relation": request.relation,
        }
    return fields


def _licence_fields(role: str, licence: Licence) -> dict[str, str]:
    holder = licence.holder
    return {
        f"{role}.kind": "licence",
        f"{role}.name": holder.name,
        f"{role}.address": holder.address,
        f"{role}.birth_date": holder.birth_date.isoformat(),
        f"{role}.expires_on": licence.expires_on.isoformat(),
    }


def _fee_fields(*orders: MoneyOrder) -> dict[str, str]:
    listed = ";".join(f"{each.serial}:{each.amount}:{each.issued_on.isoformat()}" for each in orders)
    return {"fee.total": str(sum(each.amount for each in orders)), "fee.instruments": listed}


def _order(number: int, amount: int, month: int = 11, day: int = 10) -> MoneyOrder:
    dice = random.Random(900 + number)
    return MoneyOrder(
        f"{dice.randrange(10000, 99999)}-{dice.randrange(100000, 999999)}", amount, date(2026, month, day)
    )


def _decide(**choices: Any) -> dict[str, Any]:
    return {"confirm_reading": "sound", "decide": {"grounds": [], "reason": "", **choices}}


def _deficient(letters: list[str] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    people = {"confirm_reading": "sound", "deficiency": {"action": "release"}}
    return people, {"stage": "awaiting_requester", "letters": letters or ["deficiency"]}


def disclosure_complete(dice: random.Random) -> Packet:
    """A licence whose 本籍 stands open: a specimen for redaction, since such licences ran out long ago."""
    person = make_person(1)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "会員登録情報及び購入履歴のすべて")
    licence, order = Licence(person, _VALID, "shown"), _order(1, 1000)
    sheets = [
        draw_form(request, dice, "klee", "blue"),
        draw_licence(licence, dice),
        draw_money_orders([order], dice),
        draw_envelope(person, dice, "klee"),
        draw_blank(dice),
    ]
    fields = _fields(request) | _licence_fields("id", licence) | _fee_fields(order)
    findings = PASSED | {
        "identity.kind": ["ok"],
        "fee.amount": ["ok"],
        "masking.domicile": ["masked_by_tool", "unclear"],
    }
    return Packet(sheets, fields, READY, findings, _decide(disclosure="disclose"), _closed("disclose"), turns={1: 180})


def _closed(*letters: str) -> dict[str, Any]:
    return {"stage": "closed", "letters": list(letters)}


def purpose_notice(dice: random.Random) -> Packet:
    """A resident record with another member of the household, and two money orders on one sheet."""
    person = make_person(2)
    request = Request(person, ("purpose_notice",), date(2026, 11, 17), "", tick="re")
    orders = (_order(2, 500), _order(3, 500))
    child = make_child(person, 12)
    sheets = [
        draw_form(request, dice, "yusei", "black"),
        draw_resident_record(person, child, date(2026, 11, 5), dice),
        draw_money_orders(orders, dice),
    ]
    fields = _fields(request) | {"id.kind": "juminhyo", "id.name": person.name, "id.address": person.address}
    fields |= {"id.birth_date": person.birth_date.isoformat()} | _fee_fields(*orders)
    findings = PASSED | {"fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, _decide(purpose_notice="notify"), _closed("purpose"), "tiff")


def correction(dice: random.Random) -> Packet:
    """The sender blacked out the domicile; no fee is due (Act Art. 38)."""
    person = make_person(3)
    request = Request(person, ("correction",), date(2026, 11, 18), "住所が以前のままのため現住所に訂正してください")
    licence = Licence(person, _VALID, "masked")
    sheets = [draw_form(request, dice, "kiloji", "black"), draw_licence(licence, dice)]
    findings = PASSED | {"fee.amount": ["not_required"]}
    people = _decide(correction="correct", corrected="会員情報の住所を、ご請求のとおり現住所に訂正いたしました。")
    fields = _fields(request) | _licence_fields("id", licence)
    return Packet(sheets, fields, READY, findings, people, _closed("correction_done"), turns={1: 90})


def fee_short(dice: random.Random) -> Packet:
    """Half of the fee."""
    person, order = make_person(4), _order(4, 500)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "保有するすべての情報")
    licence = Licence(person, _VALID)
    sheets = [draw_form(request, dice, "klee", "black"), draw_licence(licence, dice), draw_money_orders([order], dice)]
    fields = _fields(request) | _licence_fields("id", licence) | _fee_fields(order)
    return Packet(sheets, fields, ["deficient"], PASSED | {"fee.amount": ["short"]}, *_deficient())


def agent_poa(dice: random.Random) -> Packet:
    """An agent with everything an agent needs."""
    person, agent, order = make_person(5), make_person(15), _order(5, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 15), "問い合わせ履歴", agent, tick="filled")
    mine, theirs = Licence(person, _VALID), Licence(agent, date(2030, 6, 2))
    sheets = [
        draw_form(request, dice, "yusei", "blue"),
        draw_power_of_attorney(person, agent, date(2026, 11, 14), dice, "kiloji"),
        draw_licence(theirs, dice),
        draw_licence(mine, dice, (30, 90)),
        draw_money_orders([order], dice),
    ]
    fields = _fields(request) | _licence_fields("id", mine) | _licence_fields("agent_id", theirs) | _fee_fields(order)
    fields |= {"authority.kind": "poa", "authority.date": "2026-11-14"}
    findings = PASSED | {"agent.authority": ["ok"], "agent.identity": ["ok"], "fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, _decide(disclosure="disclose"), _closed("disclose"), "folder")


def agent_no_authority(dice: random.Random) -> Packet:
    """An agent whose authority nothing proves."""
    person, agent, order = make_person(6), make_person(16), _order(6, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 17), "登録情報", agent, tick="re")
    licence = Licence(agent, _VALID)
    sheets = [draw_form(request, dice, "klee", "blue"), draw_licence(licence, dice), draw_money_orders([order], dice)]
    fields = _fields(request) | _licence_fields("agent_id", licence) | _fee_fields(order)
    return Packet(sheets, fields, ["deficient"], PASSED | {"agent.authority": ["missing"]}, *_deficient())


def id_missing(dice: random.Random) -> Packet:
    """No identity document."""
    person, order = make_person(7), _order(7, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "購入履歴", tick="filled")
    sheets = [draw_form(request, dice, "yusei", "black"), draw_money_orders([order], dice)]
    fields = _fields(request) | _fee_fields(order)
    return Packet(sheets, fields, ["deficient"], PASSED | {"identity.kind": ["missing"]}, *_deficient())


def refused(dice: random.Random) -> Packet:
    """A complete request that a reviewer refuses."""
    person, order = make_person(8), _order(8, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 13), "社内の審査記録")
    licence = Licence(person, _VALID)
    sheets = [draw_form(request, dice, "kiloji", "blue"), draw_licence(licence, dice), draw_money_orders([order], dice)]
    fields = _fields(request) | _licence_fields("id", licence) | _fee_fields(order)
    reason = "ご請求の記録は審査の基準に関するものであり、開示いたしますと今後の審査に著しい支障が生じるおそれがあるためです。"
    people = _decide(disclosure="refuse", grounds=["5"], reason=reason)
    return Packet(sheets, fields, READY, PASSED | {"fee.amount": ["ok"]}, people, _closed("refuse"))


def unreadable(dice: random.Random) -> Packet:
    """A PDF that a password locks."""
    request = Request(make_person(9), ("disclosure",), date(2026, 11, 16), "")
    sheets = [draw_form(request, dice, "klee", "black")]
    return Packet(sheets, {}, ["quarantined"], {}, {}, {"stage": "quarantined", "letters": []}, "locked")


PACKETS: dict[str, Callable[[random.Random], Packet]] = {
    "01-disclosure-complete": disclosure_complete,
    "02-purpose-notice": purpose_notice,
    "03-correction": correction,
    "04-fee-short": fee_short,
    "05-agent-poa": agent_poa,
    "06-agent-no-authority": agent_no_authority,
    "07-id-missing": id_missing,
    "08-refused": refused,
    "09-unreadable": unreadable,
}
