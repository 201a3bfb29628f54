"""What a reviewer reads of a case: verdicts, roles, stages, letters, decisions, passages of the policy, in either language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tasks.case.bilingual import Said
from tasks.case.letters import LetterKind
from tasks.case.methods import METHODS
from tasks.case.progress import Stage, Step
from tasks.case.question_words import KINDS, NOT_REQUESTED, OPTIONS, UNDECIDED
from tasks.case.roles import MAY_ANSWER, Duty, Role
from tasks.case.words import RequestKind, Verdict

SAMPLE_AMONG = Said("Made-up sample cases are among these.", "見本データを含みます。")
ROLES: dict[str, Said] = {
    Role.OPERATOR: Said("operator", "受付・発送担当者"),
    Role.REVIEWER: Said("reviewer", "審査担当者"),
    Role.APPROVER: Said("approver", "承認者"),
    Role.MANAGER: Said("manager", "管理者"),
    Role.AUDITOR: Said("auditor", "監査担当者"),
}
VERDICTS: dict[str, Said] = {
    Verdict.PASS: Said("in order", "適合"),
    Verdict.FAIL: Said("fails", "不適合"),
    Verdict.UNCLEAR: Said("to be confirmed", "要確認"),
}
# What somebody did in a case.
DUTIES: dict[str, Said] = {
    Duty.INTAKE: Said("confirmed the reading", "読取りの確認"),
    Duty.DECISION: Said("decided", "決定"),
    Duty.APPROVAL: Said("approved", "承認"),
    Duty.RELEASE: Said("released", "発送の承認"),
    Duty.DISPATCH: Said("dispatched", "発送"),
}
STAGES: dict[str, Said] = {
    Stage.CONFIRMING: Said("confirming the reading", "読取りの確認待ち"),
    Stage.DEFICIENT: Said("deficient", "不備あり"),
    Stage.AWAITING_REQUESTER: Said("awaiting the requester", "補正待ち"),
    Stage.SEARCHING: Said("searching by hand", "手作業での検索待ち"),
    Stage.DECIDING: Said("deciding", "決定待ち"),
    Stage.APPROVING: Said("approving", "承認待ち"),
    Stage.CARRYING_OUT: Said("carrying out", "実施待ち"),
    Stage.RELEASING: Said("releasing", "発送の承認待ち"),
    Stage.MOVING: Said("moving by itself", "自動処理中"),
    Stage.DISPATCHING: Said("dispatching", "発送待ち"),
    Stage.RETURNED: Said("returned mail", "返戻・再発行の対応待ち"),
    Stage.CLOSED: Said("closed", "完了"),
}
# For whom a stage waits (`tasks.case.sla.WAITS_FOR`).
WAITERS: dict[str, Said] = ROLES | {
    "mail room": Said("mail room", "発送担当者"),
    "requester": Said("requester", "請求者"),
    "kaiji": Said("kaiji", "kaiji（自動）"),
    "nobody": Said("nobody", "なし"),
}
LETTERS: dict[str, Said] = {
    LetterKind.ACKNOWLEDGEMENT: Said("acknowledgement of receipt", "受付のお知らせ"),
    LetterKind.EXTENSION: Said("notice of extension", "回答時期変更のお知らせ"),
    LetterKind.FEE_SHORT: Said("fee too low", "手数料不足のお知らせ"),
    LetterKind.FEE_RETURN: Said("return of the fee", "手数料返還のお知らせ"),
    LetterKind.METHOD_CHANGE: Said("offer of another method", "開示方法変更の通知書"),
    LetterKind.PROVISION_RECORDS: Said("records of third-party provision", "第三者提供記録の開示の回答書"),
    LetterKind.DISCLOSE: Said("disclosure", "開示の回答書"),
    LetterKind.PARTIAL: Said("disclosure in part", "一部開示の回答書"),
    LetterKind.REFUSE: Said("refusal", "請求に応じない旨の通知書"),
    LetterKind.NO_DATA: Said("no such data", "該当データなしの通知書"),
    LetterKind.NOT_TARGET: Said("not a target of requests", "請求の対象外の通知書"),
    LetterKind.SELF_SERVICE: Said("redirection to self-service", "本人による操作の案内"),
    LetterKind.PURPOSE: Said("notice of purpose", "利用目的の通知書"),
    LetterKind.CORRECTION_DONE: Said("correction done", "訂正等の通知書"),
    LetterKind.CORRECTION_NOT_DONE: Said("correction not done", "訂正等を行わない旨の通知書"),
    LetterKind.SUSPENSION_NOT_DONE: Said("suspension not done", "利用停止等を行わない旨の通知書"),
    LetterKind.PASSWORD: Said("password of an electronic answer", "電子回答のパスワードのお知らせ"),
    LetterKind.SUSPENSION_DONE: Said("suspension done", "利用停止等の通知書"),
    LetterKind.DEFICIENCY: Said("what is missing", "補正依頼書"),
}


class ToldDecision(NamedTuple):
    """A decision as the next person reads it: who and when, what for each kind, grounds by number, what is withheld.

    `method`: the method of disclosure that is offered in the place of the one asked for, "" where none is. Its reason is not among it: people write it, and it stands on the evidence page.
    """

    by: str
    at: str
    choices: tuple[tuple[str, str], ...]
    grounds: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    method: str = ""


class ToldExtension(NamedTuple):
    """An extension that somebody asked for; `until`: the day wished for, where one was named."""

    asked_by: str
    asked_on: date
    until: date | None = None


class SentBack(NamedTuple):
    """By whom, when and from which step (in words) a case came back."""

    by: str
    on: date
    step: str


class Quotation(NamedTuple):
    """A passage of the policy, the key under which it stands there, and whether its wording is ours, not the company's."""

    key: str
    text: str
    rendering: bool


