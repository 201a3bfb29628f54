"""Tells a letter that is itself the request from one that only covers others, and reads who sent either.

No form is prescribed everywhere: a letter that asks in a sentence and gives a name and an address is a request then. A
letter beside a form, or one that says that a form comes with it, covers it.
"""

import re
from collections.abc import Sequence

from tasks.case.words import PageKind
from tasks.engines.label_values import labelled
from tasks.engines.page_layout import squeeze
from tasks.read import field_words
from tasks.read.asked_kinds import asking_sentences, said_kinds
from tasks.read.form_fields import form_fields
from tasks.read.found import Found
from tasks.read.sender_block import sender_of
from tasks.read.upright_pages import ReadPage

_MAY_BE_LETTER = frozenset({PageKind.OTHER, PageKind.ENVELOPE})
_BRINGS_FORM = re.compile(
    r"(?:請求書|申請書|申込書|依頼書|申出書).{0,16}(?:同封|送付|お送り|提出|添付)|(?:ENCLOS|ATTACH)\w{0,4}.{0,24}(?:FORM|REQUESTFOR)|FORM.{0,16}(?:ENCLOSED|ATTACHED)"
)
_IS_LETTER = re.compile(
    r"送付|同封|お送り|査収|拝啓|前略|謹啓|敬具|草々|お世話になって|御中|DEARSIR|TOWHOMITMAYCONCERN|YOURS(?:FAITHFULLY|SINCERELY|TRULY)|SINCERELY|ENCLOSED"
)
_OF_SENDER = ("person.name", "person.address", "person.birth_date", "person.postcode", "person.phone")
_SURE = 0.8  # how sure it is that a letter which asks is the request


def with_letters(pages: Sequence[ReadPage]) -> list[ReadPage]:
    """The pages, with a letter that is the request told as the form it stands for; none where a form came."""
    if any(page.kind is PageKind.REQUEST_FORM for page in pages):
        return list(pages)
    return [page.told(PageKind.REQUEST_FORM, _SURE) if is_request_letter(page) else page for page in pages]


def is_request_letter(page: ReadPage) -> bool:
    """Whether a page asks in a sentence for something that the Act gives, and says who asks and where they live."""
    if page.kind not in _MAY_BE_LETTER or _BRINGS_FORM.search(page.layout.text):
        return False
    asked = said_kinds(page) if page.image.lines is not None else asking_sentences(page.layout)
    if next(asked, None) is None:
        return False
    labelled_both = _says(page, field_words.NAME) and _says(page, field_words.ADDRESS)
    return labelled_both or sender_of(page.layout) is not None


def _says(page: ReadPage, words: str) -> bool:
    return any(re.search(r"[^\W\d_]{2}", squeeze(value.text)[0]) for _, value in labelled(page.layout, words))


def sender_fields(pages: Sequence[ReadPage]) -> list[Found]:
    """Who sent papers without a form, by the labelled rows of the letter that covers them; never what is asked, nor a signature."""
    letters = [page for page in pages if page.kind is PageKind.OTHER and _IS_LETTER.search(page.layout.text)]
    fields = [one for page in letters for one in form_fields(page)]
    return [one for one in fields if one.name in _OF_SENDER]
