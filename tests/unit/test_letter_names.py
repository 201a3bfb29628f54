"""Names are sacred: each stands on paper letter by letter in one font, or a person writes the letter."""

import io

import pdfplumber
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tasks.case.errors import GlyphMissing
from tasks.case.letters import LetterKind
from tasks.engines.fonts import (
    MINCHO,
    REGISTER_MINCHO,
    SERIF,
    coverage,
    family_for,
    font_file,
    glyphs,
    required_font_file,
)
from tasks.engines.printed_glyphs import printed_glyphs, stands
from tasks.engines.weasyprint_pdf import embedded_fonts, family_in_pdf
from tasks.reply import letter_window
from tasks.reply.letter_filters import FAMILIES, family_of
from tasks.reply.render_letter import letter_html, render_letter
from tests.support import english_letters
from tests.unit.test_letters import SHORT, a_letter

VARIANT = "邊\U000e010b"  # a form of 邊 that the register font has and no other
RARE = f"髙﨑𠮷{VARIANT}"
register_font = pytest.mark.skipif(font_file(REGISTER_MINCHO) is None, reason="IPAmj Mincho is not installed")


def letter_to(name: str, language: str = "ja", **changes: str) -> bytes:
    """A short letter to one name."""
    make = a_letter if language == "ja" else english_letters.a_letter
    return render_letter(make(LetterKind.PURPOSE, addressee=SHORT.model_copy(update={"name": name, **changes})))


NAMES = [
    (RARE, REGISTER_MINCHO),
    ("佐藤 花子", MINCHO),
    ("か\u3099んだ", MINCHO),  # a decomposed が
    ("ﾀﾅｶ ﾊﾅｺ", MINCHO),
    ("Nguyễn Văn Đạt", SERIF),
    ("Nguye\u0302\u0303n", SERIF),
    ("Łukasz Żółć", SERIF),
    ("O’Brien", SERIF),
    ("Jürgen Müller", SERIF),
    ("Griffith-Fjeld", None),  # plain Latin: in the letter's own font, without ligatures
]


@pytest.mark.parametrize(("name", "family"), NAMES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_name_stands_letter_by_letter_in_one_font(language: str, name: str, family: str | None) -> None:
    """The glyphs on the page are those of the font's own map, one for each character, none borrowed."""
    printed = printed_glyphs(letter_to(name, language))
    own = family or FAMILIES[language][0]
    numbers = glyphs(required_font_file(own), name)
    assert numbers is not None
    assert stands(printed, own, numbers)
    others = set(FAMILIES[language]) - {own}
    assert not [
        each for each in others if (one := glyphs(required_font_file(each), name)) and stands(printed, each, one)
    ]


@register_font
def test_the_text_of_a_rare_name_can_be_read_back() -> None:
    """𠮷 and the base of a variant are in the file's text as well as on the paper."""
    with pdfplumber.open(io.BytesIO(letter_to(RARE))) as document:
        text = document.pages[0].crop((0, 0, 250, 110)).extract_text()
    assert "髙﨑𠮷邊" in text


@register_font
def test_a_variant_is_the_form_that_was_written() -> None:
    """The glyph is that of format 14, not the font's usual form, and its outline in the file is the font's."""
    pdf, path = letter_to(RARE), required_font_file(REGISTER_MINCHO)
    number = coverage(path).variants[ord("邊"), 0xE010B].number
    assert number != coverage(path).plain[ord("邊")].number
    assert (REGISTER_MINCHO, number) in printed_glyphs(pdf)
    assert (REGISTER_MINCHO, coverage(path).plain[ord("邊")].number) not in printed_glyphs(pdf)
    whole = TTFont(path, lazy=True)
    kept = TTFont(io.BytesIO(embedded_file(pdf, REGISTER_MINCHO)))
    assert outline(kept, number) == outline(whole, number)


def embedded_file(pdf: bytes, family: str) -> bytes:
    """The font program in a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontDescriptor" in each
        ]
        for font in fonts:
            if family_in_pdf(font) == family:
                return bytes(font.FontDescriptor.FontFile2.read_bytes())
    raise AssertionError(family)


def outline(font: TTFont, number: int) -> list[tuple[int, int]]:
    """The points of one glyph by its number."""
    coordinates, _ends, _flags = font["glyf"][font.getGlyphName(number)].getCoordinates(font["glyf"])
    return list(coordinates)


@pytest.mark.parametrize(
    "name",
    [
        "邊\U000e0100",  # a form that no letter font has
        "葛\U000e01ef城",
        "佐藤 花子🌸",
        "👩\u200d👧",
        "あ\u3099",  # a mark that makes no letter
        "か\u309a",
        "佐藤\u200d花子",
        "佐藤\u202e花子",
        "佐藤\u2066花子\u2069",
        "\u200f佐藤 花子",
        "佐藤\u061c花子",
        "佐藤\ufeff花子",
        "佐藤\u00ad花子",
        "佐藤\u034f花子",
        "佐藤\u2028花子",
        "佐藤\x07花子",
        "佐藤\x00花子",
        "佐藤\ud842花子",  # half of 𠮷
        "佐藤\uf8ff花子",  # a character of one machine's own
        "\U000e0100佐藤",  # a selector of nothing
        "Nguyễn 花子",  # no one font has both
        "שלום",
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_be_set_or_may_turn_the_order_goes_to_a_person(language: str, name: str) -> None:
    """Nothing is dropped, borrowed or printed as a box; the error names the field and never the name."""
    with pytest.raises(GlyphMissing, match=r"addressee\.name") as error:
        letter_to(name, language)
    assert not [part for part in name.split() if part in str(error.value)]


def test_a_rare_name_does_not_change_the_font_of_the_rest() -> None:
    """Each text has its own font: the letter stays in its Mincho, the name alone is set in another."""
    pdf = letter_to("Nguyễn Văn Đạt")
    assert {MINCHO, SERIF} <= embedded_fonts(pdf)
    html = letter_html(a_letter(LetterKind.PURPOSE, addressee=SHORT.model_copy(update={"name": "Nguyễn Văn Đạt"})))
    assert html.count('class="as-written"') == 1


def test_an_address_on_several_lines_is_in_one_font() -> None:
    """A line without a rare character is set in the font that its address needs as a whole."""
    address = "石川県金沢市架空町大字架空字上架空前5丁目8番7号 𠮷野荘101号室"
    assert family_of(address, "ja") == REGISTER_MINCHO
    page = printed_glyphs(letter_to("佐藤 花子", address=address))
    first = glyphs(required_font_file(REGISTER_MINCHO), "石川県金沢市架空町")
    assert first is not None
    assert stands(page, REGISTER_MINCHO, first)


def test_a_name_that_did_not_print_as_checked_stops_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The finished page is read again: where its glyphs are others than the font's map gives, nothing goes out."""
    monkeypatch.setattr(letter_window, "printed_glyphs", lambda pdf: printed_glyphs(pdf)[::-1])
    with pytest.raises(GlyphMissing, match="by hand"):
        letter_to("佐藤 花子")


def test_fonts_are_tried_in_their_order() -> None:
    """A text that several have is set in the first; one that none has, in none."""
    families = (MINCHO, REGISTER_MINCHO, SERIF)
    assert [family_for(text, families) for text in ("吉野", "𠮷野", "ễ", "🌸")] == [
        MINCHO,
        REGISTER_MINCHO,
        SERIF,
        None,
    ]
