"""Finds two-dimensional codes on a picture with ZXing, and with OpenCV those that ZXing cannot make out."""

from typing import Any

import cv2
import numpy as np
import zxingcpp

from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture

_QR: Any = zxingcpp.BarcodeFormat.QRCode
_FORMATS: Any = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.DataMatrix]


def code_boxes(image: Picture) -> list[tuple[Box, str]]:
    """Every matrix code on a (H, W, 3) uint8 BGR picture: its box in pixels and its text, "" where it was not decoded."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    found = [(_around(code.position), code.text if code.valid else "") for code in _decoded(grey)]
    for box in _seen_by_opencv(grey):
        if not any(_overlapping(box, known) for known, _ in found):
            found.append((box, ""))
    return found


def code_texts(image: Picture) -> list[str]:
    """The texts of all QR codes that can be read on a (H, W, 3) uint8 BGR picture."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return [str(code.text) for code in zxingcpp.read_barcodes(grey, formats=_QR)]


def _decoded(grey: Picture) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(grey, formats=_FORMATS, return_errors=True, try_invert=False))


def _around(position: zxingcpp.Position) -> Box:
    corners = [position.top_left, position.top_right, position.bottom_right, position.bottom_left]
    xs, ys = [float(c.x) for c in corners], [float(c.y) for c in corners]
    pad = 0.03 * max(max(xs) - min(xs), max(ys) - min(ys))
    return min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad


def _seen_by_opencv(grey: Picture) -> list[Box]:
    try:
        seen, corners = cv2.QRCodeDetector().detectMulti(grey)
    except cv2.error:
        return []
    if not seen or corners is None:
        return []
    boxes = []
    for quad in np.asarray(corners, dtype=float).reshape(-1, 4, 2):
        x0, y0 = quad.min(axis=0)
        x1, y1 = quad.max(axis=0)
        if x1 - x0 > 20 and 0.7 < (x1 - x0) / max(1.0, y1 - y0) < 1.4:
            boxes.append((float(x0), float(y0), float(x1), float(y1)))
    return boxes


def _overlapping(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
