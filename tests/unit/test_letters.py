"""Letters: what they say, where they print it, and when they must not be printed."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from weasyprint.urls import FatalURLFetchingError

from tasks.case.address_window import set_window, width_ems, wrap
from tasks.case.errors import AddressTooLong, ForeignFont, GlyphMissing, TemplateBroken
from tasks.case.letter_basis import legal_basis
from tasks.case.letters import (
    Addressee,
    AnnexTable,
    Clause,
    ComplaintBody,
    DeficientItem,
    FeeTold,
    Letter,
    LetterKind,
    PurposeGroup,
    ReturnedItem,
    Search,
    Sender,
    domestic_phone,
)
from tasks.case.words import RequestKind
from tasks.engines import fonts
from tasks.engines.fonts import GOTHIC, MINCHO, REGISTER_MINCHO, covers, mincho_for, required_font_file
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply import render_letter as rendering
from tasks.reply.letter_templates import OURS, read_templates
from tasks.reply.render_letter import letter_html, render_letter
from tasks.reply.typeset import NEVER_FIRST, NEVER_LAST, lines
from tests.support.letter_text import pages_of, text_of

PT = 72 / 25.4
SENDER = Sender(
    company="株式会社架空商事",
    department="個人情報相談室",
    responsible="個人情報保護管理者　総務部長",
    postcode="100-0000",
    address=("東京都千代田区架空町1丁目2番3号", "架空ビル4階"),
    phone="+81-3-0000-0000",
    fax="+81-3-0000-0001",
    hours="9:00〜18:00（土曜日、日曜日及び祝日を除く。）",
)
SHORT = Addressee(postcode="920-0000", address="石川県金沢市架空町5丁目181番地", name="佐藤 花子")
LONG = Addressee(
    postcode="600-0000",
    address="京都府京都市北区架空東桃ノ本町1234番地の56 グランドメゾン架空御所之内アネックス 弐番館1203号室",
    name="渡邉 﨑太郎左衛門",
)
ROWS = (("氏名", "佐藤 花子"), ("住所", "石川県金沢市架空町5丁目181番地"), ("備考", ""))
ENGLISH = "Cases in which disclosure is likely to seriously impede the proper execution of our company's business"
KINDS = tuple(LetterKind)
APPROVED = Path(__file__).resolve().parents[1] / "support" / "letters"
NEW = (LetterKind.PARTIAL, LetterKind.NO_DATA, LetterKind.NOT_TARGET, LetterKind.SELF_SERVICE)
ASKED = {
    LetterKind.DISCLOSE: RequestKind.DISCLOSURE,
    LetterKind.PARTIAL: RequestKind.DISCLOSURE,
    LetterKind.REFUSE: RequestKind.DISCLOSURE,
    LetterKind.NO_DATA: RequestKind.DISCLOSURE,
    LetterKind.NOT_TARGET: RequestKind.CORRECTION,
    LetterKind.SELF_SERVICE: RequestKind.CORRECTION,
    LetterKind.PURPOSE: RequestKind.PURPOSE_NOTICE,
    LetterKind.CORRECTION_DONE: RequestKind.CORRECTION,
    LetterKind.SUSPENSION_DONE: RequestKind.STOP_PROVISION,
    LetterKind.DEFICIENCY: RequestKind.DISCLOSURE,
    LetterKind.ACKNOWLEDGEMENT: RequestKind.DISCLOSURE,
    LetterKind.EXTENSION: RequestKind.DISCLOSURE,
    LetterKind.FEE_SHORT: RequestKind.DISCLOSURE,
    LetterKind.FEE_RETURN: RequestKind.CORRECTION,
    LetterKind.METHOD_CHANGE: RequestKind.DISCLOSURE,
    LetterKind.PROVISION_RECORDS: RequestKind.TP_RECORDS,
    LetterKind.CORRECTION_NOT_DONE: RequestKind.CORRECTION,
    LetterKind.SUSPENSION_NOT_DONE: RequestKind.SUSPEND_ERASE,
    LetterKind.PASSWORD: RequestKind.DISCLOSURE,
}
OF_THE_ACT = Clause("法第33条第2項第1号", "本人又は第三者の権利利益を害するおそれがある場合", of_act=True)
OWN: dict[LetterKind, dict[str, Any]] = {
    LetterKind.DISCLOSE: {"annex": (AnnexTable("会員管理システム", ROWS),)},
    LetterKind.PARTIAL: {
        "annex": (AnnexTable("会員管理システム", ROWS),),
        "withheld": ("応対記録", "審査区分"),
        "grounds": (Clause("5", "当社の業務の適正な実施に著しい支障を及ぼすおそれがある場合", ENGLISH), OF_THE_ACT),
        "reason": "審査の基準が明らかになるためです。",
    },
    LetterKind.NO_DATA: {
        "search": Search(("会員管理システム", "問い合わせ管理"), date(2026, 6, 10)),
        "reason": "ご記載のお名前のご登録がないためです。",
        "fee_kept": True,
    },
    LetterKind.NOT_TARGET: {
        "grounds": (Clause("3", "ご請求の対象が開示対象個人情報に該当しない場合"),),
        "reason": "法に定める対象に当たらないためです。",
    },
    LetterKind.SELF_SERVICE: {
        "self_service": ("登録情報は、サイト上で訂正いただけます。", "退会もサイト上で行えます。")
    },
    LetterKind.REFUSE: {
        "grounds": (Clause("5", "当社の業務の適正な実施に著しい支障を及ぼすおそれがある場合", ENGLISH),),
        "reason": "審査業務の適正な実施に著しい支障を及ぼすおそれがあるためです。",
        "fee_kept": True,
    },
    LetterKind.PURPOSE: {"purposes": (PurposeGroup("セミナー参加者の情報", ("アンケートへの回答のお願い",)),)},
    LetterKind.CORRECTION_DONE: {"corrected": "会員登録情報の電話番号を訂正しました。"},
    LetterKind.SUSPENSION_DONE: {"done_on": date(2026, 6, 12)},
    LetterKind.DEFICIENCY: {
        "deficiencies": (DeficientItem("請求日のご記入がありませんでした。", "請求日をご記入ください。"),),
        "reply_by": date(2026, 7, 6),
        "fee_kept": True,
    },
    LetterKind.ACKNOWLEDGEMENT: {
        "fee": FeeTold(1000, 1000),
        "promise": "ご本人であることを確認のうえ、遅滞なく回答いたします。",
    },
    LetterKind.EXTENSION: {
        "until": date(2026, 7, 10),
        "reason": "対象となる記録が多く、確認に時間を要しているためです。",
    },
    LetterKind.FEE_SHORT: {
        "fee": FeeTold(1000, 700, ("定額小為替", "普通為替")),
        "deficiencies": (DeficientItem("手数料が300円不足しています。", "不足額300円の定額小為替又は普通為替"),),
        "slip_code": "KAIJI:SLIP:K26-00123:1",
        "reply_by": date(2026, 7, 6),
        "fee_kept": True,
    },
    LetterKind.FEE_RETURN: {
        "returned": (ReturnedItem("定額小為替証書", 1000), ReturnedItem("定額小為替証書", 450)),
        "reason": "法第38条の規定により、ご請求の内容については手数料をいただいておりません。",
        "enclosures": ("定額小為替証書　2枚",),
    },
    LetterKind.METHOD_CHANGE: {
        "offered_method": "書面の交付による方法（郵送）",
        "reason": "お求めの形式の電子ファイルを作成することに多額の費用を要するためです。",
    },
    LetterKind.PROVISION_RECORDS: {
        "annex": (
            AnnexTable("第三者提供記録", (("提供した年月日", "2025-04-01"), ("第三者の名称", "架空サービス株式会社"))),
        )
    },
    LetterKind.CORRECTION_NOT_DONE: {
        "reason": "登録のもととなった書面を確認した結果、登録の内容は事実と相違ないものと認められました。",
        "existence_told": True,
    },
    LetterKind.SUSPENSION_NOT_DONE: {
        "grounds": (
            Clause(
                "法第35条第2項ただし書",
                "利用停止等に多額の費用を要する場合その他の利用停止等を行うことが困難な場合",
                of_act=True,
            ),
        ),
        "reason": "会計帳簿として保存する義務のある記録に含まれているためです。",
        "measure": "当該記録を検索の対象から除き、案内の送付を停止しました。",
        "done_on": date(2026, 6, 12),
        "existence_told": True,
    },
    LetterKind.PASSWORD: {"package": "K26-00123.zip", "password": "Ab0O-1lI9-xYz7"},
}
MUST_SAY = {
    LetterKind.DISCLOSE: ("法第33条第2項", "別紙", "会員管理システム", "佐藤花子", "登録なし"),
    LetterKind.REFUSE: ("法第33条第3項", "法第36条", "（5）", "著しい支障", "seriouslyimpede", "お返ししておりません"),
    LetterKind.PARTIAL: (
        "法第33条第2項及び第3項",
        "その一部を除き、下記のとおり開示",
        "法第36条",
        "開示しない項目",
        "応対記録、審査区分",
        "別紙",
        "会員管理システム",
        "佐藤花子",
        "当社の定め",
        "（5）",
        "法の規定",
        "法第33条第2項第1号",
        "第三者の権利利益",
        "審査の基準が明らかになるためです。",
    ),
    LetterKind.NO_DATA: (
        "法第33条第3項",
        "当社が保有する保有個人データの中に該当するものは確認できませんでした",
        "会員管理システム",
        "問い合わせ管理",
        "令和8年6月10日",
        "ご記載のお名前のご登録がないためです。",
        "お返ししておりません",
    ),
    LetterKind.NOT_TARGET: (
        "法第34条第3項",
        "法に基づく請求の対象",
        "法第36条",
        "（3）",
        "該当しない場合",
        "法に定める対象に当たらないためです。",
        "保有の有無をお示しするものではありません",
    ),
    LetterKind.SELF_SERVICE: (
        "法第37条第1項",
        "ご自身で",
        "登録情報は、サイト上で訂正いただけます。",
        "退会もサイト上で行えます。",
        "お断りするものではございません",
        "あらためてご請求いただけます",
    ),
    LetterKind.PURPOSE: ("法第32条第2項", "お求め", "セミナー参加者の情報", "アンケートへの回答のお願い"),
    LetterKind.CORRECTION_DONE: ("法第34条第3項", "会員登録情報の電話番号を訂正しました。"),
    LetterKind.SUSPENSION_DONE: ("法第35条第7項", "第三者への提供の停止を行いました", "令和8年6月12日"),
    LetterKind.DEFICIENCY: (
        "法第37条第1項",
        "請求日をご記入ください。",
        "令和8年7月6日まで",
        "手数料の取扱い",
        "ご連絡",
    ),
    LetterKind.ACKNOWLEDGEMENT: ("ご請求の受付", "受付日令和8年6月3日", "1,000円を受領", "遅滞なく回答いたします。"),
    LetterKind.EXTENSION: ("令和8年7月10日", "見込み", "確認に時間を要しているためです。"),
    LetterKind.FEE_SHORT: (
        "法第38条第1項",
        "1,000円",
        "700円",
        "不足額300円",
        "定額小為替又は普通為替",
        "令和8年7月6日まで",
        "ご返送のない場合",
        "ご返送票",
        "お返しいたしません",
    ),
    LetterKind.FEE_RETURN: ("定額小為替証書1,000円", "合計1,450円", "法第38条", "同封書類"),
    LetterKind.METHOD_CHANGE: (
        "法第33条第3項",
        "困難である",
        "書面の交付による方法（郵送）",
        "多額の費用",
        "お知らせください",
    ),
    LetterKind.PROVISION_RECORDS: (
        "法第33条第5項において準用する同条第2項",
        "別紙開示する第三者提供記録",
        "架空サービス株式会社",
    ),
    LetterKind.CORRECTION_NOT_DONE: (
        "法第34条第3項",
        "訂正等",
        "を行わないこと",
        "法第36条",
        "調査の結果及び理由",
        "事実と相違ない",
        "法第39条",
    ),
    LetterKind.SUSPENSION_NOT_DONE: (
        "法第35条第7項",
        "行わないこと",
        "法第36条",
        "法第35条第2項ただし書",
        "多額の費用",
        "代替措置",
        "検索の対象から除き",
        "令和8年6月12日",
        "法第35条第1項又は第5項",
        "2週間を経過した後",
    ),
    LetterKind.PASSWORD: ("電磁的記録の提供", "K26-00123.zip", "Ab0O-1lI9-xYz7", "下線のある文字は数字"),
}
ALWAYS = (
    "個情発第2026-0012号", "令和8年6月15日", "佐藤花子様", "K-2026-000123", "令和8年6月1日", "令和8年6月3日",
    "以上", "株式会社架空商事", "03-0000-0000", "当社が対象事業者となっている", "架空協会", "1／",
)  # fmt: skip


def a_letter(kind: LetterKind, **changes: Any) -> Letter:
    """A whole letter of one kind with short data."""
    words: dict[str, Any] = {
        "kind": kind,
        "number": "個情発第2026-0012号",
        "case_number": "K-2026-000123",
        "written_on": date(2026, 6, 15),
        "sender": SENDER,
        "addressee": SHORT,
        "request_kinds": (ASKED[kind],),
        "request_date": date(2026, 6, 1),
        "received_on": date(2026, 6, 3),
        "complaint_body": ComplaintBody("架空協会", "+81-3-0000-0002"),
    }
    return Letter(**(words | OWN[kind] | changes))


@pytest.fixture(scope="module")
def pdfs() -> dict[LetterKind, bytes]:
    """One short letter of each kind."""
    return {kind: render_letter(a_letter(kind)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_must(pdfs: dict[LetterKind, bytes], kind: LetterKind) -> None:
    """Every letter has number, dates, addressee, contact and complaint body, and the words of its own kind."""
    text = text_of(pdfs[kind])
    assert [words for words in (*ALWAYS, *MUST_SAY[kind]) if words not in text] == []
    assert [word in text for word in ("拝啓", "敬具")] == [kind is not LetterKind.PASSWORD] * 2


@pytest.mark.parametrize("addressee", [SHORT, LONG])
@pytest.mark.parametrize("kind", [LetterKind.DEFICIENCY, *NEW])
def test_only_the_address_stands_behind_the_window(addressee: Addressee, kind: LetterKind) -> None:
    """Address and name lie in x 22-87, y 12-36 mm, and nothing else is printed in x <= 112, y <= 57 mm."""
    pdf = render_letter(a_letter(kind, addressee=addressee))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        near = [char for char in page.chars if char["x0"] <= 112 * PT and char["top"] <= 57 * PT]
        drawn = [line for line in page.lines + page.rects if line["x0"] <= 112 * PT and line["top"] <= 57 * PT]
    shown = "".join(char["text"] for char in near).replace(" ", "").replace("　", "")
    assert shown == f"〒{addressee.postcode}{addressee.address}{addressee.name}様".replace(" ", "")
    assert all(char["x0"] >= 22 * PT and char["x1"] <= 87 * PT for char in near)
    assert all(char["top"] >= 12 * PT and char["bottom"] <= 36 * PT for char in near)
    assert drawn == []


def test_the_seal_keeps_clear_of_the_date_where_no_address_is_published() -> None:
    """A short sender's seal stands below the date, and above the title."""
    sender = SENDER.model_copy(update={"address": (), "postcode": None, "responsible": SENDER.department})
    with pdfplumber.open(io.BytesIO(render_letter(a_letter(LetterKind.NOT_TARGET, sender=sender)))) as document:
        page = document.pages[0]
        right = [line for line in page.lines + page.rects + page.curves if line["x0"] > 150 * PT]
        date_ends = max(char["bottom"] for char in page.crop((150 * PT, 0, page.width, 25 * PT)).chars[:40])
    seal = [line for line in right if line["top"] < 65 * PT and line["x1"] - line["x0"] < 20 * PT]
    assert seal
    assert min(line["top"] for line in seal) >= date_ends


