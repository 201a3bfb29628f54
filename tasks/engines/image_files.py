"""Decodes picture files into pages as a viewer shows them, within limits on size; Pillow and pillow-heif are the tools."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile, ImageOps, ImageSequence, UnidentifiedImageError
from pillow_heif import register_heif_opener

from tasks.case.errors import UnreadablePacket

Picture = npt.NDArray[Any]  # (H, W, 3) uint8 BGR; OpenCV's stubs promise no more

PICTURE_TYPES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp"})
MOST_PIXELS = 120_000_000  # A3 at 600 dpi is 70 million
LONGEST_SIDE = 3600  # pixels kept of a page: A4 at 300 dpi; readers gain nothing from more
USUAL_DPI = 200

register_heif_opener()
ImageFile.LOAD_TRUNCATED_IMAGES = False


@dataclass(frozen=True, eq=False)
class PageImage:
    """One page as received: `image` is (H, W, 3) uint8 BGR, `source` "file#page" from 1, `dpi` the density of `image`."""

    index: int
    source: str
    image: Picture
    dpi: int


def read_pictures(path: Path) -> Iterator[tuple[Picture, int]]:
    """Every frame of a picture file as (H, W, 3) uint8 BGR with its dpi; UnreadablePacket when it is broken or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _frames(path)
    except UnreadablePacket:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as broken:
        raise UnreadablePacket(f"A picture file is broken ({type(broken).__name__}); ask for it again.") from None


def _frames(path: Path) -> Iterator[tuple[Picture, int]]:
    with Image.open(path) as opened:
        for frame in ImageSequence.Iterator(opened):
            if frame.width * frame.height > MOST_PIXELS:
                raise too_large()
            upright = ImageOps.exif_transpose(frame)
            yield shrunk(_as_bgr(upright), _dpi_of(frame))


def _as_bgr(frame: Image.Image) -> Picture:
    """Transparency becomes paper, as a viewer shows it; sixteen bits become eight."""
    if frame.mode.startswith("I") or frame.mode == "F":
        grey = np.asarray(frame, dtype=np.float64)
        low, high = 0.0, max(255.0, float(grey.max()))
        return cv2.cvtColor(((grey - low) / (high - low) * 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    if frame.mode in {"RGBA", "LA", "PA"} or "transparency" in frame.info:
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(frame.convert("RGB"))[:, :, ::-1])


def _dpi_of(frame: Image.Image) -> int:
    """The density a file claims, when it can be true; a phone's 72 dpi means nothing."""
    try:
        claimed = float(frame.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError):
        return USUAL_DPI
    return round(claimed) if 100 <= claimed <= 1200 else USUAL_DPI


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
