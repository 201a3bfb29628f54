"""Opens foreign PDF files as pictures with pypdfium2, and writes our own with pikepdf: one picture per page, nothing else."""

import io
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import MOST_PIXELS, Picture, too_large

RENDER_DPI = 200
SMALLEST_SIDE = 1400  # pixels: a small page (a card) is rendered finer
MOST_DPI = 400
JPEG_QUALITY = 90


def render_pdf(path: Path) -> Iterator[tuple[Picture, int]]:
    """Every page as a viewer shows it, (H, W, 3) uint8 BGR with its dpi; UnreadablePacket when locked, broken or empty."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as broken:
        raise UnreadablePacket(reason_unreadable(str(broken))) from None
    try:
        document.init_forms()
        if len(document) == 0:
            raise UnreadablePacket("A PDF file holds no page.")
        for number in range(len(document)):
            yield _render(document, number)
    except pdfium.PdfiumError:
        raise UnreadablePacket("A page of a PDF file cannot be shown; ask for it again.") from None
    finally:
        document.close()


def reason_unreadable(message: str) -> str:
    """What to say of a file that pdfium cannot open."""
    if "assword" in message or "ecurity" in message:
        return "A PDF file is locked with a password; ask for it without one."
    return "A PDF file is broken; ask for it again."


def _render(document: pdfium.PdfDocument, number: int) -> tuple[Picture, int]:
    page = document[number]
    width, height = (side / 72 for side in page.get_size())
    if width <= 0 or height <= 0 or width * height * RENDER_DPI**2 > MOST_PIXELS:
        raise too_large()
    dpi = min(MOST_DPI, max(RENDER_DPI, round(SMALLEST_SIDE / max(min(width, height), 0.1))))
    dpi = dpi if width * height * dpi**2 <= MOST_PIXELS else RENDER_DPI
    picture = page.render(scale=dpi / 72, may_draw_forms=True).to_numpy()
    page.close()
    return three_channels(picture), dpi


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
