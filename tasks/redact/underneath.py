"""Reads what stands under boxes, as the original shows it: which domiciles may be readable nowhere, and which boxes hide one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from tasks.case.address import PREFECTURES
from tasks.case.words import Redaction
from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture
from tasks.engines.rapidocr_reader import OcrLine, read_lines
from tasks.redact.domicile_text import Domicile, domicile_of, same_place
from tasks.redact.drawn_marks import is_domicile
from tasks.redact.romaji import ROMAJI_PREFECTURES
from tasks.redact.sheets import Sheet

_AROUND = 4  # pixels around a box that are read with it
_APART = 48  # pixels between the pictures of two boxes on the sheet on which they are read together
_SHEET = (800, 1900)  # pixels: its least side and its greatest height; the finder of lines enlarges what is smaller
_LEAST_SIDE = 2  # pixels: less of a line than that lies beside a box, not under it

Key = tuple[int, Redaction]  # a box by its page and itself


class Underneath:
    """What the first reader sees under these domicile boxes; `homes` may be seen by anybody.

    They are read together, on one sheet: alone each would be enlarged first, and took a second instead of a tenth.
    """

    def __init__(self, homes: Sequence[Domicile], boxes: Iterable[tuple[Sheet, Redaction]]) -> None:
        self._homes = homes
        asked = {(sheet.page.index, mark): _crop(sheet, mark) for sheet, mark in boxes if is_domicile(mark)}
        self._read: dict[Key, list[OcrLine]] = {key: [] for key in asked}
        for part in _sheetfuls(asked):
            self._read |= _read_together(part)

    def domiciles(self, sheet: Sheet, marks: Iterable[Redaction]) -> set[Domicile]:
        """The places under these boxes of a page that can be looked for elsewhere."""
        texts = [text for mark in marks for text in _texts(self._lines(sheet, mark))]
        found = {place for text in texts if (place := domicile_of(text)) and place.numbers}
        return {place for place in found if not self._is_home(place)}

    def written(self, sheet: Sheet, mark: Redaction) -> list[Redaction]:
        """The rows under a domicile's box, as boxes of their own, where they name a place that is nobody's home; else []."""
        lines = self._lines(sheet, mark)
        if not any(self._names_place(text) for text in _texts(lines)):
            return []
        left, top, right, bottom = sheet.upright.to_box(mark.poly)
        x, y = max(0, int(left - _AROUND)), max(0, int(top - _AROUND))
        rows = [_within((x + a, y + b, x + c, y + d), (left, top, right, bottom)) for a, b, c, d in _boxes(lines)]
        return [mark.model_copy(update={"poly": sheet.upright.to_poly(row)}) for row in rows if row]

    def _lines(self, sheet: Sheet, mark: Redaction) -> list[OcrLine]:
        return self._read.get((sheet.page.index, mark), [])

    def _is_home(self, place: Domicile) -> bool:
        return any(same_place(place, home) for home in self._homes)

    def _names_place(self, text: str) -> bool:
        place = domicile_of(text)
        if place is not None:
            return not self._is_home(place)
        return any(name in text.upper() for name in (*PREFECTURES, *ROMAJI_PREFECTURES))


def _crop(sheet: Sheet, mark: Redaction) -> Picture:
    return sheet.upright.crop(sheet.upright.to_box(mark.poly), _AROUND)


def _sheetfuls(crops: Mapping[Key, Picture]) -> Iterator[dict[Key, Picture]]:
    """The pictures in as many parts as there must be sheets."""
    part: dict[Key, Picture] = {}
    for key, crop in crops.items():
        if part and sum(one.shape[0] + _APART for one in (*part.values(), crop)) > _SHEET[1]:
            yield part
            part = {}
        part[key] = crop
    if part:
        yield part


def _read_together(crops: Mapping[Key, Picture]) -> dict[Key, list[OcrLine]]:
    """The rows in each picture, their places in pixels of it; the pictures stand one under the other on one sheet."""
    height = max(_SHEET[0], sum(crop.shape[0] + _APART for crop in crops.values()))
    sheet: Picture = np.full((height, max(_SHEET[0], *(crop.shape[1] for crop in crops.values())), 3), 255, np.uint8)
    tops: dict[Key, int] = {}
    top = _APART // 2
    for key, crop in crops.items():
        sheet[top : top + crop.shape[0], : crop.shape[1]] = crop
        tops[key], top = top, top + crop.shape[0] + _APART
    lines = read_lines(sheet)
    return {
        key: [_moved(line, tops[key]) for line in lines if _is_in(line, tops[key], crop)] for key, crop in crops.items()
    }


def _is_in(line: OcrLine, top: int, crop: Picture) -> bool:
    return bool(top <= (line.box[1] + line.box[3]) / 2 < top + crop.shape[0])


def _moved(line: OcrLine, top: int) -> OcrLine:
    x0, y0, x1, y1 = line.box
    return line._replace(box=(x0, y0 - top, x1, y1 - top))


def _texts(lines: Sequence[OcrLine]) -> list[str]:
    """Each row, and all rows together, since a place may run over two."""
    each = [line.text for line in lines]
    return [*each, "".join(each)] if len(each) > 1 else each


def _boxes(lines: Sequence[OcrLine]) -> list[Box]:
    return [line.box for line in lines if len(line.text.strip()) > 1 or line.text.strip().isdigit()]


def _within(box: Box, other: Box) -> Box | None:
    """The part of a row that lies under its box."""
    x0, y0, x1, y1 = max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])
    return (x0, y0, x1, y1) if x1 - x0 > _LEAST_SIDE and y1 - y0 > _LEAST_SIDE else None
