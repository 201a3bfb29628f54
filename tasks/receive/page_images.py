"""Opens a packet, a folder or a single file, as pages in the order received."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tasks.case.errors import UnreadablePacket
from tasks.case.words import TextLine
from tasks.engines.image_files import PICTURE_TYPES, PageImage, Picture, read_pictures
from tasks.engines.mail_files import MAIL_TYPE, attachments_of, text_of
from tasks.engines.pdf import render_pdf
from tasks.engines.text_pages import DPI as TEXT_DPI
from tasks.engines.text_pages import text_pages
from tasks.engines.web_forms import WEB_TYPE, is_web_form, open_web_form

SIDE_NOTES = frozenset(
    {".toml", ".json", ".xml", ".txt", ".csv", ".log", ".db", ".ini"}
)  # the last two are Windows' own
PAGE_TYPES = PICTURE_TYPES | {".pdf"}
MOST_PAGES = 60
MOST_BYTES = 300_000_000
# A mail's text beside attachments is the request itself when it gives a name and an address of its own.
_NAMED = re.compile(r"(?:氏\s*名|名前|\bname\b)\s*[:：]", re.IGNORECASE)
_ADDRESSED = re.compile(r"(?:住\s*所|\baddress\b)\s*[:：]", re.IGNORECASE)
_PDF_HEAD = b"%PDF-"
_PACKED = frozenset({".zip", ".7z", ".rar", ".lzh", ".gz"})
_TOLD = SIDE_NOTES | {  # endings that may be told: any other may be what follows the stop of "k.sato"
    *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".xdw", ".jtd", ".ps", ".eps"),
    *(".htm", ".html", ".md", ".msg", ".ics", ".vcf", ".p7m", ".p7s", ".svg", ".bmp", ".psd", ".avif", ".webm"),
    *(".mp3", ".mp4", ".m4a", ".mov", ".wav", ".exe", ".iso", ".tar", ".url", ".lnk"),
}


def open_pages(path: Path) -> list[PageImage]:
    """The pages of a packet as a viewer shows them; UnreadablePacket, with a reason free of names, when one cannot be had.

    A folder's files are read in name order, a mail's attachments in the order sent; a mail's own text is a page when it
    is the request, and so are the answers of a web form. Dot files and notes beside the pages
    are no pages; any other file that is none stops the packet, since nothing that was sent may be lost silently.
    """
    files = page_files(path)
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UnreadablePacket("The packet is too large; split it, or scan it at 300 dpi.")
    pages: list[PageImage] = []
    for file in files:
        for source, shown in _pages_of(file):
            pages.append(PageImage(len(pages), source, shown.picture, shown.dpi, shown.lines))
            if len(pages) > MOST_PAGES:
                raise UnreadablePacket(f"The packet has more than {MOST_PAGES} pages; split it.")
    if not pages:
        raise UnreadablePacket(_no_page(files))
    return pages


def _no_page(files: list[Path]) -> str:
    return "A mail came without a word or a page." if files else "The packet holds no page."


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
    return [_page_file(entry) for entry in shown if entry.suffix.lower() not in SIDE_NOTES or _is_export(entry)]


def _is_export(file: Path) -> bool:
    return file.suffix.lower() == WEB_TYPE and file.is_file() and is_web_form(file.read_bytes())


def _page_file(file: Path) -> Path:
    if file.is_symlink() or not file.is_file():
        raise UnreadablePacket("The packet holds a link or a folder where page files are expected.")
    suffix = file.suffix.lower()
    if suffix not in PAGE_TYPES and suffix not in (MAIL_TYPE, WEB_TYPE):
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
    kind = suffix if suffix in _TOLD else "without an ending that is known"
    return UnreadablePacket(f"{what} is of a type that is no page ({kind}); take it out or convert it.")


class _Shown(NamedTuple):
    picture: Picture
    dpi: int
    lines: tuple[TextLine, ...] | None = None


def _pages_of(file: Path) -> Iterator[tuple[str, _Shown]]:
    """Source and picture of each page of one file."""
    match file.suffix.lower():
        case ".eml":
            yield from _mail_pages(file)
        case ".json":
            yield from _web_pages(file)
        case _:
            for number, (image, dpi) in enumerate(_pictures(file), start=1):
                yield f"{file.name}#{number}", _Shown(image, dpi)


def _mail_pages(file: Path) -> Iterator[tuple[str, _Shown]]:
    content = file.read_bytes()
    attached = [each for each in attachments_of(content) if each.suffix not in SIDE_NOTES]
    text = text_of(content)
    if text and (not attached or _is_request(text)):
        yield from _text_pages(file.name, text)
    for each in attached:
        yield from _attached(f"{file.name}/{each.place}", each.suffix, each.content, "a mail")


def _is_request(text: str) -> bool:
    """Looked for one after the other: one pattern for both would take hours over a text full of the first."""
    named = _NAMED.search(text)
    return named is not None and _ADDRESSED.search(text, named.end()) is not None


def _web_pages(file: Path) -> Iterator[tuple[str, _Shown]]:
    form = open_web_form(file.read_bytes())
    yield from _text_pages(file.name, form.text)
    for place, each in enumerate(form.files, start=1):
        yield from _attached(f"{file.name}/{place}", each.suffix, each.content, "a web form")


def _text_pages(name: str, text: str) -> Iterator[tuple[str, _Shown]]:
    for number, page in enumerate(text_pages(text, MOST_PAGES), start=1):
        yield f"{name}#{number}", _Shown(page.picture, TEXT_DPI, page.lines)


def _attached(source: str, suffix: str, content: bytes, to: str) -> Iterator[tuple[str, _Shown]]:
    if suffix not in PAGE_TYPES:
        raise _no_page_type(f"An attachment of {to}", suffix)
    if not content:
        raise UnreadablePacket(f"An attachment of {to} is empty; ask for it again.")
    for number, (image, dpi) in enumerate(_pictures(content), start=1):
        yield f"{source}#{number}", _Shown(image, dpi)


def _pictures(file: Path | bytes) -> Iterator[tuple[Picture, int]]:
    """The pages of one file by what it is, not by what its name says."""
    return render_pdf(file, MOST_PAGES) if _PDF_HEAD in _head(file) else read_pictures(file)


def _head(file: Path | bytes) -> bytes:
    if isinstance(file, bytes):
        return file[:1024]
    with file.open("rb") as opened:
        return opened.read(1024)
