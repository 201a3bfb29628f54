"""Puts letters into one PDF to be printed: in their order, each findable by its number, and nothing else in it."""

import io
from collections.abc import Iterable

import pikepdf


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def is_readable(pdf: bytes) -> bool:
    """Whether a file is a PDF at all."""
    try:
        return page_count(pdf) > 0
    except pikepdf.PdfError:
        return False


def print_file(letters: Iterable[tuple[str, bytes]], *, duplex: bool) -> bytes:
    """One PDF of (number, PDF) letters; the same letters give the same bytes.

    `duplex`: where paper is printed on both sides, each letter begins on a sheet of its own; a blank page goes before it.
    """
    with pikepdf.new() as whole:
        with whole.open_outline() as outline:
            for number, pdf in letters:
                if duplex and len(whole.pages) % 2:
                    whole.add_blank_page(page_size=_size(whole.pages[-1]))
                outline.root.append(pikepdf.OutlineItem(number, len(whole.pages)))
                with pikepdf.open(io.BytesIO(pdf)) as letter:
                    whole.pages.extend(letter.pages)
        written = io.BytesIO()
        del whole.docinfo
        whole.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    box = [float(edge) for edge in page.mediabox]
    return box[2] - box[0], box[3] - box[1]
