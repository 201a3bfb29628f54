"""Blacks out what may not be held on every page of a packet, and proves on the finished file that it is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.case.findings import finding
from tasks.case.words import Field, Finding, Page, PageKind, Reading, RedactionReason, TextLine
from tasks.engines.geometry import covered, grown
from tasks.engines.image_files import PageImage
from tasks.engines.pdf import pictures_to_pdf
from tasks.redact import domicile
from tasks.redact.bar_ends import mark_bar_ends
from tasks.redact.codes import mark_codes
from tasks.redact.domicile_text import Domicile, domicile_of, find_domicile, same_place
from tasks.redact.household import mark_household
from tasks.redact.my_number import REASONS as MY_NUMBER
from tasks.redact.my_number import my_number_finding
from tasks.redact.numbers import mark_numbers
from tasks.redact.organ_donor import mark_organ_donor
from tasks.redact.paint import painted
from tasks.redact.sheets import Sheet, sheets_of
from tasks.redact.text_pages import mark_text
from tasks.redact.verify import verify

R = RedactionReason


@dataclass(frozen=True)
class RedactedPacket:
    """What redaction made: the reading with its redactions and doubts, the file, and whether nothing is in doubt.

    `finding` is that on the domicile, `more` are findings on other marks where such came. `original` takes the place of the
    packet's original where a My Number came: the pages as received with the number painted, and nothing else.
    """

    reading: Reading
    pdf: bytes
    clean: bool
    finding: Finding
    more: tuple[Finding, ...] = ()
    original: bytes | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings on masking, for the checks to pass on."""
        return self.finding, *self.more


def redact_packet(pages: Sequence[PageImage], reading: Reading, reasons: frozenset[RedactionReason]) -> RedactedPacket:
    """The packet with every mark of `reasons` painted; what cannot be made sure of becomes a doubt for a person."""
    sheets = sheets_of(pages, reading)
    wanted = mark_all(sheets, reading, reasons)
    pdf = pictures_to_pdf([(painted(s.image.image, s.redactions()), s.image.dpi) for s in sheets])
    clean = verify(pdf, sheets, wanted)
    covered_reading = Reading(
        pages=tuple(masked_page(sheet) for sheet in sheets), fields=unmasked_fields(sheets, reading, wanted)
    )
    my_number = my_number_finding(sheets, clean=clean)
    return RedactedPacket(
        covered_reading,
        pdf,
        clean,
        masking_finding(sheets, clean=clean, asked=R.DOMICILE in reasons),
        (my_number,) if my_number else (),
        without_my_number(sheets),
    )


def without_my_number(sheets: Sequence[Sheet]) -> bytes | None:
    """The pages as received but for the My Number, which nobody may keep; None where none came."""
    marks = [tuple(mark for mark in sheet.redactions() if mark.reason in MY_NUMBER) for sheet in sheets]
    if not any(marks):
        return None
    pages = zip(sheets, marks, strict=True)
    return pictures_to_pdf([(painted(sheet.image.image, mine), sheet.image.dpi) for sheet, mine in pages])


def mark_all(sheets: Sequence[Sheet], reading: Reading, reasons: frozenset[RedactionReason]) -> list[Domicile]:
    """Marks the pages by every finder there is; the domiciles that may stand nowhere any more."""
    keep_addresses(sheets, reading)
    told = [text for sheet in sheets for text in mark_text(sheet, reasons, domicile.homes_of(reading))]
    wanted = _mark_domicile(sheets, reading, told) if R.DOMICILE in reasons else []
    for sheet in sheets:
        mark_numbers(sheet, reasons)
        mark_codes(sheet, reasons)
        if R.ORGAN_DONOR in reasons:
            mark_organ_donor(sheet)
        _doubt_legibility(sheet)
    if R.HOUSEHOLD_MEMBER in reasons:
        mark_household(sheets, reading)
    return wanted