def quotation(key: str, english: str, japanese: str, published_in: str, language: str) -> Quotation:
    """A passage as a reader of `language` gets it.

    `published_in`: the language of the document that the policy was written from (policy `document.language`). Its own
    words are quoted to whoever reads them; the other language's are our rendering and say so.
    """
    return Quotation(key, Said(english, japanese).in_(language), rendering=published_in != language)


def kind_words(kinds: Iterable[str], language: str) -> list[str]:
    """What the kinds of request are called, in their order."""
    return [KINDS[RequestKind(kind)].in_(language) for kind in kinds]


def decision_words(answer: Mapping[str, object], language: str) -> tuple[tuple[str, str], ...]:
    """What was decided for each kind, in words and in the order of the Act; a kind that was not requested is left out."""
    decided = {kind: str(answer[kind.value]) for kind in RequestKind if kind.value in answer}
    return tuple(
        (KINDS[kind].in_(language), OPTIONS[choice].in_(language))
        for kind, choice in decided.items()
        if choice not in (NOT_REQUESTED, UNDECIDED)
    )


def method_word(answer: Mapping[str, object], language: str) -> str:
    """The method of disclosure that is offered in the place of the one asked for; "" where none is."""
    offered = str(answer.get("offered_method", ""))
    return METHODS[offered].in_(language) if offered in METHODS else ""


def approval_why(approvers: Sequence[str] | None, language: str) -> str:
    """Why a second person is asked: `approvers` by the policy's words, or None where it is silent and the house wants it."""
    if approvers is None:
        by_setting = Said(
            "The policy leaves approvals open; by the setting of this house a second person approves this decision.",
            "承認の要否は規程に定めがないため、当社の設定により、決定をした方とは別の方の承認が必要です。",
        )
        return by_setting.in_(language)
    return Said(
        f"By the policy this decision is approved by {', '.join(approvers)}.",
        f"規程により、この決定には{'、'.join(approvers)}の承認が必要です。",
    ).in_(language)


def roles_that_answer(step: Step, language: str) -> list[str]:
    """Who may answer a step, in words."""
    return [ROLES[role].in_(language) for role in Role if role in MAY_ANSWER[step]]
