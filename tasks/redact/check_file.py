"""The gate for any file: whether a redacted PDF or picture, from whatever tool, hides what it seems to hide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.case.errors import KaijiError, MissingTool
from tasks.engines.image_files import read_pictures, spare_picture_parts
from tasks.engines.pdf import render_pdf, spare_parts
from tasks.engines.pdf_drawing import Share, drawings_of
from tasks.engines.pdf_layers import layers_of
from tasks.redact.doubts import WHOLE_PAGE, Doubt, DoubtReason
from tasks.redact.hidden_text import carries_invisible_text, hidden_on_page, is_picture
from tasks.redact.revisions import revision_doubts
from tasks.redact.uncovered import picture_doubts

_PDF_HEAD = b"%PDF-"
_NOTES = {
    "/Metadata": "metadata",
    "/Info": "a document information dictionary",
    "/AcroForm": "a form",
    "/Names": "names, scripts or attachments",
    "/AF": "attachments",
    "/Outlines": "bookmarks",
    "/OpenAction": "an action on opening",
    "/Annots": "annotations",
    "/Thumb": "thumbnails of pages",
    "revisions": "an earlier revision or bytes after its end",
    "pictures": "pictures that are not one a page",
    "fonts": "text",
    "thumbnail": "a thumbnail of the picture",
    "metadata": "metadata",
}

_MOST_PAGES = 1000  # of a file that somebody asks about; more are no packet


@dataclass(frozen=True)
class PageVerdict:
    """What speaks against one page, its number from 1; nothing when it is clean."""

    number: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of one file; `notes` name what it holds besides its pages, which alone is no bad redaction.

    A file that could not be opened has no page, and says why in `refusal`: what was not looked at is not clean.
    """

    file: Path
    pages: tuple[PageVerdict, ...]
    notes: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def clean(self) -> bool:
        """Whether the file was opened and nothing speaks against any page."""
        return not self.refusal and bool(self.pages) and not any(page.doubts for page in self.pages)

    def lines(self) -> Iterator[str]:
        """What a person is told, a line for every kind of doubt of a page."""
        yield from [self.refusal] if self.refusal else []
        for page in self.pages:
            for reason in dict.fromkeys(doubt.reason for doubt in page.doubts):
                same = [doubt for doubt in page.doubts if doubt.reason is reason]
                more = f" ({len(same)} places)" if len(same) > 1 else ""
                yield f"page {page.number}, {_place(same[0].box)}: {reason}: {same[0].sentence}{more}"
        yield from (f"note: {note}" for note in self.notes)


def _place(box: Share) -> str:
    return f"{box[0]:.0%} from the left, {box[1]:.0%} from the top"


def report_of(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON; boxes in fractions of the page."""
    doubts = [
        {
            "page": each.page,
            "box": [round(side, 4) for side in each.box],
            "reason": each.reason,
            "sentence": each.sentence,
        }
        for page in verdict.pages
        for each in page.doubts
    ]
    head = {"file": str(verdict.file), "clean": verdict.clean, "pages": len(verdict.pages), "doubts": doubts}
    return head | {"notes": list(verdict.notes)} | ({"refusal": verdict.refusal} if verdict.refusal else {})


def check_files(files: Iterable[Path], *, strict: bool = False) -> Iterator[Verdict]:
    """The verdicts on files one after another; one that cannot be opened does not stop the others."""
    for file in files:
        try:
            yield check_file(file, strict=strict)
        except MissingTool:
            raise  # no file's fault, and the same for all
        except Exception as refused:  # noqa: BLE001 (whatever a foreign file breaks, it is not clean; only the type is told)
            known = isinstance(refused, KaijiError)
            reason = str(refused) if known else f"The file cannot be judged ({type(refused).__name__})."
            yield Verdict(file, (), refusal=reason)


def check_file(path: Path, *, strict: bool = False) -> Verdict:
    """Judges a PDF or picture file by what it shows and what it holds; UnreadablePacket when it cannot be opened.

    `strict` is for our own derived files, which hold one picture a page and nothing else: there every spare part is a doubt.
    An ordinary PDF has fonts, metadata and links by right, so elsewhere they are notes.
    """
    with path.open("rb") as opened:
        is_pdf = _PDF_HEAD in opened.read(1024)
    found, spare = _check_pdf(path, strict=strict) if is_pdf else _check_picture(path)
    if strict and spare and found:
        found[min(found)].append(Doubt(min(found), WHOLE_PAGE, DoubtReason.SPARE_PART))
    pages = tuple(PageVerdict(number, tuple(doubts)) for number, doubts in sorted(found.items()))
    return Verdict(path, pages, tuple(dict.fromkeys(f"The file holds {_NOTES.get(part, part)}." for part in spare)))


def _check_pdf(path: Path, *, strict: bool) -> tuple[dict[int, list[Doubt]], list[str]]:
    found: dict[int, list[Doubt]] = {}
    pictures, ghosts = [], False
    with drawings_of(path) as drawings, layers_of(path) as layers_of_pages:
        for drawing, layers in zip(drawings, layers_of_pages, strict=False):
            found[drawing.number] = hidden_on_page(drawing, layers)
            ghosts |= carries_invisible_text(layers)
            if is_picture(drawing, layers):
                pictures.append(drawing.number)
    for number, (image, _) in enumerate(render_pdf(path, _MOST_PAGES) if pictures else (), start=1):
        if number in pictures:
            found[number] += picture_doubts(number, image)
    for doubt in revision_doubts(path):
        found.setdefault(doubt.page, []).append(doubt)
    by_right = {"fonts", "pictures"} if len(pictures) < len(found) and not strict else set()
    spare = [part for part in spare_parts(path.read_bytes()) if part not in by_right]
    return found, spare + (["an invisible text layer"] if ghosts else [])


def _check_picture(path: Path) -> tuple[dict[int, list[Doubt]], list[str]]:
    frames = enumerate(read_pictures(path), start=1)
    return {number: picture_doubts(number, image) for number, (image, _) in frames}, spare_picture_parts(path)
