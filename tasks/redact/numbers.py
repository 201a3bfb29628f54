"""Marks the numbers nobody may keep: My Number, insurer number, symbol and number, basic pension number."""

import re
from collections.abc import Iterator

from tasks.case.words import PageKind, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, overlap, shares_row
from tasks.engines.label_room import room_beside
from tasks.engines.page_layout import Hit, Line, squeeze
from tasks.redact.bars import bars_of
from tasks.redact.labelled_marks import digit_boxes, lines_in, number_spans, unread, value_boxes
from tasks.redact.sheets import WORDLESS, Sheet

K, R = PageKind, RedactionReason
_BEARING = frozenset({K.MY_NUMBER_CARD, K.JUMINHYO})
INSURANCE = frozenset({K.HEALTH_INSURANCE, K.SHIKAKU_KAKUNINSHO})
_TWELVE = re.compile(r"(?<!\d)\d{4}[\s　\-‐ー]?\d{4}[\s　\-‐ー]?\d{4}(?!\d)")
_GROUPED = re.compile(r"(?<!\d)\d{4}[\s　\-‐ー]\d{4}[\s　\-‐ー]\d{4}(?!\d)")
_MY_NUMBER_WORDS = (
    r"(?:個人番号|マイナンバー)(?![カ力][ー一\-]?[ドト]|通知|の?提供|制度|を|は|が|の)|INDIVIDUALNUMBER(?!CARD)"
)
_NAMED_MY_NUMBER = re.compile(r"(?:個人番号|マイナンバー)(?![カ力][ー一\-]?[ドト])|MYNUMBER(?!CARD)")
_PENSION_NUMBER = re.compile(r"(?<!\d)\d{4}[\s　\-‐ー－—]{0,2}\d{6}(?!\d)")
_SYMBOL_WORDS = r"記号(?:・|及び|/)?(?:番号)?(?:・枝番)?|(?<!保険者)(?<!電話)(?<!証)(?<!整理)(?<!登録)(?<!個人)(?<!年金)番号|枝番|被保険者番号"
_SYMBOL_INLINE = re.compile(r"(?:記号|番号|枝番|枝)[)）:：・\s　]*(?P<value>[^記番枝\s　:：・()（）][^記番枝]*)")


def mark_numbers(sheet: Sheet, reasons: frozenset[RedactionReason]) -> None:
    """Marks every number of the page that one of `reasons` forbids to keep."""
    if R.MY_NUMBER in reasons:
        _mark_my_number(sheet)
    if R.INSURER_NUMBER in reasons:
        _mark_insurer(sheet)
    if R.INSURANCE_SYMBOL_NUMBER in reasons and sheet.kind in INSURANCE:
        _mark_symbol(sheet)
    if R.PENSION_NUMBER in reasons:
        _mark_pension(sheet)
    _mark_beside_bars(sheet, reasons)


def is_my_number(digits: str) -> bool:
    """Whether twelve digits carry the check digit of a My Number (Order on the My Number Act, Art. 5 of the ministry's)."""
    if len(digits) != 12 or not digits.isdigit():
        return False
    body = [int(d) for d in digits[10::-1]]
    total = sum(d * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(body, start=1))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _mark_my_number(sheet: Sheet) -> None:
    for hit in sheet.layout.find(_MY_NUMBER_WORDS):
        if sheet.kind is not K.REQUEST_FORM or number_spans(hit.line, 12):
            sheet.add(digit_boxes(sheet, hit, 4), R.MY_NUMBER, RedactionSource.LABEL, inline=True)
    if sheet.kind in _BEARING:
        sheet.add(list(_four_by_four(sheet)), R.MY_NUMBER, RedactionSource.LAYOUT)
    for line in sheet.layout.lines:
        for begin, end in _twelve_digits(sheet.kind, line):
            sheet.add([line.span(begin, end)], R.MY_NUMBER, RedactionSource.LAYOUT, inline=True)


def _four_by_four(sheet: Sheet) -> Iterator[Box]:
    """Groups of four digits that stand apart in one row, three of them or more."""
    groups = [line for line in sheet.layout.lines if re.fullmatch(r"\d{4}", squeeze(line.text)[0])]
    for line in groups:
        if sum(shares_row(line.box, one.box) > 0.6 for one in groups) > 2:
            yield line.box


def _twelve_digits(kind: PageKind, line: Line) -> Iterator[tuple[int, int]]:
    """Twelve digits in a row: any on a My Number card or a resident record, or in a sentence that says what they are.

    Elsewhere those in groups that carry the check digit.
    """
    named = _NAMED_MY_NUMBER.search(squeeze(line.text)[0])
    if not named and (kind is K.LICENCE or re.search(r"第.{0,2}\d|電話|TEL|FAX|免許", line.text)):
        return
    own = bool(named) or kind in _BEARING
    for found in (_TWELVE if own else _GROUPED).finditer(line.text):
        if own or is_my_number(re.sub(r"\D", "", found[0])):
            yield found.start(), found.end()


def _mark_insurer(sheet: Sheet) -> None:
    if sheet.kind not in INSURANCE:
        return
    for hit in sheet.layout.find(r"保険者番号"):
        sheet.add(digit_boxes(sheet, hit, 4), R.INSURER_NUMBER, RedactionSource.LABEL, inline=True)


def _mark_symbol(sheet: Sheet) -> None:
    """Symbol, number and branch number, each beside its word or run together in one line."""
    for hit in sheet.layout.find(_SYMBOL_WORDS):
        before, _ = squeeze(hit.line.text[: hit.begin])
        if re.search(r"(?:保険者|電話|証明書|交付)$", before) or re.search(r"。", hit.line.text):
            continue
        inline = list(_inline(hit.line))
        sheet.add(inline or _beside(sheet, hit), R.INSURANCE_SYMBOL_NUMBER, RedactionSource.LABEL, inline=True)


