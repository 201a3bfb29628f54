"""Decodes picture files into pages as a viewer shows them, within limits on size; Pillow and pillow-heif are the tools."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile, ImageOps, ImageSequence
from PIL.ExifTags import Base as Tag
from pillow_heif import register_heif_opener

from tasks.case.errors import UnreadablePacket
from tasks.case.words import TextLine

Picture = npt.NDArray[Any]  # (H, W, 3) uint8 BGR; OpenCV's stubs promise no more

PICTURE_TYPES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif"}
)
MOST_PIXELS = 120_000_000  # A3 at 600 dpi is 70 million
LONGEST_SIDE = 3600  # pixels kept of a page: A4 at 300 dpi; readers gain nothing from more
LEAST_SIDE = 16  # pixels: less is no page
MOST_SLENDER = 20  # sides 20 to 1; a till roll is 19 to 1
USUAL_DPI = 200

# Pillow would try fifty formats, Ghostscript's among them.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP", "GIF")
_MOVING = frozenset({"PNG", "WEBP", "GIF"})  # formats whose frames are moments, not pages
_ONE_VIEW = frozenset({"ster", "altr"})  # groups of pictures in a HEIC: for two eyes, and for one or the other viewer
_REDUCED, _MASK = 1, 4  # bits of TIFF's NewSubfileType
_SIDEWAYS = frozenset({5, 6, 7, 8})  # orientations that swap width and height

register_heif_opener()
ImageFile.LOAD_TRUNCATED_IMAGES = False


@dataclass(frozen=True, eq=False)
class PageImage:
    """One page as received: `image` is (H, W, 3) uint8 BGR, `source` "file#page" from 1, `dpi` the density of `image`.

    `lines` are those of a page that came as text, which nobody needs to read; None for a picture.
    """

    index: int
    source: str
    image: Picture
    dpi: int
    lines: tuple[TextLine, ...] | None = None


def read_pictures(file: Path | bytes) -> Iterator[tuple[Picture, int]]:
    """Every page of a picture file as (H, W, 3) uint8 BGR with its dpi; UnreadablePacket when it is broken or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _opened(file) as opened:
                _say_turn(opened, file)
                yield from _pages(opened)
    except UnreadablePacket:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise too_large() from None
    except Exception as broken:  # noqa: BLE001 (a decoder given hostile bytes raises what it likes)
        raise UnreadablePacket(f"A picture file is broken ({type(broken).__name__}); ask for it again.") from None


def picture_size(file: Path | bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the file states them; None for what is no picture kaiji opens."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _opened(file) as opened:
                return opened.size
    except Exception:  # noqa: BLE001 (as in read_pictures)
        return None


def _opened(file: Path | bytes) -> Image.Image:
    return Image.open(io.BytesIO(file) if isinstance(file, bytes) else file, formats=_FORMATS)


def _say_turn(opened: Image.Image, file: Path | bytes) -> None:
    """Has a HEIC's EXIF orientation count where the file turns its picture in no other way.

    By the standard the boxes irot and imir turn it, libheif obeys them, and EXIF only repeats it; some software writes
    EXIF alone.
    """
    turn = opened.info.get("original_orientation") if opened.format == "HEIF" else None
    content = b"" if not turn else file if isinstance(file, bytes) else file.read_bytes()
    if turn and b"irot" not in content and b"imir" not in content:
        opened.getexif()[Tag.Orientation] = turn


def _pages(opened: Image.Image) -> Iterator[tuple[Picture, int]]:
    """The frames that are pages.

    Of a phone's multi-picture file that is the first, the others being its depth or brightness. A TIFF's thumbnails,
    pyramid steps and masks are none, nor is the second eye of a spatial photo. A moving picture is refused: nobody can say which moment was meant.
    """
    if opened.format in _MOVING and getattr(opened, "n_frames", 1) > 1:
        raise UnreadablePacket("A picture moves; ask for a photo or a scan that stands still.")
    if opened.format == "MPO":
        yield _page(opened)
        return
    held = False
    for number, frame in enumerate(ImageSequence.Iterator(opened)):
        if not _beside_a_page(frame, number):
            held = True
            yield _page(frame)
    if not held:
        raise UnreadablePacket("A TIFF file holds only a thumbnail of its page; ask for the scan itself.")


def _beside_a_page(frame: Image.Image, number: int) -> bool:
    """Whether a frame only serves another one: a TIFF's by its tags, a HEIC's when both are one view (two eyes, variants)."""
    tags = getattr(frame, "tag_v2", {})
    if tags.get(Tag.NewSubfileType, 0) & (_REDUCED | _MASK) or tags.get(Tag.SubfileType) == 2:
        return True
    views = [group["images"] for group in frame.info.get("entity_groups", []) if group["type"] in _ONE_VIEW]
    return not frame.info.get("primary", True) and any(number in images for images in views)


def _page(frame: Image.Image) -> tuple[Picture, int]:
    check_shape(frame.width, frame.height)
    stated, (across, down) = frame.size, _densities(frame)
    if frame.format in {"JPEG", "MPO"}:
        frame.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a photo of 100 million pixels is decoded at half its size
    inverted = getattr(frame, "tag_v2", {}).get(Tag.PhotometricInterpretation) == 0
    pixels = _eight_bits(ImageOps.exif_transpose(frame), inverted)
    full = max(stated) / max(pixels.shape[:2])
    pixels = _square(pixels, across, down)
    shown, dpi = shrunk(pixels, max(1, round(max(across, down) / full)))
    return np.ascontiguousarray(cv2.cvtColor(shown, cv2.COLOR_GRAY2BGR if shown.ndim == 2 else cv2.COLOR_RGB2BGR)), dpi


def check_shape(width: float, height: float) -> None:
    """UnreadablePacket for pixels no paper has: too many of them, hardly any, or a thread."""
    if width * height > MOST_PIXELS:
        raise too_large()
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_SLENDER * min(width, height):
        raise UnreadablePacket("A picture is too small or too narrow to be a page; take it out, or ask for a scan.")


def _eight_bits(frame: Image.Image, inverted: bool) -> Picture:
    """(H, W) grey or (H, W, 3) RGB, uint8. Transparency becomes paper, as a viewer shows it; sixteen bits become eight.

    Pillow itself turns pictures whose zero is white (`inverted`), but not those of more than eight bits.
    """
    if frame.mode.startswith("I") or frame.mode == "F":
        shown = _from_deep_grey(frame)
        return 255 - shown if inverted else shown
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame.convert("RGBA"))
    return np.asarray(frame.convert("L" if frame.mode in {"1", "L"} else "RGB"))


