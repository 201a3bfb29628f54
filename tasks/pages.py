"""Keeps a packet's page pictures between the stages, so that foreign bytes are opened only once and only by `receive`."""

import json
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from tasks.case.errors import UnreadablePacket
from tasks.case.words import TextLine
from tasks.engines.image_files import PageImage
from tasks.store.sealed import Sealed

_LIST = "pages.json"


def keep_pages(sealed: Sealed, number: str, pages: Sequence[PageImage]) -> None:
    """Keeps the pictures, without loss; the list of them comes last and says that all are there."""
    for page in pages:
        done, png = cv2.imencode(".png", page.image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        if not done:
            raise ValueError("a page picture could not be kept")
        sealed.put(number, _name(page.index), png.tobytes())
    listed = [
        {"index": page.index, "source": page.source, "dpi": page.dpi, "lines": _told(page.lines)} for page in pages
    ]
    sealed.put(number, _LIST, json.dumps(listed).encode())


def _told(lines: tuple[TextLine, ...] | None) -> list[dict[str, Any]] | None:
    return None if lines is None else [line.model_dump(mode="json") for line in lines]


def load_pages(sealed: Sealed, number: str) -> list[PageImage]:
    """The pictures in their order."""
    return [_load(sealed, number, **listed) for listed in json.loads(sealed.get(number, _LIST))]


def _load(
    sealed: Sealed, number: str, index: int, source: str, dpi: int, lines: list[dict[str, Any]] | None = None
) -> PageImage:
    content = np.frombuffer(sealed.get(number, _name(index)), dtype=np.uint8)
    picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
    if picture is None:
        raise UnreadablePacket("A page picture was damaged on the disk; put the packet into the inbox again.")
    known = None if lines is None else tuple(TextLine.model_validate(line) for line in lines)
    return PageImage(index, source, np.asarray(picture, dtype=np.uint8), dpi, known)


def drop_pages(sealed: Sealed, number: str) -> None:
    """Forgets the unredacted pictures, which no later stage needs; the sealed original stays."""
    if sealed.has(number, _LIST):
        for listed in json.loads(sealed.get(number, _LIST)):
            sealed.drop(number, _name(listed["index"]))
        sealed.drop(number, _LIST)


def _name(index: int) -> str:
    return f"page-{index + 1:04}.png"
