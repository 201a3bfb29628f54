"""A sheet of paper to draw on, in millimetres; it remembers where every value that matters was written."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import segno
from PIL import Image, ImageDraw, ImageFont

DPI = 200
PX = DPI / 25.4
A4 = (210.0, 297.0)
_FONTS = {
    "gothic": "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "mincho": "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
    "klee": "/usr/share/fonts/truetype/klee/KleeOne-SemiBold.ttf",
    "yusei": "/usr/share/fonts/truetype/yusei-magic/YuseiMagic-Regular.ttf",
    "kiloji": "/usr/share/fonts/truetype/kiloji/kiloji.ttf",
    "latin": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "mono": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "serif": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
}
_FACES = {"mono": 5}  # by its place in the collection; 0 where a file holds one face
INKS = {
    "black": (28, 28, 34),
    "blue": (24, 40, 110),
    "print": (20, 20, 20),
    "red": (200, 40, 40),
    "grey": (110, 110, 115),
}
Box = tuple[float, float, float, float]  # left, top, right, bottom in millimetres


@dataclass(frozen=True)
class Mark:
    """A value on the sheet: what it is for ("domicile", "readable"), its text, and its corners in pixels."""

    purpose: str
    text: str
    corners: tuple[tuple[float, float], ...]


@dataclass
class Sheet:
    """One side of one paper; `face`: of its print, "serif" where "mincho" at this resolution would lose strokes."""

    kind: str
    dice: random.Random
    size: tuple[float, float] = A4
    marks: list[Mark] = field(default_factory=list)
    hand: str = "klee"
    ink: str = "black"
    tick: str = "check"
    face: str = "mincho"

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (round(self.size[0] * PX), round(self.size[1] * PX)), (252, 251, 247))
        self.draw = ImageDraw.Draw(self.image)

    def print_text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 3.5,
        face: str = "",
        purpose: str = "",
        ink: str = "print",
    ) -> Box:
        """Printed text with its top left corner at (x, y); `size` is the letters' height in mm."""
        font = load_font(face or self.face, size)
        self.draw.text((x * PX, y * PX), text, font=font, fill=INKS[ink])
        left, top, right, bottom = self.draw.textbbox((x * PX, y * PX), text, font=font)
        box = (left / PX, top / PX, right / PX, bottom / PX)
        self._mark(purpose, text, box)
        return box

    def write(self, x: float, y: float, text: str, size: float = 4.5, purpose: str = "", width: float = 999) -> Box:
        """Text by hand: every letter a little off, turned and larger or smaller; shrunk to fit `width`."""
        natural = sum(load_font(self.hand, size).getlength(letter) for letter in text) / PX * 1.06
        size *= min(1.0, width / natural)
        at, tops, bottoms = x, [], []
        for letter in text:
            font = load_font(self.hand, size * self.dice.uniform(0.94, 1.06))
            step = font.getlength(letter) / PX
            top = y + self.dice.uniform(-0.25, 0.25)
            if letter.strip():
                self._letter(letter, font, at, top)
                tops.append(top)
                bottoms.append(top + size * 1.15)
            at += step * self.dice.uniform(1.0, 1.08)
        box = (x, min(tops), at, max(bottoms))
        self._mark(purpose, text, box)
        return box

    def _letter(self, letter: str, font: ImageFont.FreeTypeFont, x: float, y: float) -> None:
        side = round(font.size * 1.8)
        stamp = Image.new("L", (side, side), 0)
        ImageDraw.Draw(stamp).text((side * 0.2, side * 0.1), letter, font=font, fill=self.dice.randrange(205, 255))
        stamp = stamp.rotate(self.dice.uniform(-3, 3), resample=Image.Resampling.BICUBIC)
        self.image.paste(INKS[self.ink], (round(x * PX - side * 0.2), round(y * PX - side * 0.1)), stamp)

    def _mark(self, purpose: str, text: str, box: Box) -> None:
        if purpose:
            left, top, right, bottom = (side * PX for side in box)
            self.marks.append(Mark(purpose, text, ((left, top), (right, top), (right, bottom), (left, bottom))))

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.25, ink: str = "print") -> None:
        """A ruled line."""
        self.draw.line((x1 * PX, y1 * PX, x2 * PX, y2 * PX), fill=INKS[ink], width=max(1, round(width * PX)))

    def box(self, box: Box, width: float = 0.25, fill: tuple[int, int, int] | None = None, ink: str = "print") -> None:
        """A ruled box."""
        self.draw.rectangle([side * PX for side in box], outline=INKS[ink], width=max(1, round(width * PX)), fill=fill)

    def tick_box(self, x: float, y: float, label: str, *, ticked: bool = False, size: float = 3.6) -> float:
        """A box with its label, ticked by hand in the sheet's manner (`TICKS`) or not. Its right end."""
        self.box((x, y, x + size, y + size), 0.3)
        if ticked:
            TICKS[self.tick](self, x, y, size)
        lift = 1.3 if self.face == "latin" else 0.3  # whose letters hang lower
        return self.print_text(x + size + 1.2, y - lift, label, 3.8)[2]

    def tick_mark(self, x: float, y: float, size: float) -> None:
        """The pen's mark in a box that is printed already."""
        TICKS[self.tick](self, x, y, size)

    def rows(self, x: float, y: float, texts: Iterable[str], size: float = 4.0, step: float = 7.0) -> float:
        """Printed lines one below the other. The top of the line that would follow."""
        for text in texts:
            self.print_text(x, y, text, size)
            y += step
        return y

    def qr(self, x: float, y: float, content: str, side: float, purpose: str = "") -> Box:
        """A QR code with its top left corner at (x, y)."""
        matrix = segno.make(content, error="m", micro=False).matrix
        cell, box = side / len(matrix), (x, y, x + side, y + side)
        for i, row in enumerate(matrix):
            for j, dark in enumerate(row):
                if dark:
                    corner = ((x + j * cell) * PX, (y + i * cell) * PX)
                    self.draw.rectangle((*corner, corner[0] + cell * PX, corner[1] + cell * PX), fill=INKS["print"])
        self._mark(purpose, content, box)
        return box

    def stroke(self, points: list[tuple[float, float]]) -> None:
        """A line of the pen through points in millimetres."""
        scaled = [(x * PX, y * PX) for x, y in points]
        self.draw.line(scaled, fill=INKS[self.ink], width=round(0.55 * PX), joint="curve")

    def seal(self, x: float, y: float, name: str, diameter: float = 10.5) -> None:
        """The red impression of a round seal with its centre at (x, y)."""
        side = round(diameter * 1.2 * PX)
        stamp = Image.new("L", (side, side), 0)
        pen, centre, radius = ImageDraw.Draw(stamp), side / 2, diameter / 2 * PX
        pen.ellipse(
            (centre - radius, centre - radius, centre + radius, centre + radius), outline=225, width=round(0.6 * PX)
        )
        font = load_font("mincho", diameter * 0.75 / max(2, len(name)))
        for i, letter in enumerate(name):
            y0 = centre - radius * 0.75 + i * radius * 1.5 / len(name)
            pen.text((centre - font.size / 2, y0), letter, font=font, fill=225)
        worn = stamp.point(lambda value: value * 0.9).rotate(self.dice.uniform(-12, 12))
        self.image.paste(INKS["red"], (round(x * PX - side / 2), round(y * PX - side / 2)), worn)

    def office_stamp(self, x: float, y: float, lines: tuple[str, ...], diameter: float = 22) -> None:
        """A round office stamp with a few short lines in it."""
        radius = diameter / 2
        self.draw.ellipse(
            [(x - radius) * PX, (y - radius) * PX, (x + radius) * PX, (y + radius) * PX], outline=INKS["grey"], width=3
        )
        for i, text in enumerate(lines):
            width = load_font("gothic", 3.2).getlength(text) / PX
            self.print_text(x - width / 2, y - 2.2 * len(lines) + i * 4.6, text, 3.2, "gothic", ink="grey")

    def blot(self, box: Box) -> None:
        """A thick felt pen over a place, as a sender masks."""
        left, top, right, bottom = box
        rows = math.ceil((bottom - top) / 1.6)
        for row in range(rows + 1):
            y = top + row * (bottom - top) / rows
            jump = self.dice.uniform
            ends = (
                (left - 1 + jump(-1, 0)) * PX,
                (y + jump(-0.3, 0.3)) * PX,
                (right + 1 + jump(0, 1)) * PX,
                (y + jump(-0.3, 0.3)) * PX,
            )
            self.draw.line(ends, fill=(12, 12, 14), width=round(2.4 * PX))


