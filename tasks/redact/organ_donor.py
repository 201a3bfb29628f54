"""Marks the organ-donor box of a card when somebody has chosen in it; where nothing is circled nothing is marked."""

import re

import cv2
import numpy as np

from tasks.case.words import PageKind, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, around, grown
from tasks.engines.page_layout import Line, squeeze
from tasks.redact.sheets import Sheet

K = PageKind
_CARDS = frozenset({K.LICENCE, K.HEALTH_INSURANCE, K.SHIKAKU_KAKUNINSHO, K.MY_NUMBER_CARD, K.OTHER})
_DONOR = re.compile(
    r"[臓腊臟贓]器|提供しま|脳死|心停止|心臓が停止|提供しません|提供したくない|心臓・肺|肝臓|腎臓|眼球|特記欄|署名年月日|本人署名|家族署名|自筆|提供意思|が?停止した死後|死後の?いずれ"
)
_RING = 0.9  # heights of a line's box (a letter with its margin): digits and letters are smaller
_OPTION = re.compile(r"^[〇○◯●(（]?(?:[1-3①-③⓵-⓷][.、)]?|私は|移植|臓器を|脳死)")


def mark_organ_donor(sheet: Sheet) -> None:
    """Marks the whole box, from its heading to its signature, when a choice is circled or something is written in it."""
    if sheet.kind not in _CARDS:
        return
    lines = [line for line in sheet.layout.lines if _DONOR.search(squeeze(line.text)[0])]
    offered = sum("提供し" in line.text for line in lines)
    if (
        not offered > 1
        and not (offered and len(lines) > 2)
        and not any(re.search(r"[臓腊臟贓]器|脳死|提供意思", line.text) for line in lines)
    ):
        return
    if _chosen(sheet, lines):
        sheet.add([_whole_box(sheet, lines)], RedactionReason.ORGAN_DONOR, RedactionSource.LAYOUT)


def _whole_box(sheet: Sheet, lines: list[Line]) -> Box:
    """All lines of the box and those between them, with the room beside them in which rings are drawn."""
    letter = sorted(line.height for line in lines)[len(lines) // 2]
    box = grown(around(line.box for line in lines), 1.2 * letter, 0.5 * letter)
    inside = [
        line.box
        for line in sheet.layout.lines
        if box[1] <= (line.box[1] + line.box[3]) / 2 <= box[3] and line.box[0] < box[2]
    ]
    return grown(around([box, *inside]), 0.2 * letter)


def _chosen(sheet: Sheet, lines: list[Line]) -> bool:
    options = [line for line in lines if _OPTION.match(squeeze(line.text)[0])] or [
        line for line in lines if "提供" in line.text
    ]
    return any(_ringed(sheet, line) for line in options) or _pen_strokes(sheet, lines) or _rings(sheet, lines)


def _ringed(sheet: Sheet, line: Line) -> bool:
    """Whether a stroke larger than a letter surrounds the line's number, or the reader took ring and digit for one sign."""
    if re.match(r"^[〇○◯●①-③⓵-⓷]", line.text):
        return True
    x0, y0, _, y1 = line.box
    height = y1 - y0
    crop = sheet.upright.crop((x0 - 2.2 * height, y0 - 0.5 * height, x0 + 1.6 * height, y1 + 0.5 * height))
    return _largest_stroke(crop) > _RING * height


def _largest_stroke(crop: np.ndarray) -> float:
    """The larger side in pixels of the largest round stroke in a crop."""
    darkest = crop.min(axis=2)
    dark = (darkest < 0.72 * float(np.percentile(darkest, 85))).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides = [(int(s[2]), int(s[3])) for s in stats[1:count]]
    return max((float(min(w, h)) for w, h in sides if 0.5 < w / max(1, h) < 2.0), default=0.0)


def _rings(sheet: Sheet, lines: list[Line]) -> bool:
    """Whether a ring larger than a letter stands in the box with something inside it; a printed ○ holds nothing."""
    letter = sorted(line.height for line in lines)[len(lines) // 2]
    x0, y0, x1, y1 = grown(around(line.box for line in lines), 2.5 * letter, letter)
    crop = sheet.upright.crop((x0, y0, x1, y1)).min(axis=2)
    side = max(15, int(2 * letter) | 1)
    ink = cv2.adaptiveThreshold(crop, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 18)
    ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, family = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    holes = [contour for contour, kin in zip(contours, family[0], strict=True) if kin[3] >= 0] if contours else []
    return any(_holds_something(hole, ink, letter) for hole in holes)


def _holds_something(hole: np.ndarray, ink: np.ndarray, letter: float) -> bool:
    x, y, w, h = cv2.boundingRect(hole)
    if not (0.66 * letter < min(w, h) and max(w, h) < 4 * letter and 0.6 < w / h < 1.7):
        return False
    if not 0.6 < cv2.contourArea(hole) / (w * h) < 0.83:  # a circle fills 0.785 of its square, the inside of 国 more
        return False
    inside: np.ndarray = np.zeros((h, w), np.uint8)
    cv2.drawContours(inside, [hole - np.array([x, y])], -1, 255, cv2.FILLED)
    inside = cv2.erode(inside, np.ones((5, 5), np.uint8))
    share = float((ink[y : y + h, x : x + w][inside > 0] > 0).mean()) if inside.any() else 0.0
    return 0.03 < share < 0.5


def _pen_strokes(sheet: Sheet, lines: list[Line]) -> bool:
    """Coloured or large round strokes anywhere in the box: a ring around words instead of a number."""
    box = around(line.box for line in lines)
    letter = sorted(line.height for line in lines)[len(lines) // 2]
    hsv = cv2.cvtColor(sheet.upright.crop(box, pad=0.5 * letter), cv2.COLOR_BGR2HSV)
    pen = ((hsv[:, :, 1] > 110) & (hsv[:, :, 2] < 220)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(pen, connectivity=8)
    return any(min(int(s[2]), int(s[3])) > 0.9 * letter and 0.4 < s[2] / max(1, s[3]) < 2.5 for s in stats[1:count])