def test_fold_marks_stand_at_the_thirds(pdfs: dict[LetterKind, bytes]) -> None:
    """Two short marks at the left edge, 99 and 198 mm from the top, and none where they are not wanted."""
    assert fold_marks(pdfs[LetterKind.REFUSE]) == [99, 198]
    assert fold_marks(render_letter(a_letter(LetterKind.REFUSE, fold_marks=False))) == []


def fold_marks(pdf: bytes) -> list[int]:
    """Where marks are drawn at the left edge of the first page, in millimetres from the top."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return sorted(
            {round(mark["top"] / PT) for mark in page.lines + page.rects + page.curves if mark["x1"] < 12 * PT}
        )


def test_the_same_letter_gives_the_same_bytes(pdfs: dict[LetterKind, bytes]) -> None:
    """A letter rendered again is the same file, so that its hash can be kept as evidence."""
    assert render_letter(a_letter(LetterKind.REFUSE)) == pdfs[LetterKind.REFUSE]


@pytest.mark.parametrize("kind", KINDS)
def test_only_letter_fonts_are_embedded(pdfs: dict[LetterKind, bytes], kind: LetterKind) -> None:
    """Every font of a letter is one of the two that letters use."""
    assert embedded_fonts(pdfs[kind]) == {MINCHO, GOTHIC}


def test_a_letter_in_another_font_does_not_go_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font outside the list is an error that names the font."""
    monkeypatch.setattr(rendering, "LETTER_FONTS", frozenset({MINCHO}))
    with pytest.raises(ForeignFont, match=GOTHIC):
        render_letter(a_letter(LetterKind.PURPOSE))


