"""Packets that come after others: what was missing, the same again, a money order that was spent before."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from maker.cards import Licence, draw_licence
from maker.letters import draw_covering_letter
from maker.other_packets import rakuro_web
from maker.packet import PASSED, READY, Packet, decide, deficient, fee_fields, licence_fields, order
from maker.papers import draw_money_orders
from maker.people import make_person
from maker.rococo_packets import fee_missing, id_abolished, plain

_ROCOCO = "株式会社ロココ　個人情報センター"


def supplement_cures(dice: random.Random) -> Packet:
    """The money order that 13 lacked, with a letter that says who sends it."""
    person, slip, first = make_person(51), order(35, 1000, 11, 18), fee_missing(random.Random(0))
    lines = (
        "先日ご連絡をいただきました開示請求の手数料として、",
        "定額小為替1,000円をお送りいたします。ご査収ください。",
    )
    sheets = [draw_covering_letter(person, _ROCOCO, lines, dice, "klee"), draw_money_orders([slip], dice)]
    return Packet(
        sheets, fee_fields(slip), READY, PASSED | {"fee.amount": ["ok"]}, first.people, first.end,
        after="13-fee-missing", wave=2,
    )  # fmt: skip


def supplement_fails(dice: random.Random) -> Packet:
    """A licence for 14, which ran out in May: asked for again."""
    person, first = make_person(52), id_abolished(random.Random(0))
    licence = Licence(person, date(2026, 5, 3))
    lines = ("お問い合わせのありました本人確認書類として、", "運転免許証の写しをお送りいたします。")
    sheets = [draw_covering_letter(person, _ROCOCO, lines, dice, "kiloji"), draw_licence(licence, dice)]
    findings = PASSED | {"identity.validity": ["expired", "no_longer_valid"]}
    return Packet(
        sheets, licence_fields("id", licence), ["deficient"], findings, first.people, first.end,
        after="14-id-abolished", wave=2,
    )  # fmt: skip


def fee_duplicate(dice: random.Random) -> Packet:
    """The serial of the order that came with 08."""
    sheets, fields = plain(72, dice, (order(8, 1000),))
    findings = PASSED | {"fee.amount": ["ok"], "fee.validity": ["duplicate"]}
    people, end = deficient()
    return Packet(sheets, fields, ["deficient"], findings, people, end, wave=2)


def rakuro_repeat(dice: random.Random) -> Packet:
    """The request of 30 once more: flagged, and refused by a person as repeated without due reason."""
    at = datetime(2026, 11, 20, 9, 12, tzinfo=timezone(timedelta(hours=9)))
    reason = "同じ内容のご請求に対し、すでに開示いたしました。その後、お取り扱いしている情報に変更はないためです。"
    people = decide(disclosure="refuse", grounds=["2"], reason=reason)
    return rakuro_web(dice, at, people=people, end={"stage": "closed", "letters": ["refuse"]}, wave=2)


LATER: dict[str, Callable[[random.Random], Packet]] = {
    "35-supplement-cures": supplement_cures,
    "36-supplement-fails": supplement_fails,
    "37-fee-duplicate": fee_duplicate,
    "38-rakuro-repeat": rakuro_repeat,
}
