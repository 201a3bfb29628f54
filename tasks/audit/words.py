"""What the codes in the record are called in plain English and Japanese; a code without a name stands for itself."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tasks.case.question_words import OPTIONS
from tasks.policy.wording import PAPERS, RELATIONS, SHORT_KINDS, Words

Language = Literal["ja", "en"]

STEPS = {
    "extend_due": Words("extension of the due day", "期限の延長"),
    "confirm_reading": Words("confirming the reading", "読取りの確認"),
    "await_rescan": Words("scanning again", "再スキャン"),
    "release_deficiency": Words("release of the deficiency letter", "補正依頼書の発送の承認"),
    "dispatch_deficiency": Words("dispatch of the deficiency letter", "補正依頼書の発送"),
    "await_requester": Words("the requester's answer", "請求者からの補正"),
    "decide": Words("decision", "請求の決定"),
    "approve": Words("approval of the decision", "決定の承認"),
    "carry_out": Words("carrying out", "決定した措置の実施"),
    "release_reply": Words("release of the reply", "回答書の発送の承認"),
    "dispatch_reply": Words("dispatch of the reply", "回答書の発送"),
}
CHOICES = {code: Words(*said) for code, said in OPTIONS.items()}
LETTERS = {
    "disclose": Words("disclosure", "開示の回答書"),
    "partial": Words("partial disclosure", "一部開示の回答書"),
    "refuse": Words("refusal", "応じない旨の通知書"),
    "purpose": Words("purpose of use", "利用目的の通知書"),
    "correction_done": Words("correction done", "訂正等の通知書"),
    "suspension_done": Words("suspension done", "利用停止等の通知書"),
    "deficiency": Words("request for what is missing", "補正依頼書"),
    "no_data": Words("no such data", "該当データなしの通知書"),
    "not_target": Words("not a target of requests", "対象外の通知書"),
    "self_service": Words("self-service", "本人による操作の案内"),
}
DISPOSITIONS = {
    "ready_for_decision": Words("ready for a decision", "決定に進める"),
    "needs_person": Words("a person must look", "担当者の確認が必要"),
    "deficient": Words("something is missing", "不備あり"),
    "quarantined": Words("in quarantine", "隔離"),
}
MOVES = {
    "received": Words("received", "受領"),
    "deposited": Words("deposited", "換金"),
    "returned": Words("returned", "返却"),
    "refunded": Words("refunded", "返金"),
}
LAPSES = {
    "withdrawn": Words("counts as withdrawn, as published", "公表文の定めにより取下げ扱い"),
    "to_a_person": Words("a person decides", "担当者が判断"),
}
OCCASIONS = {"reply": Words("the reply", "回答"), "deficiency": Words("what is missing", "補正の依頼")}
SEEN = {
    "case": Words("the evidence", "証拠"),
    "page": Words("a page of the evidence", "証拠の頁"),
    "letter": Words("a letter", "書面"),
}
EXPORTS = {
    "case": Words("the record of a case", "案件の処理記録"),
    "ledger": Words("the ledger of requests", "受付台帳"),
    "both": Words("PDF and CSV", "PDF・CSV"),
    "pdf": Words("PDF", "PDF"),
    "csv": Words("CSV", "CSV"),
    "ja": Words("Japanese", "日本語"),
    "en": Words("English", "英語"),
}
# What became of a request, in the ledger: as done, where a choice is told as what is to be done.
DECIDED = CHOICES | {
    "notify": Words("given", "実施"),
    "disclose": Words("in full", "全部開示"),
    "disclose_partly": Words("in part", "一部開示"),
    "correct": Words("done", "実施"),
    "suspend": Words("done", "実施"),
    "stop": Words("done", "実施"),
    "refuse": Words("refused", "応じない"),
    "self_service": Words("redirected to self-service", "本人による操作を案内"),
}
FACTS = {
    "step": Words("step", "手続"),
    "asking": Words("asking", "手続"),
    "attempt": Words("asked for the time", "回目"),
    "until": Words("until", "期限"),
    "letters": Words("letters", "書面"),
    "letter": Words("letter", "書面"),
    "page": Words("page", "頁"),
    "day": Words("day", "日付"),
    "boxes_before": Words("boxes before", "修正前の箇所数"),
    "boxes_after": Words("boxes after", "修正後の箇所数"),
    "disposition": Words("state", "状態"),
    "field": Words("field", "項目"),
    "reason": Words("reason", "理由"),
    "method": Words("by", "方法"),
    "roles": Words("roles", "役割"),
    "to": Words("to", "宛先"),
    "handle": Words("account", "アカウント"),
    "change": Words("change", "変更"),
    "events": Words("events", "記録件数"),
    "problems": Words("problems", "問題"),
    "joined": Words("joined to", "統合先"),
    "parts": Words("parts", "分割後"),
    "occasion": Words("occasion", "区分"),
    "format": Words("format", "形式"),
    "what": Words("what", "対象"),
    "language": Words("language", "言語"),
    "requests": Words("requests", "件数"),
    "tracking_number": Words("tracking number", "引受番号"),
    "grounds": Words("grounds", "理由番号"),
    "withheld": Words("withheld", "開示しない項目"),
    "deficiencies": Words("missing", "不備"),
    "policy": Words("policy", "規程"),
    "kinds": Words("kinds", "種別"),
    "from": Words("from", "から"),
    "reasons": Words("with reasons", "理由を含む"),
} | SHORT_KINDS
FIELDS = {
    "person.name": Words("name", "氏名"),
    "person.kana": Words("name in kana", "フリガナ"),
    "person.address": Words("address", "住所"),
    "person.postcode": Words("postcode", "郵便番号"),
    "person.birth_date": Words("birth date", "生年月日"),
    "person.phone": Words("telephone", "電話番号"),
    "request.kinds": Words("kinds of request", "請求の種類"),
    "request.date": Words("date of request", "請求日"),
    "id.kind": Words("kind of identity document", "本人確認書類の種類"),
    "id.name": Words("name on the identity document", "本人確認書類の氏名"),
    "id.address": Words("address on the identity document", "本人確認書類の住所"),
    "id.birth_date": Words("birth date on the identity document", "本人確認書類の生年月日"),
    "id.expires_on": Words("expiry of the identity document", "本人確認書類の有効期限"),
    "agent.name": Words("agent's name", "代理人の氏名"),
    "agent.address": Words("agent's address", "代理人の住所"),
    "agent.relation": Words("agent's relation", "代理人の区分"),
    "fee.total": Words("fee", "手数料の額"),
}
# Every name that a code in a choice or a fact may have; where two tables know a code, the choices' word is meant.
CODES: dict[str, Words] = (
    EXPORTS | DISPOSITIONS | PAPERS | RELATIONS | MOVES | OCCASIONS | SHORT_KINDS | STEPS | CHOICES
)
NOTHING = Words("–", "－")


def in_(words: Words, language: Language) -> str:
    """The words in one language."""
    return words.ja if language == "ja" else words.en


def language_of(code: str) -> Language:
    """The language of that code; Japanese for one that there is none of."""
    return "en" if code == "en" else "ja"


def said(names: Mapping[str, Words], code: object, language: Language) -> str:
    """What a code is called; the code itself where it has no name, a dash for nothing."""
    if code is None or code == "":
        return in_(NOTHING, language)
    words = names.get(str(code))
    return str(code) if words is None else in_(words, language)


def listed(names: Mapping[str, Words], codes: Iterable[object], language: Language) -> str:
    """Several codes in one line."""
    told = [said(names, code, language) for code in codes]
    return ("、" if language == "ja" else ", ").join(told) or in_(NOTHING, language)
