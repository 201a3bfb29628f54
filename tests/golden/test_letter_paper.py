"""The paper of a letter: what the envelope's window shows, what stands where, and that nothing is cut."""

import io
import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pytest
import zxingcpp

from tasks.case.address_window import set_window, wrap
from tasks.case.letters import Addressee, AnnexTable, Letter, LetterKind
from tasks.reply.render_letter import render_letter
from tasks.reply.typeset import lines
from tests.support import english_letters
from tests.unit import test_letters as japanese_letters

PT = 72 / 25.4
WINDOW = (22, 12, 87, 36)  # mm from the left and the top: what a 長形3号 window shows however the letter slides in it
KEPT_FREE = (112, 57)  # mm: nothing else left of and above this
EVERY = list(product(("ja", "en"), LetterKind))
CODE = "KAIJI R/K-2026-000123-1"
ADDRESSEES = {
    "forty characters": Addressee(
        postcode="600-0000",
        address="京都府京都市北区架空東桃ノ本町1234番地の56架空御所之内アネックス弐番館1203号室",
        name="渡邉 﨑太郎左衛門",
    ),
    "a company": Addressee(
        postcode="060-0000",
        address="北海道札幌市中央区架空三条西十一丁目八番七号架空ハイツ一〇一号室",
        name="株式会社架空国際貿易ホールディングス 個人情報管理部 佐藤 花子",
    ),
    "Latin": Addressee(
        postcode="600-0000",
        address="Apartment 1203, Grande Maison Kakuu, 1234-56 Higashi-Momonomoto-cho, Kita-ku, Kyoto, Japan",
        name="Bartholomew Nguyễn-Featherstonehaugh",
    ),
    "no postcode": Addressee(postcode=None, address="12 O’Connell Street, Dublin 1, Ireland", name="Łukasz Müller"),
    "rare characters": Addressee(
        postcode="920-0000", address="石川県金沢市𠮷野町5丁目8番7号", name="髙﨑𠮷邊\U000e010b 花子"
    ),
}


def a_letter(language: str, kind: LetterKind, **changes: Any) -> Letter:
    """A whole letter of one kind, with the code of returned mail."""
    make = japanese_letters.a_letter if language == "ja" else english_letters.a_letter
    return make(kind, **{"return_code": CODE} | changes)


@cache
def the_pdf(language: str, kind: LetterKind) -> bytes:
    """One short letter of each kind."""
    return render_letter(a_letter(language, kind))


def pages_of(pdf: bytes) -> list[Any]:
    """Each page as pdfplumber reads it."""
    return pdfplumber.open(io.BytesIO(pdf)).pages


@cache
def the_pages(language: str, kind: LetterKind) -> list[Any]:
    """The pages of the short letter of each kind, read once."""
    return pages_of(the_pdf(language, kind))


def first_page(pdf: bytes) -> Any:
    """The page behind the window."""
    return pages_of(pdf)[0]


def drawn(page: Any) -> list[dict[str, float]]:
    """All that is drawn on a page and is no letter."""
    return [*page.lines, *page.rects, *page.curves, *page.images]


