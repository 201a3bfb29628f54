"""English forms, dates, letters and names: labels by themselves or beside Japanese ones, sentences that ask, and boilerplate that does not."""

import cv2
import pytest

from tasks.case.words import PageKind
from tasks.engines.image_files import PageImage
from tasks.engines.label_room import is_label
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Line
from tasks.engines.text_pages import text_pages
from tasks.read import repair
from tasks.read.form_fields import form_fields
from tasks.read.kind_words import KIND_WORDS
from tasks.read.kinds import tell_kinds
from tasks.read.latin_names import spaced
from tasks.read.letters import with_letters
from tasks.read.ticks import options_in
from tasks.read.upright_pages import ReadPage, read_upright
from tests.support.layouts import layout_of, ruled, white_page


def written(text):
    """A page that came as text, as a mail or a web form does, with its kind."""
    (one,) = text_pages(text)
    page = read_upright(PageImage(0, "mail.eml#1", one.picture, 200, one.lines))
    (told,) = with_letters(tell_kinds([page]))
    return told


def fields_of(page):
    """Field name to what counts of it."""
    return {each.name: each.normalized or each.value.text for each in form_fields(page)}


def latin(text, x, y, size=30):
    """A level line of narrow letters."""
    starts = tuple(i / len(text) for i in range(len(text)))
    return Line(text, (x, y, x + 0.55 * size * len(text), y + size), 0.97, starts)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("18 November 2026", "2026-11-18"),
        ("Nov 18, 2026", "2026-11-18"),
        ("4 May 1958", "1958-05-04"),
        ("4May1958", "1958-05-04"),
        ("September 1st, 1990", "1990-09-01"),
        ("the 3rd of March 2001", "2001-03-03"),
        ("31 June 2020", None),
        ("04/05/1958", None),
        ("令和8年11月3日", "2026-11-03"),
    ],
)
def test_a_date_in_english_words_is_read(text, iso):
    """Day and month may stand in either order; figures alone are two days at once, and none."""
    assert repair.day(text) == iso


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Full name", True),
        ("Date of birth", True),
        ("Name in block letters", True),
        ("E-mail address", True),
        ("Relationship to the person", True),
        ("氏名 / Name", True),
        ("在留資格 STATUS", True),
        ("Estella Daterra", False),
        ("Kanade Natello", False),
        ("Ryan Namesworth", False),
    ],
)
def test_a_name_that_holds_a_labels_letters_is_no_label(text, label):
    """Tel in Estella or Date in Daterra makes no label of a person's name."""
    assert is_label(latin(text, 100, 100)) is label


def english_form():
    """A form in English with a ruled table."""
    page = ruled(white_page(1200, 900), (80, 340, 1100), (100, 160, 220, 280, 340, 400))
    rows = [
        ("Name", "Oscar Lindgren"),
        ("Date of birth", "7 January 1969"),
        ("Postal code", "530-0001"),
        ("Address", "大阪府大阪市北区梅田1-3-1"),
        ("E-mail", "oscar@example.org"),
    ]
    lines = [latin("Date: 2 November 2026", 620, 40, 26)]
    for i, (label, value) in enumerate(rows):
        lines += [latin(label, 90, 115 + 60 * i, 26), latin(value, 360, 112 + 60 * i)]
    return page, lines


def test_an_english_form_gives_its_fields():
    """Labels in English alone, with values in both scripts."""
    page, lines = english_form()
    layout = layout_of(page, *lines)
    fields = fields_of(ReadPage(PageImage(0, "a.png#1", page, 200), layout.upright, layout, PageKind.REQUEST_FORM))
    assert fields["request.date"] == "2026-11-02"
    assert fields["person.name"] == "Oscar Lindgren"
    assert fields["person.birth_date"] == "1969-01-07"
    assert fields["person.postcode"] == "530-0001"
    assert fields["person.address"] == "大阪府大阪市北区梅田1-3-1"
    assert fields["person.email"] == "oscar@example.org"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Notification of the purpose of utilization", "purpose_notice"),
        ("Disclosure of my data", "disclosure"),
        ("Amendment, addition or deletion", "correction"),
        ("Deletion of contents", "correction"),
        ("Cessation of use, erasure", "suspend_erase"),
        ("Cancellation of registration", "suspend_erase"),
        ("Discontinuance of third-party provision", "stop_provision"),
        ("Suspension of provision to a third party", "stop_provision"),
        ("Disclosure of records of third-party provision", "tp_records"),
        ("Disclosure of third-party provision records", "tp_records"),
    ],
)
def test_an_option_in_english_has_one_kind(words, code):
    """Each option of a list names just one kind of request."""
    page = white_page(1200, 300)
    cv2.rectangle(page, (60, 102), (86, 128), (20, 20, 20), 2)
    options = options_in(layout_of(page, latin(words, 100, 100)), dict(KIND_WORDS))
    assert [option.code for option in options] == [code]


