"""Makes a packet's redacted file anew with the boxes that a person drew on one page, and proves it before it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.case.errors import KaijiError
from tasks.case.findings import finding
from tasks.case.words import Field, Finding, Page, Reading, Redaction, RedactionReason, RedactionSource
from tasks.engines.image_files import PageImage
from tasks.engines.pdf import pictures_to_pdf
from tasks.redact.domicile import homes_of
from tasks.redact.drawn_marks import freed, is_domicile
from tasks.redact.my_number import REASONS as MY_NUMBER
from tasks.redact.my_number import my_number_finding
from tasks.redact.paint import painted
from tasks.redact.redact_packet import (
    DETAIL,
    keep_addresses,
    masked_page,
    masking_finding,
    unmasked_fields,
    without_my_number,
)
from tasks.redact.sheets import Mark, Sheet, sheets_of
from tasks.redact.underneath import Underneath
from tasks.redact.verify import verify

_AROUND = 4  # pixels around a box that are read with it
_OPEN = (
    "A domicile would stay open on this page: something is still readable beside or under 本籍, or repeats it; "
    "cover it with a box, then save again."
)
_OTHER_ORIGINAL = "The sealed original shows another page than the one that was read; see to the disk."


@dataclass(frozen=True)
class Remarked:
    """What a change of boxes made: the reading, the file, the findings on masking, and the pages a person looked at.

    `original` takes the place of the packet's original where a My Number was boxed that was still in it.
    """

    reading: Reading
    pdf: bytes
    finding: Finding
    more: tuple[Finding, ...]
    looked_at: frozenset[int]
    original: bytes | None


def remark(
    pages: Sequence[PageImage],
    reading: Reading,
    index: int,
    marks: tuple[Redaction, ...],
    fields: Mapping[str, Field],
    reasons: frozenset[RedactionReason],
    kept: Mapping[str, Any],
) -> Remarked:
    """The packet with these marks on the page of that index, and its own on every other page.

    `pages` are those of the sealed original, `reading` and `kept` what redaction left, `fields` what the case says (pages
    counted in this packet). KaijiError where a box was removed, or none was changed, and a domicile is open. A box
    that is only added is never refused: what is open all the same is a doubt on its page.
    """
    sheets = _sheets(pages, reading, index, marks)
    boxes = [
        (each, mark) for each in sheets for mark in (*reading.pages[each.page.index].redactions, *each.redactions())
    ]
    under = Underneath(homes_of(Reading(pages=(), fields=dict(fields))), boxes)
    keep_addresses(sheets, Reading(pages=(), fields=_on(sheets, fields)))
    old, sheet = reading.pages[index], sheets[index]
    wanted = {place for each in sheets for place in under.domiciles(each, reading.pages[each.page.index].redactions)}
    new = under.domiciles(sheet, [mark for mark in marks if mark not in old.redactions]) - wanted
    _refuse_laid_open(old, [row for mark in freed(old, marks) for row in under.written(sheet, mark)], marks)
    pdf = pictures_to_pdf([(painted(s.image.image, s.redactions()), s.image.dpi) for s in sheets])
    verify(pdf, sheets, sorted(wanted | new), None if new else {index})
    adds_only = not freed(old, marks) and any(mark not in old.redactions for mark in marks)
    if sheet.doubts and not adds_only:
        raise KaijiError(_OPEN)
    made = Reading(
        pages=tuple(_page(sheet, page, index) for sheet, page in zip(sheets, reading.pages, strict=True)),
        fields=unmasked_fields(sheets, reading, sorted(new)),
    )
    looked_at = frozenset({index, *kept.get("looked_at", ())})
    more = _more(sheets, made, kept, looked_at, was=old.redactions, now=marks)
    original = without_my_number(sheets) if _brings_my_number(old.redactions, marks) else None
    return Remarked(made, pdf, _masking(sheets, made, kept, reasons), more, looked_at, original)


def _sheets(pages: Sequence[PageImage], reading: Reading, index: int, marks: tuple[Redaction, ...]) -> list[Sheet]:
    """The pages with the boxes that they shall have."""
    if any(not _same_shape(image, page) for image, page in zip(pages, reading.pages, strict=True)):
        raise KaijiError(_OTHER_ORIGINAL)
    sheets = sheets_of(pages, reading)
    for sheet in sheets:
        sheet.drawn = marks if sheet.page.index == index else sheet.page.redactions
        sheet.marks = [Mark(sheet.upright.to_box(mark.poly), mark.reason, mark.source) for mark in sheet.drawn]
    return sheets


def _same_shape(image: PageImage, page: Page) -> bool:
    height, width = (int(side) for side in image.image.shape[:2])
    return abs(width * page.height - height * page.width) < 0.01 * page.width * page.height


def _on(sheets: Sequence[Sheet], fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: field for name, field in fields.items() if 0 <= field.page < len(sheets)}


def _refuse_laid_open(page: Page, written: Sequence[Redaction], marks: Sequence[Redaction]) -> None:
    """KaijiError where a part of what is written under the old boxes is not under the new ones: no label need stand there."""
    if written and freed(page.model_copy(update={"redactions": tuple(written)}), marks):
        raise KaijiError(_OPEN)


def _page(sheet: Sheet, page: Page, index: int) -> Page:
    """The page a person looked at has no doubt but what the proof raised; any other keeps its own."""
    if page.index == index:
        return masked_page(sheet)
    return page.model_copy(update={"doubts": tuple(dict.fromkeys((*page.doubts, *sheet.doubts)))})


def _masking(
    sheets: Sequence[Sheet], made: Reading, kept: Mapping[str, Any], reasons: frozenset[RedactionReason]
) -> Finding:
    """The finding on the domicile; `masked_by_person` where a person drew a box or settled what was in doubt."""
    clean = not any(page.doubts for page in made.pages)
    found = masking_finding(sheets, clean=clean, asked=RedactionReason.DOMICILE in reasons)
    drawn = any(
        is_domicile(mark) and mark.source is RedactionSource.PERSON for p in made.pages for mark in p.redactions
    )
    settled = kept["masking"]["result"] in ("unclear", "masked_by_person")
    if found.result in ("masked_by_tool", "masked_by_sender", "completed") and (drawn or settled):
        return finding(found.check, "masked_by_person", DETAIL["masked_by_person"])
    return found


def _more(
    sheets: Sequence[Sheet],
    made: Reading,
    kept: Mapping[str, Any],
    looked_at: frozenset[int],
    *,
    was: Sequence[Redaction],
    now: Sequence[Redaction],
) -> tuple[Finding, ...]:
    """The finding on a My Number; what was said of its boxes stays, since the original that would tell is masked."""
    clean = not any(page.doubts for page in made.pages)
    before = [Finding.model_validate(each) for each in kept.get("masking_more", [])]
    told = next((each for each in before if each.check == "masking.my_number"), None)
    found = my_number_finding(sheets, clean=clean, looked_at=looked_at)
    if told and clean and told.result != "unclear" and not _brings_my_number(was, now):
        found = told
    others = [each for each in before if each.check != "masking.my_number"]
    return (*others, *([found] if found else []))


def _brings_my_number(was: Sequence[Redaction], now: Sequence[Redaction]) -> bool:
    return any(mark.reason in MY_NUMBER and mark not in was for mark in now)