def _inline(line: Line) -> Iterator[Box]:
    """What follows each of the words within one line."""
    if re.search(r"保険者番号|電話", squeeze(line.text)[0]):
        return
    for found in _SYMBOL_INLINE.finditer(line.text):
        value = found["value"].rstrip(" 　(（")
        if re.search(r"[\d０-９]|[一-鿿]", value):
            yield line.span(found.start("value"), found.start("value") + len(value))


def _beside(sheet: Sheet, hit: Hit) -> list[Box]:
    room = room_beside(sheet.layout, hit)
    lines = lines_in(sheet, room, hit) if room else []
    if any(re.search(r"氏名|資格|年月日|住所", line.text) for line in lines):
        own = [line for line in lines if shares_row(line.box, hit.box) > 0.4 and not re.search(r"[年月日]", line.text)]
        return [span for line in own for span in number_spans(line, 2)] or unread(sheet, hit, None)
    if lines and all(WORDLESS.match(squeeze(line.text)[0]) for line in lines):
        return []
    return value_boxes(sheet, hit)


_BARRED = {
    K.HEALTH_INSURANCE: R.INSURANCE_SYMBOL_NUMBER,
    K.SHIKAKU_KAKUNINSHO: R.INSURANCE_SYMBOL_NUMBER,
    K.PENSION_BOOK: R.PENSION_NUMBER,
    K.MY_NUMBER_CARD: R.MY_NUMBER,
}
_DIGITS_AT_END = re.compile(r"[\d０-９OoＯ][\d０-９OoＯ\-‐ー－\s　]*$")
_DIGITS_FIRST = re.compile(r"^[\s　\-‐ー－]*[\d０-９OoＯ]+(?:[\-‐ー－\s　]*[\d０-９OoＯ]+)*")
_AFTER_BAR = 2.0  # letters: unread digits beyond a bar are no more than two or three
_REACH = 0.9  # letters between a bar and the digits that belong to it


def _mark_beside_bars(sheet: Sheet, reasons: frozenset[RedactionReason]) -> None:
    """The digits of a number that a sender's bar left uncovered at either of its ends."""
    reason = _BARRED.get(sheet.kind)
    if reason is None:
        return
    for bar in bars_of(sheet.upright.image):
        if reason in reasons and (rest := _ink_after(sheet, bar.box)):
            sheet.add([rest], reason, RedactionSource.LAYOUT)
        own = R.INSURER_NUMBER if _row_says(sheet, bar.box, r"保険者番号") else reason
        if own not in reasons:
            continue
        for line in sheet.layout.lines:
            common = overlap(line.box, bar.box)
            if common[3] - common[1] < 0.5 * line.height or re.search(r"[年月日]", line.text):
                continue
            sheet.add(list(_cut_off(line, bar.box)), own, RedactionSource.LAYOUT, inline=True)


def _ink_after(sheet: Sheet, bar: Box) -> Box | None:
    """A digit or two that nobody read, right after a bar that is as high as a row and stands in a number's row."""
    letter = sheet.layout.letter
    if not 0.6 * letter < bar[3] - bar[1] < 2 * letter or not _row_says(sheet, bar, r"番号|記号|枝番"):
        return None
    words = (line.box[0] for line in sheet.layout.row_right(bar) if re.search(r"[一-鿿ァ-ヶ(（]", line.text))
    right = min(words, default=bar[2] + 3 * letter)
    end = min(right, bar[2] + _AFTER_BAR * letter)
    if end < bar[2] + 0.3 * letter:
        return None
    return sheet.ink_extent((bar[2] + 1, bar[1], end, bar[3]))


def _row_says(sheet: Sheet, bar: Box, words: str) -> bool:
    """Whether the words stand in a bar's row before it."""
    return any(hit.box[2] < bar[2] and shares_row(hit.box, bar) > 0.4 for hit in sheet.layout.find(words))


def _cut_off(line: Line, bar: Box) -> Iterator[Box]:
    reach = _REACH * line.height
    begins = [i for i in range(len(line.text)) if line.span(i, i + 1)[0] >= bar[2] - 0.5 * line.height]
    if begins and line.span(begins[0], begins[0] + 1)[0] - bar[2] < reach:
        after = _DIGITS_FIRST.match(line.text[begins[0] :])
        if after:
            yield line.span(begins[0], begins[0] + after.end())
    ends = [i for i in range(len(line.text)) if line.span(i, i + 1)[2] <= bar[0] + 0.5 * line.height]
    if ends and bar[0] - line.span(ends[-1], ends[-1] + 1)[2] < reach:
        before = _DIGITS_AT_END.search(line.text[: ends[-1] + 1])
        if before:
            yield line.span(before.start(), ends[-1] + 1)


def _mark_pension(sheet: Sheet) -> None:
    for hit in sheet.layout.find(r"(?:基礎)?年金番号(?!通知|を|は|が|の)"):
        sheet.add(digit_boxes(sheet, hit, 4), R.PENSION_NUMBER, RedactionSource.LABEL, inline=True)
    for line in sheet.layout.lines:
        if sheet.kind is K.PENSION_BOOK or "年金番号" in squeeze(line.text)[0]:
            spans = [line.span(*found.span()) for found in _PENSION_NUMBER.finditer(line.text)]
            sheet.add(spans, R.PENSION_NUMBER, RedactionSource.LAYOUT, inline=True)
