"""Forms as companies print them: eras to choose from, hints, two columns, readings above names, letters without a form."""

import cv2
import pytest

from tasks.case.words import PageKind
from tasks.engines.image_files import PageImage
from tasks.engines.label_values import first_value
from tasks.read.era_choice import with_chosen_era
from tasks.read.form_fields import form_fields
from tasks.read.kind_words import asked_in_japanese
from tasks.read.repair import split_postcode
from tasks.read.seals import signature_of
from tasks.read.upright_pages import ReadPage
from tests.support.layouts import layout_of, line, ruled, white_page

PEN = (120, 40, 20)
ERAS = ("大正", "昭和", "平成", "令和")


def read(page, *lines):
    """The fields of a form with these lines: name to value, canonical where there is one."""
    layout = layout_of(page, *lines)
    image = PageImage(0, "a.png#1", page, 200)
    form = ReadPage(image, layout.upright, layout).told(PageKind.REQUEST_FORM, 1.0)
    return {each.name: each.normalized or each.value.text for each in form_fields(form)}


def eras(page, mark):
    """A date of birth beside its list of eras, one of which `mark(page, left)` marks."""
    lines = [line("生年月日", 20, 100)]
    for i, era in enumerate(ERAS):
        lines.append(line(era, 240 + 120 * i, 100))
        mark(page, i, 240 + 120 * i)
    return [*lines, line("57年7月17日", 740, 100, size=20)]


@pytest.mark.parametrize("chosen", range(4))
def test_the_ringed_era_counts(chosen):
    """Of four printed eras the one in a ring is the date's."""
    page = white_page(1100, 300)

    def mark(page, i, x):
        if i == chosen:
            cv2.ellipse(page, (x + 30, 115), (44, 27), 0, 0, 360, PEN, 3)

    layout = layout_of(page, *eras(page, mark))
    text = with_chosen_era(layout, first_value(layout, "生年月日")).text
    assert text.startswith(ERAS[chosen])


@pytest.mark.parametrize("chosen", range(4))
def test_the_ticked_era_counts(chosen):
    """Of four eras with boxes the one whose box the pen crossed is the date's."""
    page = white_page(1100, 300)

    def mark(page, i, x):
        cv2.rectangle(page, (x - 34, 102), (x - 8, 128), (20, 20, 20), 2)
        if i == chosen:
            cv2.line(page, (x - 34, 102), (x - 8, 128), PEN, 4)
            cv2.line(page, (x - 8, 102), (x - 34, 128), PEN, 4)

    layout = layout_of(page, *eras(page, mark))
    assert with_chosen_era(layout, first_value(layout, "生年月日")).text.startswith(ERAS[chosen])


def test_an_era_nobody_chose_is_not_guessed():
    """Without a mark there is no era, and no date: 57 may be 1982 or 2075."""
    page = white_page(1100, 300)
    layout = layout_of(page, *eras(page, lambda *_: None))
    value = with_chosen_era(layout, first_value(layout, "生年月日"))
    assert not value.text.startswith(ERAS)
    assert value.confidence < 0.5


def test_small_print_that_says_how_is_no_value():
    """A column of hints beside the writing is left out."""
    found = read(
        white_page(1400, 300),
        line("氏名", 20, 100),
        line("竹内祐一郎", 200, 95, 40),
        line("楷書でご記入", 900, 105, 22),
    )
    assert found["person.name"] == "竹内祐一郎"


def test_the_reading_above_a_name_is_its_kana():
    """Small kana above a name, in the same room, is the reading and no part of the name."""
    page = ruled(white_page(1100, 400), (10, 180, 1050), (80, 200))
    found = read(page, line("氏名", 20, 130), line("フリガナタケウチ", 200, 90, 22), line("竹内祐一郎", 200, 130, 44))
    assert found["person.name"] == "竹内祐一郎"
    assert found["person.kana"] == "タケウチ"


