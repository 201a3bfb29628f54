"""On which article of the Act a letter rests, and in the Act's own words what it answers (2022 numbering).

In Japanese as the Act writes it, in English as its published translation does.
"""

import re
from collections.abc import Sequence

from tasks.case.bilingual import Said
from tasks.case.letters import ANSWERS, Letter, LetterKind
from tasks.case.words import RequestKind

_ASKED: dict[RequestKind, Said] = {
    RequestKind.PURPOSE_NOTICE: Said(
        "notification of the purpose of use of retained personal data", "保有個人データの利用目的の通知"
    ),
    RequestKind.DISCLOSURE: Said("disclosure of retained personal data", "保有個人データの開示"),
    RequestKind.TP_RECORDS: Said("disclosure of records of provision to third parties", "第三者提供記録の開示"),
    RequestKind.CORRECTION: Said(
        "correction of, addition to or deletion from retained personal data", "保有個人データの訂正、追加又は削除"
    ),
    RequestKind.SUSPEND_ERASE: Said(
        "suspension of the use, or erasure, of retained personal data", "保有個人データの利用の停止又は消去"
    ),
    RequestKind.STOP_PROVISION: Said(
        "suspension of the provision of retained personal data to third parties",
        "保有個人データの第三者への提供の停止",
    ),
}


def _article(number: int, *paragraphs: int, by: int = 0) -> Said:
    """Paragraphs of an article; `by`: the paragraph of the same article by which they apply mutatis mutandis."""
    ja = f"第{number}条" + "及び".join(f"第{each}項" for each in paragraphs)
    word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
    en = f"Article {number}, {word} " + " and ".join(f"({each})" for each in paragraphs) + " of the Act"
    if not by:
        return Said(en, ja)
    return Said(
        f"{en}, as applied mutatis mutandis pursuant to paragraph ({by}) of that Article",
        f"第{number}条第{by}項において準用する同条" + "及び".join(f"第{each}項" for each in paragraphs),
    )


_REFUSED_UNDER: dict[RequestKind, Said] = {
    RequestKind.PURPOSE_NOTICE: _article(32, 3),
    RequestKind.DISCLOSURE: _article(33, 3),
    RequestKind.TP_RECORDS: _article(33, 3, by=5),
    RequestKind.CORRECTION: _article(34, 3),
    RequestKind.SUSPEND_ERASE: _article(35, 7),
    RequestKind.STOP_PROVISION: _article(35, 7),
}
_SUED_UNDER: dict[RequestKind, Said] = {  # Art. 39 knows no suit for a notice of purposes (Art. 32(2))
    RequestKind.DISCLOSURE: _article(33, 1),
    RequestKind.TP_RECORDS: _article(33, 1, by=5),
    RequestKind.CORRECTION: _article(34, 1),
    RequestKind.SUSPEND_ERASE: Said("Article 35, paragraph (1) or (5) of the Act", "第35条第1項又は第5項"),
    RequestKind.STOP_PROVISION: Said("Article 35, paragraph (3) or (5) of the Act", "第35条第3項又は第5項"),
}
_NOT_GRANTED = frozenset(
    {
        LetterKind.REFUSE,
        LetterKind.PARTIAL,
        LetterKind.NO_DATA,
        LetterKind.NOT_TARGET,
        LetterKind.CORRECTION_NOT_DONE,
        LetterKind.SUSPENSION_NOT_DONE,
    }
)
_BASIS: dict[LetterKind, Said] = {
    LetterKind.DISCLOSE: _article(33, 2),
    LetterKind.PARTIAL: _article(33, 2, 3),
    LetterKind.METHOD_CHANGE: _article(33, 3),
    LetterKind.PROVISION_RECORDS: _article(33, 2, by=5),
    LetterKind.SELF_SERVICE: _article(37, 1),
    LetterKind.PURPOSE: _article(32, 2),
    LetterKind.CORRECTION_DONE: _article(34, 3),
    LetterKind.SUSPENSION_DONE: _article(35, 7),
    LetterKind.CORRECTION_NOT_DONE: _article(34, 3),
    LetterKind.SUSPENSION_NOT_DONE: _article(35, 7),
    LetterKind.DEFICIENCY: _article(37, 1),
    LetterKind.FEE_SHORT: _article(38, 1),
}
_IN_PART: dict[LetterKind, Said] = {  # with what tells of somebody else left out, notice of that too
    LetterKind.DISCLOSE: _article(33, 2, 3),
    LetterKind.PROVISION_RECORDS: _article(33, 2, 3, by=5),
}
_RIGHTS_OF_OTHERS = Said("Article 33, paragraph (2), item (i) of the Act", "第33条第2項第1号")
_RIGHTS_OF_OTHERS_IN_RECORDS = Said(
    f"{_RIGHTS_OF_OTHERS.en}, as applied mutatis mutandis pursuant to paragraph (5) of that Article",
    "第33条第5項において準用する同条第2項第1号",
)