def _check(sheet: Sheet, x: float, y: float, size: float) -> None:
    jump = sheet.dice.uniform
    points = [(x + 0.2 + jump(-0.3, 0.3), y + size * 0.5), (x + size * 0.45, y + size * 0.95 + jump(-0.2, 0.3))]
    points.append((x + size * 1.15 + jump(-0.3, 0.6), y - size * 0.15 + jump(-0.5, 0.2)))
    sheet.stroke(points)


def _re(sheet: Sheet, x: float, y: float, size: float) -> None:
    jump = sheet.dice.uniform
    foot = (x + size * 0.3 + jump(-0.2, 0.2), y + size * 1.05 + jump(-0.2, 0.2))
    sheet.stroke([(x + size * 0.28 + jump(-0.2, 0.2), y - size * 0.1 + jump(-0.3, 0.2)), foot])
    sheet.stroke([foot, (x + size * 1.05 + jump(-0.2, 0.5), y + size * 0.35 + jump(-0.3, 0.3))])


def _filled(sheet: Sheet, x: float, y: float, size: float) -> None:
    jump = sheet.dice.uniform
    rows = [y + size * (0.1 + 0.8 * i / 9) for i in range(10)]
    sides = (x + size * 0.1, x + size * 0.9)
    sheet.stroke([(sides[i % 2] + jump(-0.25, 0.25), row + jump(-0.1, 0.1)) for i, row in enumerate(rows)])


TICKS = {"check": _check, "re": _re, "filled": _filled}


@cache
def load_font(face: str, size: float) -> ImageFont.FreeTypeFont:
    """A font whose letters are `size` mm high."""
    return ImageFont.truetype(_FONTS[face], max(6, round(size * PX)), index=_FACES.get(face, 0))


def fitted(face: str, text: str, size: float, width: float) -> float:
    """The size at which a printed text fits a width, in millimetres; never more than `size`."""
    natural = load_font(face, size).getlength(text) / PX
    return size * min(1.0, width / natural) if natural else size
