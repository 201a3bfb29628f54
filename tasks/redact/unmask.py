"""Shows a region of a page as it came, without its redaction, to a person who says why; that they looked is kept first."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from tasks.case.errors import KaijiError
from tasks.case.words import Poly
from tasks.engines.image_files import PageImage, Picture
from tasks.store.edits import keep_unmasking, page_at
from tasks.store.packets import pages_of
from tasks.wiring import House

MOST_PIXELS = 4_000_000
LEAST_REASON = 5  # letters

OpenAgain = Callable[[House, str, int], Sequence[PageImage]]


def unmask(
    house: House, case_number: str, page: int, poly: Poly, reason: str, person: str, *, open_again: OpenAgain
) -> bytes:
    """The region around `poly` as PNG, as the page is shown: redacted pages are shown as they came, and so is this.

    `page` counts through all packets, `poly` is in fractions of the page. A region of more than four million pixels is made
    smaller. KaijiError: no reason, no such page, no region, an original that is gone. A masked My Number stays masked,
    since the original holds it no more. The look is an event before a single byte is handed out.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise KaijiError(f"Say in at least {LEAST_REASON} letters why you must see what is under the box.")
    with house.database.transaction() as session:
        case, packet, index = page_at(session, case_number, page)
        count = len(pages_of(session, packet.id))
    shown = open_again(house, packet.number, count)[index]
    png = _png(_small_enough(_region(shown.image, poly)))
    with house.database.transaction() as session:
        keep_unmasking(session, case, packet, index, poly, reason.strip(), person, house.now())
    return png


def _region(picture: Picture, poly: Poly) -> Picture:
    height, width = picture.shape[:2]
    points = np.clip(np.array(poly, dtype=float), 0.0, 1.0) * (width, height)
    (x0, y0), (x1, y1) = np.floor(points.min(axis=0)).astype(int), np.ceil(points.max(axis=0)).astype(int)
    if x1 - x0 < 2 or y1 - y0 < 2:
        raise KaijiError("The region lies outside of the page or is too small; draw it again.")
    return picture[y0:y1, x0:x1]


def _small_enough(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    scale = min(1.0, (MOST_PIXELS / (width * height)) ** 0.5)
    if scale == 1.0:
        return picture
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _png(picture: Picture) -> bytes:
    done, encoded = cv2.imencode(".png", picture)
    if not done:
        raise KaijiError("The region cannot be shown as a picture; choose another.")
    return encoded.tobytes()
