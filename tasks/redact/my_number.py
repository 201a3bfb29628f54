"""Says what became of a My Number that came: masked by its sender, masked by us, or in doubt."""

from collections.abc import Collection, Sequence

from tasks.case.findings import finding
from tasks.case.words import Finding, PageKind, RedactionReason, RedactionSource
from tasks.engines.geometry import shares_row
from tasks.redact.bars import bars_of
from tasks.redact.domicile import mark_state
from tasks.redact.sheets import Sheet

REASONS = frozenset({RedactionReason.MY_NUMBER, RedactionReason.MY_NUMBER_QR})
_TITLE = r"(?:個人番号|マイナンバー)[カ力]"  # on the front only
_NUMBER_WORDS = r"個人番号|INDIVIDUALNUMBER"
_DETAIL = {
    "masked_by_sender": "個人番号は送付者により塗りつぶされています。",
    "masked_by_tool": "個人番号が届いたため、直ちに塗りつぶしました。番号の控えは残していません。",
    "masked_by_person": "個人番号が残っていないことを担当者が確認しました。",
    "unclear": "個人番号カードの裏面が届いています。番号が残っていないか、黒塗り済みの頁を確認してください。",
}


def my_number_finding(sheets: Sequence[Sheet], *, clean: bool, looked_at: Collection[int] = ()) -> Finding | None:
    """The finding `masking.my_number`; None where neither a number, nor its code, nor the back of its card came.

    Nobody may keep the number for this purpose (My Number Act; DOMAIN section 3, `my_number_card`: front only). Doubtful: a
    back on which nothing was found to mask, unless the sender's bar stands beside the word or a person looked at it (`looked_at`, by index), and any page in doubt.
    """
    marked = [sheet for sheet in sheets if any(mark.reason in REASONS for mark in sheet.marks)]
    bare = [sheet for sheet in sheets if sheet not in marked and is_card_back(sheet)]
    if not marked and not bare:
        return None
    unseen = [sheet for sheet in bare if sheet.page.index not in looked_at]
    if not clean or not all(_number_is_barred(sheet) for sheet in unseen):
        return finding("masking.my_number", "unclear", _DETAIL["unclear"])
    by_hand = any(mark.source is RedactionSource.PERSON for sheet in marked for mark in sheet.marks)
    if len(unseen) < len(bare) or by_hand:
        return finding("masking.my_number", "masked_by_person", _DETAIL["masked_by_person"])
    states = {mark_state(sheet, mark) for sheet in marked for mark in sheet.marks if mark.reason in REASONS}
    result = "masked_by_sender" if states <= {"masked_by_sender"} else "masked_by_tool"
    return finding("masking.my_number", result, _DETAIL[result])


def is_card_back(sheet: Sheet) -> bool:
    """Whether a page is the back of a My Number card: it has the words of the number and not the card's title."""
    if sheet.kind is not PageKind.MY_NUMBER_CARD or any(True for _ in sheet.layout.find(_TITLE)):
        return False
    return any(True for _ in sheet.layout.find(_NUMBER_WORDS))


def _number_is_barred(sheet: Sheet) -> bool:
    """Whether a bar stands in the row of the number's word; the magnetic stripe does not."""
    bars = [bar.box for bar in bars_of(sheet.upright.image)]
    return any(shares_row(bar, hit.box) > 0.4 for hit in sheet.layout.find(_NUMBER_WORDS) for bar in bars)
