"""Finds in any PDF what its page hides and its file still holds: text and pictures under boxes, invisible text.

A letter is hidden when leaving it out makes no difference to the page. So it does not matter how it was hidden: by a box of
any colour, hatched or not, drawn on the page or as an annotation, by an image, by its own colour, or by having no ink.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from tasks.engines.geometry import Box, around, overlap
from tasks.engines.image_files import Picture
from tasks.engines.pdf_drawing import Cover, Drawing, Letter, Share, words_in
from tasks.engines.pdf_layers import Layers, differs
from tasks.redact.doubts import Doubt, DoubtReason

LEVELS = 24  # a smaller difference is not seen
_COVERED = 0.6  # share of a letter under a box that makes it covered, though its head may show
_LARGE = 0.3  # share of the page: a larger picture is the page itself, and a larger box its ground
_MOSTLY = 0.6  # share of the page that a scan fills, even with a court's line printed over it
_DIM = 150  # levels: a letter under a box that is all darker than this was meant to be covered
_WORD = re.compile(r"[^\W_]|\(cid:")  # dots and rules lead the eye; they are no text
# What is written where something was taken out; under the box it gives nothing away (as in x-ray's list of harmless words).
_HARMLESS = re.compile(
    r"(?:privileged?|redacted|confidential|sealed|omitted|exempt|黒塗り?|不開示|非開示|墨塗り?|省略)+", re.IGNORECASE
)


@dataclass(frozen=True)
class _Hidden:
    """A letter that makes no difference to the page, in pixels of the layers."""

    letter: Letter
    box: Box
    reason: DoubtReason
    ghost: bool


def hidden_on_page(drawing: Drawing, layers: Layers) -> list[Doubt]:
    """Every doubt about one page of a PDF."""
    found = [*_text_doubts(drawing, layers), *_picture_doubts(drawing, layers)]
    marks = [Doubt(drawing.number, box, DoubtReason.UNAPPLIED_MARK) for box in drawing.unapplied]
    return found + marks


def is_picture(drawing: Drawing, layers: Layers) -> bool:
    """Whether a page is to be judged as a picture: one fills most of it, or nothing else on it shows text."""
    if any(cover.kind == "image" and _area(cover.box) > _MOSTLY for cover in drawing.covers):
        return True
    own = differs(layers.seen, layers.no_text, LEVELS)
    return not any(own[_slices(_inner(_pixels(each.box, own)), own)].any() for each in drawing.letters if _says(each))


def carries_invisible_text(layers: Layers) -> bool:
    """Whether a page has an invisible text layer, as scans that were made searchable have."""
    return bool((layers.ghosts < 128).any())


def _says(letter: Letter) -> bool:
    return bool(_WORD.search(letter.text))


def _text_doubts(drawing: Drawing, layers: Layers) -> Iterator[Doubt]:
    """One doubt for each run of hidden letters. Scanned letters' invisible twins are no doubt, and their places are rough."""
    for run in _runs(_hidden_letters(drawing, layers)):
        text = words_in(each.letter for each in run)
        rough = 3 if run[0].reason is DoubtReason.INVISIBLE_TEXT else 2
        if _HARMLESS.fullmatch(re.sub(r"[\W_]", "", text)) or (run[0].ghost and len(run) < rough):
            continue
        yield Doubt(drawing.number, _shares(around(each.box for each in run), layers.seen), run[0].reason)


def _hidden_letters(drawing: Drawing, layers: Layers) -> Iterator[_Hidden]:
    text_ink = differs(layers.seen, layers.no_text, LEVELS)
    buried_ink = differs(layers.seen, layers.no_buried, LEVELS)
    ghosts = layers.ghosts.min(axis=2) < 128
    covers = _Covers(drawing.covers, layers.seen)
    for letter in (letter for letter in drawing.letters if _says(letter)):
        box = _pixels(letter.box, text_ink)
        place = _slices(_inner(box), text_ink)
        if min(overlap(letter.box, (0, 0, 1, 1))[2:]) <= 0 or max(letter.box[:2]) >= 1:
            yield _Hidden(letter, box, DoubtReason.TEXT_OUTSIDE_PAGE, ghost=False)
            continue
        ghost = bool(ghosts[place].any())
        cover, is_annotation = covers.over(letter, box)
        ink = text_ink if cover is None or is_annotation else buried_ink
        if cover is not None and not ink[_slices(_within(overlap(box, cover)), ink)].any():
            yield _Hidden(letter, box, DoubtReason.TEXT_UNDER_BOX, ghost)
        elif cover is not None and int(layers.seen[place].max()) < _DIM:
            yield _Hidden(letter, box, DoubtReason.SEE_THROUGH, ghost)
        elif not text_ink[place].any():
            reason = _unseen(layers.seen[place], ghost=ghost)
            if reason:
                yield _Hidden(letter, box, reason, ghost)
        elif ghost:
            yield _Hidden(letter, box, DoubtReason.INVISIBLE_TEXT, ghost)


