"""Keeps a packet's page pictures between the stages, so that foreign bytes are opened only once and only by `receive`."""

import json
from collections.abc import Sequence

import cv2
import numpy as np

from tasks.case.errors import UnreadablePacket
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
    listed = [{"index": page.index, "source": page.source, "dpi": page.dpi} for page in pages]
    sealed.put(number, _LIST, json.dumps(listed).encode())


def load_pages(sealed: Sealed, number: str) -> list[PageImage]:
    """The pictures in their order."""
    return [_load(sealed, number, **listed) for listed in json.loads(sealed.get(number, _LIST))]


def _load(sealed: Sealed, number: str, index: int, source: str, dpi: int) -> PageImage:
    content = np.frombuffer(sealed.get(number, _name(index)), dtype=np.uint8)
    picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
    if picture is None:
        raise UnreadablePacket("A page picture was damaged on the disk; put the packet into the inbox again.")
    return PageImage(index, source, np.asarray(picture, dtype=np.uint8), dpi)


def drop_pages(sealed: Sealed, number: str) -> None:
    """Forgets the unredacted pictures, which no later stage needs; the sealed original stays."""
    if sealed.has(number, _LIST):
        for listed in json.loads(sealed.get(number, _LIST)):
            sealed.drop(number, _name(listed["index"]))
        sealed.drop(number, _LIST)


def _name(index: int) -> str:
    return f"page-{index + 1:04}.png"
