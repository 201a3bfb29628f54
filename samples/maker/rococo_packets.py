"""More packets for Rococo: three kinds of agent, each outcome of the fee, papers that ran out, a batch."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from maker.cards import Licence, draw_licence
from maker.english import EnglishRequest, draw_english_form
from maker.forms import Request, draw_form
from maker.letters import draw_stamps
from maker.office_cards import IdCard, draw_insurance_card, draw_residence_card
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
    id_fields,
    licence_fields,
    order,
)
from maker.papers import MoneyOrder, draw_money_orders
from maker.passport import Passport, draw_bearer_page, draw_data_page
from maker.people import Person, make_child, make_person, make_resident
from maker.registers import Family, draw_family_register, draw_guardianship, draw_not_registered
from maker.sheet import Sheet

_HANDS = (("klee", "black"), ("yusei", "blue"), ("kiloji", "black"))


def plain(
    number: int,
    dice: random.Random,
    orders: tuple[MoneyOrder, ...],
    kinds: tuple[str, ...] = ("disclosure",),
    details: str = "会員登録情報及び購入履歴",
) -> tuple[list[Sheet], dict[str, str]]:
    """Sheets and fields of a request by the person with a valid licence and these money orders."""
    person = make_person(number)
    request = Request(
        person, kinds, date(2026, 11, 12 + number % 6), details, tick=("check", "re", "filled")[number % 3]
    )
    licence = Licence(person, VALID)
    sheets = [draw_form(request, dice, *_HANDS[number % 3]), draw_licence(licence, dice)]
    sheets += [draw_money_orders(orders, dice)] if orders else []
    fields = form_fields(request) | licence_fields("id", licence) | (fee_fields(*orders) if orders else {})
    return sheets, fields


def agent_minor(dice: random.Random) -> Packet:
    """A father for his son of nine: a family register with the mother and a sister, whom the request does not need."""
    parent = make_person(59)
    child, sister, slip = make_child(parent, 93), make_child(parent, 91), order(10, 1000)
    mother = make_person(56)
    maiden, given = mother.name.split()
    mother = replace(mother, name=f"{parent.surname} {given}")
    request = Request(child, ("disclosure",), date(2026, 11, 14), "学習サービスの登録情報", parent, "minor")
    licence = Licence(parent, date(2028, 2, 20))
    sheets = [
        draw_form(request, dice, "klee", "blue"),
        draw_family_register(Family(parent, child, mother, maiden, sister), date(2026, 10, 26), dice),
        draw_licence(licence, dice),
        draw_money_orders([slip], dice),
    ]
    fields = form_fields(request) | licence_fields("agent_id", licence) | fee_fields(slip)
    fields |= {"authority.kind": "koseki", "authority.date": "2026-10-26"}
    findings = PASSED | {"agent.authority": ["ok"], "agent.identity": ["ok"], "fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, decide(disclosure="disclose"), closed("disclose"))


def _guardian(dice: random.Random, number: int) -> tuple[Request, list[Sheet], dict[str, str]]:
    ward, guardian, slip = make_person(number), make_person(number + 1), order(number, 1000)
    request = Request(ward, ("disclosure",), date(2026, 11, 13), "契約及び問い合わせの記録", guardian, "guardian", "re")
    licence = Licence(guardian, date(2030, 7, 9))
    sheets = [draw_form(request, dice, "yusei", "black"), draw_licence(licence, dice), draw_money_orders([slip], dice)]
    return request, sheets, form_fields(request) | licence_fields("agent_id", licence) | fee_fields(slip)


def agent_guardian(dice: random.Random) -> Packet:
    """The guardian of an adult ward, with the registry's certificate."""
    request, sheets, fields = _guardian(dice, 63)
    sheets.insert(1, draw_guardianship(request.person, request.agent or request.person, date(2026, 10, 30), dice))
    fields |= {"authority.kind": "koken_toki", "authority.date": "2026-10-30"}
    findings = PASSED | {"agent.authority": ["ok"], "agent.identity": ["ok"], "fee.amount": ["ok"]}
    people = decide(disclosure="disclose")
    return Packet(sheets, fields, READY, findings, people, closed("disclose"), "folder")


