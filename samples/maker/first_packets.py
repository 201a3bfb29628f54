"""The first nine sample packets, all for one company: who asks for what, what is enclosed, and how each should end."""

import random
from collections.abc import Callable
from datetime import date

from maker.cards import Licence, draw_licence
from maker.forms import Request, draw_form
from maker.packet import (
    PASSED,
    READY,
    VALID,
    Packet,
    closed,
    decide,
    deficient,
    fee_fields,
    form_fields,
    licence_fields,
    order,
)
from maker.papers import (
    draw_blank,
    draw_envelope,
    draw_money_orders,
    draw_power_of_attorney,
    draw_resident_record,
)
from maker.people import make_child, make_person


def disclosure_complete(dice: random.Random) -> Packet:
    """A licence whose 本籍 stands open: a specimen for redaction, since such licences ran out long ago."""
    person = make_person(1)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "会員登録情報及び購入履歴のすべて")
    licence, slip = Licence(person, VALID, "shown"), order(1, 1000)
    sheets = [
        draw_form(request, dice, "klee", "blue"),
        draw_licence(licence, dice),
        draw_money_orders([slip], dice),
        draw_envelope(person, dice, "klee"),
        draw_blank(dice),
    ]
    fields = form_fields(request) | licence_fields("id", licence) | fee_fields(slip)
    findings = PASSED | {
        "identity.kind": ["ok"],
        "fee.amount": ["ok"],
        "masking.domicile": ["masked_by_tool", "unclear"],
    }
    return Packet(sheets, fields, READY, findings, decide(disclosure="disclose"), closed("disclose"), turns={1: 180})


def purpose_notice(dice: random.Random) -> Packet:
    """A resident record with another member of the household, and two money orders on one sheet."""
    person = make_person(2)
    request = Request(person, ("purpose_notice",), date(2026, 11, 17), "", tick="re")
    orders = (order(2, 500), order(3, 500))
    child = make_child(person, 12)
    sheets = [
        draw_form(request, dice, "yusei", "black"),
        draw_resident_record(person, child, date(2026, 11, 5), dice),
        draw_money_orders(orders, dice),
    ]
    fields = form_fields(request) | {"id.kind": "juminhyo", "id.name": person.name, "id.address": person.address}
    fields |= {"id.birth_date": person.birth_date.isoformat()} | fee_fields(*orders)
    findings = PASSED | {"fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, decide(purpose_notice="notify"), closed("purpose"), "tiff")


def correction(dice: random.Random) -> Packet:
    """The sender blacked out the domicile; no fee is due (Act Art. 38)."""
    person = make_person(3)
    request = Request(person, ("correction",), date(2026, 11, 18), "住所が以前のままのため現住所に訂正してください")
    licence = Licence(person, VALID, "masked")
    sheets = [draw_form(request, dice, "kiloji", "black"), draw_licence(licence, dice)]
    findings = PASSED | {"fee.amount": ["not_required"]}
    moved = ["住所", "宮城県仙台市青葉区一番町5丁目23番14号", person.address]
    people = decide(correction="correct", corrected=[moved])
    fields = form_fields(request) | licence_fields("id", licence)
    return Packet(sheets, fields, READY, findings, people, closed("correction_done"), turns={1: 90})


def fee_short(dice: random.Random) -> Packet:
    """Half of the fee."""
    person, slip = make_person(4), order(4, 500)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "保有するすべての情報")
    licence = Licence(person, VALID)
    sheets = [draw_form(request, dice, "klee", "black"), draw_licence(licence, dice), draw_money_orders([slip], dice)]
    fields = form_fields(request) | licence_fields("id", licence) | fee_fields(slip)
    return Packet(sheets, fields, ["deficient"], PASSED | {"fee.amount": ["short"]}, *deficient(["fee_short"]))


def agent_poa(dice: random.Random) -> Packet:
    """An agent with everything an agent needs."""
    person, agent, slip = make_person(5), make_person(15), order(5, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 15), "問い合わせ履歴", agent, tick="filled")
    mine, theirs = Licence(person, VALID), Licence(agent, date(2030, 6, 2))
    sheets = [
        draw_form(request, dice, "yusei", "blue"),
        draw_power_of_attorney(person, agent, date(2026, 11, 14), dice, "kiloji"),
        draw_licence(theirs, dice),
        draw_licence(mine, dice, (30, 90)),
        draw_money_orders([slip], dice),
    ]
    fields = form_fields(request) | licence_fields("id", mine) | licence_fields("agent_id", theirs) | fee_fields(slip)
    fields |= {"authority.kind": "poa", "authority.date": "2026-11-14"}
    findings = PASSED | {"agent.authority": ["ok"], "agent.identity": ["ok"], "fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, decide(disclosure="disclose"), closed("disclose"), "folder")


def agent_no_authority(dice: random.Random) -> Packet:
    """An agent whose authority nothing proves."""
    person, agent, slip = make_person(6), make_person(16), order(6, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 17), "登録情報", agent, tick="re")
    licence = Licence(agent, VALID)
    sheets = [draw_form(request, dice, "klee", "blue"), draw_licence(licence, dice), draw_money_orders([slip], dice)]
    fields = form_fields(request) | licence_fields("agent_id", licence) | fee_fields(slip)
    return Packet(sheets, fields, ["deficient"], PASSED | {"agent.authority": ["missing"]}, *deficient())


def id_missing(dice: random.Random) -> Packet:
    """No identity document."""
    person, slip = make_person(7), order(7, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 16), "購入履歴", tick="filled")
    sheets = [draw_form(request, dice, "yusei", "black"), draw_money_orders([slip], dice)]
    fields = form_fields(request) | fee_fields(slip)
    return Packet(sheets, fields, ["deficient"], PASSED | {"identity.kind": ["missing"]}, *deficient())


def refused(dice: random.Random) -> Packet:
    """A complete request that a reviewer refuses."""
    person, slip = make_person(8), order(8, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 13), "社内の審査記録")
    licence = Licence(person, VALID)
    sheets = [draw_form(request, dice, "kiloji", "blue"), draw_licence(licence, dice), draw_money_orders([slip], dice)]
    fields = form_fields(request) | licence_fields("id", licence) | fee_fields(slip)
    reason = "ご請求の記録は審査の基準に関するものであり、開示いたしますと今後の審査に著しい支障が生じるおそれがあるためです。"
    people = decide(disclosure="refuse", grounds=["5"], reason=reason)
    return Packet(sheets, fields, READY, PASSED | {"fee.amount": ["ok"]}, people, closed("refuse"))


def unreadable(dice: random.Random) -> Packet:
    """A PDF that a password locks."""
    request = Request(make_person(9), ("disclosure",), date(2026, 11, 16), "")
    sheets = [draw_form(request, dice, "klee", "black")]
    return Packet(sheets, {}, ["quarantined"], {}, {}, {"stage": "quarantined", "letters": []}, "locked")


FIRST: dict[str, Callable[[random.Random], Packet]] = {
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