def test_metadata_holds_no_personal_data(pdfs: dict[LetterKind, bytes]) -> None:
    """Title and producer stand in the file's metadata; no name, number or date does."""
    with pikepdf.open(io.BytesIO(pdfs[LetterKind.DISCLOSE])) as document:
        metadata = f"{dict(document.docinfo)}{document.Root.Metadata.read_bytes().decode()}"
    assert "保有個人データの開示について" in metadata
    assert not [word for word in ("佐藤", "花子", "2026", "架空") if word in metadata]


@pytest.mark.parametrize("name", ["葛\U000e01ef城 花子", "佐藤 花子🌸"])
def test_a_name_that_cannot_be_printed_as_written_goes_to_a_person(name: str) -> None:
    """A missing character or variant is an error that names the field and never the name."""
    with pytest.raises(GlyphMissing, match=r"addressee\.name") as error:
        render_letter(a_letter(LetterKind.REFUSE, addressee=SHORT.model_copy(update={"name": name})))
    assert not set(name) & set(str(error.value)) - {" "}


def test_a_value_that_cannot_be_printed_stops_the_letter() -> None:
    """Data in an annex is checked like a name."""
    with pytest.raises(GlyphMissing, match="annex"):
        render_letter(a_letter(LetterKind.DISCLOSE, annex=(AnnexTable("会員", (("名", "🌸"),)),)))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("髙﨑濵邉", True),
        ("葛\U000e0101城", True),
        ("葛\U000e0110城", False),
        ("か\u3099", True),
        ("𠮷", False),
    ],
)
def test_coverage_counts_variants_and_marks(text: str, covered: bool) -> None:
    """A variant counts only if the font has it; a decomposed kana counts as the kana it is."""
    assert covers(required_font_file(MINCHO), text) is covered


