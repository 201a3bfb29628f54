"""Opens foreign PDF files as pictures with pypdfium2, and writes our own with pikepdf: one picture per page, nothing else."""

import io
import math
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.internal as pdfium_internal
import pypdfium2.raw as pdfium_raw

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import LONGEST_SIDE, MOST_PIXELS, PICTURE_TYPES, Picture, check_shape, too_large

RENDER_DPI = 200  # what was drawn, not scanned, is rendered at this density
SCAN_DPI = 305  # a scan is rendered at its own density up to this: 300, and what page sizes in whole points make of it
SMALLEST_SIDE = 1400  # pixels: a small page (a card) is rendered finer
MOST_DPI = 400
JPEG_QUALITY = 90
PAGE_SECONDS = 30.0  # for drawing one page, which takes a tenth of one
_MOST_PARTS = 3000  # of a page are looked at for its scan
_ATTACHED_PAGES = PICTURE_TYPES | {".pdf", ".eml", ".msg", ".zip"}
_SPECKLE = 1e-6  # keeps 2480.0000001 pixels from becoming 2481


def render_pdf(file: Path | bytes, most_pages: int) -> Iterator[tuple[Picture, int]]:
    """Every page as a viewer shows it, (H, W, 3) uint8 BGR with its dpi; UnreadablePacket when locked, broken or empty."""
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as broken:
        raise UnreadablePacket(reason_unreadable(str(broken))) from None
    try:
        document.init_forms()
        _refuse_unshown(document, most_pages)
        for number in range(len(document)):
            yield _render(document, number)
    except (pdfium.PdfiumError, MemoryError, ValueError):
        raise UnreadablePacket("A page of a PDF file cannot be shown; ask for it again.") from None
    finally:
        document.close()


def reason_unreadable(message: str) -> str:
    """What to say of a file that pdfium cannot open."""
    if "assword" in message or "ecurity" in message:
        return "A PDF file is locked with a password; ask for it without one."
    return "A PDF file is broken; ask for it again."


def _refuse_unshown(document: pdfium.PdfDocument, most_pages: int) -> None:
    """A file whose contents would not all be seen as pages: none or too many, attached files, Adobe's dynamic forms."""
    if len(document) == 0:
        raise UnreadablePacket("A PDF file holds no page.")
    if len(document) > most_pages:
        raise UnreadablePacket(f"A PDF file has more than {most_pages} pages; split it.")
    if document.get_formtype() == pdfium_raw.FORMTYPE_XFA_FULL:
        raise UnreadablePacket("A PDF file is a form that only Adobe's reader shows; have it printed and scanned.")
    names = (document.get_attachment(i).get_name() for i in range(document.count_attachments()))
    if any(Path(name).suffix.lower() in _ATTACHED_PAGES for name in names):
        raise UnreadablePacket("A PDF file has files attached to it; take them out and put them in beside it.")


def _render(document: pdfium.PdfDocument, number: int) -> tuple[Picture, int]:
    page = document[number]
    try:
        dpi = _density(page)
        width, height = page.get_size()
        check_shape(width * dpi / 72, height * dpi / 72)
        return _drawn(document, page, dpi), max(1, round(dpi))
    finally:
        page.close()


