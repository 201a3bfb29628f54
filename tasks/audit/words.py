"""What the codes in the record are called in plain English and Japanese; a code without a name stands for itself."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tasks.case.bilingual import Said
from tasks.case.question_words import OPTIONS
from tasks.policy.wording import PAPERS, RELATIONS, SHORT_KINDS

Language = Literal["ja", "en"]

STEPS = {
    "extend_due": Said("extension of the due day", "期限の延長"),
    "confirm_reading": Said("confirming the reading", "読取りの確認"),
    "await_rescan": Said("scanning again", "再スキャン"),
    "release_deficiency": Said("release of the deficiency letter", "補正依頼書の発送の承認"),
    "dispatch_deficiency": Said("dispatch of the deficiency letter", "補正依頼書の発送"),
    "await_requester": Said("the requester's answer", "請求者からの補正"),
    "decide": Said("decision", "請求の決定"),
    "approve": Said("approval of the decision", "決定の承認"),
    "carry_out": Said("carrying out", "決定した措置の実施"),
    "release_reply": Said("release of the reply", "回答書の発送の承認"),
    "dispatch_reply": Said("dispatch of the reply", "回答書の発送"),
}
CHOICES = {code: Said(*said) for code, said in OPTIONS.items()}
LETTERS = {
    "disclose": Said("disclosure", "開示の回答書"),
    "partial": Said("partial disclosure", "一部開示の回答書"),
    "refuse": Said("refusal", "応じない旨の通知書"),
    "purpose": Said("purpose of use", "利用目的の通知書"),
    "correction_done": Said("correction done", "訂正等の通知書"),
    "suspension_done": Said("suspension done", "利用停止等の通知書"),
    "deficiency": Said("request for what is missing", "補正依頼書"),
    "no_data": Said("no such data", "該当データなしの通知書"),
    "not_target": Said("not a target of requests", "対象外の通知書"),
    "self_service": Said("self-service", "本人による操作の案内"),
}
DISPOSITIONS = {
    "ready_for_decision": Said("ready for a decision", "決定に進める"),
    "needs_person": Said("a person must look", "担当者の確認が必要"),
    "deficient": Said("something is missing", "不備あり"),
    "quarantined": Said("in quarantine", "隔離"),
}
MOVES = {
    "received": Said("received", "受領"),
    "deposited": Said("deposited", "換金"),
    "returned": Said("returned", "返却"),
    "refunded": Said("refunded", "返金"),
}
LAPSES = {
    "withdrawn": Said("counts as withdrawn, as published", "公表文の定めにより取下げ扱い"),
    "to_a_person": Said("a person decides", "担当者が判断"),
}
OCCASIONS = {"reply": Said("the reply", "回答"), "deficiency": Said("what is missing", "補正の依頼")}
SEEN = {
    "case": Said("the evidence", "証拠"),
    "page": Said("a page of the evidence", "証拠の頁"),
    "letter": Said("a letter", "書面"),
}
EXPORTS = {
    "case": Said("the record of a case", "案件の処理記録"),
    "ledger": Said("the ledger of requests", "受付台帳"),
    "both": Said("PDF and CSV", "PDF・CSV"),
    "pdf": Said("PDF", "PDF"),
    "csv": Said("CSV", "CSV"),
    "ja": Said("Japanese", "日本語"),
    "en": Said("English", "英語"),
}
# What became of a request, in the ledger: as done, where a choice is told as what is to be done.
DECIDED = CHOICES | {
    "notify": Said("given", "実施"),
    "disclose": Said("in full", "全部開示"),
    "disclose_partly": Said("in part", "一部開示"),
    "correct": Said("done", "実施"),
    "suspend": Said("done", "実施"),
    "stop": Said("done", "実施"),
    "refuse": Said("refused", "応じない"),
    "self_service": Said("redirected to self-service", "本人による操作を案内"),
}
FACTS = {
    "step": Said("step", "手続"),
    "asking": Said("asking", "手続"),
    "attempt": Said("asked for the time", "回目"),
    "until": Said("until", "期限"),
    "letters": Said("letters", "書面"),
    "letter": Said("letter", "書面"),
    "page": Said("page", "頁"),
    "day": Said("day", "日付"),
    "boxes_before": Said("boxes before", "修正前の箇所数"),
    "boxes_after": Said("boxes after", "修正後の箇所数"),
    "disposition": Said("state", "状態"),
    "field": Said("field", "項目"),
    "reason": Said("reason", "理由"),
    "method": Said("by", "方法"),
    "roles": Said("roles", "役割"),
    "to": Said("to", "宛先"),
    "handle": Said("account", "アカウント"),
    "change": Said("change", "変更"),
    "events": Said("events", "記録件数"),
    "problems": Said("problems", "問題"),
    "joined": Said("joined to", "統合先"),
    "parts": Said("parts", "分割後"),
    "occasion": Said("occasion", "区分"),
    "format": Said("format", "形式"),
    "what": Said("what", "対象"),
    "language": Said("language", "言語"),
    "requests": Said("requests", "件数"),
    "tracking_number": Said("tracking number", "引受番号"),
    "grounds": Said("grounds", "理由番号"),
    "withheld": Said("withheld", "開示しない項目"),
    "deficiencies": Said("missing", "不備"),
    "policy": Said("policy", "規程"),
    "kinds": Said("kinds", "種別"),
    "from": Said("from", "から"),
    "reasons": Said("with reasons", "理由を含む"),
} | SHORT_KINDS
FIELDS = {
    "person.name": Said("name", "氏名"),
    "person.kana": Said("name in kana", "フリガナ"),
    "person.address": Said("address", "住所"),
    "person.postcode": Said("postcode", "郵便番号"),
    "person.birth_date": Said("birth date", "生年月日"),
    "person.phone": Said("telephone", "電話番号"),
    "request.kinds": Said("kinds of request", "請求の種類"),
    "request.date": Said("date of request", "請求日"),
    "id.kind": Said("kind of identity document", "本人確認書類の種類"),
    "id.name": Said("name on the identity document", "本人確認書類の氏名"),
    "id.address": Said("address on the identity document", "本人確認書類の住所"),
    "id.birth_date": Said("birth date on the identity document", "本人確認書類の生年月日"),
    "id.expires_on": Said("expiry of the identity document", "本人確認書類の有効期限"),
    "agent.name": Said("agent's name", "代理人の氏名"),
    "agent.address": Said("agent's address", "代理人の住所"),
    "agent.relation": Said("agent's relation", "代理人の区分"),
    "fee.total": Said("fee", "手数料の額"),
}
# Every name that a code in a choice or a fact may have; where two tables know a code, the choices' word is meant.
CODES: dict[str, Said] = (
    EXPORTS | DISPOSITIONS | PAPERS | RELATIONS | MOVES | OCCASIONS | SHORT_KINDS | STEPS | CHOICES
)
NOTHING = Said("–", "－")


def in_(words: Said, language: Language) -> str:
    """The words in one language."""
    return words.ja if language == "ja" else words.en


def language_of(code: str) -> Language:
    """The language of that code; Japanese for one that there is none of."""
    return "en" if code == "en" else "ja"


def said(names: Mapping[str, Said], code: object, language: Language) -> str:
    """What a code is called; the code itself where it has no name, a dash for nothing."""
    if code is None or code == "":
        return NOTHING.in_(language)
    words = names.get(str(code))
    return str(code) if words is None else words.in_(language)


def listed(names: Mapping[str, Said], codes: Iterable[object], language: Language) -> str:
    """Several codes in one line."""
    told = [said(names, code, language) for code in codes]
    return ("、" if language == "ja" else ", ").join(told) or NOTHING.in_(language)
