"""The words of a letter's PDF, without the blanks between its letters."""

from pathlib import Path

import pypdfium2


def pages_of(pdf: bytes | Path) -> list[str]:
    """The words of each page, in the order in which they were set; PDFium reads them many times faster than others."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def text_of(pdf: bytes | Path) -> str:
    """All pages of a PDF in one."""
    return "".join(pages_of(pdf))
