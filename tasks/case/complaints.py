"""Why an answer cannot be accepted: all reasons at once, each in both languages, never repeating what was written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from tasks.case.bilingual import Said
from tasks.case.era import iso_day
from tasks.case.matching import fold_text
from tasks.case.progress import Step, to_carry_out
from tasks.case.question_words import KINDS, NOT_REQUESTED, UNDECIDED
from tasks.case.send_back import sent_back
from tasks.case.words import RequestKind

NEED_GROUND = ("refuse", "disclose_partly", "not_target")
NEED_REASON = ("refuse", "disclose_partly", "not_target", "no_data")


class Known(BaseModel):
    """What an answer is held against: what there is to disclose or correct, and which values may not travel.

    `searched`: whether there was a source of held data to search. `grounds`: by number, the kinds that a ground may refuse. `fails`: whether a check fails. `due`: the due day as it
    stands. `self_service`: whether the policy names something that a person can do alone. `tracked`: whether a
    letter goes by a post that gives a number. `issued_again`: whether a letter that was posted before is issued again.
    `address_corrected`: whether somebody corrected the address since the letter came back.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    searched: bool = True
    held_items: int = 0
    correction_recorded: bool = False
    personal: tuple[str, ...] = ()
    grounds: Mapping[str, frozenset[RequestKind]] = {}
    decided: Mapping[str, object] = {}
    fails: bool = False
    due: date | None = None
    self_service: bool = False
    tracked: bool = True
    issued_again: bool = False
    address_corrected: bool = False


def complaints(step: Step, answer: Mapping[str, Any], known: Known) -> list[Said]:
    """Why an answer (in codes) cannot be accepted; empty when it can."""
    reason = str(answer.get("reason", "")).strip()
    found: list[Said] = []
    back = sent_back(step, answer)
    if back is not None:
        if known.issued_again and back.to is Step.DECIDE:
            found.append(_ANSWERED)
        if not reason:
            found.append(Said("To send a case back, say why.", "差し戻す理由をご記入ください。"))
    elif step in _PECULIAR:
        found += _PECULIAR[step](answer, known)
    if carries_personal(reason, known.personal):
        found.append(
            Said(
                "The reason repeats personal data of this case; write it without names, addresses or numbers.",
                "理由に本件の個人情報が含まれています。氏名・住所・番号等を除いてご記入ください。",
            )
        )
    return found


def carries_personal(text: str, personal: Iterable[str]) -> bool:
    """Whether a text repeats one of the values, however its widths and spaces are written."""
    folded = fold_text(text)
    return any(len(value) > 1 and value in folded for value in map(fold_text, personal))


def _has_reason(answer: Mapping[str, Any]) -> bool:
    return bool(str(answer.get("reason", "")).strip())