def test_a_rare_name_sets_the_whole_letter_in_the_register_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the register font is installed, one character that IPAex lacks changes the font of all the text."""
    monkeypatch.setattr(fonts, "font_file", Path)
    monkeypatch.setattr(fonts, "covers", lambda path, text: path == Path(REGISTER_MINCHO) or "𠮷" not in text)
    assert [mincho_for(text) for text in ("吉野 花子", "𠮷野 花子")] == [MINCHO, REGISTER_MINCHO]


def test_an_address_too_long_for_the_window_goes_to_a_person() -> None:
    """What does not fit in legible type is not squeezed in."""
    with pytest.raises(AddressTooLong):
        render_letter(a_letter(LetterKind.REFUSE, addressee=SHORT.model_copy(update={"address": "架空町" * 60})))


def test_an_unknown_name_in_a_template_is_an_error(tmp_path: Path) -> None:
    """A template that asks for what a letter does not have fails instead of printing a blank."""
    (tmp_path / "ja").mkdir()
    changed = (OURS / "ja" / "_reason.html").read_text(encoding="utf-8").replace("letter.reason", "letter.raeson")
    (tmp_path / "ja" / "_reason.html").write_text(changed, encoding="utf-8")
    with pytest.raises(TemplateBroken, match=r"ja/_reason\.html:1"):
        render_letter(a_letter(LetterKind.REFUSE), read_templates("ja", tmp_path))


def test_data_is_never_markup() -> None:
    """Angle brackets in data are printed as they stand, in set lines and in plain fields."""
    odd = "<b>&amp;</b>"
    html = letter_html(a_letter(LetterKind.CORRECTION_DONE, corrected=odd, enclosures=(odd,)))
    assert odd not in html
    assert html.count("&lt;b&gt;&amp;amp;&lt;/b&gt;") == 2


def test_nothing_is_fetched_from_outside() -> None:
    """A picture or style sheet from elsewhere stops the rendering."""
    with pytest.raises(FatalURLFetchingError):
        html_to_pdf('<img src="http://127.0.0.1:9/x.png">', "", {MINCHO: required_font_file(MINCHO)})


def test_a_refusal_leaves_open_whether_data_is_held() -> None:
    """The sentence stands in every refusal but one that answers that there is no such data."""
    sentence = "保有の有無をお示しするものではありません"
    assert sentence in letter_html(a_letter(LetterKind.REFUSE))
    assert sentence not in letter_html(a_letter(LetterKind.REFUSE, existence_told=True))


@pytest.mark.parametrize(("kept", "says"), [(True, "お返ししておりません"), (False, "お返しいたします"), (None, "")])
def test_a_refusal_tells_what_becomes_of_the_fee(kept: bool | None, says: str) -> None:
    """Kept and returned are said; where there was no fee nothing is."""
    html = letter_html(a_letter(LetterKind.REFUSE, fee_kept=kept))
    assert says in html
    assert ("手数料" in html) is (kept is not None)


def test_a_refusal_quotes_a_japanese_policy_without_a_translation_note() -> None:
    """The note on our Japanese stands only beside published English."""
    note = "公表している定めは英文です"
    japanese = (Clause("3", "法令に違反することとなる場合"),)
    assert note in letter_html(a_letter(LetterKind.REFUSE))
    assert note not in letter_html(a_letter(LetterKind.REFUSE, grounds=japanese))


def test_a_deficiency_letter_without_published_deadline_promises_only_to_write() -> None:
    """Where the policy is silent, nothing is deemed withdrawn and no deadline is invented."""
    html = letter_html(a_letter(LetterKind.DEFICIENCY, reply_by=None))
    assert "期限の定めはございません" in html
    assert "当社からご連絡いたします" in html


def test_an_undated_request_is_told_by_its_receipt() -> None:
    """A request without a date is referred to by the day it came, and an agent's part is told to the person."""
    html = letter_html(a_letter(LetterKind.DEFICIENCY, request_date=None, by_agent=True))
    assert "令和8年6月3日に代理人の方を通じていただきました" in html