def _unseen(ground: Picture, *, ghost: bool) -> DoubtReason | None:
    """What it means that a letter without a box over it leaves no ink; nothing where a scan shows the letter itself."""
    if ghost and not _is_plain(ground):
        return None
    dark = ground.size > 0 and int(np.median(ground)) < 110
    return DoubtReason.TEXT_UNDER_BOX if dark else DoubtReason.INVISIBLE_TEXT


def _is_plain(part: Picture) -> bool:
    return part.size == 0 or int(np.ptp(part.reshape(-1, 3).astype(np.int16), axis=0).max()) <= LEVELS


class _Covers:
    """What may lie over a letter, asked for by its box and its place in the order of drawing."""

    def __init__(self, covers: Iterable[Cover], page: Picture) -> None:
        fit = [c for c in covers if c.kind != "stroke" and not (c.kind == "image" and _area(c.box) > _LARGE)]
        self._boxes = np.array([_pixels(cover.box, page) for cover in fit]).reshape(-1, 4)
        self._orders = np.array([cover.order for cover in fit], dtype=np.int64)
        self._annotations = np.array([cover.kind == "annotation" for cover in fit], dtype=bool)

    def over(self, letter: Letter, box: Box) -> tuple[Box | None, bool]:
        """The last thing drawn over most of a letter, and whether it is an annotation."""
        x0, y0, x1, y1 = self._boxes.T
        common = np.clip(np.minimum(x1, box[2]) - np.maximum(x0, box[0]), 0, None)
        common = common * np.clip(np.minimum(y1, box[3]) - np.maximum(y0, box[1]), 0, None)
        size = max(1e-6, (box[2] - box[0]) * (box[3] - box[1]))
        over = np.nonzero((common >= _COVERED * size) & (self._orders > letter.order))[0]
        if len(over) == 0:
            return None, False
        last = over[np.argmax(self._orders[over])]
        a, b, c, d = (float(side) for side in self._boxes[last])
        return (a, b, c, d), bool(self._annotations[last])


def _runs(hidden: Iterable[_Hidden]) -> list[list[_Hidden]]:
    """Letters that follow one another on a row for the same reason."""
    runs: list[list[_Hidden]] = []
    for each in hidden:
        last = runs[-1][-1] if runs else None
        size = max(each.box[3] - each.box[1], each.box[2] - each.box[0])
        near = last is not None and last.reason is each.reason and last.ghost is each.ghost
        if last and near and _gap(last.box, each.box) < 1.5 * size:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _gap(a: Box, b: Box) -> float:
    common = overlap(a, b)
    return max(common[0] - common[2], common[1] - common[3], 0.0)


def _picture_doubts(drawing: Drawing, layers: Layers) -> Iterator[Doubt]:
    """A plain box over a picture that, without the box, is not plain there: the picture was never changed."""
    pictures = [cover for cover in drawing.covers if cover.kind == "image"]
    for cover in drawing.covers:
        under = [each for each in pictures if each.order < cover.order and _area(each.box) > 1.5 * _area(cover.box)]
        lying = [each for each in under if _area(overlap(each.box, cover.box)) >= 0.8 * _area(cover.box)]
        if not lying or _area(cover.box) > _LARGE:
            continue
        place = _slices(_within(_pixels(cover.box, layers.seen), 2), layers.seen)
        seen, bare = layers.no_text[place], layers.bare[place]
        if seen.size and _is_mostly_plain(seen) and _shows_something(bare):
            yield Doubt(
                drawing.number, _shares(_pixels(cover.box, layers.seen), layers.seen), DoubtReason.PICTURE_UNDER_BOX
            )


def _is_mostly_plain(part: Picture) -> bool:
    off = np.abs(part.astype(np.int16) - np.median(part.reshape(-1, 3), axis=0)).max(axis=2)
    return float((off > LEVELS).mean()) < 0.03


def _shows_something(part: Picture) -> bool:
    off = np.abs(part.astype(np.int16) - np.median(part.reshape(-1, 3), axis=0)).max(axis=2)
    return float((off > 2 * LEVELS).mean()) > 0.01


def _area(box: Share) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _pixels(share: Share, page: Picture) -> Box:
    height, width = page.shape[:2]
    return share[0] * width, share[1] * height, share[2] * width, share[3] * height


def _shares(box: Box, page: Picture) -> Share:
    height, width = page.shape[:2]
    return box[0] / width, box[1] / height, box[2] / width, box[3] / height


def _inner(box: Box) -> Box:
    """A letter without its sides, into which its neighbours may lean."""
    lean = 0.15 * (box[2] - box[0])
    return box[0] + lean, box[1], box[2] - lean, box[3]


def _within(box: Box, rim: float = 1) -> Box:
    return box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim


def _slices(box: Box, page: Picture) -> tuple[slice, slice]:
    height, width = page.shape[:2]
    x0, y0 = min(width - 1, max(0, int(box[0]))), min(height - 1, max(0, int(box[1])))
    return slice(y0, max(y0 + 1, int(np.ceil(box[3])))), slice(x0, max(x0 + 1, int(np.ceil(box[2]))))
