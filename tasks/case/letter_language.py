"""In which language a requester wrote, and so in which one the letters to them are written (DESIGN section 7).

A form may be printed in one language and filled in in another, and in Japan the address is mostly written in Japanese
whoever lives there. So what counts is, in this order: the whole form without names and addresses; where that has Japanese
in it, what the requester wrote freely beneath a name in Latin letters; where nothing was written freely, the address.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from tasks.case.bilingual import Said
from tasks.case.matching import fold_text
from tasks.case.words import Field, Page, PageKind, Poly, Reading, TextLine

Language = Literal["ja", "en"]
_JAPANESE = re.compile("[々ぁ-ゖァ-ヺー㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_ESSENTIALLY = 0.05  # of all letters: a company's name, a label that the mail's reader put before a line
_NAMES = ("name", "kana", "address")
_DETAILS = re.compile(r"(?:内容|\bdetails(?: of [a-z ]+)?)\s*$", re.IGNORECASE)  # not 内容（あてはまるもの…）
_LABEL_LETTERS = 45  # a longer line that has the word in it is no label
_BESIDE = 0.035  # of the page's height: how far from its label's middle a line in the same cell may stand


def letter_language(reading: Reading, offered: Sequence[str]) -> str:
    """The language of the letters: the one the requester wrote in, where the company writes letters in it, else its first."""
    written = written_in(reading)
    return written if written in offered else offered[0]


def written_in(reading: Reading) -> Language:
    """The language of a request as read; Japanese where there is no form, or where in doubt."""
    forms = [page for page in reading.pages if page.kind is PageKind.REQUEST_FORM]
    if _is_english(text for page in forms for text in _without_names(page, reading.fields)):
        return "en"
    name, address = (reading.fields.get(f"person.{part}") for part in ("name", "address"))
    if not forms or name is None or _JAPANESE.search(name.value):
        return "ja"
    freely = [text for page in forms for text in _written_freely(page)]
    return "en" if _is_english(freely or ([address.value] if address else [])) else "ja"


def other_language(reason: str, language: str) -> Iterator[Said]:
    """The complaint about a reason that an English letter cannot print: the program translates nothing that a person wrote."""
    if language == "en" and reason.strip() and not _is_english([reason]):
        yield Said(
            "The letters of this case are in English; give the reason in English, or change their language on the evidence page.",
            "本件の書面は英語で作成します。理由を英語でご記入いただくか、証拠画面で書面の言語を変更してください。",
        )


def _is_english(texts: Iterable[str]) -> bool:
    text = "".join(texts)
    japanese, latin = len(_JAPANESE.findall(text)), len(_LATIN.findall(text))
    return latin > 0 and japanese <= _ESSENTIALLY * (japanese + latin)


def _without_names(page: Page, fields: Mapping[str, Field]) -> Iterator[str]:
    """The lines of a form without what is written in its cells of names and addresses."""
    named = [field for role in ("person", "agent") for part in _NAMES if (field := fields.get(f"{role}.{part}"))]
    values = [fold_text(field.value) for field in named]
    places = [field.poly for field in named if field.page == page.index]
    for line in page.lines:
        text = fold_text(line.text)
        if any(text in value for value in values) or any(_holds(place, line.poly) for place in places):
            continue
        for value in values:
            text = text.replace(value, "")
        yield text


def _holds(place: Poly, poly: Poly) -> bool:
    (left, top, right, bottom), (x, y) = _box(place), _middle(poly)
    return left <= x <= right and top <= y <= bottom


def _written_freely(page: Page) -> Iterator[str]:
    """What stands in the cell that asks for the details: behind the label's colon, or to its right."""
    for label in page.lines:
        before, _, behind = label.text.replace("：", ":").partition(":")
        if not _DETAILS.search(before) or len(before) > _LABEL_LETTERS:
            continue
        if behind.strip():
            yield behind
        yield from (line.text for line in page.lines if _is_beside(line, label))


def _is_beside(line: TextLine, label: TextLine) -> bool:
    begins, label_ends = _box(line.poly)[0], _box(label.poly)[2]
    return begins >= label_ends and abs(_middle(line.poly)[1] - _middle(label.poly)[1]) <= _BESIDE


def _box(poly: Poly) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in poly], [y for _, y in poly]
    return min(xs), min(ys), max(xs), max(ys)


def _middle(poly: Poly) -> tuple[float, float]:
    left, top, right, bottom = _box(poly)
    return (left + right) / 2, (top + bottom) / 2