def _reading(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    named = bool(answer.get("deficiencies"))
    if answer["verdict"] == "deficient" and not named and not known.fails:
        yield Said("Say what is missing: choose at least one item.", "不備の内容を一つ以上選択してください。")
    if answer["verdict"] == "sound" and named:
        yield Said(
            "The papers cannot be sound and lack something; leave the list empty, or choose deficient.",
            "「問題なし」と不備の内容は同時に選択できません。",
        )
    if answer["verdict"] == "sound" and known.fails and not _has_reason(answer):
        yield Said(
            "A check fails; to call the papers sound all the same, say why.",
            "不適合の項目があります。それでも問題なしとする理由をご記入ください。",
        )


def _release(answer: Mapping[str, Any], _: Known) -> Iterator[Said]:
    if answer["action"] == "proceed" and not _has_reason(answer):
        yield Said(
            "To go on although a check failed, say why.",
            "不適合の項目があるまま進める理由をご記入ください。",
        )


def _posted(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if known.tracked and not answer.get("tracking_number"):
        yield Said("Enter the tracking number of the postal receipt.", "引受番号をご記入ください。")


def _returned(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if answer["action"] == "post_to_new_address" and not known.address_corrected:
        yield Said(
            "Correct the address on the evidence page first; it is as it was when the letter went out.",
            "先に証拠画面で宛先（住所・郵便番号・氏名）を修正してください。発送時から変わっていません。",
        )
    if not _has_reason(answer):
        yield Said("Say why, without personal data.", "理由を、個人情報を除いてご記入ください。")


def _extension(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if answer["action"] != "extend":
        return
    day = iso_day(str(answer.get("until", "")))
    if day is None or (known.due is not None and day <= known.due):
        yield Said(
            "Enter a new due day later than the present one, as 2026-12-28.",
            "現在の期限より後の日付を「2026-12-28」の形でご記入ください。",
        )
    if not _has_reason(answer):
        yield Said("To move the due day, say why.", "期限を延長する理由をご記入ください。")


def _carried_out(_: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if "correction" in to_carry_out(known.decided) and not known.correction_recorded:
        yield Said(
            "Record on the evidence page what was corrected; the letter must say it (Act Art. 34(3)).",
            "訂正等の内容を証拠画面に記録してください。通知書に記載します（法第34条第3項）。",
        )


def _decision(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
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
    if set(decided.values()) & set(NEED_REASON) and not _has_reason(answer):
        yield Said(
            "What is not granted is explained to the requester (Act Art. 36): give the reason.",
            "応じない場合は理由を説明します（法第36条）。理由をご記入ください。",
        )
    if "no_data" in decided.values() and not known.searched:
        yield Said(
            "Nothing was searched, as no source of held data is set; set KAIJI_HELD_DATA and have it searched again.",
            "検索元が設定されていないため、保有データを検索していません。設定のうえ、検索し直してください。",
        )
    yield from _disclosure(decided.get(RequestKind.DISCLOSURE, ""), answer, known)
    if "self_service" in decided.values() and not known.self_service:
        yield Said(
            "The policy names nothing that a person can do alone; choose another outcome.",
            "規程に本人が操作できる手段の定めがありません。別の決定を選択してください。",
        )


def _disclosure(decided: str, answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    withheld = bool(answer.get("withheld"))
    if decided in ("disclose", "disclose_partly") and not known.held_items:
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
    if decided == "no_data" and known.held_items:
        yield Said(
            "Held data was found; look at the evidence page, or send the case back to be searched again.",
            "該当する保有データが見つかっています。証拠画面をご確認いただくか、検索し直してください。",
        )


def _grounds(decided: Mapping[RequestKind, str], answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    """Some companies list their grounds by kind: every kind refused needs one of its own, and no other may be quoted.

    A kind for which a company lists none may be refused all the same (Act Arts. 34(2), 35(5)); the reason says why.
    """
    refused = {kind for kind, choice in decided.items() if choice in NEED_GROUND}
    chosen = {number: known.grounds.get(number, frozenset(RequestKind)) for number in answer.get("grounds") or ()}
    listed = {kind for kinds in known.grounds.values() for kind in kinds}
    if refused & listed and not chosen:
        yield Said("A refusal quotes at least one ground.", "応じない場合は、理由（規程の番号）を選択してください。")
    if chosen and not refused:
        yield Said(
            "Grounds are given but nothing is refused; clear them, or refuse.",
            "理由（規程の番号）は、応じない場合にのみ選択してください。",
        )
    for number, kinds in chosen.items():
        if refused and not kinds & refused:
            yield _other_kinds(number, kinds)
    for kind in sorted(refused & listed):
        if chosen and not any(kind in kinds for kinds in chosen.values()):
            en, ja = KINDS[kind]
            yield Said(
                f"None of the grounds chosen is one for {en}.", f"選択した理由に「{ja}」の請求のものがありません。"
            )


def _other_kinds(number: str, kinds: frozenset[RequestKind]) -> Said:
    en = ", ".join(KINDS[kind].en for kind in sorted(kinds))
    ja = "、".join(KINDS[kind].ja for kind in sorted(kinds))
    return Said(
        f"Ground {number} is none for what is refused; the policy has it for {en} only.",
        f"理由{number}は、規程では「{ja}」の請求についてのものです。",
    )


_ANSWERED = Said(
    "The request was answered by a letter that was posted; its decision cannot be taken again.",
    "回答書は既に発送されています。決定をやり直すことはできません。",
)
_PECULIAR = {
    Step.EXTEND_DUE: _extension,
    Step.CONFIRM_READING: _reading,
    Step.RELEASE_DEFICIENCY: _release,
    Step.DISPATCH_DEFICIENCY: _posted,
    Step.DECIDE: _decision,
    Step.CARRY_OUT: _carried_out,
    Step.DISPATCH_REPLY: _posted,
    Step.HANDLE_RETURN: _returned,
}
