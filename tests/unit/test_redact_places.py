"""The domicile is found in sentences, beyond a sender's bar, down a table's column; a donor's choice by its ring."""

import cv2
import pytest

from tasks.case.words import Reading, RedactionReason
from tasks.engines.register_entries import entries
from tasks.redact.bar_ends import mark_bar_ends
from tasks.redact.domicile import mark_labelled, mark_sentences, mark_unexplained
from tasks.redact.numbers import mark_numbers
from tasks.redact.organ_donor import mark_organ_donor
from tests.support.layouts import layout_of, line, ruled, sheet_of, white_page


def marked(sheet, box):
    """Whether one mark of the sheet covers a box."""
    return any(
        m.box[0] <= box[0] and m.box[1] <= box[1] and m.box[2] >= box[2] and m.box[3] >= box[3] for m in sheet.marks
    )


def test_a_sentence_that_says_the_domicile_is_marked():
    """「私の本籍は兵庫県…です」 names a place: the place is marked, the sentence stays."""
    said = line("私の本籍は兵庫県豊岡市日高町467番地です。", 20, 100, 20)
    sheet = sheet_of("other", white_page(), said)
    assert mark_sentences(sheet) == ["兵庫県豊岡市日高町467番地"]
    assert marked(sheet, said.span(5, 18))
    assert not marked(sheet, said.span(0, 3))


@pytest.mark.parametrize("after", ["が私の本籍です。", "（本籍）", "は本人の本籍です"])
def test_a_domicile_before_its_word_is_marked(after):
    """A letter may name the place first; the whole of it is painted."""
    place = "兵庫県神戸市中央区下山手通5丁目10番1号"
    row = line(place + after, 40, 40, 20)
    sheet = sheet_of("request_form", white_page(), row)
    assert mark_sentences(sheet) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "大阪市中央区西心斎橋2丁目1番5号が本籍と同じです。",
        "住所 大阪市中央区西心斎橋2-1-5 本籍 別紙",
        "大阪市北区1-1（本籍は別紙）",
    ],
)
def test_a_home_before_the_word_is_left(text):
    """A home that is compared with the domicile, or stands before its label in a row, is none."""
    assert mark_sentences(sheet_of("request_form", white_page(), line(text, 40, 40, 20))) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("マイナンバーは123456789012です。電話は別紙のとおり。", "my_number"),
        ("私の個人番号が1234-5678-9012でした", "my_number"),
        ("基礎年金番号は1234-567890です。", "pension_number"),
    ],
)
def test_a_number_that_a_letter_names_is_marked(text, reason):
    """Whatever particle follows its name, on a page of any kind; a card's name and another number are none."""
    sheet = sheet_of("other", white_page(), line(text, 40, 40, 20))
    mark_numbers(sheet, frozenset(RedactionReason))
    assert reason in {str(mark.reason) for mark in sheet.marks}
    other = sheet_of("other", white_page(), line("マイナンバーカードの写し 受付 123456789012", 40, 40, 20))
    mark_numbers(other, frozenset(RedactionReason))
    assert other.marks == []


def test_a_sentence_that_only_mentions_it_is_left():
    """「本籍は黒く塗りつぶしてあります」 names no place."""
    sheet = sheet_of("other", white_page(), line("※本籍の記載箇所は黒く塗りつぶしてあります。", 20, 100, 20))
    assert mark_sentences(sheet) == []
    assert sheet.marks == []


def test_what_goes_on_behind_a_bar_is_marked():
    """A pen that stopped early leaves 番地 and number."""
    page = white_page()
    cv2.rectangle(page, (150, 98), (400, 132), (5, 5, 5), cv2.FILLED)
    tail = line("25番地1", 405, 100)
    sheet = sheet_of("juminhyo", page, line("本籍", 60, 100), tail)
    mark_bar_ends(sheet)
    assert marked(sheet, tail.box)


def test_a_neighbour_of_a_bar_that_is_no_address_is_left():
    """A date or a name beside a bar stays readable."""
    page = white_page()
    cv2.rectangle(page, (150, 98), (400, 132), (5, 5, 5), cv2.FILLED)
    sheet = sheet_of("juminhyo", page, line("平成7年3月10日", 405, 100), line("伊東真琴", 405, 98))
    mark_bar_ends(sheet)
    assert sheet.marks == []


def test_a_column_of_domiciles_is_marked_to_its_end():
    """Where 本籍 heads a column of the household's table every row of it is marked."""
    page = ruled(white_page(), (40, 240, 460, 860), (50, 100, 150, 200))
    heads = [line("氏名", 60, 60), line("生年月日", 260, 60), line("本籍", 480, 60)]
    rows = [line("石川県金沢市1番地", 480, 110 + 50 * i, 20) for i in range(2)]
    sheet = sheet_of("juminhyo", page, *heads, *rows)
    mark_labelled(sheet)
    assert all(marked(sheet, row.box) for row in rows)
    assert not marked(sheet, heads[2].box)


def test_a_table_has_an_entry_for_each_row():
    """Name and birth date of one row belong together."""
    page = ruled(white_page(), (40, 240, 460, 860), (50, 100, 150, 200))
    heads = [line("氏名", 60, 60), line("生年月日", 260, 60), line("続柄", 480, 60)]
    rows = [
        line("服部浩平", 60, 110),
        line("昭和28年2月9日", 260, 112, 22),
        line("服部理英", 60, 160),
        line("昭和30年6月2日", 260, 162, 22),
    ]
    found = entries(layout_of(page, *heads, *rows))
    assert [(entry.name.text, entry.birth.text) for entry in found] == [
        ("服部浩平", "昭和28年2月9日"),
        ("服部理英", "昭和30年6月2日"),
    ]


def donor_sheet(*, ringed):
    """The donor's box of a licence, its digits drawn, one of them ringed or none."""
    page = white_page()
    lines = [line(f"{i + 1}.私は、臓器を提供します。", 200, 100 + 50 * i, 26) for i in range(3)]
    for i in range(3):
        cv2.line(page, (213, 104 + 50 * i), (213, 122 + 50 * i), (20, 20, 20), 3)
    if ringed:
        cv2.circle(page, (213, 163), 20, (20, 20, 20), 2)
    return sheet_of("licence", page, *lines)


def test_a_ringed_choice_is_marked():
    """A ring around one number means that a choice was made: the box is marked."""
    sheet = donor_sheet(ringed=True)
    mark_organ_donor(sheet)
    assert len(sheet.marks) == 1


def test_no_choice_is_not_marked():
    """Where nobody chose there is nothing to hide."""
    sheet = donor_sheet(ringed=False)
    mark_organ_donor(sheet)
    assert sheet.marks == []


def test_an_address_without_a_label_on_a_resident_record_is_doubted():
    """Where the small 本籍 above it was not read, an address that is nobody's home is marked and a person is asked."""
    lot = line("静岡県沼津市松下3丁目37番", 200, 300, 20)
    sheet = sheet_of(
        "juminhyo", white_page(), line("住所", 40, 100), line("新潟県新潟市東区石山4丁目25番", 200, 100, 20), lot
    )
    mark_unexplained(sheet, Reading(pages=(), fields={}))
    assert marked(sheet, lot.box)
    assert len(sheet.marks) == len(sheet.doubts) == 1
