"""Packets for the four companies whose published texts say little: letters, forms, mails and web forms, in two languages."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from maker.cards import Licence, draw_licence
from maker.english import EnglishRequest, draw_english_form, written
from maker.exports import Mail, WebForm
from maker.forms import Request, draw_form
from maker.letters import draw_prose_letter
from maker.office_cards import IdCard, draw_my_number_back, draw_my_number_front, draw_residence_card
from maker.packet import (
    ASKED,
    UNSAID,
    VALID,
    Packet,
    closed,
    decide,
    form_fields,
    id_fields,
    licence_fields,
    person_fields,
)
from maker.papers import draw_resident_record
from maker.people import Person, in_era, make_child, make_person, make_resident
from maker.sheet import Sheet

_JST = timezone(timedelta(hours=9))
_UNTIL = date(2030, 5, 20)
_TOCARO = "ITOCHU Techno-Solusions Corporation"  # as published
_TOOT = "TOOT Co., Ltd.　お問い合わせ窓口"
_WHOLE = "私に関するすべての個人データ"


def _asked(person: Person, kind: str, day: date, *, kana: bool = True) -> dict[str, str]:
    return {"request.kinds": kind, "request.date": day.isoformat()} | person_fields(person, kana=kana)


def _residence(person: Person, dice: random.Random, moved_to: str = "") -> tuple[Sheet, dict[str, str]]:
    card = IdCard(person, _UNTIL, moved_to)
    fields = id_fields("id", "zairyu", person, _UNTIL, name=person.card_name)
    return draw_residence_card(card, person.nationality, dice), fields


def tocaro_letter(dice: random.Random) -> Packet:
    """A letter in prose and no form; the front of a My Number card."""
    person, day = make_person(73), date(2026, 11, 16)
    lines = (
        "前略　貴社のＴｏｃａｒｏを仕事で利用している者です。",
        "個人情報の保護に関する法律第三十三条第一項に基づき、",
        "貴社が保有する私の個人データの開示を請求いたします。",
        "サービスの画面では確認できない利用記録もお知らせください。",
        "本人確認のため、個人番号カード（表面）の写しを同封します。",
        "　　　　　　　　　　　　　　　　　　　　　　　草々",
    )
    letter = draw_prose_letter(person, "伊藤忠テクノソリューションズ株式会社", day, lines, dice)
    card = IdCard(person, date(2031, 5, 17))
    fields = _asked(person, "disclosure", day, kana=False) | id_fields("id", "my_number_card", person, card.expires_on)
    for unsaid in ("person.postcode", "person.email"):
        del fields[unsaid]
    sheets = [letter, draw_my_number_front(card, dice)]
    people = decide(disclosure="disclose")
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("disclose"), policy="tocaro")


def tocaro_web(dice: random.Random) -> Packet:
    """The web form in English, with a residence card."""
    person, at = make_resident(2), datetime(2026, 11, 19, 10, 22, tzinfo=_JST)
    card, fields = _residence(person, dice)
    answers = _english_answers(person, "disclosure", "Personal information that is not visible on the service site", at)
    fields |= _asked(person, "disclosure", at.date())
    return Packet(
        [card], fields, UNSAID, ASKED, decide(disclosure="disclose"), closed("disclose", language="en"), "json",
        policy="tocaro", message=WebForm(answers, ("id.jpg",)),
    )  # fmt: skip


def _english_answers(person: Person, kind: str, details: str, at: datetime) -> dict[str, Any]:
    return {
        "form": "disclosure request", "name": person.name, "kana": person.kana, "postcode": person.postcode,
        "address": person.address, "birth_date": person.birth_date.isoformat(), "phone": person.phone,
        "email": person.email, "kinds": [kind], "details": details, "submitted_at": at.isoformat(),
    }  # fmt: skip


def tocaro_refused(dice: random.Random) -> Packet:
    """The form in English only; a reviewer refuses on the second of the published cases."""
    person = make_resident(3)
    details = "The security records that your operation team keeps on my account"
    request = EnglishRequest(person, ("disclosure",), date(2026, 11, 17), details, _TOCARO, tick="re")
    card, fields = _residence(person, dice)
    reason = "The records requested show how we detect misuse, and disclosing them is likely to seriously impede the proper execution of our business."
    people = decide(disclosure="refuse", grounds=["2"], reason=reason)
    sheets = [draw_english_form(request, dice, "klee", "black"), card]
    return Packet(
        sheets, form_fields(request) | fields, UNSAID, ASKED, people, closed("refuse", language="en"), policy="tocaro"
    )


def ito_mail(dice: random.Random) -> Packet:
    """A mail in English that is itself the request; a residence card attached."""
    person, at = make_resident(4), datetime(2026, 11, 18, 21, 5, tzinfo=_JST)
    card, fields = _residence(person, dice)
    body = (
        "Dear Sir or Madam,\n\n"
        "Under Article 33 of the Act on the Protection of Personal Information I request\n"
        "disclosure of the personal information about me that is stored in your database.\n\n"
        f"Name: {person.name}\nDate of birth: {written(person.birth_date, 'long')}\n"
        f"Address: 〒{person.postcode} {person.address}\nPhone: {person.phone}\nE-mail: {person.email}\n"
        "Request: Disclosure\nDetails: Everything that belongs to my user membership\n\n"
        "A copy of my residence card is attached.\n\n"
        f"Yours faithfully,\n{person.name}\n"
    )
    subject = "Request for disclosure of personal information"
    mail = Mail(f"{person.name} <{person.email}>", "support@itosoft.com", subject, body, at, ("residence-card.jpg",))
    fields |= _asked(person, "disclosure", at.date(), kana=False)
    return Packet(
        [card], fields, UNSAID, ASKED, decide(disclosure="disclose"), closed("disclose", language="en"), "eml",
        policy="ito-software", message=mail,
    )  # fmt: skip


def ito_mail_stop(_: random.Random) -> Packet:
    """A mail in Japanese without attachments that asks for erasure; who sent it must be confirmed by a person."""
    person, at = make_person(74), datetime(2026, 11, 19, 8, 40, tzinfo=_JST)
    body = (
        "プライバシーポリシー担当者　様\n\n"
        "お世話になっております。貴社のソフトウェアサービスを利用しておりましたが、\n"
        "今後は利用いたしませんので、下記のとおり個人情報の利用停止・消去を請求いたします。\n\n"
        f"氏名：{person.name}\nフリガナ：{person.kana}\n郵便番号：{person.postcode}\n住所：{person.address}\n"
        f"生年月日：{in_era(person.birth_date)}\n電話番号：{person.phone}\nメールアドレス：{person.email}\n"
        f"請求日：{in_era(at.date())}\n請求の種類：利用停止・消去\n請求の内容：会員登録情報の消去\n\n"
        f"以上、よろしくお願いいたします。\n{person.name}\n"
    )
    mail = Mail(f"{person.name} <{person.email}>", "support@itosoft.com", "個人情報の利用停止・消去のご請求", body, at)
    return Packet(
        [], _asked(person, "suspend_erase", at.date()), UNSAID, ASKED, decide(suspend_erase="suspend"),
        closed("suspension_done"), "eml", policy="ito-software", message=mail,
    )  # fmt: skip


def ito_correction(dice: random.Random) -> Packet:
    """By post: a correction, with a resident record of two."""
    person = make_person(75)
    request = Request(
        person, ("correction",), date(2026, 11, 17), "電話番号が古いため上記の番号に訂正してください", tick="re",
        company="ITO Software Design Co. Ltd.　プライバシーポリシー担当者", fee_note="",
    )  # fmt: skip
    record = draw_resident_record(person, make_child(person, 95), date(2026, 11, 2), dice)
    people = decide(correction="correct", corrected=[["電話番号", "06-4000-1122", person.phone]])
    fields = form_fields(request) | id_fields("id", "juminhyo", person)
    sheets = [draw_form(request, dice, "kiloji", "blue"), record]
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("correction_done"), policy="ito-software")


def rakuro_web(dice: random.Random, at: datetime = datetime(2026, 11, 18, 9, 12, tzinfo=_JST), **other: Any) -> Packet:
    """The web form in Japanese, with a licence; 38 asks for the same again."""
    person, licence = make_person(76), Licence(make_person(76), VALID)
    answers = {
        "フォーム": "保有個人データ開示等請求", "氏名": person.name, "フリガナ": person.kana, "郵便番号": person.postcode,
        "住所": person.address, "生年月日": person.birth_date.isoformat(), "電話番号": person.phone,
        "メールアドレス": person.email, "請求の種類": ["開示"], "請求の内容": _WHOLE, "送信日時": at.isoformat(),
    }  # fmt: skip
    fields = _asked(person, "disclosure", at.date()) | licence_fields("id", licence)
    packet = Packet(
        [draw_licence(licence, dice)], fields, UNSAID, ASKED, decide(disclosure="disclose"), closed("disclose"), "json",
        policy="rakuro", message=WebForm(answers, ("menkyo.jpg",)),
    )  # fmt: skip
    for name, value in other.items():
        setattr(packet, name, value)
    return packet


def rakuro_records(dice: random.Random) -> Packet:
    """The web form asks to whom data was given: a kind that the company's text does not name and the Act grants."""
    person, at = make_person(63), datetime(2026, 11, 18, 14, 5, tzinfo=_JST)
    licence = Licence(person, VALID)
    answers = {
        "フォーム": "保有個人データ開示等請求", "氏名": person.name, "フリガナ": person.kana, "郵便番号": person.postcode,
        "住所": person.address, "生年月日": person.birth_date.isoformat(), "電話番号": person.phone,
        "メールアドレス": person.email, "請求の種類": ["第三者提供記録の開示"],
        "請求の内容": "私の個人データを第三者に提供された際の記録", "送信日時": at.isoformat(),
    }  # fmt: skip
    fields = _asked(person, "tp_records", at.date()) | licence_fields("id", licence)
    return Packet(
        [draw_licence(licence, dice)], fields, UNSAID, {"form.kind": ["unspecified"]}, decide(tp_records="disclose"),
        closed("provision_records"), "json", policy="rakuro", message=WebForm(answers, ("menkyo.jpg",)),
    )  # fmt: skip


