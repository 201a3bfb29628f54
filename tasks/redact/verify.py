"""The gate for our own files: proves on the finished one that every mark is one colour and that a second reader finds nothing left.

A doubt found here is recorded on its page and can never end as clean. No doubt repeats what stands on the page.
"""

import re
from collections.abc import Collection, Sequence

import cv2
import numpy as np

from tasks.case.words import Redaction, RedactionReason
from tasks.engines.geometry import Box, grown
from tasks.engines.image_files import Picture
from tasks.engines.page_layout import Hit, Line
from tasks.engines.pdf import pictures_of_pdf, spare_parts
from tasks.redact.domicile import is_label_here
from tasks.redact.domicile_text import Domicile, find_domicile
from tasks.redact.labelled_marks import touches
from tasks.redact.paint import corners
from tasks.redact.sheets import Sheet
from tasks.redact.uncovered import LABEL, second_reading

FLAT = 24  # levels: more spread under a mark than a picture's compression leaves means that something shows
RIM = 0.05  # share of a mark's pixels that compression may touch along its rim


def verify(
    pdf: bytes, sheets: Sequence[Sheet], wanted: Sequence[Domicile], read: Collection[int] | None = None
) -> bool:
    """Whether the file is safe to show; every reason against it becomes a doubt on its page.

    `read`: the pages to be read anew, by index; None for all. A page that was read with these very marks is not read again.
    """
    if spare_parts(pdf):
        sheets[0].doubts.append("黒塗り済みファイルに頁画像以外のものが含まれています。")
        return False
    pictures = pictures_of_pdf(pdf)
    if len(pictures) != len(sheets) or any(len(found) != 1 for found in pictures):
        sheets[0].doubts.append("黒塗り済みファイルの頁数が原本と一致しません。")
        return False
    for sheet, (picture,) in zip(sheets, pictures, strict=True):
        _verify_flat(sheet, picture)
        if read is None or sheet.page.index in read:
            _verify_unread(sheet, picture, wanted)
    return not any(sheet.doubts for sheet in sheets)


def _verify_flat(sheet: Sheet, picture: Picture) -> None:
    if any(not is_flat(mark, picture) for mark in sheet.redactions()):
        sheet.doubts.append("黒塗りの一部が塗りつぶされていません。この頁を確認してください。")


def is_flat(mark: Redaction, picture: Picture) -> bool:
    """Whether the pixels of a mark are one colour, but for what compression leaves along its rim."""
    mask: Picture = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners(mark, picture)], 255)
    mask = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0)
    inside = picture[mask > 0].astype(np.int16)
    if inside.size == 0:
        return True
    off = np.abs(inside - np.median(inside, axis=0)).max(axis=1)
    core = picture[cv2.erode(mask, np.ones((15, 15), np.uint8), borderValue=0) > 0].astype(np.int16)
    return float((off > FLAT).mean()) < RIM and (core.size == 0 or int(np.ptp(core, axis=0).max()) <= FLAT)


def _verify_unread(sheet: Sheet, picture: Picture, wanted: Sequence[Domicile]) -> None:
    """Tesseract reads the painted page anew: no domicile's text, and no 本籍 with something uncovered beside it."""
    if not sheet.layout.lines:
        return
    lines = second_reading(sheet.upright.same_view(picture))
    if any(find_domicile(line.text, each) and not _lived_in(sheet, line) for line in lines for each in wanted):
        sheet.doubts.append("本籍と同じ文字列が残っている疑いがあります。この頁を確認してください。")
    if any(_uncovered(sheet, line) for line in lines):
        sheet.doubts.append("本籍欄の値が残っている疑いがあります。この頁を確認してください。")


def _lived_in(sheet: Sheet, line: Line) -> bool:
    """Whether the first reader took this line for something that stays."""
    return any(touches(line.box, kept) for kept in sheet.kept)


def _uncovered(sheet: Sheet, line: Line) -> bool:
    """Whether a label that the second reader sees has text right of it or under it that no mark covers."""
    for found in LABEL.finditer(line.text):
        hit = Hit(line, found.start(), found.end())
        if not is_label_here(hit):
            continue
        box = hit.box
        near = grown((box[0], box[1], box[2] + 12 * (box[3] - box[1]), box[3] + 1.6 * (box[3] - box[1])), 2)
        marks = [mark.box for mark in sheet.marks if mark.reason is RedactionReason.DOMICILE]
        if any(touches(mark, near) for mark in marks):
            continue
        room = (box[2] + 0.4 * (box[3] - box[1]), box[1], box[2] + 8 * (box[3] - box[1]), box[3])
        if sheet.ink_extent(room) is not None and not _says_omitted(sheet, room):
            return True
    return False


def _says_omitted(sheet: Sheet, room: Box) -> bool:
    return any(re.search(r"省略|なし|\*{2,}|＊", line.text) for line in sheet.layout.lines if touches(line.box, room))
