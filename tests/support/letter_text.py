"""The words of a letter's PDF, without the blanks between its letters."""

import re
from pathlib import Path

import pdfplumber


def text_of(file: Path) -> str:
    """All pages of a PDF in one."""
    with pdfplumber.open(file) as pdf:
        return re.sub(r"\s", "", "".join(page.extract_text() or "" for page in pdf.pages))
