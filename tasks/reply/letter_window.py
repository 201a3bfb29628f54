"""Sets a letter's address for the envelope's window, and proves from the PDF that it stands there letter by letter."""

from functools import partial

from tasks.case.address_window import HONORIFIC, WindowLayout, set_window
from tasks.case.errors import AddressTooLong, GlyphMissing
from tasks.case.letters import Letter
from tasks.engines.fonts import glyphs, required_font_file, width
from tasks.engines.printed_glyphs import printed_glyphs, stands
from tasks.reply.letter_filters import family_of


def window_of(letter: Letter) -> WindowLayout:
    """The lines and type sizes of address and name, measured in the fonts that will print them; or AddressTooLong."""
    to = letter.addressee
    layout = set_window(
        to.address,
        to.name,
        has_postcode=to.postcode is not None,
        honorific=HONORIFIC if letter.language == "ja" else "",
        widths=(_width(to.address, letter.language), _width(to.name, letter.language)),
    )
    if layout is None:
        raise AddressTooLong("the address does not fit the envelope's window; send this letter another way")
    return layout


def _width(whole: str, language: str) -> partial[float]:
    return partial(width, required_font_file(family_of(whole, language)))


def prove_address(letter: Letter, window: WindowLayout, pdf: bytes) -> None:
    """GlyphMissing unless the first page has address and name in the very glyphs that their font gives for them."""
    printed, to = printed_glyphs(pdf), letter.addressee
    for lines, whole in ((window.address, to.address), (window.name, to.name)):
        family = family_of(whole, letter.language)
        for line in lines:
            numbers = glyphs(required_font_file(family), line)
            if numbers is None or not stands(printed, family, numbers):
                raise GlyphMissing("name or address did not print letter by letter; write this letter by hand")
