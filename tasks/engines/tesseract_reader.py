"""Reads text a second time with Tesseract, which fails differently from the first reader: for proof, not for reading."""

import os
import shutil
from functools import cache

import cv2
import pytesseract
from PIL import Image

from tasks.case.errors import MissingTool
from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture

LANGUAGE = "jpn"
SECONDS = 60


@cache
def _ready() -> bool:
    if shutil.which("tesseract") is None:
        raise MissingTool("Tesseract is not installed; run: apt-get install tesseract-ocr tesseract-ocr-jpn")
    if LANGUAGE not in pytesseract.get_languages():
        raise MissingTool("Tesseract lacks Japanese; run: apt-get install tesseract-ocr-jpn")
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    return True


def read_words(image: Picture, *, sparse: bool = True) -> list[tuple[str, Box]]:
    """Every line that Tesseract sees in an upright (H, W, 3) uint8 BGR picture, without spaces, with its box in pixels."""
    _ready()
    config = f"--psm {11 if sparse else 6}"
    picture = Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
    picture.format = "BMP"  # handed over as it is: packing it as PNG took a third of the time
    data = pytesseract.image_to_data(
        picture,
        lang=LANGUAGE,
        config=config,
        timeout=SECONDS,
        output_type=pytesseract.Output.DICT,
    )
    lines: dict[tuple[int, int, int], list[int]] = {}
    for i, text in enumerate(data["text"]):
        if text.strip():
            lines.setdefault((data["block_num"][i], data["par_num"][i], data["line_num"][i]), []).append(i)
    return [("".join(data["text"][i].strip() for i in row), _around(data, row)) for row in lines.values()]


def _around(data: dict[str, list[int]], row: list[int]) -> Box:
    return (
        min(data["left"][i] for i in row),
        min(data["top"][i] for i in row),
        max(data["left"][i] + data["width"][i] for i in row),
        max(data["top"][i] + data["height"][i] for i in row),
    )
