"""The pictures of a case's redacted pages, at a few fixed densities; the unredacted page is never shown here."""

import hashlib
import io
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

import pypdfium2
from fastapi import Depends, FastAPI, HTTPException, Query, Response
from sqlalchemy.exc import NoResultFound

from tasks.case.roles import SEES_EVIDENCE
from tasks.desk.signed_in import SignedIn, may
from tasks.desk.views import note_page
from tasks.store.cases import case_by_number, packets_of
from tasks.store.packets import pages_of
from tasks.store.sealed import REDACTED
from tasks.wiring import House

Viewer = Annotated[SignedIn, Depends(may(*SEES_EVIDENCE))]
THUMB = 30  # dpi: nobody can read a page at this, so it is not looking at it
DENSITIES = (THUMB, 110, 200, 300)
Density = Annotated[Literal["30", "110", "200", "300"], Query()]
_QUALITY = 88
_AT_HAND = 24  # pictures of redacted pages in memory; none is ever written to a disk
_pdfium = threading.Lock()  # PDFium may be in one thread only


def add_pictures(desk: FastAPI, house: House) -> None:
    """Adds `/cases/{number}/pages/{index}.jpg?dpi=`; pages are counted through all packets of the case, from 0."""

    @desk.get("/cases/{number}/pages/{index}.jpg")
    def picture(number: str, index: int, me: Viewer, dpi: Density = "110") -> Response:
        density = int(dpi)
        try:
            packet, own = page_of(house, number, index)
            shown = _picture(_file(house, packet), own, density)
        except (NoResultFound, KeyError, FileNotFoundError, pypdfium2.PdfiumError, IndexError):
            raise HTTPException(404, "There is no such page.") from None
        if density > THUMB:
            note_page(house, number, index, me.handle)
        return Response(shown, media_type="image/jpeg")


@dataclass(frozen=True)
class _File:
    """A redacted file; two are the same when their bytes are."""

    digest: str
    content: bytes = field(compare=False, repr=False)


def _file(house: House, packet: str) -> _File:
    content = house.sealed.get(packet, REDACTED)
    return _File(hashlib.sha256(content).hexdigest(), content)


def page_of(house: House, number: str, index: int) -> tuple[str, int]:
    """The packet's number and the page's index within it; NoResultFound or KeyError when there is none."""
    with house.database.transaction() as session:
        packets = packets_of(session, case_by_number(session, number))
        counts = [len(pages_of(session, packet.id)) for packet in packets]
    for packet, count in zip(packets, counts, strict=True):
        if 0 <= index < count:
            return packet.number, index
        index -= count
    raise KeyError(index)


@lru_cache(maxsize=_AT_HAND)
def _picture(file: _File, index: int, dpi: int) -> bytes:
    with _pdfium:
        document = pypdfium2.PdfDocument(file.content)
        try:
            drawn = document[index].render(scale=dpi / 72).to_pil()
        finally:
            document.close()
    jpeg = io.BytesIO()
    drawn.convert("RGB").save(jpeg, "JPEG", quality=_QUALITY, subsampling=0)
    return jpeg.getvalue()
