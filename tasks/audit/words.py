"""What the codes in the record are called in plain English and Japanese; a code without a name stands for itself."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tasks.case import bilingual
from tasks.case.bilingual import Said, named
from tasks.case.fee_words import MOVES
from tasks.case.finding_words import CHECKS, RESULTS
from tasks.case.held import FAILURES, HELD_VERDICTS
from tasks.case.paper_words import RELATIONS
from tasks.case.question_words import FORMS, KINDS, OPTIONS
from tasks.policy.wording import PAPERS

Language = Literal["ja", "en"]

DISPOSITIONS = {
    "ready_for_decision": Said("ready for a decision", "決定に進める"),
    "needs_person": Said("a person must look", "担当者の確認が必要"),
    "deficient": Said("something is missing", "不備あり"),
    "quarantined": Said("in quarantine", "隔離"),
}
LAPSES = {
    "withdrawn": Said("counts as withdrawn, as published", "公表文の定めにより取下げ扱い"),
    "to_a_person": Said("a person decides", "担当者が判断"),
}
OCCASIONS = {
    "reply": Said("the reply", "回答"),
    "deficiency": Said("what is missing", "補正の依頼"),
    "acknowledgement": Said("acknowledgement of receipt", "受付のお知らせ"),
}
SENT_BY = {
    "email": Said("by e-mail", "メール"),
    "hand": Said("handed over", "手渡し"),
    "upload": Said("by a download page", "ダウンロード用ページ"),
}
SEEN = {
    "case": Said("the evidence", "証拠"),
    "page": Said("a page of the evidence", "証拠の頁"),
    "letter": Said("a letter", "書面"),
}
PREVIEW = {"preview": Said("(a preview)", "（下書き）")}
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
DECIDED = OPTIONS | {
    "notify": Said("given", "実施"),
    "disclose": Said("in full", "全部開示"),
    "disclose_partly": Said("in part", "一部開示"),
    "correct": Said("done", "実施"),
    "suspend": Said("done", "実施"),
    "stop": Said("done", "実施"),
    "other_method": Said("another method offered", "別の方法を申出"),
    "substitute": Said("another measure taken", "代替措置"),
    "refuse": Said("refused", "応じない"),
    "self_service": Said("redirected to self-service", "本人による操作を案内"),
}
URGENCY = {
    "overdue": Said("overdue", "期限超過"),
    "due_soon": Said("due within 3 business days", "3営業日以内に期限"),
}
FACTS = {
    "step": Said("step", "手続"),
    "asking": Said("asking", "手続"),
    "attempt": Said("asked for the time", "回目"),
    "until": Said("until", "期限"),
    "letters": Said("letters", "書面"),
    "letter": Said("letter", "書面"),
    "orders": Said("work orders", "作業指示書"),
    "order": Said("work order", "作業指示書"),
    "done_on": Said("done on", "実施日"),
    "items": Said("items", "件数"),
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
    "searched": Said("searched", "検索した検索元"),
    "failed": Said("not searched", "検索できなかった検索元"),
    "keyless": Said("not searchable by what is known", "手掛かりのない検索元"),
    "verdict": Said("verdict", "判断"),
    "withheld": Said("withheld", "開示しない項目"),
    "offered_method": Said("method offered", "申し出た開示の方法"),
    "deficiencies": Said("missing", "不備"),
    "policy": Said("policy", "規程"),
    "kinds": Said("kinds", "種別"),
    "from": Said("from", "から"),
    "delivery": Said("goes out", "開示の方法"),
    "package": Said("electronic", "電子データ"),
    "means": Said("by", "方法"),
    "discarded": Said("thrown away", "破棄"),
    "reasons": Said("with reasons", "理由を含む"),
    "replaces": Said("issued again for", "再発行元"),
    "issued_again": Said("to be issued again", "再発行のため"),
    "lost": Said("draft lost", "下書きの滅失"),
    "file": Said("file", "ファイル"),
    "why": Said("why", "事由"),
    "urgency": Said("urgency", "緊急度"),
    "approval_needed": Said("approval by a second person", "二人目の承認"),
} | KINDS
_DEFICIENCIES = {
    f"{check}/{result}": Said(f"{CHECKS[check].en} ({words.en})", f"{CHECKS[check].ja}（{words.ja}）")
    for check, results in RESULTS.items()
    for result, words in results.items()
}
# Every name that a code in a choice or a fact may have; where two tables know a code, the choices' word is meant.
CODES: dict[str, Said] = (
    SENT_BY
    | _DEFICIENCIES
    | FAILURES
    | HELD_VERDICTS
    | EXPORTS
    | DISPOSITIONS
    | PAPERS
    | RELATIONS
    | MOVES
    | OCCASIONS
    | KINDS
    | FORMS
    | OPTIONS
)
NOTHING = Said("–", "－")
YES, NO = Said("yes", "はい"), Said("no", "いいえ")
NEEDED, NOT_NEEDED = Said("needed", "必要"), Said("not needed", "不要")


def language_of(code: str) -> Language:
    """The language of that code; Japanese for one that there is none of."""
    return "en" if code == "en" else "ja"


def said(names: Mapping[str, Said], code: object, language: Language) -> str:
    """What a code is called; the code itself where it has no name, a dash for nothing."""
    return (NOTHING if code is None or code == "" else named(names, str(code))).in_(language)


def listed(names: Mapping[str, Said], codes: Iterable[object], language: Language) -> str:
    """Several codes in one line; a dash for none."""
    return bilingual.listed(names, map(str, codes)).in_(language) or NOTHING.in_(language)