def _from_deep_grey(frame: Image.Image) -> Picture:
    """White is what the bits used can hold: scanners put 10 or 12 bits into 16."""
    grey = np.nan_to_num(np.asarray(frame, dtype=np.float32))
    brightest = float(grey.max())
    white = next((full for full in (1.0, 255.0, 1023.0, 4095.0, 65535.0) if brightest <= full), brightest)
    return np.asarray(np.clip(grey / white, 0, 1) * 255, dtype=np.uint8)


def _square(pixels: Picture, across: float, down: float) -> Picture:
    """The picture with equal densities, the coarser direction stretched, so that letters have the shape they had on paper."""
    if across == down:
        return pixels
    height, width = pixels.shape[:2]
    finest = max(across, down)
    size = (round(width * finest / across), round(height * finest / down))
    check_shape(*size)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)


def _densities(frame: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down the page as shown, when the file's claim can be true; a phone's 72 dpi means nothing.

    Only a TIFF's unequal densities count (fax: 204 by 98, 204 by 196); what other files say of them is chance.
    """
    try:
        across, down = (float(side) for side in frame.info.get("dpi", (0, 0))[:2])
    except (TypeError, ValueError, ZeroDivisionError):
        return USUAL_DPI, USUAL_DPI
    if frame.format == "TIFF" and min(across, down) >= 90 and 1.02 < max(across, down) / min(across, down) < 4.5:
        return (down, across) if frame.getexif().get(Tag.Orientation) in _SIDEWAYS else (across, down)
    dpi = across if 100 <= across <= 1200 else USUAL_DPI
    return dpi, dpi


def shrunk(image: Picture, dpi: int) -> tuple[Picture, int]:
    """`image` with no side longer than LONGEST_SIDE pixels, and its dpi then."""
    longest = max(image.shape[:2])
    if longest <= LONGEST_SIDE:
        return image, dpi
    share = LONGEST_SIDE / longest
    size = (max(1, round(image.shape[1] * share)), max(1, round(image.shape[0] * share)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA), max(1, round(dpi * share))


def spare_picture_parts(path: Path) -> list[str]:
    """What a picture file holds besides its pixels: "thumbnail", which may show what is covered now, and "metadata"."""
    with Image.open(path) as opened:
        exif = opened.getexif()
        pages = opened.format == "TIFF"  # there the second directory is the second page
        found = ["thumbnail"] if not pages and exif.get_ifd(ExifTags.IFD.IFD1) else []
        return found + (["metadata"] if exif or opened.info.get("xmp") or getattr(opened, "text", None) else [])


def too_large() -> UnreadablePacket:
    """The refusal of a page with more pixels than any paper has."""
    return UnreadablePacket("A page has more pixels than kaiji opens; ask for a scan of at most A3 at 600 dpi.")
