"""Draws QR codes with segno: capitals, digits and a few signs, a quarter of which may be lost."""

import segno

Modules = tuple[tuple[bool, ...], ...]


def qr_modules(text: str) -> Modules:
    """The dark modules of a QR code of `text`, row by row, without a quiet zone."""
    code = segno.make_qr(text, error="M", boost_error=True, mode="alphanumeric")
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