@pytest.mark.parametrize("who", ADDRESSEES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_window_shows_the_whole_address_and_nothing_else(language: str, who: str) -> None:
    """Every letter of address and name lies in the window; nothing else is printed or drawn about it."""
    addressee = ADDRESSEES[who]
    page = first_page(render_letter(a_letter(language, LetterKind.REFUSE, addressee=addressee)))
    right, bottom = (each * PT for each in KEPT_FREE)
    near = [char for char in page.chars if char["x0"] <= right and char["top"] <= bottom]
    shown = "".join("".join(char["text"] for char in near).split())
    postcode = f"〒{addressee.postcode}" if addressee.postcode else ""
    honorific = "様" if language == "ja" else ""
    assert shown == "".join(f"{postcode}{addressee.address}{addressee.name}{honorific}".split())
    left, top, right_edge, bottom_edge = (each * PT for each in WINDOW)
    assert all(left <= char["x0"] and char["x1"] <= right_edge for char in near if char["text"].strip())
    assert all(top <= char["top"] and char["bottom"] <= bottom_edge for char in near)
    assert not [each for each in drawn(page) if each["x0"] <= right and each["top"] <= bottom]


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_every_kind_keeps_the_window_and_the_margins(language: str, kind: LetterKind) -> None:
    """No kind prints beside the address, or beyond the margins of the page, or over the foot."""
    for number, page in enumerate(the_pages(language, kind)):
        marks = [char for char in page.chars if char["text"].strip()]
        assert min(char["x0"] for char in marks) >= 22.5 * PT
        assert max(char["x1"] for char in marks) <= 188 * PT  # the blank half of a stop at a line's end hangs out
        assert max(char["bottom"] for char in marks) <= 292 * PT
        beside = [char for char in marks if char["x0"] <= KEPT_FREE[0] * PT and char["top"] <= KEPT_FREE[1] * PT]
        if number == 0:
            assert all(char["x1"] <= WINDOW[2] * PT and char["bottom"] <= WINDOW[3] * PT for char in beside)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_fold_marks_stand_at_the_thirds_of_the_first_page_alone(language: str) -> None:
    """At 99 and 198 mm, left of the text; no other page is folded by its own marks."""
    found = [
        {round(each["top"] / PT) for each in drawn(page) if each["x1"] < 12 * PT}
        for page in the_pages(language, LetterKind.DISCLOSE)
    ]
    assert found == [{99, 198}, set()]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_code_of_returned_mail_has_its_place_and_its_quiet_zone(language: str) -> None:
    """Its modules lie right of the keep-out at the head of the page, and four modules all round nothing is printed."""
    page = the_pages(language, LetterKind.REFUSE)[0]
    modules = [each for each in drawn(page) if each["x0"] > 112 * PT and each["bottom"] < 30 * PT]
    left, right = min(each["x0"] for each in modules), max(each["x1"] for each in modules)
    top, bottom = min(each["top"] for each in modules), max(each["bottom"] for each in modules)
    assert (round(left / PT), round(top / PT)) == (117, 12)
    assert 12 * PT < right - left < 15 * PT
    quiet = 4 * (right - left) / 25  # a code of this length has 25 modules
    around = (left - quiet, top - quiet, right + quiet, bottom + quiet)
    assert left - quiet > KEPT_FREE[0] * PT
    assert not page.within_bbox(around).chars


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_the_code_of_returned_mail_is_read_from_a_poor_scan(language: str, kind: LetterKind) -> None:
    """At 200 dpi, with noise and grey paper, a reader finds the code on the first page of every letter."""
    page = pypdfium2.PdfDocument(the_pdf(language, kind))[0]
    picture = np.asarray(page.render(scale=200 / 72, grayscale=True).to_pil()).astype(np.int16)
    noise = np.random.default_rng(7).normal(0, 25, picture.shape)
    scanned = np.clip(picture * 0.8 + 20 + noise, 0, 255).astype(np.uint8)
    assert CODE in {code.text for code in zxingcpp.read_barcodes(scanned)}


def test_a_letter_without_a_code_draws_none() -> None:
    """Before the outbox gives a letter its code, there is no empty square."""
    page = first_page(render_letter(a_letter("ja", LetterKind.REFUSE, return_code="")))
    assert not [each for each in drawn(page) if each["x0"] > 112 * PT and each["bottom"] < 30 * PT]


LINE = "審査の基準が明らかになり、業務の適正な実施に著しい支障を及ぼすおそれがあるためです"
ENGLISH_LINE = "It would show how we detect misuse of the service and so make such misuse easier to repeat, line"


@pytest.mark.parametrize(("language", "line"), [("ja", LINE), ("en", ENGLISH_LINE)])
def test_a_reason_of_twenty_lines_stands_whole(language: str, line: str) -> None:
    """Twenty paragraphs run on to the next page, none of them cut, and the contact follows on the last."""
    reason = "\n".join(f"{line}{number:02}。" if language == "ja" else f"{line} {number:02}." for number in range(20))
    pages = pages_of(render_letter(a_letter(language, LetterKind.REFUSE, reason=reason)))
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert len(re.findall(r"す\d\d。" if language == "ja" else r"line\d\d\.", text)) == 20
    assert all(char["bottom"] < 280 * PT for page in pages for char in page.crop((0, 0, page.width, 282 * PT)).chars)
    assert ("お問い合わせ及び苦情" if language == "ja" else "Questions and complaints") in pages[-1].extract_text()


@cache
def the_long_annex() -> list[Any]:
    """The pages of a letter with 300 rows of one to five lines."""
    rows = tuple(
        (f"記録{number:03}", f"始{number:03}" + "お問い合わせの内容。" * (1 + number % 25) + f"終{number:03}")
        for number in range(300)
    )
    return pages_of(render_letter(a_letter("ja", LetterKind.DISCLOSE, annex=(AnnexTable("応対履歴", rows),))))


def test_no_row_of_a_long_annex_is_cut() -> None:
    """Each of 300 rows begins and ends on one page, in order, with the head of the table above."""
    seen: list[str] = []
    for page in the_long_annex()[1:]:
        text = "".join(page.extract_text().split())
        assert re.findall(r"始(\d{3})", text) == re.findall(r"終(\d{3})", text)
        assert "項目内容" in text
        seen += re.findall(r"始(\d{3})", text)
    assert seen == [f"{number:03}" for number in range(300)]


def test_a_long_annex_counts_its_pages() -> None:
    """Page n of N is right on every page, and every page after the first bears the letter's number."""
    pages = the_long_annex()
    assert len(pages) > 10
    assert all(f"{number} ／ {len(pages)}" in page.extract_text() for number, page in enumerate(pages, 1))
    assert all("個情発第2026-0012号" in page.extract_text() for page in pages)


@pytest.mark.parametrize(("language", "kind"), EVERY)
def test_no_page_holds_only_a_line_or_two(language: str, kind: LetterKind) -> None:
    """The last words go over to a new page together with what they close, or not at all."""
    for page in the_pages(language, kind)[1:]:
        assert len(page.extract_text().splitlines()) > 5


def test_an_address_never_parts_a_number_from_its_counters() -> None:
    """8番7号 stands on one line, in figures and in kanji, and so does a word in katakana."""
    address = "石川県金沢市架空町大字架空字上架空5丁目8番7号メゾンカクウ"
    for ems in range(9, 30):
        set_lines = wrap(address, ems)
        assert "".join(set_lines) == address
        assert sum("8番7号" in line for line in set_lines) == 1
        assert sum("メゾンカクウ" in line for line in set_lines) == 1
    assert any("十一丁目八番七号" in line for line in wrap("札幌市中央区架空三条西十一丁目八番七号", 11))


def test_a_long_name_is_set_smaller_before_the_letter_is_given_up() -> None:
    """A company's department and person share the window with an address of two lines."""
    to = ADDRESSEES["a company"]
    layout = set_window(to.address, to.name, has_postcode=True)
    assert layout is not None
    assert layout.name_pt > layout.size_pt >= 7


def test_a_halfwidth_mark_stays_with_its_letter() -> None:
    """ﾊ and the mark that makes it ﾊﾞ are never on two lines, in the window and in running text."""
    text = "ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞ" * 4
    for ems in range(2, 9):
        assert not [line for line in wrap(text, ems) if line[0] == "ﾞ"]
        assert not [line for line in lines(text, ems, lambda part: len(part) / 2) if line.text[0] == "ﾞ"]
