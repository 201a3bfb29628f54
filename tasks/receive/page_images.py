"""Opens a packet, a folder or a single file, as pages in the order received."""

from collections.abc import Iterator
from pathlib import Path

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import PICTURE_TYPES, PageImage, Picture, read_pictures
from tasks.engines.mail_files import MAIL_TYPE, attachments_of
from tasks.engines.pdf import render_pdf

SIDE_NOTES = frozenset(
    {".toml", ".json", ".xml", ".txt", ".csv", ".log", ".db", ".ini"}
)  # the last two are Windows' own
PAGE_TYPES = PICTURE_TYPES | {".pdf"}
MOST_PAGES = 60
MOST_BYTES = 300_000_000
_PDF_HEAD = b"%PDF-"
_PACKED = frozenset({".zip", ".7z", ".rar", ".lzh", ".gz"})


def open_pages(path: Path) -> list[PageImage]:
    """The pages of a packet as a viewer shows them; UnreadablePacket, with a reason free of names, when one cannot be had.

    A folder's files are read in name order, a mail's attachments in the order sent. Dot files and notes beside the pages
    are no pages; any other file that is none stops the packet, since nothing that was sent may be lost silently.
    """
    files = page_files(path)
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UnreadablePacket("The packet is too large; split it, or scan it at 300 dpi.")
    pages: list[PageImage] = []
    for file in files:
        for source, image, dpi in _pages_of(file):
            pages.append(PageImage(len(pages), source, image, dpi))
            if len(pages) > MOST_PAGES:
                raise UnreadablePacket(f"The packet has more than {MOST_PAGES} pages; split it.")
    if not pages:
        raise UnreadablePacket(_no_page(files))
    return pages


def _no_page(files: list[Path]) -> str:
    if files:
        return "A mail came without a page; if its text is the request, print it to a PDF and put that into the inbox."
    return "The packet holds no page."


def page_files(path: Path) -> list[Path]:
    """The page files of a packet in name order, folders within included; UnreadablePacket for a link or another type.

    What a scanner, a clerk or Windows noted beside the pages (SIDE_NOTES) is no page; it stays sealed with them.
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
    if suffix not in PAGE_TYPES and suffix != MAIL_TYPE:
        raise _no_page_type("The packet holds a file that", suffix)
    if file.stat().st_size == 0:
        raise UnreadablePacket("The packet holds an empty file; ask for it again.")
    return file


def _no_page_type(what: str, suffix: str) -> UnreadablePacket:
    """The refusal of a file by its ending, which is told only where it can be no part of a name."""
    if suffix in _PACKED:
        return UnreadablePacket(f"{what} is packed ({suffix}); unpack it and put in what it holds.")
    if suffix == ".dat":
        return UnreadablePacket(f"{what} is Outlook's winmail.dat; ask for the attachments as files of their own.")
    kind = suffix if suffix.isascii() and len(suffix) <= 6 and suffix else "without an ending"
    return UnreadablePacket(f"{what} is of a type that is no page ({kind}); take it out or convert it.")


def _pages_of(file: Path) -> Iterator[tuple[str, Picture, int]]:
    """Source, picture and dpi of each page of one file."""
    if file.suffix.lower() != MAIL_TYPE:
        for number, (image, dpi) in enumerate(_pictures(file), start=1):
            yield f"{file.name}#{number}", image, dpi
        return
    for attachment in attachments_of(file.read_bytes()):
        if attachment.suffix in SIDE_NOTES:
            continue
        if attachment.suffix not in PAGE_TYPES:
            raise _no_page_type("An attachment of a mail", attachment.suffix)
        if not attachment.content:
            raise UnreadablePacket("An attachment of a mail is empty; ask for it again.")
        for number, (image, dpi) in enumerate(_pictures(attachment.content), start=1):
            yield f"{file.name}/{attachment.place}#{number}", image, dpi


def _pictures(file: Path | bytes) -> Iterator[tuple[Picture, int]]:
    """The pages of one file by what it is, not by what its name says."""
    return render_pdf(file, MOST_PAGES) if _PDF_HEAD in _head(file) else read_pictures(file)


def _head(file: Path | bytes) -> bytes:
    if isinstance(file, bytes):
        return file[:1024]
    with file.open("rb") as opened:
        return opened.read(1024)
