"""Marks sample letters as samples on every page, and shows them as pictures."""

import io
from functools import cache

import pikepdf
import pypdfium2
from PIL import Image

from tasks.engines.fonts import GOTHIC, required_font_file
from tasks.engines.weasyprint_pdf import html_to_pdf

_STAMP = "<html lang='ja'><body><p class='head'>見本　SAMPLE</p><p class='stamp'>見本 SAMPLE</p></body></html>"
_STYLE = """
@page { size: 210mm 297mm; margin: 0; }
body { margin: 0; font-family: "IPAexGothic"; }
p { position: absolute; margin: 0; white-space: nowrap; color: #d33; }
.head { left: 95mm; top: 4mm; font-size: 11pt; }
.stamp { left: 20mm; top: 150mm; width: 170mm; text-align: center; font-size: 84pt; opacity: 0.16; transform: rotate(-32deg); }
"""
_GAP = 12  # pixels between pages
_DPI = 100


def stamped(pdf: bytes) -> bytes:
    """The letter with the words 見本 and SAMPLE across every page; above the window, so that it is seen as it will be."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as letter, pikepdf.open(io.BytesIO(_stamp())) as stamp:
        drawing = letter.copy_foreign(stamp.pages[0].as_form_xobject())
        for page in letter.pages:  # under a name of its own, where an overlay's would be made up anew each time
            page.add_resource(drawing, pikepdf.Name.XObject, pikepdf.Name.Sample)
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q q /Sample Do Q")
        letter.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def _stamp() -> bytes:
    return html_to_pdf(_STAMP, _STYLE, {GOTHIC: required_font_file(GOTHIC)})


def picture_of(pdf: bytes, dpi: int = _DPI) -> Image.Image:
    """All pages side by side."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    width = sum(page.width for page in pages) + _GAP * (len(pages) - 1)
    sheet = Image.new("RGB", (width, max(page.height for page in pages)), "#999")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + _GAP
    return sheet