def keep_addresses(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Tells each sheet where on it a current address stands."""
    for name, each in reading.fields.items():
        if name.endswith(".address"):
            sheets[each.page].kept.append(sheets[each.page].upright.to_box(each.poly))


def _mark_domicile(sheets: Sequence[Sheet], reading: Reading, told: Sequence[str]) -> list[Domicile]:
    texts = list(told)
    for sheet in sheets:
        texts += domicile.mark_labelled(sheet)
        texts += domicile.mark_sentences(sheet)
        texts += mark_bar_ends(sheet)
        texts += domicile.mark_register_prose(sheet)
        domicile.mark_by_layout(sheet)
    for sheet in sheets:
        domicile.mark_unexplained(sheet, reading)
    wanted = domicile.mark_same_text(sheets, reading, texts)
    domicile.mark_fallback(sheets)
    return wanted


def _doubt_legibility(sheet: Sheet) -> None:
    """A page that could hardly be read may hide anything."""
    lines = sheet.layout.lines
    letters = sum(len(line.text) for line in lines)
    sure = sum(len(line.text) * line.confidence for line in lines) / letters if letters else 1.0
    if sure < 0.72 or (not lines and sheet.kind is not PageKind.BLANK):
        sheet.doubts.append("この頁は文字をほとんど読み取れません。黒塗りすべき記載が残っていないか確認してください。")


def masked_page(sheet: Sheet) -> Page:
    """The page with its marks and doubts, and no letter in its lines that a mark covers."""
    lines = tuple(_masked_line(sheet, line) for line in sheet.page.lines)
    return sheet.page.model_copy(
        update={"redactions": sheet.redactions(), "doubts": tuple(dict.fromkeys(sheet.doubts)), "lines": lines}
    )


def _masked_line(sheet: Sheet, line: TextLine) -> TextLine:
    """A line with every character that a mark covers replaced."""
    box = sheet.upright.to_box(line.poly)
    if not any(covered(box, mark.box) > 0.02 for mark in sheet.marks):
        return line
    own = next((one for one in sheet.layout.lines if one.text == line.text and covered(box, one.box) > 0.9), None)
    if own is None:
        return line.model_copy(update={"text": "■" * len(line.text)})
    spans = [own.span(i, i + 1) for i in range(len(own.text))]
    hidden = [
        any(covered(grown(span, -0.1 * (span[2] - span[0])), mark.box) > 0.4 for mark in sheet.marks) for span in spans
    ]
    return line.model_copy(update={"text": "".join("■" if h else c for c, h in zip(own.text, hidden, strict=True))})


def unmasked_fields(sheets: Sequence[Sheet], reading: Reading, wanted: Sequence[Domicile]) -> dict[str, Field]:
    """The fields without those whose value was painted over or repeats a domicile."""
    return {name: each for name, each in reading.fields.items() if not _is_masked(sheets, name, each, wanted)}


def _is_masked(sheets: Sequence[Sheet], name: str, field: Field, wanted: Sequence[Domicile]) -> bool:
    if name.endswith(".kind") or name.startswith(("fee.", "request.", "form.")):
        return False
    sheet = sheets[field.page]
    box = sheet.upright.to_box(field.poly)
    if any(covered(box, mark.box) > 0.4 for mark in sheet.marks):
        return True
    return any(find_domicile(field.value, each) and not _same(field.value, each) for each in wanted)


def _same(value: str, wanted: Domicile) -> bool:
    lived_in = domicile_of(value)
    return lived_in is not None and same_place(lived_in, wanted)


DETAIL = {
    "none": "本籍の記載はありません。",
    "masked_by_sender": "本籍は送付者により塗りつぶされています。",
    "masked_by_tool": "本籍の記載を塗りつぶしました。",
    "completed": "送付者の塗りつぶしが不完全なため、塗り足しました。",
    "masked_by_person": "本籍の塗りつぶしは担当者が確認しました。",
    "unclear": "本籍の塗りつぶしを確認できません。黒塗り済みの頁を確認してください。",
}


def masking_finding(sheets: Sequence[Sheet], *, clean: bool, asked: bool) -> Finding:
    """The finding `masking.domicile`: any doubt makes it unclear."""
    if not clean:
        return finding("masking.domicile", "unclear", DETAIL["unclear"])
    if not asked:
        return finding("masking.domicile", "not_required", "会社の定めにより本籍の塗りつぶしは不要です。")
    states = {domicile.mark_state(s, m) for s in sheets for m in s.marks if m.reason is R.DOMICILE}
    result = next((state for state in ("completed", "masked_by_tool", "masked_by_sender") if state in states), "none")
    both = {"masked_by_tool", "masked_by_sender"} <= states
    return finding("masking.domicile", "completed" if both else result, DETAIL["completed" if both else result])
