"""In which language a requester wrote: by the whole form, by what they wrote freely, by the address, in that order."""

import pytest

from tasks.case.letter_language import letter_language, written_in
from tasks.case.words import Field, Page, PageKind, Reading, TextLine

ADDRESS, BOX = "東京都渋谷区道玄坂2丁目10番17号", ((0.3, 0.2), (0.6, 0.2), (0.6, 0.22), (0.3, 0.22))


def reading(*rows: tuple[str, str], name: str = "Daniel Whitfield", address: str = ADDRESS) -> Reading:
    """A form of rows, each a label to the left and what stands beside it, with its name and address as fields."""
    cells = [
        (text, left, at) for at, row in enumerate(rows) for left, text in zip((0.1, 0.35), row, strict=True) if text
    ]
    lines = tuple(TextLine(text=text, poly=_box(left, 0.1 + 0.05 * at), confidence=0.97) for text, left, at in cells)
    page = Page(
        index=0, source="a#1", kind=PageKind.REQUEST_FORM, confidence=1, rotation=0, width=1, height=1, lines=lines
    )
    fields = {"person.name": name, "person.address": address}
    return Reading(
        pages=(page,),
        fields={
            n: Field(name=n, value=v, normalized=None, confidence=1, page=0, poly=BOX) for n, v in fields.items() if v
        },
    )


def _box(left: float, top: float):
    return ((left, top), (left + 0.2, top), (left + 0.2, top + 0.02), (left, top + 0.02))


ENGLISH = (("Full name", "Daniel Whitfield"), ("Address", ADDRESS), ("I request (please tick)", "Disclosure"))
BOTH = (
    ("氏名 / Full name", "Daniel Whitfield"),
    ("住所 / Address", ADDRESS),
    ("請求の種類 / I request", "開示/Disclosure"),
)
DETAILS = "請求の内容 / Details of the request"


@pytest.mark.parametrize(
    ("form", "language"),
    [
        (reading(*ENGLISH), "en"),  # the address alone is Japanese
        (reading(*ENGLISH[1:], ("Full name", "佐藤 花子"), name="佐藤 花子"), "en"),  # and the name
        (reading(*ENGLISH, ("", "会社の記録も知りたいのですが")), "ja"),
        (reading(*BOTH, (DETAILS, "All data on my membership")), "en"),
        (reading(*BOTH, (DETAILS, "会員情報のすべて")), "ja"),
        (reading(*BOTH, (DETAILS, "All data 会員情報のすべて")), "ja"),
        (reading(*BOTH, (DETAILS, "All data"), name="佐藤 花子"), "ja"),
        (reading(*BOTH), "ja"),  # nothing was written freely, and the address is Japanese
        (reading(*BOTH, address="1-2-3 Dogenzaka, Tokyo"), "en"),
        (reading(("請求の内容：All that you hold on me", ""), ("氏名：Daniel Whitfield", "")), "en"),  # a web form
        (reading(("請求の内容：すべて", ""), ("氏名：Daniel Whitfield", "")), "ja"),
        (reading(("ご請求の内容（あてはまるもの）", "What you request"), *BOTH), "ja"),  # printed, not written
        (Reading(pages=(), fields={}), "ja"),
    ],
)
def test_the_language_of_a_request(form: Reading, language: str) -> None:
    """Names and addresses tell little; in doubt it is Japanese."""
    assert written_in(form) == language


def test_a_family_names_kanji_in_one_line_do_not_make_a_form_japanese() -> None:
    """A line of label and address counts by its label alone."""
    assert written_in(reading((f"Address: 〒150-0043 {ADDRESS}", ""), ("Dear Sir or Madam,", ""))) == "en"


@pytest.mark.parametrize(("offered", "language"), [(("ja", "en"), "en"), (("ja",), "ja"), (("en",), "en")])
def test_letters_are_written_in_a_language_that_the_company_writes(offered: tuple[str, ...], language: str) -> None:
    """The first that it offers stands for any other."""
    assert letter_language(reading(*ENGLISH), offered) == language
    japanese = reading(("氏名", "佐藤 花子"), name="佐藤 花子")
    assert letter_language(japanese, ("en",)) == "en"
