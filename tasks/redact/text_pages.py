"""Finds in a mail or a web form's export what may not be held, in whatever sentence it stands and wherever its lines break.

Such a page came as text: nobody had to read it, so its rows are joined and searched as the sentences they are. It has no
boxes or labels to go by, but it also holds no misread letter.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tasks.case.address import PREFECTURES
from tasks.case.words import RedactionReason, RedactionSource
from tasks.engines.page_layout import Line
from tasks.redact.domicile_text import Domicile, domicile_of, same_place
from tasks.redact.romaji import ROMAJI_PREFECTURES
from tasks.redact.sheets import Sheet

R = RedactionReason
_NUMERAL = r"\d０-９一二三四五六七八九十百千〇"
_LABEL_LINE = re.compile(r"^[\s　>＞・●○■◆※*-]*[^\s　：:。、]{1,14}[\s　]*[：:]")
_APART = 1.4  # heights of a row between the tops of two rows from which a paragraph begins, over the usual
_WORD = re.compile(r"本籍|原籍|戸籍の所在|honseki|domicile", re.IGNORECASE)
_PLACE = re.compile(
    rf"(?:{'|'.join(PREFECTURES)}|[一-鿿々ぁ-んァ-ヶ]{{1,6}}?[市区郡])[^。、,:：()（）「」『』{_NUMERAL}]{{1,24}}?"
    rf"[{_NUMERAL}]+(?:(?:丁目|番地の?|番の?|号|の|[-‐－ー−ｰ])[{_NUMERAL}]*)*"
)
_HOME = re.compile(r"(?:住所|居所|自宅|住ま?い)[^。、]{0,4}$")
_ENGLISH_PLACE = re.compile(
    rf"\b(?:{'|'.join(ROMAJI_PREFECTURES)})\b|-(?:ken|fu|shi|ku|gun|cho|machi|mura)\b|\bPrefecture\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?:[^。.]|\.(?![\s]|$))+[。.]?")
_TWELVE = re.compile(r"(?<![\d０-９])(?:[\d０-９][\s　\-‐ー－]?){11}[\d０-９](?![\d０-９])")
_NUMBERS = (
    (R.MY_NUMBER, re.compile(r"個人番号|マイナンバー|my\s?number|individual\s?number", re.IGNORECASE), _TWELVE),
    (R.PENSION_NUMBER, re.compile(r"年金番号"), re.compile(r"(?<![\d０-９])[\d０-９]{4}[\s　\-‐ー－]?[\d０-９]{6}(?![\d０-９])")),
    (R.INSURER_NUMBER, re.compile(r"保険者番号"), re.compile(r"(?<=保険者番号)[^\d０-９。、]{0,4}[\d０-９]{6,8}(?![\d０-９])")),
    (
        R.INSURANCE_SYMBOL_NUMBER,
        re.compile(r"保険"),
        re.compile(r"(?:記号|(?<!保険者)番号|枝番)[\s　:：はが]{0,3}[\d０-９][\d０-９\-‐ー－]*(?![\d０-９])"),
    ),
)  # fmt: skip

Sentence = list[tuple[str, Line, int]]  # each letter with its line and its place in it


def mark_text(sheet: Sheet, reasons: frozenset[RedactionReason], homes: Sequence[Domicile]) -> list[str]:
    """Marks on a page that came as text what `reasons` forbid; the domiciles that were marked, for looking elsewhere.

    `homes` are the addresses where the person and the agent live; they stay.
    """
    if sheet.image.lines is None:
        return []
    texts: list[str] = []
    for sentence in _sentences(sheet):
        text = "".join(letter for letter, _, _ in sentence)
        for reason, word, number in _NUMBERS:
            for found in number.finditer(text) if reason in reasons and word.search(text) else ():
                _mark(sheet, sentence, found.start(), found.end(), reason)
        if R.DOMICILE in reasons:
            for begin, end in _places(text, homes):
                _mark(sheet, sentence, begin, end, R.DOMICILE)
                texts.append(text[begin:end])
    return texts


def _places(text: str, homes: Sequence[Domicile]) -> Iterator[tuple[int, int]]:
    """Where a sentence that speaks of the domicile names a place with a number, before the word or after it."""
    word = _WORD.search(text)
    if word is None:
        return
    for found in _PLACE.finditer(text):
        place = domicile_of(found[0])
        lived_in = place is not None and any(same_place(place, home) for home in homes)
        if not lived_in and not _HOME.search(text[: found.start()]):
            yield found.start(), found.end()
    if _ENGLISH_PLACE.search(text, word.end()):
        yield word.end(), len(text)
    elif _ENGLISH_PLACE.search(text[: word.start()]):
        yield 0, word.start()


def _sentences(sheet: Sheet) -> Iterator[Sentence]:
    for paragraph in _paragraphs(sheet.layout.lines):
        letters = [one for line in paragraph for one in _letters(line)]
        text = "".join(letter for letter, _, _ in letters)
        for found in _SENTENCE.finditer(text):
            yield letters[found.start() : found.end()]


def _letters(line: Line) -> Iterator[tuple[str, Line, int]]:
    """The letters of a row; one that ends in a Latin letter or a comma has a space before the next."""
    yield from ((letter, line, place) for place, letter in enumerate(line.text))
    if line.text and line.text[-1].isascii() and not line.text[-1].isdigit():
        yield " ", line, len(line.text) - 1


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Rows that may be one text: a row with a label of its own, and one after a gap, begin another."""
    begins, number = [], 0
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        gap = above is not None and line.box[1] - above.box[3] > _APART * line.height
        number += above is None or gap or bool(_LABEL_LINE.match(line.text))
        begins.append((number, line))
    for _, group in groupby(begins, key=lambda pair: pair[0]):
        yield [line for _, line in group]


def _mark(sheet: Sheet, sentence: Sentence, begin: int, end: int, reason: RedactionReason) -> None:
    """Marks the letters `begin` to `end` of a sentence, row by row."""
    for _, group in groupby(sentence[begin:end], key=lambda one: id(one[1])):
        row = list(group)
        line, first, last = row[0][1], row[0][2], row[-1][2]
        sheet.add([line.span(first, last + 1)], reason, RedactionSource.VALUE_MATCH, inline=True)
