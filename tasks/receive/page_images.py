"""Opens a packet, a folder or a single file, as pages in the order received."""

from collections.abc import Iterator
from pathlib import Path

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import PICTURE_TYPES, PageImage, Picture, read_pictures
from tasks.engines.pdf import render_pdf

SIDE_NOTES = frozenset({".toml", ".json", ".xml", ".txt", ".csv", ".log"})
MOST_PAGES = 60
MOST_BYTES = 300_000_000
_PDF_HEAD = b"%PDF-"


def open_pages(path: Path) -> list[PageImage]:
    """The pages of a packet as a viewer shows them; UnreadablePacket, with a reason free of names, when one cannot be had.

    A folder's files are read in name order. Dot files and notes beside the pages are no pages; any other file that is
    none stops the packet, since nothing that was sent may be lost silently.
    """
    files = page_files(path)
    if not files:
        raise UnreadablePacket("The packet holds no page.")
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UnreadablePacket("The packet is too large; split it, or scan it at 300 dpi.")
    pages: list[PageImage] = []
    for file in files:
        for number, (image, dpi) in enumerate(_pictures(file), start=1):
            pages.append(PageImage(len(pages), f"{file.name}#{number}", image, dpi))
            if len(pages) > MOST_PAGES:
                raise UnreadablePacket(f"The packet has more than {MOST_PAGES} pages; split it.")
    return pages


def page_files(path: Path) -> list[Path]:
    """The page files of a packet in name order, folders within included; UnreadablePacket for a link or another type.

    What a scanner or a clerk noted beside the pages (SIDE_NOTES) is no page; it stays sealed with them.
    """
    if path.is_symlink() or not path.exists():
        raise UnreadablePacket("The packet is not there, or is a link.")
    if path.is_file():
        return [_page_file(path)]
    inside = (entry for entry in path.rglob("*") if entry.is_symlink() or not entry.is_dir())
    named = sorted((entry.relative_to(path).as_posix(), entry) for entry in inside)
    shown = [entry for name, entry in named if not any(part.startswith(".") for part in name.split("/"))]
    return [_page_file(entry) for entry in shown if entry.suffix.lower() not in SIDE_NOTES]


def _page_file(file: Path) -> Path:
    if file.is_symlink() or not file.is_file():
        raise UnreadablePacket("The packet holds a link or a folder where page files are expected.")
    suffix = file.suffix.lower()
    if suffix != ".pdf" and suffix not in PICTURE_TYPES:
        kind = suffix if suffix.isascii() and len(suffix) <= 6 and suffix else "without an ending"
        raise UnreadablePacket(
            f"The packet holds a file of a type that is no page ({kind}); take it out or convert it."
        )
    if file.stat().st_size == 0:
        raise UnreadablePacket("The packet holds an empty file; ask for it again.")
    return file


def _pictures(file: Path) -> Iterator[tuple[Picture, int]]:
    """The pages of one file by what it is, not by what its name says."""
    with file.open("rb") as opened:
        head = opened.read(1024)
    return render_pdf(file) if _PDF_HEAD in head else read_pictures(file)
