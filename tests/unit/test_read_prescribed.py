"""Prescribed forms read back: look-alikes told by their room, readings held against each other, how a paper lies."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tasks.case.codes_text import FormCode, FormLanguage, SlipCode
from tasks.case.words import PageKind, RequestKind
from tasks.engines.april_tags import find_tags, tag_modules
from tasks.engines.geometry import Upright
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Line
from tasks.forms.boxes import PAGE, TAGS, BoxKind, FormBox, Rect
from tasks.read.found import Found
from tasks.read.look_alikes import may_repeat, mended_address, mended_name, only_kana
from tasks.read.own_papers import one_person, printed_for, unticked_lines
from tasks.read.prescribed import MM, Paper, Prescribed, bears_marks, paper_on
from tasks.read.prescribed_boxes import is_struck, is_ticked, read_line, read_mark
from tasks.read.prescribed_doubts import TO_A_PERSON, agreed
from tasks.read.prescribed_frames import located


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("御池八イッ203号", "御池ハイツ203号"),
        ("八ツ橋町3", "八ツ橋町3"),
        ("八ヶ岳町1", "八ヶ岳町1"),
        ("南ー条西8丁目", "南一条西8丁目"),
        ("グランドールー番町", "グランドール一番町"),
        ("ハイツ2〇3号", "ハイツ203号"),
        ("二番町4-2", "二番町4-2"),
        ("セントラルコート702", "セントラルコート702"),
    ],
)
def test_look_alikes_in_an_address_are_told_by_their_neighbours(read, meant):
    """Kanji before katakana, a long sound after kanji, a circle among digits; what is meant so stays."""
    assert mended_address(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [("山ロトメ", "山口トメ"), ("山口卜メ", "山口トメ"), ("佐藤ロミ", "佐藤ロミ"), ("力石 徹", "力石 徹")],
)
def test_look_alikes_in_a_name(read, meant):
    """口 in a family name and katakana in a given one; kanji that are meant stay."""
    assert mended_name(read) == meant


def test_kana_that_is_none_has_no_canonical_form_and_doubled_noughts_are_noticed():
    """What cannot be kana goes to a person, and so does a nought that may be two."""
    assert only_kana("才オノ ユ力") == "オオノユカ"
    assert only_kana("7タナベ") is None
    assert may_repeat("ハイツ2〇03号")
    assert not may_repeat("ハイツ2003号")


def value(name, text, normalized=None, confidence=0.95):
    return Found(name, SimpleNamespace(), Value(text, (0.0, 0.0, 1.0, 1.0), confidence), normalized)


def test_two_readings_that_deny_each_other_go_to_a_person():
    """Other kinds or another name surely seen elsewhere on the page: neither counts by itself."""
    own = [value("request.kinds", "開示", "disclosure"), value("person.name", "佐々木健二")]
    other = [value("request.kinds", "訂正", "correction"), value("person.name", "中村美恵子")]
    assert {each.name: each.value.confidence for each in agreed(own, other)} == {
        "request.kinds": TO_A_PERSON,
        "person.name": TO_A_PERSON,
    }


def test_an_unsure_or_like_reading_denies_nothing():
    """A letter read otherwise, a part of the address, or an unsure reading raises no doubt."""
    own = [value("person.name", "佐々木健二"), value("person.address", "京都市中京区寺町通4 御池ハイツ2")]
    other = [
        value("person.name", "佐々木健ニ"),
        value("person.address", "御池ハイツ2"),
        value("request.date", "x", None, 0.2),
    ]
    told = {each.name: each.value.confidence for each in agreed(own, other)}
    assert (told["person.name"], told["person.address"]) == (0.95, 0.95)
    assert agreed(own, [value("person.name", "中村美恵子", confidence=0.6)]) == own


def test_what_only_the_ordinary_reading_found_is_never_sure():
    """A name or a seal outside its box is shown to a person; a misread hint beside an empty cell is nothing."""
    told = {
        each.name: each.value.confidence
        for each in agreed(
            [], [value("person.name", "中村"), value("form.signature", "seal", "seal"), value("person.phone", "0")]
        )
    }
    assert told == {"person.name": TO_A_PERSON, "form.signature": TO_A_PERSON}


@pytest.fixture(scope="module")
def sheet():
    """A blank sheet with its four marks at 300 dpi, (H, W, 3) uint8."""
    page = np.full((round(PAGE[1] * MM), round(PAGE[0] * MM), 3), 255, np.uint8)
    for number, rect in TAGS.items():
        left, top, right, bottom = (round(side * MM) for side in rect)
        mark = np.where(tag_modules(number), 0, 255).astype(np.uint8)
        grown = cv2.resize(mark, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        page[top:bottom, left:right] = grown[:, :, None]
    return page


def seen_as(picture):
    """A picture as an upright page of which nothing is turned or straightened."""
    return Upright(picture, 0, skew=0.0)


@pytest.mark.parametrize(("times", "turn"), [(0, 0), (1, 270), (2, 180), (3, 90)])
def test_marks_say_how_the_paper_lies(sheet, times, turn):
    """A paper turned clockwise by quarter turns, and what would turn it back."""
    paper = paper_on(seen_as(np.ascontiguousarray(np.rot90(sheet, -times))))
    assert paper.turn == turn


def test_three_marks_are_enough_and_two_are_not(sheet):
    """With a torn corner boxes are still found to half a millimetre; with two marks nobody guesses."""
    torn = sheet.copy()
    torn[: round(30 * MM), : round(30 * MM)] = 255
    box = paper_on(seen_as(torn)).box(Rect(50, 100, 60, 110))
    assert np.allclose(np.array(box) / MM, (50, 100, 60, 110), atol=0.5)
    torn[: round(30 * MM)] = 255
    assert paper_on(seen_as(torn)) is None
    assert bears_marks(seen_as(torn))
    assert not bears_marks(seen_as(np.full_like(sheet, 255)))


def test_a_mark_seen_twice_is_no_mark(sheet):
    """Two papers on one scan have two marks of one number; nobody can say which belongs where."""
    twice = np.vstack([sheet, sheet])
    assert find_tags(cv2.cvtColor(twice, cv2.COLOR_BGR2GRAY)) == {}


def drawn_box(sheet, rect, ink=None, thick=6):
    """A box printed on the sheet as forms print it, with a line of the pen through it."""
    page = sheet.copy()
    left, top, right, bottom = (round(side * MM) for side in rect)
    cv2.rectangle(page, (left + 3, top + 3), (right - 3, bottom - 3), (0, 0, 0), 7)
    if ink:
        cv2.line(page, (left + 12, bottom - 20), (right - 12, top + 14), ink, thick)
    return paper_on(seen_as(page))


TICK = FormBox("request.kinds", BoxKind.TICK, 1, Rect(40, 80, 46, 86), "disclosure")
MARK = FormBox("form.signature", BoxKind.MARK, 1, Rect(55, 200, 146, 217))
LINE = FormBox("person.name", BoxKind.TEXT, 1, Rect(55, 100, 196, 114))


def test_an_empty_box_is_empty_for_all_its_frame(sheet):
    """The printed frame is no tick, no writing and no signature."""
    ticked, sure = is_ticked(drawn_box(sheet, TICK.rect), TICK)
    assert (ticked, sure > 0.9) == (False, True)
    assert read_mark(drawn_box(sheet, MARK.rect), MARK) is None
    assert read_line(drawn_box(sheet, LINE.rect), LINE) is None


def test_ink_in_a_box_is_a_tick_and_red_is_a_seal(sheet):
    """One stroke ticks; what is mostly red is a seal, other ink a signature."""
    ticked, sure = is_ticked(drawn_box(sheet, TICK.rect, (90, 30, 20)), TICK)
    assert (ticked, sure > 0.9) == (True, True)
    assert read_mark(drawn_box(sheet, MARK.rect, (50, 50, 205), 14), MARK).text == "seal"
    signed = read_mark(drawn_box(sheet, MARK.rect, (60, 40, 30)), MARK)
    assert (signed.text, signed.confidence > 0.9) == ("signature", True)


def test_a_slip_of_the_pen_is_no_sure_signature(sheet):
    """A dash of 5 mm in the signature's room goes to a person."""
    page = sheet.copy()
    x, y = round(70 * MM), round(208 * MM)
    cv2.line(page, (x, y), (x + round(5 * MM), y), (60, 40, 30), 7)
    assert read_mark(paper_on(seen_as(page)), MARK).confidence < 0.75


