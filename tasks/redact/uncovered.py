"""Judges a page that is a picture by what a person could still read on it: bars that fail, and a 本籍 left uncovered."""

import re
from collections.abc import Iterator, Sequence

import cv2

from tasks.case.words import Page, PageKind
from tasks.engines.geometry import Box, Rules, Upright, grown
from tasks.engines.image_files import USUAL_DPI, PageImage, Picture
from tasks.engines.label_room import room_beside
from tasks.engines.orientation import crop_to_ink, ink_extent, turn_scores
from tasks.engines.page_layout import Hit, Layout, Line, squeeze
from tasks.engines.pdf_drawing import Share
from tasks.engines.tesseract_reader import read_words
from tasks.redact.bars import Bar, bars_of, is_see_through, letters_show
from tasks.redact.domicile import is_label_here
from tasks.redact.doubts import Doubt, DoubtReason
from tasks.redact.labelled_marks import lines_in, touches
from tasks.redact.sheets import WORDLESS, Sheet, ink_of

_READER_HEIGHT = 1400  # pixels: the size at which Tesseract sees most on a page
LABEL = re.compile(r"本\s*籍(?:地)?")
_LARGEST_ZOOM = 2.0
_CARD = 0.7  # share of the page's longer side
_BAND = 12  # letters right of a label in which an unframed value begins
_TAIL = 2.0  # letters behind a bar in which the tail of a value still shows


def picture_doubts(number: int, image: Picture) -> list[Doubt]:
    """Every doubt about one page, an (H, W, 3) uint8 BGR picture as a viewer shows it."""
    sheet = _sheet_of(number, image)
    bars = bars_of(sheet.upright.image)
    ink = ink_of(sheet.upright.image, Rules([], []))
    found = [
        _doubt(sheet, bar.box, reason)
        for bar in bars
        for reason, fails in (
            (DoubtReason.SEE_THROUGH, is_see_through(bar, sheet.upright.image)),
            (DoubtReason.LETTERS_SHOW, letters_show(bar, ink)),
        )
        if fails
    ]
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        sheet.ink[max(0, y0 - 4) : y1 + 4, max(0, x0 - 4) : x1 + 4] = False
    left = list(_uncovered(sheet, bars)) or _uncovered_on_card(sheet, bars)
    return found + [_doubt(sheet, box, DoubtReason.UNCOVERED_DOMICILE) for box in left]


def second_reading(upright: Upright, part: Box | None = None) -> list[Line]:
    """The lines that Tesseract sees on an upright page or a part of it, with places in the page's pixels."""
    x, y = (max(0.0, side) for side in (part or (0.0, 0.0))[:2])
    image = upright.crop(part) if part else upright.image
    scale = min(_LARGEST_ZOOM if part else 1.0, _READER_HEIGHT / max(image.shape[:2]))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=how)
    return [Line(text, _placed(box, 1 / scale, x, y), 0.9) for text, box in read_words(small)]


def _placed(box: Box, by: float, x: float, y: float) -> Box:
    return box[0] * by + x, box[1] * by + y, box[2] * by + x, box[3] * by + y


def _sheet_of(number: int, image: Picture) -> Sheet:
    whole, ink = turn_scores(image), turn_scores(crop_to_ink(image))
    upright = Upright(image, max(whole, key=lambda turn: whole[turn] + ink[turn]))
    height, width = image.shape[:2]
    page = Page(
        index=number - 1,
        source=f"#{number}",
        kind=PageKind.OTHER,
        confidence=0.0,
        rotation=upright.rotation,
        width=width,
        height=height,
    )
    layout = Layout(second_reading(upright), upright)
    return Sheet(PageImage(number - 1, page.source, image, USUAL_DPI), page, upright, layout)


def _doubt(sheet: Sheet, box: Box, reason: DoubtReason) -> Doubt:
    return Doubt(sheet.page.index + 1, _as_received(sheet, box), reason)


def _as_received(sheet: Sheet, box: Box) -> Share:
    xs, ys = zip(*sheet.upright.to_poly(box), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _uncovered(sheet: Sheet, bars: Sequence[Bar]) -> Iterator[Box]:
    """The rooms of 本籍 labels in which ink is left that no bar covers; 省略 and stars are nothing to cover."""
    for line in sheet.layout.lines:
        for found in LABEL.finditer(line.text):
            hit = Hit(line, found.start(), found.end())
            if not is_label_here(hit):
                continue
            room = _room(sheet, hit, bars)
            lines = lines_in(sheet, room, hit)
            ink = sheet.ink_extent(room)
            if ink is not None and _is_writing(ink, hit) and not (lines and all(_says_nothing(one) for one in lines)):
                yield ink


def _uncovered_on_card(sheet: Sheet, bars: Sequence[Bar]) -> list[Box]:
    """The same on a page whose ink fills only part of it, as a card on a sheet does: its small print is read enlarged."""
    extent = ink_extent(sheet.upright.grey)
    if extent is None or max(extent[2] - extent[0], extent[3] - extent[1]) > _CARD * max(sheet.upright.size):
        return []
    sheet.layout = Layout(second_reading(sheet.upright, grown(extent, 20)), sheet.upright)
    return list(_uncovered(sheet, bars))


def _room(sheet: Sheet, hit: Hit, bars: Sequence[Bar]) -> Box:
    """Where a label's value stands: up to just behind the bar on its row; without one its room, or the band to its right."""
    x0, y0, x1, y1 = hit.box
    letter = y1 - y0 if not hit.line.vertical else x1 - x0
    band = (x1 + 0.4 * letter, y0, x1 + _BAND * letter, y1)
    covering = [bar.box for bar in bars if touches(grown(bar.box, 0, -0.3 * letter), band)]
    if covering and not hit.line.vertical:
        end = max(box[2] for box in covering)
        walls = [x for x, top, bottom in sheet.layout.rules.plumb if top < y1 and bottom > y0 and x >= end - 4]
        return band[0], y0, min([end + _TAIL * letter, *walls]), y1
    left, top, right, bottom = grown(room_beside(sheet.layout, hit) or band, -3)
    beside = top < y1 - 0.5 * letter and left < band[0]  # the label's own row: its last letter is no value
    return (band[0] if beside else left), top, right, bottom


def _is_writing(ink: Box, hit: Hit) -> bool:
    letter = min(hit.box[3] - hit.box[1], hit.box[2] - hit.box[0])
    return ink[2] - ink[0] > 0.4 * letter and ink[3] - ink[1] > 0.4 * letter


def _says_nothing(line: Line) -> bool:
    text = squeeze(line.text)[0]
    return bool(WORDLESS.match(text) or re.search(r"省略|なし|\*{2,}", text))