def rakuro_suspension(dice: random.Random) -> Packet:
    """The form in English; the residence card's back shows the address after a move."""
    person = make_resident(5)
    details = "Please stop using my data for advertisements and erase my log information."
    request = EnglishRequest(
        person, ("suspend_erase",), date(2026, 11, 16), details, "Rakuro Inc.", day_style="slashes"
    )
    before = IdCard(person, _UNTIL, moved_to=person.address)
    sheets = [draw_english_form(request, dice, "yusei", "blue"), _moved_card(before, dice)]
    fields = form_fields(request) | id_fields("id", "zairyu", person, _UNTIL, name=person.card_name)
    people = decide(suspend_erase="suspend")
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("suspension_done", language="en"), policy="rakuro")


def _moved_card(card: IdCard, dice: random.Random) -> Sheet:
    return draw_residence_card(card, card.holder.nationality, dice, earlier_address=make_person(77).address)


def toot_cancel(dice: random.Random) -> Packet:
    """A wish to cancel the registration; the sender blacked out the domicile on the licence."""
    person = make_person(78)
    request = Request(
        person, ("suspend_erase",), date(2026, 11, 13), "会員登録の抹消と購入履歴の消去", tick="filled",
        company=_TOOT, fee_note="",
    )  # fmt: skip
    licence = Licence(person, VALID, "masked")
    sheets = [draw_form(request, dice, "klee", "black"), draw_licence(licence, dice)]
    fields = form_fields(request) | licence_fields("id", licence)
    people = decide(suspend_erase="suspend")
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("suspension_done"), policy="toot")