def test_a_long_annex_repeats_its_head_on_every_page() -> None:
    """A table that runs over pages names its columns on each, and pages are numbered out of the whole."""
    rows = tuple((f"2026年1月{day}日", "お問い合わせ。" * 20) for day in range(1, 25))
    pdf = render_letter(a_letter(LetterKind.DISCLOSE, annex=(AnnexTable("応対履歴", rows),)))
    texts = pages_of(pdf)
    assert len(texts) > 2
    assert all("項目" in text and "個情発第2026-0012号" in text for text in texts[1:])
    assert all(f"{number}／{len(texts)}" in text for number, text in enumerate(texts, start=1))


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (LetterKind.DISCLOSE, {"annex": ()}),
        (LetterKind.REFUSE, {"reason": ""}),
        (LetterKind.REFUSE, {"grounds": ()}),
        (LetterKind.PARTIAL, {"annex": ()}),
        (LetterKind.PARTIAL, {"withheld": ()}),
        (LetterKind.PARTIAL, {"grounds": ()}),
        (LetterKind.PARTIAL, {"reason": ""}),
        (LetterKind.NO_DATA, {"search": None}),
        (LetterKind.NO_DATA, {"grounds": (OF_THE_ACT,)}),
        (LetterKind.NOT_TARGET, {"reason": ""}),
        (LetterKind.PURPOSE, {"purposes": ()}),
        (LetterKind.CORRECTION_DONE, {"corrected": ""}),
        (LetterKind.DEFICIENCY, {"deficiencies": ()}),
        (LetterKind.DISCLOSE, {"request_kinds": (RequestKind.CORRECTION,)}),
        (LetterKind.REFUSE, {"request_kinds": (RequestKind.CORRECTION,), "fee_kept": True}),
    ],
)
def test_a_letter_that_would_say_too_little_or_too_much_cannot_be_made(
    kind: LetterKind, changes: dict[str, Any]
) -> None:
    """The law's contents of a notice, its fit to the request and Art. 38 are checked before anything is printed."""
    with pytest.raises(ValidationError) as error:
        a_letter(kind, **changes)
    assert "佐藤" not in str(error.value)


