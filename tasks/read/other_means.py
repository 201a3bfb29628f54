"""Recognises a fee that came by another means than money orders: stamps glued on a sheet, or cash in its own envelope."""

import re
from collections.abc import Sequence

from tasks.case.words import PageKind
from tasks.engines.geometry import Box, around
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Hit, Layout
from tasks.read.found import Found
from tasks.read.upright_pages import ReadPage

_STAMP = r"日本郵便|^NIPPON$"
_FACE = r"^[1-9]\d{0,3}円?$"
_FOR_FEE = re.compile(r"手数料.{0,16}切手|切手.{0,16}手数料")
_FOR_REPLY = re.compile(r"返信|返送|郵送料|切手代")
_CASH = r"^現金書留(?:封筒|在中)?$|^損害要償額|^現金在中$|手数料.{0,16}現金|現金.{0,16}手数料"
_ENCLOSURES = frozenset({PageKind.OTHER, PageKind.ENVELOPE})
_SURE = 0.9
_FEW = 3  # stamps: fewer, without a word, are for the reply's postage


def other_means(pages: Sequence[ReadPage]) -> list[Found]:
    """`fee.means` `stamps` or `cash` where a page shows them, and `fee.total` where every stamp's value was read; else [].

    Doubtful: stamps without a word may be meant for the reply; a few of them, or a word of the reply, are no fee.
    """
    for page in pages:
        if page.kind is PageKind.OTHER and (box := stamps_on(page.layout)):
            return [_told("stamps", page, box), *_face_values(page, box)]
    for page in pages:
        hit = next(iter(page.layout.find(_CASH)), None) if page.kind in _ENCLOSURES else None
        if hit is not None and "。" not in hit.line.text[: hit.begin]:
            return [_told("cash", page, hit.box)]
    return []


def _told(means: str, page: ReadPage, box: Box) -> Found:
    return Found("fee.means", page, Value(means, box, _SURE), means)


def stamps_on(layout: Layout) -> Box | None:
    """Where a sheet bears postage stamps that are to be the fee; None where it bears none."""
    printed = [hit.box for hit in layout.find(_STAMP)]
    told = bool(_FOR_FEE.search(layout.text))
    if not printed or not (told or (_stamps(layout) >= _FEW and not _FOR_REPLY.search(layout.text))):
        return None
    return around(printed)


def _stamps(layout: Layout) -> int:
    """How many stamps there are: each prints the post's name in both scripts, and a reader may miss one of them."""
    return max(sum(1 for _ in layout.find(words)) for words in _STAMP.split("|"))


def _face_values(page: ReadPage, box: Box) -> list[Found]:
    """The sum of the stamps' values, where as many were read as there are stamps."""
    faces: list[Hit] = list(page.layout.find(_FACE))
    if len(faces) != _stamps(page.layout):
        return []
    total = str(sum(int(re.sub(r"\D", "", hit.line.text)) for hit in faces))
    sure = min(hit.line.confidence for hit in faces)
    return [Found("fee.total", page, Value(total, around([box, *(hit.box for hit in faces)]), sure), total)]