def answered_kinds(letter: Letter) -> tuple[RequestKind, ...]:
    """The kinds requested that this letter speaks of, in the order of the Act; one request may ask for several."""
    asked = set(letter.request_kinds) & ANSWERS.get(letter.kind, frozenset(RequestKind))
    return tuple(kind for kind in RequestKind if kind in asked)


def asked_for(letter: Letter) -> tuple[str, ...]:
    """What was requested, in the Act's words and the letter's language."""
    return tuple(_ASKED[kind].in_(letter.language) for kind in answered_kinds(letter))


def request_word(letter: Letter) -> str:
    """The Act calls the asking for a purpose notice a 求め (32(2)) and every other kind a 請求; English has one word."""
    if letter.language == "en":
        return "request"
    return "お求め" if set(answered_kinds(letter)) == {RequestKind.PURPOSE_NOTICE} else "ご請求"


def legal_basis(letter: Letter) -> str:
    """The articles of the Act on which the letter rests, in its language; English says each time that they are the Act's.

    Those of a letter that grants nothing follow from the request: each article wants notice of the decision not to grant
    it, Art. 33(3) also of there being no such data. Where a person can do alone what was asked for, it is Art. 37(1): the
    company may settle the way in which requests are made.
    """
    if letter.kind in _IN_PART and _is_masked(letter):
        return _IN_PART[letter.kind].in_(letter.language)
    if letter.kind in _BASIS:
        return _BASIS[letter.kind].in_(letter.language)
    return _joined([_REFUSED_UNDER[kind] for kind in answered_kinds(letter)], letter.language)


def cited(letter: Letter) -> str:
    """The same as a sentence cites it: 法第33条第2項, or Article 33, paragraph (2) of the Act."""
    return legal_basis(letter) if letter.language == "en" else f"法{legal_basis(letter)}"


def masked_under(letter: Letter) -> str:
    """The provision under which an annex leaves out what tells of somebody else, as a sentence cites it; "" where none does.

    What is disclosed so is not disclosed in part: that is told with its reason (Art. 33(3), 36).
    """
    if not _is_masked(letter):
        return ""
    records = letter.kind is LetterKind.PROVISION_RECORDS
    provision = _RIGHTS_OF_OTHERS_IN_RECORDS if records else _RIGHTS_OF_OTHERS
    return Said(provision.en, f"法{provision.ja}").in_(letter.language)


def _is_masked(letter: Letter) -> bool:
    return any(row.masked for table in letter.annex for row in table.rows)


def at_length(provision: str) -> str:
    """A provision that is listed in short as the Act's translation cites it: Article 33(2)(i) is Article 33, paragraph (2), item (i) of the Act."""
    if not provision:
        return ""
    cited_whole = _IN_SHORT.sub(_written_out, provision)
    return f"{cited_whole}{',' if cited_whole.endswith('proviso') else ''} of the Act"


_IN_SHORT = re.compile(
    r"Article (?P<article>\d+)\((?P<paragraph>\d+)\)(?: as applied by \((?P<by>\d+)\))?(?:\((?P<item>[ivx]+)\))?"
)


def _written_out(found: re.Match[str]) -> str:
    item = f", item ({found['item']})" if found["item"] else ""
    applied = f", as applied mutatis mutandis pursuant to paragraph ({found['by']})," if found["by"] else ""
    return f"Article {found['article']}, paragraph ({found['paragraph']}){item}{applied}"


def suit_articles(letter: Letter) -> str:
    """The articles under which a suit may follow what a letter does not grant (Art. 39); "" where none is told of."""
    kinds = answered_kinds(letter) if letter.kind in _NOT_GRANTED or _is_masked(letter) else ()
    articles = (_SUED_UNDER[kind] for kind in kinds if kind in _SUED_UNDER)
    return _joined([Said(each.en, f"法{each.ja}") for each in articles], letter.language)


def _joined(articles: Sequence[Said], language: str) -> str:
    *before, last = dict.fromkeys(each.in_(language) for each in articles) or [""]
    between, at_last = (", ", " and ") if language == "en" else ("、", "及び")
    return at_last.join(part for part in (between.join(before), last) if part)