def test_columns_headed_by_role_part_person_and_agent():
    """A table with a column for 本人 and one for 代理人 gives each their own."""
    page = ruled(white_page(1300, 500), (10, 200, 700, 1250), (50, 120, 200, 280))
    found = read(
        page,
        line("ご本人", 400, 70),
        line("代理人", 900, 70),
        line("お名前", 30, 145),
        line("小川隆", 260, 145),
        line("山田清", 760, 145),
        line("ご住所", 30, 225),
        line("兵庫県神戸市灘区永手町４", 260, 225, 28),
        line("愛媛県四国中央市金生町２", 760, 225, 28),
    )
    assert (found["person.name"], found["agent.name"]) == ("小川隆", "山田清")
    assert (found["person.address"][:3], found["agent.address"][:3]) == ("兵庫県", "愛媛県")


def test_who_asks_beside_a_principal_is_the_agent():
    """Where the form has 本人の氏名, the 氏名 of the 請求者 above it is the agent's."""
    found = read(
        white_page(1100, 700),
        line("(請求者)", 400, 60),
        line("氏名", 400, 120),
        line("鈴木結衣", 600, 120),
        line("本人の氏名", 40, 400),
        line("水野雄大", 300, 400),
    )
    assert (found["person.name"], found["agent.name"]) == ("水野雄大", "鈴木結衣")


def test_a_letter_says_what_it_asks_for():
    """Without a list the sentence that asks counts."""
    found = read(
        white_page(1400, 500),
        line("個人情報に関する請求書", 300, 40),
        line("利用目的の通知及び訂正を請求します。", 60, 200, 28),
        line("氏名", 60, 300),
        line("金藍海", 200, 300),
    )
    assert found["request.kinds"] == "correction,purpose_notice"


@pytest.mark.parametrize(
    ("written", "code", "address"),
    [
        ("T6020004京都府京都市上京区", "6020004", "京都府京都市上京区"),
        ("〒（657－0027）兵庫県神戸市", "657－0027", "兵庫県神戸市"),
        ("5 0 0 8 8 7 4岐阜県岐阜市", "5 0 0 8 8 7 4", "岐阜県岐阜市"),
    ],
)
def test_a_postcode_in_boxes_or_brackets_leaves_its_address(written, code, address):
    """Boxes, brackets and a mark read as a letter are no part of the address."""
    assert split_postcode(written) == (code, address)


def test_an_address_may_stand_above_its_label():
    """The label stands beside the second row, the town in the first."""
    found = read(
        white_page(1100, 500),
        line("住所", 40, 240),
        line("愛知県田原市波瀬町７１４番地", 300, 190),
        line("ヴィラさくら７０７", 330, 240),
    )
    assert found["person.address"] == "愛知県田原市波瀬町７１４番地ヴィラさくら７０７"


@pytest.mark.parametrize(
    ("text", "signed"), [("水野雄大", True), ("本籍は塗りつぶしてご提出ください", False), ("㊞", False)]
)
def test_only_a_name_signs(text, signed):
    """What stands in a signature's room must be like one of the form's names."""
    page = white_page(1100, 300)
    layout = layout_of(
        page, line("氏名", 20, 40), line("水野雄大", 200, 40), line("署名", 20, 180), line(text, 200, 180)
    )
    name = first_value(layout, "氏名")
    assert (signature_of(layout, [name], []) is not None) is signed


@pytest.mark.parametrize(("stamp", "counts"), [("水野", True), ("受付8.11.20", False)])
def test_an_office_stamp_is_no_seal(stamp, counts):
    """A round stamp with a date or 受付 is the office's."""
    page = white_page(1100, 300)
    cv2.circle(page, (420, 60), 45, (40, 40, 200), 4)
    layout = layout_of(page, line("氏名", 20, 40), line("水野雄大", 200, 40), line(stamp, 392, 50, 60 // len(stamp)))
    name = first_value(layout, "氏名")
    seal = (375.0, 15.0, 465.0, 105.0)
    assert (signature_of(layout, [name], [seal]) is not None) is counts


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("保有個人データの開示", {"disclosure"}),
        ("第三者提供記録の開示", {"tp_records"}),
        ("第三者への提供に関する記録の開示", {"tp_records"}),
        ("保有個人データ及び第三者提供記録の開示", {"disclosure", "tp_records"}),
        ("取引に関する記録の開示", {"disclosure"}),
        ("第三者提供の停止", {"stop_provision"}),
    ],
)
def test_records_of_provision_are_a_request_of_their_own(asked, kinds):
    """Art. 33(5): who asks for the records asks for no other data, unless both are named, nor for a stop."""
    assert asked_in_japanese(asked) == kinds