@pytest.mark.parametrize(
    ("kinds", "articles"),
    [
        ((RequestKind.DISCLOSURE,), "第33条第3項"),
        ((RequestKind.SUSPEND_ERASE, RequestKind.STOP_PROVISION), "第35条第7項"),
        ((RequestKind.CORRECTION, RequestKind.PURPOSE_NOTICE), "第32条第3項及び第34条第3項"),
        (
            tuple(RequestKind),
            "第32条第3項、第33条第3項、第33条第5項において準用する同条第3項、第34条第3項及び第35条第7項",
        ),
    ],
)
def test_a_refusal_rests_on_the_articles_of_what_was_asked(kinds: tuple[RequestKind, ...], articles: str) -> None:
    """Each article once, in the order of the Act, whatever the order of the boxes ticked."""
    assert legal_basis(a_letter(LetterKind.REFUSE, request_kinds=kinds, fee_kept=None)) == articles


@pytest.mark.parametrize("kind", [LetterKind.NO_DATA, LetterKind.NOT_TARGET])
@pytest.mark.parametrize("asked", RequestKind)
def test_what_grants_nothing_rests_on_the_article_of_what_was_asked(kind: LetterKind, asked: RequestKind) -> None:
    """Each right has its own duty to give notice, and a letter without a grant names that one."""
    refused = legal_basis(a_letter(LetterKind.REFUSE, request_kinds=(asked,), fee_kept=None))
    assert legal_basis(a_letter(kind, request_kinds=(asked,), fee_kept=None)) == refused


