"""What every check and each of its results is called in English and in Japanese, and a finding as people read it."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.case.bilingual import Said, named
from tasks.case.findings import ABSENT, NOT_REQUIRED, UNREADABLE, UNSPECIFIED
from tasks.case.review_words import VERDICTS
from tasks.case.words import Finding

CHECKS: dict[str, Said] = {
    "form.complete": Said("Form: signature or seal, date, address", "請求書の記入（署名・押印、請求日、住所）"),
    "form.kind": Said("Form: kind of request", "請求の種類の選択"),
    "form.channel": Said("Way by which the request came", "請求の送付方法"),
    "form.person": Said("One person on all forms", "複数の請求書の名義"),
    "form.policy": Said("Company the form was printed for", "所定の様式の宛先"),
    "identity.kind": Said("Identity document: kind", "本人確認書類の種類・点数"),
    "identity.validity": Said("Identity document: validity", "本人確認書類の有効性"),
    "identity.name": Said("Name on the identity document", "本人確認書類の氏名"),
    "identity.address": Said("Address on the identity document", "本人確認書類の住所"),
    "identity.birth_date": Said("Birth date on the identity document", "本人確認書類の生年月日"),
    "agent.authority": Said("Proof of the agent's authority", "代理権を証する書類"),
    "agent.identity": Said("Agent's identity document", "代理人の本人確認書類"),
    "agent.name": Said("Name on the agent's identity document", "代理人の本人確認書類の氏名"),
    "agent.papers": Said("Names on the proof of authority", "代理権を証する書類の氏名"),
    "fee.amount": Said("Fee: amount and means", "手数料の額・納付方法"),
    "fee.validity": Said("Fee: validity of the postal orders", "為替証書の有効性"),
    "fee.custody": Said("Fee: what is done with it", "手数料の取扱い"),
    "masking.domicile": Said("Domicile blacked out", "本籍の塗りつぶし"),
    "masking.my_number": Said("My Number blacked out", "個人番号の塗りつぶし"),
    "request.repeats": Said("Earlier requests of the same kind", "過去の同種の請求"),
}

_SAME = {
    "exact": Said("agrees with the form", "請求書と一致"),
    "variant": Said("written differently; may be the same", "表記に違いあり（同一かどうか要確認）"),
    "mismatch": Said("differs from the form", "請求書と不一致"),
    "missing": Said("no document to compare", "照合する書類なし"),
}
_COVERED = {
    "masked_by_sender": Said("blacked out by the sender", "送付者が塗りつぶし済み"),
    "masked_by_tool": Said("blacked out here", "当方で塗りつぶし済み"),
    "masked_by_person": Said("blacking checked by a person", "担当者が塗りつぶしを確認済み"),
    "unclear": Said("not surely blacked out everywhere", "塗りつぶしが完全か要確認"),
}
_PAPER = {
    "ok": Said("in order", "適合"),
    "missing": Said("not enclosed", "同封なし"),
    "not_accepted": Said("not a document that the company accepts", "会社の定める書類に該当しない"),
    "too_few": Said("fewer documents than the company asks for", "会社の定める点数に不足"),
    "expired": Said("expired", "有効期限切れ"),
    "too_old": Said("issued longer ago than the company accepts", "発行から会社の定める期間を経過"),
}
RESULTS: dict[str, dict[str, Said]] = {
    "form.complete": {
        "ok": Said("complete", "記入漏れなし"),
        "missing_signature": Said("neither signed nor sealed", "署名・押印なし"),
        "missing_date": Said("no date of request", "請求日の記入なし"),
        "missing_address": Said("no address", "住所の記入なし"),
    },
    "form.kind": {"ok": Said("chosen", "選択あり"), "none": Said("none chosen", "選択なし")},
    "form.channel": {"ok": Said("as the company has it", "会社の定める方法")},
    "form.person": {
        "one": Said("all name the same person", "いずれも同じ方の請求"),
        "several": Said("they seem to name several people", "別の方の請求書が含まれる可能性"),
    },
    "form.policy": {"another": Said("printed for another company", "別の会社宛ての様式")},
    "identity.kind": {key: _PAPER[key] for key in ("ok", "missing", "not_accepted", "too_few")},
    "identity.validity": {
        **{key: _PAPER[key] for key in ("ok", "expired", "too_old", "missing")},
        "no_longer_valid": Said("a kind of card that the law has abolished", "制度の廃止により効力のない書類"),
    },
    "identity.name": _SAME,
    "identity.address": _SAME,
    "identity.birth_date": {key: _SAME[key] for key in ("exact", "mismatch")},
    "agent.authority": {
        **{key: _PAPER[key] for key in ("ok", "missing", "too_old")},
        "wrong_document": Said("does not prove this authority", "代理権を証する書類に該当しない"),
        "wrong_scope": Said("does not cover this request", "委任事項に今回の請求が含まれない"),
        "undated": Said("bears no date", "日付の記載なし"),
    },
    "agent.identity": {key: _PAPER[key] for key in ("ok", "missing", "expired", "not_accepted", "too_old", "too_few")},
    "agent.name": _SAME,
    "agent.papers": {
        "named": Said("names the person and the agent", "ご本人と代理人の氏名の記載あり"),
        "variant": Said("a name is written differently; may be the same", "氏名の表記に違いあり（同一かどうか要確認）"),
        "not_named": Said("does not seem to name the person or the agent", "ご本人又は代理人の氏名が見当たらない"),
    },
    "fee.amount": {
        "ok": Said("paid in full", "過不足なし"),
        "over_kept": Said("more than due; the excess is kept", "超過（超過分は返還しない定め）"),
        "over_returned": Said("more than due; the excess is returned", "超過（超過分を返還する定め）"),
        "over": Said("more than due; no rule on the excess", "超過（取扱いの定めなし）"),
        "not_exact": Said("more than due; the exact amount is asked for", "超過（正しい額の納付を求める定め）"),
        "short": Said("less than due", "不足"),
        "missing": Said("not enclosed", "同封なし"),
        "wrong_means": Said("paid by means the company does not take", "会社の定める納付方法でない"),
    },
    "fee.validity": {
        "ok": Said("valid", "有効"),
        "near_expiry": Said("expires soon", "有効期間の満了が近い"),
        "expired": Said("expired", "有効期間の経過"),
        "payee_filled": Said("the payee's name is filled in", "受取人欄に記入あり"),
        "duplicate": Said("a serial number that came before", "受付済みの番号と重複"),
        "missing": Said("no postal order to look at", "確認する為替証書なし"),
    },
    "fee.custody": {
        "keep": Said("keep it without cashing it", "換金せずに保管"),
        "return": Said("return it to the sender", "送付者に返却"),
        "return_excess": Said("return the excess", "超過分を返還"),
        "ask": Said("a person says what becomes of it", "取扱いの判断が必要"),
    },
    "masking.domicile": {
        **_COVERED,
        "none": Said("none found", "本籍の記載なし"),
        "completed": Said("blacked out by the sender, completed here", "送付者の塗りつぶしを当方で補完済み"),
    },
    "masking.my_number": _COVERED,
    "request.repeats": {
        "none": Said("none", "なし"),
        "repeated": Said("there seems to be one", "あり（重複かどうか要確認）"),
    },
}
# What every check may say besides.
ANYWHERE: dict[str, Said] = {
    NOT_REQUIRED: Said("not needed for this request", "この請求では不要"),
    UNREADABLE: Said("could not be read surely", "読み取り・判別が不確実"),
    ABSENT: Said("not shown on the paper", "書類に記載なし"),
    UNSPECIFIED: Said("the company has set no rule", "会社の定めなし"),
}


class ToldFinding(NamedTuple):
    """A finding with its codes and its words.

    `what`: the check; `found`: its result; `means`: the verdict. `detail` is a Japanese sentence, so a reader of English
    gets none; the evidence page has it.
    """

    check: str
    result: str
    verdict: str
    what: str
    found: str
    means: str
    detail: str


def result_words(check: str, result: str) -> Said:
    """What one result of a check is called; a code that no check has stands for itself."""
    return named(RESULTS.get(check, {}) | ANYWHERE, result)


def told(findings: Iterable[Finding], language: str) -> list[ToldFinding]:
    """The findings as a reader of `language` gets them, in their order."""
    return [
        ToldFinding(
            check=each.check,
            result=each.result,
            verdict=each.verdict.value,
            what=CHECKS[each.check].in_(language),
            found=result_words(each.check, each.result).in_(language),
            means=VERDICTS[each.verdict].in_(language),
            detail=each.detail if language == "ja" else "",
        )
        for each in findings
    ]
