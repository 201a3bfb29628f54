"""Packets on the company's own forms, as kaiji prints them."""

import random
from collections.abc import Callable
from datetime import date

from maker.cards import Licence, draw_licence
from maker.office_cards import IdCard, draw_residence_card
from maker.packet import (
    PASSED,
    READY,
    VALID,
    Packet,
    closed,
    decide,
    fee_fields,
    id_fields,
    licence_fields,
    order,
    person_fields,
)
from maker.papers import draw_money_orders
from maker.people import Person, make_person, make_resident
from maker.prescribed import PrescribedForm


def as_in_cells(person: Person) -> dict[str, str]:
    """Who asks; a form with a cell for each digit has no room for hyphens in a telephone number."""
    return person_fields(person) | {"person.phone": person.phone.replace("-", "")}


def prescribed_disclosure(dice: random.Random) -> Packet:
    """The company's own form in Japanese, as kaiji prints it."""
    person, slip, day = make_person(80), order(39, 1000), date(2026, 11, 15)
    form = PrescribedForm("rococo", "disclosure-ja", dice, "klee", "blue")
    form.person(person)
    form.write("request.subject", "会員登録情報及び購入履歴")
    form.day("request.date", day)
    form.sign(person, seal=True)
    licence = Licence(person, VALID)
    sheets = [form.sheet, draw_licence(licence, dice), draw_money_orders([slip], dice)]
    fields = {"request.kinds": "disclosure", "request.date": day.isoformat()} | as_in_cells(person)
    fields |= licence_fields("id", licence) | fee_fields(slip)
    findings = PASSED | {"identity.kind": ["ok"], "fee.amount": ["ok"]}
    return Packet(sheets, fields, READY, findings, decide(disclosure="disclose"), closed("disclose"))


def prescribed_bilingual(dice: random.Random) -> Packet:
    """The form in both languages: provision to third parties is to stop; signed, no fee."""
    person, day = make_resident(7), date(2026, 11, 17)
    form = PrescribedForm("rococo", "deletion_suspension-bilingual", dice, "kiloji", "black")
    form.tick("request.kinds", "stop_provision")
    form.person(person, western=True)
    form.write("request.subject", "Do not pass my data to partners")
    form.day("request.date", day, western=True)
    form.sign(person, seal=False)
    card = IdCard(person, date(2030, 5, 20))
    sheets = [form.sheet, draw_residence_card(card, person.nationality, dice)]
    fields = {"request.kinds": "stop_provision", "request.date": day.isoformat()} | as_in_cells(person)
    fields |= id_fields("id", "zairyu", person, card.expires_on, name=person.card_name)
    findings = PASSED | {"identity.kind": ["ok"], "fee.amount": ["not_required"]}
    people = decide(stop_provision="stop")
    return Packet(sheets, fields, READY, findings, people, closed("suspension_done", language="en"))


PRESCRIBED: dict[str, Callable[[random.Random], Packet]] = {
    "39-prescribed-disclosure": prescribed_disclosure,
    "40-prescribed-bilingual": prescribed_bilingual,
}
