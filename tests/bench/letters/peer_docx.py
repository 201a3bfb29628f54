"""The other side: one Word template filled by docxtpl, in its own environment; `python peer_docx.py LETTERS.json OUT`.

It is set up as somebody would who knows Word: A4, a frameless table for address and letterhead, a repeating table, the
same fonts by name. LibreOffice then makes PDF of the files that this leaves; what that takes is measured by the bench.
"""

import json
import sys
import time
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

_FONT = "IPAexMincho"


def template(file: Path) -> None:
    """The template: placeholders for the one-off parts, loops for paragraphs and tables."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(12), Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "{%p for line in address %}\n{{ line }}\n{%p endfor %}"
    head.cell(0, 1).text = "{%p for line in head %}\n{{ line }}\n{%p endfor %}"
    for cell in head.rows[0].cells:
        _as_paragraphs(cell)
    document.add_paragraph("{{ title }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{%p for block in blocks %}")
    document.add_paragraph("{%p if block.rows %}")
    table = document.add_table(rows=3, cols=1)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    table.cell(1, 0).text = "{{ row | join('　') }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ block.text }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(file))


def _as_paragraphs(cell) -> None:
    """Docxtpl repeats whole paragraphs, so each line of the cell becomes one."""
    first, *others = cell.text.split("\n")
    cell.text = first
    for line in others:
        cell.add_paragraph(line)


def main(told: Path, out: Path) -> None:
    """Fills the template once a letter, and prints the seconds of each."""
    file = out / "template.docx"
    template(file)
    seconds = []
    for letter in json.loads(told.read_text(encoding="utf-8")):
        before = time.perf_counter()
        filled = DocxTemplate(str(file))
        filled.render(letter, autoescape=True)
        filled.save(str(out / f"{letter['number']}.docx"))
        seconds.append(time.perf_counter() - before)
    file.unlink()
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