def test_a_frame_is_found_where_bent_paper_has_it_or_not_at_all(sheet):
    """A frame two millimetres away is followed; where none is seen the box is doubtful."""
    moved = Rect(TICK.rect.left + 1.5, TICK.rect.top - 1, TICK.rect.right + 1.5, TICK.rect.bottom - 1)
    box, seen = located(drawn_box(sheet, moved, (90, 30, 20)), TICK)
    assert seen
    assert np.allclose(box.rect, moved, atol=0.3)
    assert located(paper_on(seen_as(sheet)), TICK) == (TICK, False)


def test_a_speck_in_a_tick_box_is_no_tick_and_a_doubtful_one_is_doubtful(sheet):
    """Dust leaves a box empty; half a stroke is neither surely a tick nor surely none."""
    page = sheet.copy()
    left, top = round(TICK.rect.left * MM), round(TICK.rect.top * MM)
    cv2.circle(page, (left + 30, top + 30), 2, (0, 0, 0), -1)
    assert is_ticked(paper_on(seen_as(page)), TICK) == (False, pytest.approx(0.98))
    cv2.line(page, (left + 24, top + 30), (left + 40, top + 30), (0, 0, 0), 3)
    assert is_ticked(paper_on(seen_as(page)), TICK)[1] < 0.75