def guardian_not_registered(dice: random.Random) -> Packet:
    """登記されていないことの証明書 proves that there is no guardian."""
    request, sheets, fields = _guardian(dice, 70)
    sheets.insert(1, draw_not_registered(request.person, date(2026, 11, 4), dice))
    return Packet(sheets, fields, ["deficient"], PASSED | {"agent.authority": ["wrong_document"]}, *deficient())


def fee_missing(dice: random.Random) -> Packet:
    """No money order; 35 brings it, and the case goes on."""
    sheets, fields = plain(51, dice, ())
    people = decide(disclosure="disclose") | {"deficiency": {"action": "release"}}
    findings = PASSED | {"fee.amount": ["missing"]}
    return Packet(sheets, fields, ["deficient"], findings, people, closed("deficiency", "disclose"))


def id_abolished(dice: random.Random) -> Packet:
    """A health insurance card, which has proved nothing since 2025-12-02; 36 brings a licence that has run out."""
    person, slip = make_person(52), order(14, 1000)
    request = Request(person, ("disclosure",), date(2026, 11, 15), "登録情報のすべて")
    sheets = [draw_form(request, dice, "kiloji", "blue"), draw_insurance_card(person, dice)]
    sheets += [draw_money_orders([slip], dice)]
    fields = form_fields(request) | fee_fields(slip) | {"id.kind": "health_insurance", "id.name": person.name}
    fields |= {"id.birth_date": person.birth_date.isoformat()}
    findings = PASSED | {"identity.validity": ["no_longer_valid"]}
    people, end = deficient(["deficiency", "deficiency"])
    return Packet(sheets, fields, ["deficient"], findings, people, end)


def passport(dice: random.Random) -> Packet:
    """An old passport with the bearer's page; an ordinary money order (普通為替) pays the fee."""
    person = make_person(57)
    slip = order(15, 1000, title="普通為替")
    book = Passport(person, date(2019, 6, 10), date(2029, 6, 10), "TK1234567")
    request = Request(person, ("disclosure",), date(2026, 11, 16), "会員登録情報", tick="filled")
    sheets = [
        draw_form(request, dice, "yusei", "blue"),
        draw_data_page(book, dice),
        draw_bearer_page(book, dice, "yusei"),
        draw_money_orders([slip], dice),
    ]
    fields = form_fields(request) | id_fields("id", "passport", person, book.expires_on) | fee_fields(slip)
    findings = PASSED | {"identity.kind": ["ok"], "identity.validity": ["ok"], "fee.amount": ["ok"]}
    findings |= {"masking.domicile": ["masked_by_tool", "unclear"]}
    people = decide(disclosure="disclose")
    return Packet(sheets, fields, READY, findings, people, closed("disclose"), turns={1: 90})


def fee_over(dice: random.Random) -> Packet:
    """¥1,500 for ¥1,000: legal, and the policy does not say what becomes of the rest."""
    sheets, fields = plain(54, dice, (order(16, 1000), order(17, 500)))
    people = decide(disclosure="disclose")
    return Packet(sheets, fields, ["needs_person"], PASSED | {"fee.amount": ["over"]}, people, closed("disclose"))


def fee_stamps(dice: random.Random) -> Packet:
    """Postage stamps in place of a money order."""
    sheets, fields = plain(55, dice, ())
    sheets.append(draw_stamps(dice, (110,) * 9 + (10,)))
    return Packet(sheets, fields, ["deficient"], PASSED | {"fee.amount": ["wrong_means"]}, *deficient())


def fee_expired(dice: random.Random) -> Packet:
    """A money order of seven months ago."""
    sheets, fields = plain(60, dice, (order(18, 1000, 4, 10),))
    findings = PASSED | {"fee.amount": ["ok"], "fee.validity": ["expired"]}
    return Packet(sheets, fields, ["deficient"], findings, *deficient())


