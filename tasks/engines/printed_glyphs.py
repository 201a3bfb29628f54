"""Reads back from a PDF which glyphs stand on a page, so that a name can be proved to stand there letter by letter.

WeasyPrint's subsets keep the glyph numbers of the font file, so the numbers on the page are compared with those that the
file's own map gives, variants by selector (format 14) included; no text layer is believed.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from tasks.engines.weasyprint_pdf import family_in_pdf

Printed = tuple[str, int]  # the font's family, the glyph's number in its file


def printed_glyphs(pdf: bytes, page: int = 0) -> tuple[Printed, ...]:
    """Every glyph on a page (0 is the first) in the order in which it is drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return tuple(_drawn(document.pages[page]))


def _drawn(page: pikepdf.Page) -> Iterator[Printed]:
    fonts: Any = page.Resources.get("/Font", {})
    families = {name: family_in_pdf(font) for name, font in fonts.items()}
    family = ""
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        operand = instruction.operands[0]
        if str(instruction.operator) == "Tf":
            family = families[str(operand)]
        else:
            for text in _texts(operand):
                yield from ((family, number) for number in _numbers(bytes(text)))


def _texts(shown: Any) -> Iterator[Any]:
    """The strings of one drawing operator, without the distances between them."""
    if isinstance(shown, pikepdf.Array):
        yield from (each for each in shown if isinstance(each, pikepdf.String))
    else:
        yield shown


def _numbers(text: bytes) -> Iterator[int]:
    """Two bytes a glyph: all fonts of a letter are in the encoding Identity-H."""
    return (int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2))


def stands(printed: Sequence[Printed], family: str, numbers: Sequence[int]) -> bool:
    """Whether these glyphs of one font stand on the page one after another, with nothing between."""
    sought = tuple((family, number) for number in numbers)
    return any(tuple(printed[at : at + len(sought)]) == sought for at in range(len(printed) - len(sought) + 1))
