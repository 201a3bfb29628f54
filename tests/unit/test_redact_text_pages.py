"""A mail or a web form's export: what may not be held is painted in whatever sentence it stands."""

import json
from datetime import date
from email.message import EmailMessage

import pytest

from tasks.case.words import Page, PageKind, Reading, RedactionReason
from tasks.engines.image_files import PageImage
from tasks.engines.text_pages import DPI, text_pages
from tasks.inspect_packet import inspect_one
from tasks.policy import load_policy
from tasks.read.form_fields import form_fields
from tasks.read.kinds import tell_kinds
from tasks.read.upright_pages import read_upright
from tasks.redact.domicile_text import domicile_of
from tasks.redact.sheets import sheets_of
from tasks.redact.text_pages import mark_text

HOME = "大阪府大阪市中央区西心斎橋2丁目1番5号"
ELSEWHERE = "兵庫県神戸市中央区下山手通5丁目10番1号"
EVERY = frozenset(RedactionReason)


def pages_of(text):
    """The pages of a text as received."""
    return [PageImage(i, f"a.eml#{i + 1}", each.picture, DPI, each.lines) for i, each in enumerate(text_pages(text))]


def painted_in(text):
    """What of a mail's text is painted, row by row, with the reasons."""
    images = pages_of(text)
    pages = tuple(
        Page(
            index=one.index,
            source=one.source,
            kind=PageKind.REQUEST_FORM,
            confidence=0.9,
            rotation=0,
            width=one.image.shape[1],
            height=one.image.shape[0],
            skew=0.0,
            lines=one.lines,
        )
        for one in images
    )
    (sheet,) = sheets_of(images, Reading(pages=pages, fields={}))
    mark_text(sheet, EVERY, [domicile_of(HOME)])
    hidden = "".join(
        letter
        for line in sheet.layout.lines
        for place, letter in enumerate(line.text)
        if any(_within(line.span(place, place + 1), mark.box) for mark in sheet.marks)
    )
    return hidden, {str(mark.reason) for mark in sheet.marks}


def _within(span, box):
    x, y = (span[0] + span[2]) / 2, (span[1] + span[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


@pytest.mark.parametrize(
    "text",
    [
        f"なお、私の本籍は{ELSEWHERE}です。",
        f"{ELSEWHERE}が私の本籍です。",
        f"{ELSEWHERE}（本籍）",
        f"戸籍の所在地は{ELSEWHERE}です。",
        f"本籍を{ELSEWHERE}に置いています。",
        f"本件について、以前より何度かご連絡しておりますが、念のため申し添えますと私の本籍は{ELSEWHERE}でして",
        f"住所は{HOME}、本籍は{ELSEWHERE}です。",
    ],
)
def test_a_domicile_in_a_mail_is_painted(text):
    """Before its word or after it, and over the end of a row, while the home in the same sentence stays."""
    hidden, reasons = painted_in(text)
    assert ELSEWHERE in hidden
    assert HOME not in hidden
    assert reasons == {"domicile"}


def test_numerals_in_kanji_are_painted_to_their_end():
    """五丁目十番地一: the last number is part of the lot."""
    assert "五丁目十番地一" in painted_in("本籍地は神戸市中央区下山手通五丁目十番地一です。")[0]


@pytest.mark.parametrize(
    "text",
    [
        "My registered domicile (honseki) is Hyogo-ken, Kobe-shi, Chuo-ku,\nShimoyamate-dori 5-10-1.",
        "Honseki: 5-10-1 Shimoyamate-dori, Chuo-ku, Kobe-shi, Hyogo-ken",
        "5-10-1 Shimoyamate-dori, Kobe-shi, Hyogo is my permanent domicile.",
    ],
)
def test_a_domicile_in_english_is_painted(text):
    """A sentence that names a place of Japan beside the word is painted from the word on, or up to it."""
    hidden, _ = painted_in(text)
    assert all(part in hidden for part in ("Shimoyamate-dori", "5-10-1", "Hyogo"))


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("マイナンバーは123456789018です。", "123456789018", "my_number"),
        ("私のマイナンバーは\n1234 5678 9018です。電話は03-1234-5678。", "1234 5678 9018", "my_number"),
        ("基礎年金番号は1234-567890です。", "1234-567890", "pension_number"),
        ("保険者番号：01130012です。", "01130012", "insurer_number"),
        ("健康保険の記号1234番号5678を使っています。", "5678", "insurance_symbol_number"),
    ],
)
def test_a_number_in_a_sentence_is_painted(text, number, reason):
    """Whatever particle stands between the word and the number, and on whichever row."""
    hidden, reasons = painted_in(text)
    assert number in hidden
    assert reason in reasons
    assert "03-1234" not in hidden


@pytest.mark.parametrize(
    "text",
    [
        "本籍は黒く塗りつぶしました。住民票は大阪市中央区役所で取りました。",
        "本籍は住所と同じです。",
        "I blacked out my registered domicile on the copy. Please reply to Osaka.",
        "会員番号 123456789018 電話番号 090-1234-5678",
        f"住所：{HOME}\n本籍の写しは同封しません。",
    ],
)
def test_a_mail_that_only_mentions_it_stays(text):
    """A word without a value, a home, and other numbers stay readable."""
    assert painted_in(text) == ("", set())


def test_a_mail_is_no_document():
    """Words of a pension book or a licence in a mail's text make no such document of it, which a check could accept."""
    (mail,) = pages_of(
        "お世話になります。\n基礎年金番号は1234-567890です。国民年金の件です。\n日本年金機構に伝えました。"
    )
    assert tell_kinds([read_upright(mail)])[0].kind is PageKind.OTHER


def test_a_mail_is_not_signed():
    """A name in a mail is typed by everybody, so it is no signature, not even a doubtful one."""
    (mail,) = pages_of(
        "件名：開示請求\n\n貴社の持つ私の個人データの開示を請求します。\n氏名：山田太郎\n住所：大阪府大阪市中央区西心斎橋2丁目1番5号"
    )
    fields = {each.name for each in form_fields(read_upright(mail))}
    assert {"person.name", "request.kinds"} <= fields
    assert "form.signature" not in fields


def test_inspect_knows_that_a_mail_is_a_mail(tmp_path):
    """Under a policy that takes requests by post only a mail goes to a person, without the house as with it."""
    message = EmailMessage()
    message["From"], message["Subject"] = "taro@example.com", "開示請求"
    message.set_content(f"私の個人データの開示を請求します。\n氏名：山田太郎\n住所：{HOME}\n")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    inspect_one(tmp_path / "a.eml", load_policy("rococo"), date(2026, 11, 20), tmp_path / "out")
    (report,) = (tmp_path / "out").rglob("report.json")
    found = {each["check"]: each["result"] for each in json.loads(report.read_text())["findings"]}
    assert found["form.channel"] == "unspecified"