def fee_near_expiry(dice: random.Random) -> Packet:
    """A money order that can be cashed for ten days more."""
    sheets, fields = plain(61, dice, (order(19, 1000, 6, 1),))
    findings = PASSED | {"fee.amount": ["ok"], "fee.validity": ["near_expiry"]}
    return Packet(sheets, fields, ["needs_person"], findings, decide(disclosure="disclose"), closed("disclose"))


def fee_payee_filled(dice: random.Random) -> Packet:
    """The sender wrote the company on the payee's line."""
    sheets, fields = plain(62, dice, (order(20, 1000, payee="株式会社ロココ"),))
    findings = PASSED | {"fee.amount": ["ok"], "fee.validity": ["payee_filled"]}
    return Packet(sheets, fields, ["deficient"], findings, *deficient())


def fee_not_required(dice: random.Random) -> Packet:
    """A money order for a suspension of use, for which the Act (Art. 38) allows no fee: it goes back."""
    details = "案内メールの送付のための利用を停止してください"
    sheets, fields = plain(66, dice, (order(21, 1000),), ("suspend_erase",), details)
    findings = PASSED | {"fee.amount": ["not_required"], "fee.validity": ["not_required"]}
    people = decide(suspend_erase="suspend")
    return Packet(sheets, fields, READY, findings, people, closed("suspension_done"))


def _resident_form(
    person: Person, dice: random.Random, kinds: tuple[str, ...], slip: MoneyOrder, details: str
) -> tuple[list[Sheet], dict[str, str]]:
    request = EnglishRequest(
        person, kinds, date(2026, 11, 17), details, "Rococo Co.,Ltd.", bilingual=True, day_style="iso"
    )
    card = IdCard(person, date(2030, 5, 20))
    sheets = [draw_english_form(request, dice, "klee", "blue"), draw_residence_card(card, person.nationality, dice)]
    fields = form_fields(request) | id_fields("id", "zairyu", person, card.expires_on, name=person.card_name)
    return [*sheets, draw_money_orders([slip], dice)], fields | fee_fields(slip)


def english_purpose(dice: random.Random) -> Packet:
    """The form in both languages, with a residence card, whose name stands in another order."""
    sheets, fields = _resident_form(
        make_resident(0), dice, ("purpose_notice",), order(22, 1000), "For what is my data used?"
    )
    people = decide(purpose_notice="notify")
    return Packet(sheets, fields, READY, PASSED | {"fee.amount": ["ok"]}, people, closed("purpose", language="en"))


def batch(dice: random.Random) -> Packet:
    """Three envelopes in one scan, parted by separator sheets."""
    paid, fields = plain(67, dice, (order(23, 1000),), ("purpose_notice",), "")
    first = Packet(
        paid, fields, READY, PASSED | {"fee.amount": ["ok"]}, decide(purpose_notice="notify"), closed("purpose")
    )
    half, fields = plain(68, dice, (order(24, 500),))
    second = Packet(half, fields, ["deficient"], PASSED | {"fee.amount": ["short"]}, *deficient(["fee_short"]))
    sheets, fields = _resident_form(
        make_resident(1), dice, ("disclosure",), order(25, 1000), "All data on my membership"
    )
    third = Packet(
        sheets,
        fields,
        READY,
        PASSED | {"fee.amount": ["ok"]},
        decide(disclosure="disclose"),
        closed("disclose", language="en"),
    )
    return Packet([], {}, [], {}, {}, {}, "batch", parts=(first, second, third))


ROCOCO: dict[str, Callable[[random.Random], Packet]] = {
    "10-agent-minor": agent_minor,
    "11-agent-guardian": agent_guardian,
    "12-guardian-not-registered": guardian_not_registered,
    "13-fee-missing": fee_missing,
    "14-id-abolished": id_abolished,
    "15-passport": passport,
    "16-fee-over": fee_over,
    "17-fee-stamps": fee_stamps,
    "18-fee-expired": fee_expired,
    "19-fee-near-expiry": fee_near_expiry,
    "20-fee-payee-filled": fee_payee_filled,
    "21-fee-not-required": fee_not_required,
    "22-english-purpose": english_purpose,
    "23-batch": batch,
}