@pytest.mark.parametrize("asked", RequestKind)
@pytest.mark.parametrize("told", ["annex", "search", "withheld"])
def test_what_is_no_target_never_tells_what_is_held(asked: RequestKind, told: str) -> None:
    """Neither data nor a search stands in the letter, whatever was asked, so that it reads the same with and without."""
    held = {"annex": (AnnexTable("会員", ROWS),), "search": Search(("会員",), date(2026, 6, 1)), "withheld": ("氏名",)}
    with pytest.raises(ValidationError, match=told):
        a_letter(LetterKind.NOT_TARGET, request_kinds=(asked,), **{told: held[told]})
    html = letter_html(a_letter(LetterKind.NOT_TARGET, request_kinds=(asked,)))
    assert "該当するものは" not in html
    assert "保有の有無をお示しするものではありません" in html


def test_a_ground_of_the_act_is_never_quoted_as_the_companys() -> None:
    """Where only the Act's ground was chosen, nothing is said of a company's own rule or of its English."""
    html = letter_html(a_letter(LetterKind.REFUSE, grounds=(OF_THE_ACT,), fee_kept=None))
    assert "根拠となる法の規定" in html
    assert "法第33条第2項第1号" in html
    assert "当社の定め" not in html
    assert "英文" not in html


@pytest.mark.parametrize("kind", NEW)
def test_long_texts_run_on_and_stay_whole(kind: LetterKind) -> None:
    """A reason of 2,000 characters, forty withheld items and twenty systems are printed to the last, on several pages."""
    long = {
        "reason": "審査の基準が明らかになり業務に支障を及ぼすためです。" * 80,
        "withheld": tuple(f"第{n}審査区分" for n in range(40)),
        "search": Search(tuple(f"第{n}管理システム" for n in range(20)), date(2026, 6, 10)),
        "self_service": tuple(
            f"手続{n}は、サイト上の会員情報の画面からお客様ご自身で行っていただけます。" for n in range(20)
        ),
    }
    changes = {name: value for name, value in long.items() if name in OWN[kind]}
    pdf = render_letter(a_letter(kind, **changes))
    with pdfplumber.open(io.BytesIO(pdf)) as document:  # as it stands, line by line
        pages = "".join("".join(page.extract_text().split()) for page in document.pages)
    text = re.sub("[0-9]／[0-9](個情発第2026-0012号)?", "", pages)  # what stands between two pages
    assert text.count("業務に支障を及ぼす") == (80 if "reason" in changes else 0)
    for name in ("withheld", "self_service"):
        assert [each for each in changes.get(name, ()) if each not in text] == []
    assert [each for each in changes.get("search", ((),))[0] if each not in text] == []
    assert "2／" in pages


