"""Draws QR codes with segno: capitals, digits and a few signs, a quarter of which may be lost."""

from html import escape

import segno

Modules = tuple[tuple[bool, ...], ...]
QUIET = 4  # modules of white all round, as the standard asks


def qr_modules(text: str) -> Modules:
    """The dark modules of a QR code of `text`, row by row, without a quiet zone."""
    code = segno.make_qr(text, error="M", boost_error=True, mode="alphanumeric")
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr_svg(text: str, title: str) -> str:
    """A QR code of `text` as a drawing within a page of HTML, with its quiet zone; `title` is read out in its place."""
    modules = qr_modules(text)
    rows = ("".join(_runs(row, y)) for y, row in enumerate(modules, QUIET))
    side = len(modules) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><title>{escape(title)}</title>'
        f'<path d="{"".join(rows)}" fill="#000"/></svg>'
    )


def _runs(row: tuple[bool, ...], y: int) -> list[str]:
    """One bar for each run of dark modules: no hairline parts two modules, and the drawing stays small."""
    bars, x = [], 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            bars.append(f"M{x + QUIET},{y}h{end - x}v1h-{end - x}z")
        x = end + 1
    return bars
