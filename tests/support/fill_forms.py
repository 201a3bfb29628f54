"""Fills in printed forms as people do, by the geometry file that lies beside each PDF, and spoils the scan."""

import random
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts")
HANDS = {
    "klee": FONTS / "truetype/klee/KleeOne-Regular.ttf",
    "yusei": FONTS / "truetype/yusei-magic/YuseiMagic-Regular.ttf",
    "kiloji": FONTS / "truetype/kiloji/kiloji.ttf",
    "typed": FONTS / "opentype/ipaexfont-gothic/ipaexg.ttf",
}
DPI = 300
PX = DPI / 25.4
INK = {"klee": (28, 30, 40), "yusei": (22, 36, 110), "kiloji": (30, 30, 34), "typed": (0, 0, 0)}


@cache
def font(hand, size):
    """A hand's letters, `size` mm high."""
    return ImageFont.truetype(str(HANDS[hand]), round(size * PX))


@cache
def drawn(pdf, page):
    """A page of a printed form at 300 dpi."""
    return pypdfium2.PdfDocument(pdf)[page - 1].render(scale=DPI / 72).to_pil().convert("RGB")


class FilledForm:
    """One form page, filled in by one hand, by the geometry that is written beside the PDF and by nothing else."""

    def __init__(self, pdf, geometry, hand, seed=1):
        self.geometry, self.page = geometry, geometry["form_pages"][0]
        self.picture = drawn(pdf, self.page).copy()
        self.hand, self.dice = hand, random.Random(seed)  # noqa: S311 (chance from a fixed seed)

    def box(self, name, part=""):
        """The geometry's entry of one box."""
        return next(f for f in self.geometry["fields"] if f["name"] == name and f.get("part", "") == part)

    def write(self, name, text, part=""):
        """One line of writing in a text box, as large as a person would, smaller where it is long."""
        x0, y0, x1, y1 = self.box(name, part)["box"]
        size = min(6.5, 0.6 * (y1 - y0))
        size *= min(1.0, (x1 - x0 - 6) / max(1.0, font(self.hand, size).getlength(text) / PX * 1.05))
        x = x0 + (2.0 if self.hand == "typed" else self.dice.uniform(2, 4))
        for letter in text:
            y = (y0 + y1) / 2 - size * 0.58
            self.letter(letter, size, x, y)
            x += font(self.hand, size).getlength(letter) / PX * (1 if self.hand == "typed" else 1.04)

    def letter(self, letter, size, x, y):
        """One letter with its top left corner about there, a little turned unless it is typed."""
        face = font(self.hand, size)
        side = round(2 * size * PX)
        stamp = Image.new("L", (side, side), 0)
        ImageDraw.Draw(stamp).text((side // 4, side // 5), letter, font=face, fill=255)
        jump = (lambda _: 0.0) if self.hand == "typed" else (lambda reach: self.dice.uniform(-reach, reach))
        stamp = stamp.rotate(jump(3), resample=Image.Resampling.BICUBIC)
        at = (round((x + jump(0.25)) * PX - side // 4), round((y + jump(0.25)) * PX - side // 5))
        self.picture.paste(INK[self.hand], at, stamp)

    def sentence(self, text, x, y, size):
        """A line of writing anywhere on the page."""
        for letter in text:
            self.letter(letter, size, x, y)
            x += font(self.hand, size).getlength(letter) / PX

    def paint(self, box, colour=(250, 250, 248)):
        """Paper, or anything else, over a place in millimetres."""
        ImageDraw.Draw(self.picture).rectangle([side * PX for side in box], fill=colour)

    def digits(self, name, text, part="", *, right=False):
        """A digit in each cell, from the left, or up to the right end."""
        cells = self.box(name, part)["cells"]
        for cell, digit in zip(cells[len(cells) - len(text) :] if right else cells, text, strict=False):
            size = 6.2
            width = font(self.hand, size).getlength(digit) / PX
            middle, top = (cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2 - size * 0.58
            self.letter(digit, size, middle - width / 2, top)

    def tick(self, name, part):
        """A tick drawn with the pen, over the box's corner as ticks go; typed forms show a check in the box."""
        x0, y0, x1, y1 = self.box(name, part)["box"]
        if self.hand == "typed":
            self.letter("✓", 5, x0 + 0.6, y0 + 0.2)
            return
        jump = self.dice.uniform
        points = [
            (x0 + 1 + jump(-0.5, 0.5), y0 + 3),
            (x0 + 2.5 + jump(-0.4, 0.4), y1 - 0.8),
            (x1 + jump(-1, 1.5), y0 - jump(-0.5, 1)),
        ]
        pen = ImageDraw.Draw(self.picture)
        pen.line([(x * PX, y * PX) for x, y in points], fill=INK[self.hand], width=round(0.5 * PX), joint="curve")

    def date(self, name, era, year, month, day):
        """An era's tick and its digits; people write the year to the left or to the right."""
        self.tick(name, era)
        self.digits(name, year, "year", right=self.dice.random() < 0.5)
        self.digits(name, month, "month", right=True)
        self.digits(name, day, "day", right=True)

    def seal(self, name, letters):
        """A round red seal."""
        x0, y0, x1, y1 = self.box(name)["box"]
        x, y, r = (x0 + x1) / 2 * PX, (y0 + y1) / 2 * PX, 5.2 * PX
        pen = ImageDraw.Draw(self.picture)
        pen.ellipse((x - r, y - r, x + r, y + r), outline=(205, 50, 45), width=round(0.5 * PX))
        for i, letter in enumerate(letters):
            face = ImageFont.truetype(
                str(FONTS / "opentype/ipaexfont-mincho/ipaexm.ttf"), round(8.0 / len(letters) * PX)
            )
            pen.text((x - face.size / 2, y - 0.75 * r + i * face.size), letter, font=face, fill=(205, 50, 45))

    def scan(self, how):
        """The page as it arrives, (H, W, 3) uint8 BGR, with its dpi."""
        return SPOILERS[how](cv2.cvtColor(np.asarray(self.picture), cv2.COLOR_RGB2BGR))


def _clean(page):
    return page, DPI


def _turned(page, degrees, paper=250):
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.985)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(paper,) * 3)


def _skewed(page):
    return _turned(page, 1.5), DPI


def _upside_down(page):
    return cv2.rotate(_turned(page, -0.4), cv2.ROTATE_180), DPI


def _jpeg(page):
    small = cv2.resize(page, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 40])
    return cv2.imdecode(data, cv2.IMREAD_COLOR), 200


def _blurred(page):
    return cv2.GaussianBlur(_turned(page, 0.6), (0, 0), 2.6), DPI


def _pale(page):
    noise = np.random.default_rng(3).normal(0, 3, page.shape)
    return np.clip(page.astype(np.float32) * 0.42 + 130 + noise, 0, 255).astype(np.uint8), DPI


def _fax(page):
    grey = cv2.cvtColor(_turned(page, -0.7), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    ink = np.where(small < 160, 30, 235).astype(np.uint8)
    specks = np.random.default_rng(4).random(ink.shape) < 0.0004
    ink[specks] = 40
    return cv2.cvtColor(ink, cv2.COLOR_GRAY2BGR), 200


def _photo(page):
    small = cv2.resize(page, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    size = (width + 360, height + 360)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[190, 160], [width + 130, 205], [width + 205, height + 190], [140, height + 150]], np.float32)
    table = np.full((size[1], size[0], 3), (60, 80, 105), np.uint8)
    shown = cv2.warpPerspective(
        small, cv2.getPerspectiveTransform(corners, seen), size, dst=table, borderMode=cv2.BORDER_TRANSPARENT
    )
    light = np.linspace(0.82, 1.0, size[0], dtype=np.float32)[None, :, None]
    return np.clip(shown * light, 0, 255).astype(np.uint8), 240


def _bent(page):
    """Paper that bulges by 1.5 mm between its corners, as on a table that is not flat."""
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bulge = 1.5 * PX * np.sin(np.pi * x / width) * np.sin(np.pi * y / height)
    return cv2.remap(page, x + bulge, y + bulge, cv2.INTER_LINEAR, borderValue=(250,) * 3), DPI


SPOILERS = {
    "clean": _clean,
    "skew": _skewed,
    "upside_down": _upside_down,
    "jpeg": _jpeg,
    "blur": _blurred,
    "pale": _pale,
    "fax": _fax,
    "photo": _photo,
    "bent": _bent,
}