@pytest.mark.parametrize("kind", NEW)
def test_every_word_of_a_new_letter_is_as_it_was_approved(pdfs: dict[LetterKind, bytes], kind: LetterKind) -> None:
    """The whole text, line by line as printed; who changes a template changes the text beside it on purpose."""
    with pdfplumber.open(io.BytesIO(pdfs[kind])) as document:
        printed = "\n\n".join(page.extract_text() for page in document.pages)
    assert printed.splitlines() == (APPROVED / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", NEW)
def test_a_new_letter_says_that_it_is_pdf_a(pdfs: dict[LetterKind, bytes], kind: LetterKind) -> None:
    """Each claims PDF/A-2b, and has no empty dictionary of the sort that the standard's checker refuses."""
    with pikepdf.open(io.BytesIO(pdfs[kind])) as document:
        metadata = document.Root.Metadata.read_bytes().decode()
        resources = [page.Resources for page in document.pages]
    assert re.search(r"part(>|=\")2", metadata)
    assert re.search(r"conformance(>|=\")B", metadata)
    names = ("/Pattern", "/Shading", "/XObject")
    assert not [name for each in resources for name in names if name in each and not each[name].keys()]


def test_self_service_without_published_steps_names_the_desk() -> None:
    """No step is invented where the company has published none."""
    assert "末尾の窓口がご案内" in letter_html(a_letter(LetterKind.SELF_SERVICE, self_service=()))


def test_numbers_are_printed_as_dialled_in_japan() -> None:
    """The country code becomes the leading zero; other numbers stay as published."""
    assert [domestic_phone(n) for n in ("+81-3-0000-0000", "0120-000-000")] == ["03-0000-0000", "0120-000-000"]


def test_an_address_keeps_its_numbers_whole() -> None:
    """Lines of an address break at its spaces or between words, never inside a number with its counter."""
    assert wrap("京都府京都市北区架空東桃ノ本町1234番地の56 架空荘1203号室", 20) == (
        "京都府京都市北区架空東桃ノ本町",
        "1234番地の56 架空荘1203号室",
    )


@given(st.text("東京都架空町一丁目番号12345- ", min_size=1, max_size=60).filter(str.strip))
def test_a_window_layout_holds_the_whole_address(address: str) -> None:
    """Whatever the address, its layout holds every character in order, or there is none."""
    layout = set_window(address, "佐藤 花子", has_postcode=True)
    if layout is not None:
        assert "".join("".join(layout.address).split()) == "".join(address.split())


WORDS = (
    "個人",
    "データ",
    "第33条第2項",
    "（",
    "）",
    "。",
    "、",
    "「",
    "」",
    "っ",
    "ABC Co.,Ltd. ",
    "1,000円",
    "2026年",
)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=80), st.sampled_from([17.0, 33.5, 43.7]))
def test_lines_obey_the_rules_of_japanese_setting(words: list[str], measure: float) -> None:
    """Nothing is lost, no line begins or ends with what may not, and no line is longer than its measure."""
    done = lines("".join(words), measure, width_ems)
    assert "".join("".join(line.text for line in done).split()) == "".join("".join(words).split())
    bare = ["".join(words[i : i + 8]) for i in range(len(words))]
    if any(not set(run) - NEVER_FIRST - NEVER_LAST for run in bare if len(run) > 7):
        return  # a heap of brackets longer than a line may break anywhere
    assert not [line for line in done[1:] if line.text[0] in NEVER_FIRST]
    assert not [line for line in done[:-1] if line.text[-1] in NEVER_LAST]
    assert all(width_ems(line.text) + line.spacing * len(line.text) <= measure + 1.3 for line in done)


def test_what_is_longer_than_a_line_breaks_anywhere() -> None:
    """The address of a web page in held data is printed whole, over several lines."""
    address = "https://example.jp/" + "a" * 100
    assert "".join(line.text for line in lines(address, 33.0, width_ems)) == address
