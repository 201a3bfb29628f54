"""On which article of the Act a letter rests, and in the Act's own words what it answers (2022 numbering)."""

from tasks.case.letters import ANSWERS, Letter, LetterKind
from tasks.case.words import RequestKind

_ASKED: dict[RequestKind, str] = {
    RequestKind.PURPOSE_NOTICE: "保有個人データの利用目的の通知",
    RequestKind.DISCLOSURE: "保有個人データの開示",
    RequestKind.TP_RECORDS: "第三者提供記録の開示",
    RequestKind.CORRECTION: "保有個人データの訂正、追加又は削除",
    RequestKind.SUSPEND_ERASE: "保有個人データの利用の停止又は消去",
    RequestKind.STOP_PROVISION: "保有個人データの第三者への提供の停止",
}
_REFUSED_UNDER: dict[RequestKind, str] = {
    RequestKind.PURPOSE_NOTICE: "第32条第3項",
    RequestKind.DISCLOSURE: "第33条第3項",
    RequestKind.TP_RECORDS: "第33条第5項において準用する同条第3項",
    RequestKind.CORRECTION: "第34条第3項",
    RequestKind.SUSPEND_ERASE: "第35条第7項",
    RequestKind.STOP_PROVISION: "第35条第7項",
}
_SUED_UNDER: dict[RequestKind, str] = {  # Art. 39 knows no suit for a notice of purposes (Art. 32(2))
    RequestKind.DISCLOSURE: "第33条第1項",
    RequestKind.TP_RECORDS: "第33条第5項において準用する同条第1項",
    RequestKind.CORRECTION: "第34条第1項",
    RequestKind.SUSPEND_ERASE: "第35条第1項又は第5項",
    RequestKind.STOP_PROVISION: "第35条第3項又は第5項",
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
_BASIS: dict[LetterKind, str] = {
    LetterKind.DISCLOSE: "第33条第2項",
    LetterKind.PARTIAL: "第33条第2項及び第3項",
    LetterKind.METHOD_CHANGE: "第33条第3項",
    LetterKind.PROVISION_RECORDS: "第33条第5項において準用する同条第2項",
    LetterKind.SELF_SERVICE: "第37条第1項",
    LetterKind.PURPOSE: "第32条第2項",
    LetterKind.CORRECTION_DONE: "第34条第3項",
    LetterKind.SUSPENSION_DONE: "第35条第7項",
    LetterKind.CORRECTION_NOT_DONE: "第34条第3項",
    LetterKind.SUSPENSION_NOT_DONE: "第35条第7項",
    LetterKind.DEFICIENCY: "第37条第1項",
    LetterKind.FEE_SHORT: "第38条第1項",
}


def answered_kinds(letter: Letter) -> tuple[RequestKind, ...]:
    """The kinds requested that this letter speaks of, in the order of the Act; one request may ask for several."""
    asked = set(letter.request_kinds) & ANSWERS.get(letter.kind, frozenset(RequestKind))
    return tuple(kind for kind in RequestKind if kind in asked)


def asked_for(letter: Letter) -> tuple[str, ...]:
    """What was requested, in the Act's words."""
    return tuple(_ASKED[kind] for kind in answered_kinds(letter))


def request_word(letter: Letter) -> str:
    """The Act calls the asking for a purpose notice a 求め (32(2)) and every other kind a 請求."""
    return "お求め" if set(answered_kinds(letter)) == {RequestKind.PURPOSE_NOTICE} else "ご請求"


def legal_basis(letter: Letter) -> str:
    """The articles of the Act on which the letter rests.

    Those of a letter that grants nothing follow from the request: each article wants notice of the decision not to grant
    it, Art. 33(3) also of there being no such data. Where a person can do alone what was asked for, it is Art. 37(1): the
    company may settle the way in which requests are made.
    """
    if letter.kind in _BASIS:
        return _BASIS[letter.kind]
    return _joined(list(dict.fromkeys(_REFUSED_UNDER[kind] for kind in answered_kinds(letter))))


def suit_articles(letter: Letter) -> str:
    """The articles under which a suit may follow what a letter does not grant (Art. 39); "" where none is told of."""
    kinds = answered_kinds(letter) if letter.kind in _NOT_GRANTED else ()
    return _joined([f"法{_SUED_UNDER[kind]}" for kind in kinds if kind in _SUED_UNDER])


def _joined(articles: list[str]) -> str:
    return "及び".join(part for part in ("、".join(articles[:-1]), *articles[-1:]) if part)