MAIL = """Dear Sir or Madam,
as I told you on the telephone, {asks}
Name: Ingrid Solberg
Address: 〒060-0042 北海道札幌市中央区大通西4丁目1番地
Birthday: March 5, 1971
Yours sincerely,
Ingrid Solberg
"""


@pytest.mark.parametrize(
    ("asks", "kinds"),
    [
        ("I request disclosure of\nall you hold about me.", "disclosure"),
        ("I would like to ask for the correction of my address.", "correction"),
        ("please erase my account.", "suspend_erase"),
        ("I hereby request that you stop providing my data to others.", "stop_provision"),
    ],
)
def test_a_mail_in_english_asks_in_a_sentence(asks, kinds):
    """What follows "I request" up to the end of the sentence is what is asked for."""
    page = written(MAIL.format(asks=asks))
    fields = fields_of(page)
    assert page.kind is PageKind.REQUEST_FORM
    assert fields["request.kinds"] == kinds
    assert fields["person.name"] == "Ingrid Solberg"
    assert fields["person.birth_date"] == "1971-03-05"
    assert fields["person.postcode"] == "060-0042"


def test_a_line_names_the_kind():
    """`Request: Disclosure` among a mail's lines needs no sentence."""
    page = written("Request: Disclosure and correction\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n")
    assert page.kind is PageKind.REQUEST_FORM
    assert fields_of(page)["request.kinds"] == "correction,disclosure"


@pytest.mark.parametrize(
    "text",
    [
        "REQUEST FOR DISCLOSURE AND CORRECTION\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n",
        "Request For Disclosure, Correction, Etc.\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n",
        "I request (please tick)\nNotification of the purpose of use\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n",
        "I request the following:\nDisclosure\nErasure\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n",
        "Request for Disclosure, Correction, etc.\nName: Ingrid Solberg\nAddress: 東京都港区芝公園4-2-8\n",
        "保有個人データ開示等請求書\n氏名：三宅健\n住所：東京都港区芝公園4-2-8\n",
    ],
)
def test_a_title_asks_for_nothing(text):
    """A form's title names kinds, and nobody chose them."""
    assert not fields_of(written(text)).get("request.kinds")


def test_a_latin_name_gets_its_space_back():
    """The ink shows the room between two words that the reader ran together."""
    page = white_page(900, 200)
    one = latin("OscarLindgren", 100, 80, 40)
    x = 100
    places = []
    for i in range(13):
        x += 14 if i == 5 else 0
        places.append((x - 100) / 300)
        cv2.rectangle(page, (x + 2, 84), (x + 18, 116), (30, 30, 30), 3)
        x += 22
    placed = Line(one.text, (100, 80, 400, 120), 0.97, tuple(places))
    layout = layout_of(page, placed)
    assert spaced(layout, Value(placed.text, placed.box, 0.97)).text == "Oscar Lindgren"


def test_one_latin_word_stays_one():
    """Letters set evenly are one word, however many capitals they have."""
    page = white_page(900, 200)
    for i in range(8):
        cv2.rectangle(page, (102 + 22 * i, 84), (118 + 22 * i, 116), (30, 30, 30), 3)
    placed = Line("McKenzie", (100, 80, 276, 120), 0.97, tuple(i / 8 for i in range(8)))
    assert spaced(layout_of(page, placed), Value(placed.text, placed.box, 0.97)).text == "McKenzie"