def toot_correction(dice: random.Random) -> Packet:
    """The form in both languages: an e-mail address to be put right."""
    person = make_resident(6)
    details = "My e-mail address has changed. Please register the one above."
    request = EnglishRequest(
        person, ("correction",), date(2026, 11, 18), details, "TOOT Co., Ltd.", bilingual=True, day_style="slashes",
        tick="filled",
    )  # fmt: skip
    card, fields = _residence(person, dice)
    people = decide(correction="correct", corrected=[["E-mail address", "o.tanner@example.net", person.email]])
    sheets = [draw_english_form(request, dice, "kiloji", "black"), card]
    fields = form_fields(request) | fields
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("correction_done", language="en"), policy="toot")


def toot_my_number(dice: random.Random) -> Packet:
    """Front and back of a My Number card: the number and its QR code may not be kept."""
    person = make_person(79)
    request = Request(person, ("disclosure",), date(2026, 11, 16), _WHOLE, tick="re", company=_TOOT, fee_note="")
    card = IdCard(person, date(2032, 12, 10))
    sheets = [
        draw_form(request, dice, "yusei", "blue"),
        draw_my_number_front(card, dice),
        draw_my_number_back(card, dice),
    ]
    fields = form_fields(request) | id_fields("id", "my_number_card", person, card.expires_on)
    people = decide(disclosure="disclose")
    return Packet(sheets, fields, UNSAID, ASKED, people, closed("disclose"), policy="toot")


OTHERS: dict[str, Callable[[random.Random], Packet]] = {
    "24-tocaro-letter": tocaro_letter,
    "25-tocaro-web": tocaro_web,
    "26-tocaro-refused": tocaro_refused,
    "27-ito-mail": ito_mail,
    "28-ito-mail-stop": ito_mail_stop,
    "29-ito-correction": ito_correction,
    "30-rakuro-web": rakuro_web,
    "31-rakuro-suspension": rakuro_suspension,
    "32-toot-cancel": toot_cancel,
    "33-toot-correction": toot_correction,
    "34-toot-my-number": toot_my_number,
}
RECORDS: dict[str, Callable[[random.Random], Packet]] = {"41-rakuro-records": rakuro_records}
