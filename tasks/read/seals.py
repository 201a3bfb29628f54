"""Finds seals and signatures on a form, and reads names under a seal by leaving its red out."""

import re
from collections.abc import Sequence

import cv2
import numpy as np
from rapidfuzz import fuzz

from tasks.engines.english_labels import SIGNATURE
from tasks.engines.geometry import Box, covered, grown, overlap
from tasks.engines.image_files import Picture
from tasks.engines.label_values import Value, labelled
from tasks.engines.page_layout import Layout, Line
from tasks.engines.rapidocr_reader import read_crop

_SEAL_PLACE = re.compile(r"㊞|[(（]印[)）]|^印$|印$|押印|捺印|実印|@$")
_SEAL_LETTERS = 4
_REDDER = 30  # levels by which red leads in a seal's ink
_SEAL_REACH = 12  # letters between a name and its seal, where no ruled room says how far
_LONGEST_SIGNATURE, _LONGEST_IN_LATIN = 16, 40
_LIKE_NAME = 40  # per cent: a signature is read worse than print
_LEAST_RED = 0.03  # share of red ink in a seal's place
SIGNATURE_LABELS = rf"(?:ご|御)?(?:署名|自署|サイン)(?:欄)?|{SIGNATURE}"


def red_ink(picture: Picture) -> Picture:
    """Where a (H, W, 3) BGR picture is red or vermilion, however pale, as a mask of 0 and 255."""
    blue, green, red = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    return ((red - green > _REDDER) & (red - blue > _REDDER * 0.7) & (red > 90)).astype(np.uint8) * 255


def without_red(picture: Picture) -> Picture:
    """The picture with red ink as white as paper, so that what a seal covers can be read."""
    mask = cv2.dilate(red_ink(picture), np.ones((2, 2), np.uint8))
    red = picture[:, :, 2]
    return cv2.cvtColor(
        np.where(mask > 0, np.maximum(red, 200), cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)), cv2.COLOR_GRAY2BGR
    )


def all_seals(layout: Layout, names: list[Value]) -> list[Box]:
    """Every seal on a form: red ones anywhere, and beside names also those that were scanned in grey."""
    rows = [grown(value.box, layout.upright.size[0], 1.3 * layout.letter) for value in names]
    return seal_boxes(layout) + dark_rings(layout, rows)


def seal_boxes(layout: Layout) -> list[Box]:
    """Red impressions about as large as a seal (1 to 6 letters), in pixels of the upright page."""
    mask = cv2.morphologyEx(red_ink(layout.upright.image), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    letter = layout.letter
    found = []
    for x, y, w, h, ink in (tuple(int(v) for v in stats[i]) for i in range(1, count)):
        if letter <= max(w, h) <= 7 * letter and min(w, h) >= 0.6 * letter and ink >= 0.08 * w * h:
            found.append((float(x), float(y), float(x + w), float(y + h)))
    return found


def seal_lines(layout: Layout, seals: Sequence[Box]) -> list[Line]:
    """The lines that are nothing but a seal's own letters."""
    return [
        line
        for line in layout.lines
        if len(line.text.strip()) <= _SEAL_LETTERS
        and any(covered(line.box, seal) > (0.25 if is_seal_text(layout, line.box) else 0.9) for seal in seals)
    ]


def is_seal_text(layout: Layout, box: Box) -> bool:
    """Whether the ink in a box is mostly red, as the words of a seal are."""
    crop = layout.upright.crop(box)
    ink = crop.min(axis=2) < 0.72 * layout.upright.paper
    return bool(ink.any()) and float((red_ink(crop) > 0)[ink].mean()) > 0.55


def reread_under_seal(layout: Layout, value: Value, seals: Sequence[Box]) -> Value:
    """A value read again without red where a seal touches it; else the value itself."""
    if not any(
        overlap(value.box, seal)[2] > overlap(value.box, seal)[0]
        and overlap(value.box, seal)[3] > overlap(value.box, seal)[1]
        for seal in seals
    ):
        return value
    x0, y0, x1, y1 = value.box
    wider = (x0 - 0.3 * (y1 - y0), y0 - 4, x1 + 4, y1 + 4)  # where a name begins behind its label is only estimated
    text, confidence = read_crop(without_red(layout.upright.crop(wider)))
    shorter = bool(text.strip()) and not value.text.startswith(text) and text in value.text
    return Value(text, value.box, confidence * 0.95) if text.strip() and not shorter else value


def signature_of(layout: Layout, names: list[Value], seals: Sequence[Box]) -> Value | None:
    """The seal or signature that the form bears: a seal beside a name or on ㊞, or writing in a signature's room."""
    places = [_beside_name(layout, value) for value in names]
    places += [
        grown(line.box, 3 * layout.letter, 1.6 * layout.letter)
        for line in layout.lines
        if _SEAL_PLACE.search(line.text)
    ]
    for seal in [*seals, *dark_rings(layout, places)]:
        if _is_date_stamp(layout, seal):
            continue
        middle = ((seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2)
        if any(p[0] <= middle[0] <= p[2] and p[1] <= middle[1] <= p[3] for p in places):
            return Value("seal", seal, 0.95)
    for hit, value in labelled(layout, SIGNATURE_LABELS):
        if _may_be_signature(value.text, names):
            return Value("signature", value.box, min(0.9, value.confidence + 0.2) if hit else 0.5)
    return None


def _beside_name(layout: Layout, name: Value) -> Box:
    """Where the seal of a name may stand: on it, or right of it up to the place that a form prints for it."""
    x0, y0, x1, y1 = grown(name.box, 0, 1.3 * layout.letter)
    return x0, y0, max(x1 + _SEAL_REACH * layout.letter, _right_of_room(layout, name)), y1


def _right_of_room(layout: Layout, name: Value) -> float:
    cell = layout.cell(name.box)
    return cell[2] if cell else name.box[2]


def _is_date_stamp(layout: Layout, seal: Box) -> bool:
    """Whether a round stamp is the office's: it bears a date, 受付, or a company's name."""
    inside = [line.text for line in layout.lines if covered(line.box, seal) > 0.6]
    return any(re.search(r"受|付|収|\d[./]\d|会社|株式", text) for text in inside)


def _may_be_signature(text: str, names: list[Value]) -> bool:
    """Whether words in a signature's room are like one of the form's names, or too few to be anything else."""
    plain = re.sub(r"[㊞印()（）\s]", "", text)
    if not plain or len(plain) > (_LONGEST_IN_LATIN if plain.isascii() else _LONGEST_SIGNATURE):
        return False
    likeness = (fuzz.ratio(plain, re.sub(r"\s", "", name.text)) for name in names)
    return max(likeness, default=100.0) >= _LIKE_NAME


def dark_rings(layout: Layout, places: list[Box]) -> list[Box]:
    """Round black outlines larger than a printed ㊞: seals on a page scanned in grey."""
    letter = layout.letter
    rings = []
    for place in places:
        x0, y0 = max(0, int(place[0])), max(0, int(place[1]))
        crop = layout.upright.grey[y0 : int(place[3]), x0 : int(place[2])]
        if min(crop.shape, default=0) < 8:
            continue
        dark = (crop < 0.7 * float(np.percentile(crop, 90))).astype(np.uint8) * 255
        contours, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            x, y, w, h = cv2.boundingRect(contour)
            round_ = 0.68 < cv2.contourArea(contour) / max(1, w * h) < 0.88
            if round_ and 1.45 * letter < min(w, h) and max(w, h) < 5 * letter and 0.75 < w / h < 1.33:
                rings.append((float(x + x0), float(y + y0), float(x + w + x0), float(y + h + y0)))
    return rings