def _drawn(document: pdfium.PdfDocument, page: pdfium.PdfPage, dpi: float) -> Picture:
    """The page with its annotations and what was typed into its form; UnreadablePacket when drawing takes too long.

    A file of a few kilobytes can keep a reader busy for hours, so the page is drawn in steps and the clock looked at.
    """
    size = [math.ceil(side * dpi / 72 * (1 - _SPECKLE)) for side in page.get_size()]
    bitmap = pdfium.PdfBitmap.new_native(*size, format=pdfium_raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    where = (bitmap, page, 0, 0, *size, 0, pdfium_raw.FPDF_ANNOT)
    end, pause = time.monotonic() + PAGE_SECONDS, pdfium_raw.IFSDK_PAUSE(version=1)
    pdfium_internal.set_callback(pause, "NeedToPauseNow", lambda _: int(time.monotonic() > end))
    status = pdfium_raw.FPDF_RenderPageBitmap_Start(*where, pause)
    pdfium_raw.FPDF_RenderPage_Close(page)
    if status != pdfium_raw.FPDF_RENDER_DONE:
        raise UnreadablePacket("A page of a PDF file takes too long to draw; ask for a scan of it.")
    if document.formenv:
        pdfium_raw.FPDF_FFLDraw(document.formenv, *where)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _density(page: pdfium.PdfPage) -> float:
    """The density a page is rendered at: its scan's own, so that nothing is lost, where it is one; else RENDER_DPI.

    A card's page gets more, and a sheet larger than A4 less (a phone's photo as a PDF is often a metre wide). A scan is
    not taken out of its page: what a viewer does with it (turns, crops, stamps, notes) would have to be done again.
    """
    short, long = (max(float(side) / 72, 0.01) for side in sorted(page.get_size()))
    dpi = max(float(RENDER_DPI), min(_scan_density(page, short * long), float(SCAN_DPI)))
    dpi = max(dpi, min(float(MOST_DPI), SMALLEST_SIDE / short))
    return min(dpi, LONGEST_SIDE / long)


def _scan_density(page: pdfium.PdfPage, square_inches: float) -> float:
    """The density of the pictures on a page when they cover most of it, else 0."""
    covered, densest = 0.0, 0.0
    for part in islice(page.get_objects(), _MOST_PARTS):
        if part.type != pdfium_raw.FPDF_PAGEOBJ_IMAGE:
            continue
        across, down = part.get_px_size()
        if across * down > MOST_PIXELS:
            raise too_large()
        a, b, c, d, *_ = part.get_matrix().get()
        width, height = math.hypot(a, b) / 72, math.hypot(c, d) / 72
        covered += width * height
        if width * height > square_inches / 50:  # a stamp or a logo does not count
            densest = max(densest, across / width, down / height)
    return densest if covered > square_inches / 2 else 0.0


def three_channels(picture: Picture) -> Picture:
    """A rendered page as (H, W, 3) uint8 BGR, whatever channels it came with."""
    if picture.ndim == 2 or picture.shape[2] == 1:
        return cv2.cvtColor(picture.reshape(picture.shape[:2]), cv2.COLOR_GRAY2BGR)
    return np.ascontiguousarray(picture[:, :, :3])


def pictures_to_pdf(pictures: list[tuple[Picture, int]]) -> bytes:
    """A PDF of exactly these pictures, (H, W, 3) uint8 BGR with their dpi; the same pictures give the same bytes.

    JPEG rings at hard edges, and its ringing beside a painted box only shows the box; what was under it is gone before.
    """
    document = pikepdf.new()
    for picture, dpi in pictures:
        _add_page(document, picture, dpi)
    written = io.BytesIO()
    document.save(written, deterministic_id=True, compress_streams=False)
    return written.getvalue()


def _add_page(document: pikepdf.Pdf, picture: Picture, dpi: int) -> None:
    height, width = picture.shape[:2]
    points = (width * 72 / dpi, height * 72 / dpi)
    image = pikepdf.Stream(document, _jpeg(picture))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    drawing = f"q {points[0]:.3f} 0 0 {points[1]:.3f} 0 0 cm /P Do Q".encode()
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(points[0], 3), round(points[1], 3)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=document.make_indirect(image))),
        Contents=document.make_stream(drawing),
    )
    document.pages.append(pikepdf.Page(document.make_indirect(page)))


def _jpeg(picture: Picture) -> bytes:
    full = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]  # colour does not bleed into a mark
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, *full])
    if not done:
        raise UnreadablePacket("A page cannot be written as a picture.")
    return encoded.tobytes()


def pictures_of_pdf(pdf: bytes) -> list[list[Picture]]:
    """Per page, every picture that a PDF's page holds, decoded to (H, W, 3) uint8 BGR."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [[_decode(image) for image in page.get_images().values()] for page in document.pages]


def _decode(image: pikepdf.Object) -> Picture:
    decoded = cv2.imdecode(np.frombuffer(image.read_raw_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise UnreadablePacket("A redacted page cannot be read back.")
    return np.asarray(decoded, np.uint8)


def spare_parts(pdf: bytes) -> list[str]:
    """What a PDF holds besides one picture on each page (text, annotations, attachments, metadata, revisions); [] is right."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pictures = sum(1 for thing in document.objects if _is_picture(thing))
        found = [
            key
            for key in ("/Metadata", "/AcroForm", "/Names", "/AF", "/Outlines", "/OpenAction")
            if key in document.Root
        ]
        found += ["/Info"] if document.trailer.get("/Info") is not None else []
        found += ["pictures"] if pictures != len(document.pages) else []
        found += [key for page in document.pages for key in ("/Annots", "/Thumb", "/Metadata") if key in page.obj]
        found += ["fonts" for page in document.pages if "/Font" in page.Resources]
    return found + (["revisions"] if pdf.count(b"%%EOF") != 1 else [])


def _is_picture(thing: object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