def test_a_tick_that_may_be_crossed_out_is_doubtful(sheet):
    """A box full of strokes or of ink is marked, and nobody knows whether for or against."""
    left, top, right, bottom = (round(side * MM) for side in TICK.rect)
    for how in ("strokes", "full"):
        page = drawn_box(sheet, TICK.rect)._upright.image.copy()
        if how == "full":
            cv2.rectangle(page, (left + 4, top + 4), (right - 4, bottom - 4), (40, 30, 30), -1)
        for y in range(top, bottom, 12) if how == "strokes" else ():
            cv2.line(page, (left - 8, y), (right + 8, y + 6), (40, 30, 30), 7)
        ticked, sure = is_ticked(paper_on(seen_as(page)), TICK)
        assert (ticked, sure < 0.75) == (True, True)


def test_words_with_a_line_through_them_are_struck(sheet):
    """One long stroke over letters strikes them out; letters alone, however near each other, do not."""
    page = sheet.copy()
    words = Rect(50, 80, 90, 87)
    x, y = round(words.left * MM), round(words.top * MM)
    for i in range(8):
        cv2.line(page, (x + 20 + i * 48, y + 20), (x + 58 + i * 48, y + 20), (0, 0, 0), 4)
        cv2.line(page, (x + 20 + i * 48, y + 60), (x + 58 + i * 48, y + 60), (0, 0, 0), 4)
    assert not is_struck(paper_on(seen_as(page)), words)
    cv2.line(page, (x + 10, y + 36), (x + 400, y + 46), (90, 30, 20), 6)
    assert is_struck(paper_on(seen_as(page)), words)


def test_a_codes_page_is_what_the_code_says_it_is(sheet):
    """Instructions, slips and separators are no request forms; a power of attorney is one by its code."""
    paper = Paper(seen_as(sheet), np.eye(3))
    form = FormCode(1, "rococo", "disclosure", FormLanguage.JAPANESE, (RequestKind.DISCLOSURE,), 2)
    assert Prescribed(form, None, paper).kind is PageKind.REQUEST_FORM
    assert Prescribed(form._replace(page=1), None, paper).kind is PageKind.OTHER
    assert Prescribed(form._replace(page=1), None, paper).layout is None
    assert Prescribed(form._replace(form="power_of_attorney", page=1), None, paper).kind is PageKind.POA
    assert Prescribed(form._replace(form="return_slip", page=1), None, paper).kind is PageKind.OTHER
    assert Prescribed(None, SlipCode("K26-00001", 1), None).kind is PageKind.OTHER
    assert Prescribed(None, None, None, separator=True).kind is PageKind.OTHER
    assert Prescribed(form._replace(version=99), None, paper).kind is None
    assert Prescribed(form, None, None).layout is None


def test_words_of_unticked_options_are_left_out_and_a_line_over_two_goes_whole():
    """A power of attorney grants what was ticked; a row that a reader glued together grants nothing."""
    ticked, open_, row = (
        Line(text, box, 0.9)
        for text, box in (("開示", (100, 10, 160, 40)), ("訂正", (500, 10, 560, 40)), ("開示 訂正", (100, 10, 560, 40)))
    )

    def lines(*given):
        page = SimpleNamespace(code=object(), kind=PageKind.POA, layout=SimpleNamespace(lines=list(given)))
        return unticked_lines(page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.read.own_papers.unticked_words", lambda _: [(490, 5, 900, 45)])
        assert lines(ticked, open_) == [open_]
        assert lines(row) == [row]


def test_an_agents_form_that_names_another_person_raises_a_doubt():
    """The request names one person, the agent's own form another: nobody knows for whom this is."""
    form, ordinary = SimpleNamespace(code=object()), SimpleNamespace(code=None)
    own, other = value("person.name", "中村美恵子"), value("person.name", "佐々木健二")
    told = replace(own, page=ordinary), replace(other, page=form)
    assert one_person({"person.name": told[0]}, told)["person.name"].value.confidence == TO_A_PERSON
    same = replace(own, page=form)
    assert one_person({"person.name": same}, (same,))["person.name"] == same


def test_papers_tell_for_whom_they_were_printed():
    """The codes of all prescribed papers of a packet together; a page without a code, and a slip alone, tell nothing."""

    def coded(policy):
        code = (
            Prescribed(FormCode(1, policy, "disclosure", FormLanguage.JAPANESE, (), 2), None, None) if policy else None
        )
        return SimpleNamespace(code=code, upright=SimpleNamespace(size=(100, 200)))

    slip = SimpleNamespace(code=Prescribed(None, SlipCode("K26-00001", 1), None))
    assert printed_for([coded(None), slip]) == []
    assert [each.normalized for each in printed_for([coded(None), coded("rococo"), coded("rococo")])] == ["rococo"]
    assert [each.normalized for each in printed_for([coded("toot"), coded("rococo")])] == ["rococo,toot"]
