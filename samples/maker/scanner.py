"""A scanner that is not new: tinted paper, a slight skew, folds, grain, JPEG; and where everything went."""

import io
import random
import time
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]
Corners = tuple[tuple[float, float], ...]
_SCANNED_AT = 1795132800  # 2026-11-20 00:00 UTC: the same bytes every time


def scan(image: Image.Image, dice: random.Random, turn: int = 0) -> tuple[Picture, npt.NDArray[np.float64]]:
    """The sheet as scanned, (H, W, 3) uint8 RGB, and the 3x3 matrix that takes the sheet's pixels to the scan's.

    `turn`: the sheet lay turned clockwise by 0, 90, 180 or 270 degrees.
    """
    sheet = np.asarray(image, dtype=np.uint8)
    matrix, size = _placed(sheet.shape[1], sheet.shape[0], dice, turn)
    paper = (248, 247, 243)
    scanned = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_AREA, borderValue=paper)
    return _worn(scanned, dice), matrix


def _placed(width: int, height: int, dice: random.Random, turn: int) -> tuple[npt.NDArray[np.float64], tuple[int, int]]:
    angle = dice.uniform(-1.3, 1.3) + turn
    sideways = turn % 180 == 90
    size = (height, width) if sideways else (width, height)
    around = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 0.985)
    around[:, 2] += (size[0] / 2 - width / 2 + dice.uniform(-6, 6), size[1] / 2 - height / 2 + dice.uniform(-6, 6))
    return np.vstack([around, [0, 0, 1]]), size


def _worn(scanned: Picture, dice: random.Random) -> Picture:
    grain = np.random.default_rng(dice.randrange(2**32))
    height, width = scanned.shape[:2]
    page = cv2.GaussianBlur(scanned, (0, 0), dice.uniform(0.45, 0.75)).astype(np.float32)
    for fold in (height * 0.335, height * 0.668):
        y = round(fold + dice.uniform(-15, 15))
        page[y : y + 2] -= dice.uniform(6, 14)
    light = np.linspace(dice.uniform(-5, 0), dice.uniform(0, 5), width, dtype=np.float32)
    page += light[None, :, None] + grain.normal(0, dice.uniform(2.0, 4.0), (height, width, 1)).astype(np.float32)
    return np.clip(page, 0, 255).astype(np.uint8)


def carried(corners: Corners, matrix: npt.NDArray[np.float64], picture: Picture) -> list[list[float]]:
    """Corners of the sheet as fractions of the scan."""
    moved = cv2.perspectiveTransform(np.asarray([corners], dtype=np.float64), matrix)[0]
    height, width = picture.shape[:2]
    return [[round(float(x / width), 5), round(float(y / height), 5)] for x, y in moved]


def as_jpeg(picture: Picture, quality: int = 68) -> bytes:
    """The scan as JPEG with its density."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality, dpi=(200, 200))
    return out.getvalue()


def as_pdf(pictures: Sequence[Picture]) -> bytes:
    """The scans as an image-only PDF."""
    pages = [Image.open(io.BytesIO(as_jpeg(picture))) for picture in pictures]
    out, then = io.BytesIO(), time.gmtime(_SCANNED_AT)
    settings = {"resolution": 200, "quality": 68, "creationDate": then, "modDate": then}
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], **settings)
    return out.getvalue()


def as_tiff(pictures: Sequence[Picture]) -> bytes:
    """The scans as one TIFF of many pages."""
    pages = [Image.open(io.BytesIO(as_jpeg(picture))) for picture in pictures]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg", dpi=(200, 200), quality=68)
    return out.getvalue()
