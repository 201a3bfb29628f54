"""Turns failed checks into the items of a deficiency letter: what is missing, and how to mend it, in plain Japanese."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.case.words import Finding, Verdict


class DeficiencyItem(NamedTuple):
    """One item of the letter: what the desk found, and what the requester is asked to do."""

    check: str
    what_ja: str
    cure_ja: str


_CURES: dict[tuple[str, str], tuple[str, str]] = {
    ("form.complete", "missing_signature"): (
        "請求書にご署名又はご押印がありませんでした。",
        "請求書にご署名又はご押印のうえ、あらためてお送りください。",
    ),
    ("form.complete", "missing_date"): (
        "請求書に請求日のご記入がありませんでした。",
        "請求書に請求日をご記入のうえ、あらためてお送りください。",
    ),
    ("form.complete", "missing_address"): (
        "請求書にご本人のご住所のご記入がありませんでした。",
        "請求書にご本人の現住所をご記入のうえ、あらためてお送りください。",
    ),
    ("form.kind", "none"): (
        "請求書で、ご請求の種類が選択されていませんでした。",
        "請求書で、ご希望のご請求の種類に印をお付けのうえ、あらためてお送りください。",
    ),
    ("identity.kind", "missing"): (
        "ご本人の本人確認書類が同封されていませんでした。",
        "有効なご本人の本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
    ),
    ("identity.kind", "not_accepted"): (
        "お送りいただいた書類は、ご本人の本人確認書類としてお取り扱いできないものでした。",
        "当社の定める本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
    ),
    ("identity.validity", "expired"): (
        "ご本人の本人確認書類の有効期限が過ぎていました。",
        "有効期限内の本人確認書類の写しをお送りください。",
    ),
    ("identity.validity", "no_longer_valid"): (
        "ご本人の本人確認書類は、制度の廃止により現在は効力のないものでした。",
        "運転免許証、マイナンバーカード（表面のみ）など、現在有効な本人確認書類の写しをお送りください。",
    ),
    ("identity.name", "mismatch"): (
        "請求書のお名前と本人確認書類のお名前が一致していませんでした。",
        "請求書のお名前をご確認いただくか、現在のお名前を確認できる本人確認書類の写しをお送りください。",
    ),
    ("identity.address", "mismatch"): (
        "請求書のご住所と本人確認書類のご住所が一致していませんでした。",
        "請求書のご住所をご確認いただくか、現住所を確認できる本人確認書類の写し（変更の記載がある場合は裏面も）をお送りください。",
    ),
    ("agent.authority", "missing"): (
        "代理人の方の代理権を証する書類が同封されていませんでした。",
        "委任状の原本など、代理人の方の区分に応じた書類をお送りください。",
    ),
    ("agent.authority", "wrong_document"): (
        "お送りいただいた書類では、代理人の方の代理権を確認できませんでした。",
        "代理人の方の区分に応じて、委任状の原本、戸籍謄本の写し、登記事項証明書などをお送りください。",
    ),
    ("agent.authority", "wrong_scope"): (
        "委任状に、今回のご請求についての委任の記載がありませんでした。",
        "今回のご請求を委任する旨を記載した委任状の原本をお送りください。",
    ),
    ("agent.authority", "undated"): (
        "委任状に日付の記載がありませんでした。",
        "日付を記載した委任状の原本をお送りください。",
    ),
    ("agent.identity", "missing"): (
        "代理人の方の本人確認書類が同封されていませんでした。",
        "有効な代理人の方の本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
    ),
    ("agent.identity", "expired"): (
        "代理人の方の本人確認書類が、現在有効なものではありませんでした。",
        "現在有効な代理人の方の本人確認書類の写しをお送りください。",
    ),
    ("agent.identity", "not_accepted"): (
        "お送りいただいた書類は、代理人の方の本人確認書類としてお取り扱いできないものでした。",
        "当社の定める代理人の方の本人確認書類の写しをお送りください。",
    ),
    ("agent.name", "mismatch"): (
        "請求書の代理人のお名前と、代理人の方の本人確認書類のお名前が一致していませんでした。",
        "請求書をご確認いただくか、代理人の方ご自身の本人確認書類の写しをお送りください。",
    ),
    ("fee.amount", "missing"): (
        "手数料が同封されていませんでした。",
        "所定の額の郵便為替を、受取人欄に何も記入せずにお送りください。",
    ),
    ("fee.amount", "short"): (
        "手数料が不足していました。",
        "不足額の郵便為替を、受取人欄に何も記入せずにお送りください。",
    ),
    ("fee.amount", "wrong_means"): (
        "手数料が、当社の定める方法によるものではありませんでした。",
        "所定の額の郵便為替をお送りください。",
    ),
    ("fee.validity", "expired"): (
        "郵便為替の有効期間が過ぎていました。",
        "郵便局で再発行を受けた為替、又は新しい為替をお送りください。",
    ),
    ("fee.validity", "payee_filled"): (
        "郵便為替の受取人欄にご記入がありました。",
        "受取人欄に何も記入していない為替をお送りください。",
    ),
    ("fee.validity", "duplicate"): (
        "お送りいただいた郵便為替の番号は、既に受け付けたものと重複していました。",
        "未使用の新しい為替をお送りください。",
    ),
}

# One missing paper fails several checks; the letter asks for it once.
_SAID_BY = {
    "identity.validity": "identity.kind",
    "identity.name": "identity.kind",
    "identity.address": "identity.kind",
    "agent.name": "agent.identity",
    "fee.validity": "fee.amount",
}


def deficiency_codes() -> tuple[str, ...]:
    """Every deficiency that a letter has words for, as `check/result`."""
    return tuple(f"{check}/{result}" for check, result in _CURES)


def deficiency_words(code: str) -> DeficiencyItem:
    """The item of one code of `deficiency_codes`."""
    check, _, result = code.partition("/")
    return DeficiencyItem(check, *_CURES[check, result])


def deficiency_items(findings: Iterable[Finding]) -> list[DeficiencyItem]:
    """One item for each failed check, in the order of the checks; a paper that is missing is asked for once.

    KeyError for a failure without words: a deficiency nobody can explain must not go out.
    """
    failed = [finding for finding in findings if finding.verdict is Verdict.FAIL]
    missing = {finding.check for finding in failed if finding.result == "missing"}
    told = [each for each in failed if each.result != "missing" or _SAID_BY.get(each.check) not in missing]
    return [DeficiencyItem(each.check, *_CURES[each.check, each.result]) for each in told]
