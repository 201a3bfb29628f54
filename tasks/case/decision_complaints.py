"""Why a decision cannot be accepted: what the Act wants said of it, and what it may not tell."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tasks.case.bilingual import Said
from tasks.case.known import Known
from tasks.case.letter_language import other_language
from tasks.case.methods import NO_OTHER
from tasks.case.question_words import KINDS, NOT_REQUESTED, UNDECIDED
from tasks.case.words import RequestKind

TELLS = re.compile(  # "whether it exists" (存在しているか否か) tells nothing
    r"(?:保有|保管|保持|登録|記録|存在)(?:データ|し|して|は|が|も)*"
    r"(?:いる|います|いない|いません|おり|おら|ある|あり|ござ|ない|なし|ません|見つ|見当)(?!か)"
    r"|該当(?:する)?(?:データ|情報|記録|もの)?(?:は|が|も)?(?:なし|ない|あり|ある|ござ|見つ|見当|確認)"
    r"|\bno (?:such )?data|\b(?:not|do|does|is|are) (?:hold|held|exist|found)",
    re.IGNORECASE,
)
NEED_GROUND = ("refuse", "disclose_partly", "not_target")
MAY_QUOTE = (*NEED_GROUND, "substitute")  # the Act allows another measure by its own words (Art. 35(2), (4), (6))
NEED_REASON = (*MAY_QUOTE, "other_method", "no_data")  # Art. 36: also where something else is done than was asked for
_OF_RECORDS = frozenset(  # what is said of, or done to, the very records of the person
    {"no_data", "disclose", "disclose_partly", "correct", "suspend", "stop", "substitute"}
)
_OPEN = ("refuse", "not_target")  # the answers that leave open whether data is held
_FREE_LETTER = frozenset({RequestKind.CORRECTION, RequestKind.SUSPEND_ERASE, RequestKind.STOP_PROVISION})


def decision_complaints(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    """Every reason against a decision (in codes); none where it can stand."""
    decided = {kind: str(answer[kind.value]) for kind in RequestKind if kind.value in answer}
    if UNDECIDED in decided.values():
        yield Said("Decide every kind, or send the case back.", "すべての請求について決定するか、差し戻してください。")
        return
    if not set(decided.values()) - {NOT_REQUESTED}:
        yield Said(
            "Say at least for one kind what was requested and decided.",
            "少なくとも一つの請求について決定してください。",
        )
    yield from _grounds(decided, answer, known)
    yield from _existence(set(decided.values()), answer, known)
    explained, reason = set(decided.values()) & set(NEED_REASON), str(answer.get("reason", ""))
    yield from other_language(reason if explained else "", known.language)
    if explained and not reason.strip():
        yield Said(
            "What is not granted is explained to the requester (Act Art. 36): give the reason.",
            "応じない場合は理由を説明します（法第36条）。理由をご記入ください。",
        )
    yield from _search(decided, known)
    yield from _disclosure(decided.get(RequestKind.DISCLOSURE, ""), answer, known)
    if "self_service" in decided.values() and not known.self_service:
        yield Said(
            "The policy names nothing that a person can do alone; choose another outcome.",
            "規程に本人が操作できる手段の定めがありません。別の決定を選択してください。",
        )


def _search(decided: Mapping[RequestKind, str], known: Known) -> Iterator[Said]:
    """What is said of all that is held needs every system searched, and what is disclosed, denied or changed a word on every near match."""
    choices = set(decided.values())
    if "no_data" in choices and not known.searched:
        yield Said(
            "Nothing was searched, as the policy declares no source of held data; answer otherwise, or have sources declared.",
            "規程に検索元の定めがないため、保有データを検索していません。別の決定とするか、検索元を定めてください。",
        )
    if known.failed and choices & {"no_data", "disclose"}:
        yield Said(
            f"Not searched: {', '.join(each.en for each in known.failed)}. Send the case back to be searched again first.",
            f"検索できていないシステムがあります（{'、'.join(each.ja for each in known.failed)}）。先に差し戻して検索し直してください。",
        )
    if known.near and choices & _OF_RECORDS:
        yield Said(
            f"Say on the evidence page first whose the near matches are ({known.near}).",
            f"可能性のある記録（{known.near}件）がご本人のものかどうかを、先に証拠画面でご確認ください。",
        )
    if decided.get(RequestKind.TP_RECORDS) == "disclose" and not known.records:
        yield Said(
            "There are no records of third-party provision to disclose; look at the evidence page.",
            "開示する第三者提供記録がありません。証拠画面をご確認ください。",
        )
    if decided.get(RequestKind.TP_RECORDS) == "no_data" and known.records:
        yield Said(
            "Records of third-party provision were found; look at the evidence page.",
            "該当する第三者提供記録が見つかっています。証拠画面をご確認ください。",
        )


def _disclosure(decided: str, answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    withheld = bool(answer.get("withheld"))
    if decided in ("disclose", "disclose_partly", "other_method") and not known.held_items:
        yield Said(
            "There is no held data to disclose; look at the evidence page.",
            "開示する保有データがありません。証拠画面をご確認ください。",
        )
    if decided == "disclose_partly" and not withheld:
        yield Said("Say which items are withheld.", "開示しない項目を選択してください。")
    if decided != "disclose_partly" and withheld:
        yield Said(
            "Items are withheld, but nothing is disclosed in part; clear them, or disclose in part.",
            "開示しない項目は「一部を開示する」の場合にのみ選択してください。",
        )
    offers = answer.get("offered_method", NO_OTHER) != NO_OTHER
    if decided == "other_method" and not offers:
        yield Said("Say which method of disclosure is offered.", "申し出る開示の方法を選択してください。")
    if decided != "other_method" and offers:
        yield Said(
            "A method is offered, but no other method was decided on; clear it, or decide to offer one.",
            "申し出る開示の方法は「別の方法による開示を申し出る」の場合にのみ選択してください。",
        )
    if decided == "no_data" and known.held_items:
        yield Said(
            "Held data was found; look at the evidence page, or send the case back to be searched again.",
            "該当する保有データが見つかっています。証拠画面をご確認いただくか、検索し直してください。",
        )


def _grounds(decided: Mapping[RequestKind, str], answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    """Some companies list their grounds by kind: every kind refused needs one of its own, and no other may be quoted.

    A kind for which a company lists none may be refused all the same (Act Arts. 34(2), 35(5)), with a clause of the Act or
    with none where its letter does without; the reason says why. Where another measure is taken a clause may be quoted.
    """
    refused = {kind for kind, choice in decided.items() if choice in NEED_GROUND}
    quoting = {kind for kind, choice in decided.items() if choice in MAY_QUOTE}
    chosen = {number: known.grounds.get(number, frozenset(RequestKind)) for number in answer.get("grounds") or ()}
    own = {kind for number, kinds in known.grounds.items() if number not in known.of_act for kind in kinds}
    of_act = {kind for number in known.of_act for kind in known.grounds[number]}
    listed = own | {kind for kind in of_act if kind not in _FREE_LETTER or decided.get(kind) == "not_target"}
    if refused & listed and not chosen:
        yield Said("A refusal quotes at least one ground.", "応じない場合は、理由（規程の番号）を選択してください。")
    if chosen and not quoting:
        yield Said(
            "Grounds are given but nothing is refused; clear them, or refuse.",
            "理由（規程の番号）は、応じない場合にのみ選択してください。",
        )
    for number, kinds in chosen.items():
        if quoting and not kinds & quoting:
            yield _other_kinds(number, kinds)
    for kind in sorted(refused & listed):
        if chosen and not any(kind in kinds for kinds in chosen.values()):
            en, ja = KINDS[kind]
            yield Said(
                f"None of the grounds chosen is one for {en}.", f"選択した理由に「{ja}」の請求のものがありません。"
            )


def _existence(decided: set[str], answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    """Data whose existence is not told is answered by a refusal that leaves it open, and by no other answer beside it."""
    excluded = known.exclusions & set(answer.get("grounds") or ())
    if excluded and (not decided & set(_OPEN) or "no_data" in decided):
        yield Said(
            "For data whose existence is not told, choose “not a target of requests”, and “no such data” for no kind.",
            "存否を明らかにしない情報については「請求の対象外」を選択し、「該当データなし」はどの請求にも選択しないでください。",
        )
    if excluded and TELLS.search(str(answer.get("reason", ""))):
        yield Said(
            "The reason tells whether data is held, which the ground chosen forbids; write it without.",
            "理由が保有の有無に触れています。選択した理由では存否を明らかにできませんので、触れずにご記入ください。",
        )


def _other_kinds(number: str, kinds: frozenset[RequestKind]) -> Said:
    en = ", ".join(KINDS[kind].en for kind in sorted(kinds))
    ja = "、".join(KINDS[kind].ja for kind in sorted(kinds))
    return Said(
        f"Ground {number} is none for what is refused; the policy has it for {en} only.",
        f"理由{number}は、規程では「{ja}」の請求についてのものです。",
    )
