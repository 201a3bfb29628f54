"""Reads what stands under boxes, as the original shows it: which domiciles may be readable nowhere, and which boxes hide one."""

from collections.abc import Iterable, Sequence

import numpy as np

from tasks.case.address import PREFECTURES
from tasks.case.words import Redaction
from tasks.engines.geometry import Box
from tasks.engines.rapidocr_reader import OcrLine, read_lines
from tasks.redact.domicile_text import Domicile, domicile_of, same_place
from tasks.redact.drawn_marks import is_domicile
from tasks.redact.romaji import ROMAJI_PREFECTURES
from tasks.redact.sheets import Sheet

_AROUND = 4  # pixels around a box that are read with it
_LEAST_SIDE = 2  # pixels: less of a line than that lies beside a box, not under it


class Underneath:
    """What the first reader sees under the domicile boxes of a packet; each is read once. `homes` may be seen by anybody."""

    def __init__(self, homes: Sequence[Domicile]) -> None:
        self._homes = homes
        self._read: dict[tuple[int, Redaction], list[OcrLine]] = {}

    def domiciles(self, sheet: Sheet, marks: Iterable[Redaction]) -> set[Domicile]:
        """The places under these boxes of a page that can be looked for elsewhere."""
        texts = [text for mark in marks if is_domicile(mark) for text in _texts(self._lines(sheet, mark))]
        found = {place for text in texts if (place := domicile_of(text)) and place.numbers}
        return {place for place in found if not self._is_home(place)}

    def written(self, sheet: Sheet, mark: Redaction) -> list[Redaction]:
        """The rows under a domicile's box, as boxes of their own, where they name a place that is nobody's home; else []."""
        lines = self._lines(sheet, mark) if is_domicile(mark) else []
        if not any(self._names_place(text) for text in _texts(lines)):
            return []
        left, top, right, bottom = sheet.upright.to_box(mark.poly)
        x, y = max(0, int(left - _AROUND)), max(0, int(top - _AROUND))
        rows = [_within((x + a, y + b, x + c, y + d), (left, top, right, bottom)) for a, b, c, d in _boxes(lines)]
        return [mark.model_copy(update={"poly": sheet.upright.to_poly(row)}) for row in rows if row]

    def _lines(self, sheet: Sheet, mark: Redaction) -> list[OcrLine]:
        key = (sheet.page.index, mark)
        if key not in self._read:
            crop = sheet.upright.crop(sheet.upright.to_box(mark.poly), _AROUND)
            self._read[key] = read_lines(np.ascontiguousarray(crop))
        return self._read[key]

    def _is_home(self, place: Domicile) -> bool:
        return any(same_place(place, home) for home in self._homes)

    def _names_place(self, text: str) -> bool:
        place = domicile_of(text)
        if place is not None:
            return not self._is_home(place)
        return any(name in text.upper() for name in (*PREFECTURES, *ROMAJI_PREFECTURES))


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
