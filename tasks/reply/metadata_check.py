"""Proves on a finished letter that a company's own template has not put the addressee into the file's metadata.

Metadata is shown in lists of files and kept by programs that never print the letter.
"""

import io
import re
from collections.abc import Iterator

import pikepdf

from tasks.case.letters import Letter
from tasks.case.matching import fold_text
from tasks.reply.letter_templates import Templates
from tasks.reply.template_faults import Fault, lines_with

_ABOUT = re.compile(r"<title|<meta\s+name|block title", re.IGNORECASE)


def metadata_faults(pdf: bytes, letter: Letter, templates: Templates, kind: str) -> Iterator[Fault]:
    """One fault where the name or the address stands in the metadata, with the line that it may come from."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kept = [str(each) for each in document.docinfo.values()]
        kept.append(
            document.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in document.Root else ""
        )
    said = fold_text(" ".join(kept))
    of_whom = (letter.addressee.name, letter.addressee.address, letter.principal)
    if any(folded in said for folded in map(fold_text, of_whom) if folded):
        changed = templates.changed_for(kind)
        lines = [(file.shown, line) for file in changed for line, _ in lines_with(file, _ABOUT)]
        place, line = lines[0] if lines else (changed[0].shown, 1)
        yield Fault(place, line, "puts the addressee into the title or another property of the file; take it out")
