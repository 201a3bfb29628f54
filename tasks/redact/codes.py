"""Marks the QR codes that carry My Number or the insurance numbers."""

import re

from tasks.case.words import PageKind, RedactionReason, RedactionSource
from tasks.engines.codes import code_boxes
from tasks.redact.numbers import INSURANCE, is_my_number
from tasks.redact.sheets import Sheet

K, R = PageKind, RedactionReason
_CARRYING = INSURANCE | {K.MY_NUMBER_CARD, K.JUMINHYO, K.OTHER, K.PENSION_BOOK}


def mark_codes(sheet: Sheet, reasons: frozenset[RedactionReason]) -> None:
    """On an insurance paper every code, on a My Number card every code, elsewhere a code that decodes to a My Number."""
    if sheet.kind not in _CARRYING:
        return
    for box, text in code_boxes(sheet.upright.image):
        reason = _reason(sheet.kind, text)
        if reason in reasons:
            sheet.add([box], reason, RedactionSource.LAYOUT)


def _reason(kind: PageKind, text: str) -> RedactionReason | None:
    if kind in INSURANCE:
        return R.INSURANCE_QR
    if kind is K.MY_NUMBER_CARD or any(is_my_number(run) for run in re.findall(r"\d{12}", text)):
        return R.MY_NUMBER_QR
    return None
