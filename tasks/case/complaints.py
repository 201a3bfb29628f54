"""Why an answer cannot be accepted: all reasons at once, each in both languages, never repeating what was written."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tasks.case.bilingual import Said
from tasks.case.decision_complaints import TELLS, decision_complaints
from tasks.case.era import iso_day
from tasks.case.known import Known
from tasks.case.letter_language import other_language
from tasks.case.matching import fold_text
from tasks.case.progress import Step
from tasks.case.question_words import KINDS
from tasks.case.send_back import sent_back


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
    if known.unsent:
        yield Said(
            "Send the electronic answer first, and record on the page 'Notices' that it was sent.",
            "先に電子回答のファイルを送付し、画面「お知らせ」で送付を記録してください。",
        )


def _returned(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if answer["action"] == "post_to_new_address" and not known.address_corrected:
        yield Said(
            "Correct the address on the evidence page first; it is as it was when the letter went out.",
            "先に証拠画面で宛先（住所・郵便番号・氏名）を修正してください。発送時から変わっていません。",
        )
    if answer["action"] != "keep_returned" and known.fee_away:
        yield Said(
            "What went back with this letter is not in hand; enter it in the fee ledger as received first, or keep the letter.",
            "この書面に同封した手数料が当社の手元にありません。先に手数料の台帳に受領を記録するか、再発行せずに保管してください。",
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
    yield from other_language(str(answer.get("reason", "")), known.language)  # a letter of extension prints it
    if TELLS.search(str(answer.get("reason", ""))):  # whether that may be told at all is decided later
        yield Said(
            "The reason tells whether data is held, and the requester reads it before anything is decided; write it without.",
            "理由が保有の有無に触れています。決定前に請求者へお知らせする書面に記載されますので、触れずにご記入ください。",
        )
    if not _has_reason(answer):
        yield Said("To move the due day, say why.", "期限を延長する理由をご記入ください。")


def _searched_by_hand(answer: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if answer["outcome"] == "found" and not known.brought:
        yield Said(
            "Put what was found on the evidence page first.",
            "見つかった記録を、先に証拠画面で取り込んでください。",
        )
    if answer["outcome"] == "nothing_found" and known.brought:
        yield Said(
            "Records were put on the evidence page; take them away there, or say that something was found.",
            "証拠画面に取り込まれた記録があります。証拠画面で取り消すか、「見つかった」を選択してください。",
        )


def _carried_out(_: Mapping[str, Any], known: Known) -> Iterator[Said]:
    if known.orders_open:
        yield Said(
            f"Record on the evidence page what was done for {', '.join(known.orders_open)}; the letter says it (Act Arts. 34(3), 35(7)).",
            f"作業指示書 {'、'.join(known.orders_open)} の実施内容を証拠画面に記録してください。通知書に記載します"
            "（法第34条第3項、第35条第7項）。",
        )
    if known.unordered:
        yield Said(
            f"No work order went to: {', '.join(each.en for each in known.unordered)}. Send the case back to the decision;"
            " the orders are then written anew.",
            f"作業指示書のないシステムがあります（{'、'.join(each.ja for each in known.unordered)}）。決定へ差し戻してください。"
            "再度の決定の後、作業指示書を作り直します。",
        )
    if known.undone:
        yield Said(
            f"Nothing was changed in any system for: {', '.join(KINDS[kind].en for kind in known.undone)}; the letter would have"
            " nothing to tell. Record what was done, or send the case back to the decision.",
            f"{'、'.join(KINDS[kind].ja for kind in known.undone)}について、いずれのシステムでも変更が行われていないため、"
            "通知書に記載する内容がありません。実施内容を記録するか、決定へ差し戻してください。",
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
    Step.SEARCH_BY_HAND: _searched_by_hand,
    Step.DECIDE: decision_complaints,
    Step.CARRY_OUT: _carried_out,
    Step.DISPATCH_REPLY: _posted,
    Step.HANDLE_RETURN: _returned,
}
