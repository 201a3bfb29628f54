"""Decides whether an identity document is one the policy takes, still valid, and recent enough.

Dates on which a kind of document lost its force are data (`id_documents`): a card that a policy of 2008 still lists is an
accepted *kind*, and no longer *valid*. What a policy does not say is `None` here and always a person's matter.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

from tasks.case.findings import ABSENT, NOT_REQUIRED, UNREADABLE, UNSPECIFIED, finding
from tasks.case.id_documents import (
    FACTS,
    LICENCE_ON_CHIP,
    OFFICIAL_KINDS,
    facts_of,
    is_private_document,
    years_on,
)
from tasks.case.seen import Seen
from tasks.case.words import Finding, PageKind

LAST_VALID = {kind: facts.last_valid for kind, facts in FACTS.items() if facts.last_valid}
_BEFORE_IT_BEGINS = timedelta(days=92)  # a certificate is handed out some weeks before its first day


class IdentityTerms(NamedTuple):
    """What a policy says of one role's identity documents; None everywhere means that it says nothing."""

    accepted: AbstractSet[PageKind] | None
    other_official: bool | None = False
    number_needed: int | None = 1
    max_age_days: int | None = None
    original: bool = False


class Sent(NamedTuple):
    """What came of one role: the document's kind, its words, and how many documents came in all (None: uncertain)."""

    kind: Seen[PageKind]
    text: str = ""
    number: int | None = 1


_KIND = {
    "ok": "本人確認書類は会社の定める書類です。",
    "official": "書類は、その他の公的な本人確認書類に当たります。",
    "missing": "本人確認書類が見当たりません。",
    "not_accepted": "会社の定める本人確認書類に当たりません。",
    "too_few": "本人確認書類の点数が、会社の定める点数に足りません。",
    "unknown": "本人確認書類の種類を判別できません。",
    "silent": "本人確認書類として何を要するか、会社の定めがありません。",
    "silent_other": "書類を認めるかどうか、会社の定めがありません。",
    "maybe_official": "書類が公的な本人確認書類に当たるかどうかを確認してください。",
    "on_chip": "書類は、免許情報を記録したマイナンバーカード又はその印字は、運転免許証の写しに当たらないと見られます。",
    "silent_number": "本人確認書類が何点必要か、会社の定めがありません。",
    "look_at_all": "本人確認書類は複数必要です。二点目以降の内容を確認してください。",
}


def identity_kind(check: str, who: str, sent: Sent, terms: IdentityTerms) -> Finding:
    """The document must be on the role's list (`identity.accepted`), or official where others will do; and enough of them.

    A listed kind that has since been abolished is accepted here; `validity_result` refuses it. Doubtful: a policy that
    names no document or no number; a document of no kind we know, when other official ones will do (a disability
    certificate), unless its title is a private card's; a second document, whose contents nobody held against the form.
    A family register proves authority, never identity. `who` is 「ご本人」 or 「代理人」.
    """
    word, result = _kind_word(sent, terms)
    if word in ("ok", "official"):
        word, result = _number_word(word, sent, terms)
    paper = "原本であることを現物で確認してください。" if terms.original and result == "ok" else ""
    return finding(check, result, f"{who}の{_KIND[word]}{paper}")


def _kind_word(sent: Sent, terms: IdentityTerms) -> tuple[str, str]:
    kind = sent.kind.value
    if terms.accepted is None:
        return "silent", UNSPECIFIED
    if not sent.kind.present:
        return "missing", "missing"
    if kind is None:
        return "unknown", UNREADABLE
    if kind is PageKind.LICENCE and LICENCE_ON_CHIP in sent.text:
        return "on_chip", UNREADABLE
    return ("ok", "ok") if kind in terms.accepted else _other_word(kind, sent.text, terms.other_official)


def _other_word(kind: PageKind, title: str, other_official: bool | None) -> tuple[str, str]:
    unknown = kind is PageKind.OTHER and not is_private_document(title)
    if other_official is False or not (unknown or kind in OFFICIAL_KINDS):
        return "not_accepted", "not_accepted"
    if other_official is None:
        return "silent_other", UNSPECIFIED
    return ("maybe_official", UNREADABLE) if unknown else ("official", "ok")


def _number_word(word: str, sent: Sent, terms: IdentityTerms) -> tuple[str, str]:
    if terms.number_needed is None:
        return "silent_number", UNSPECIFIED
    if terms.number_needed == 1:
        return word, "ok"
    if sent.number is not None and sent.number < terms.number_needed:
        return "too_few", "too_few"
    return "look_at_all", UNREADABLE


def validity_result(
    kind: Seen[PageKind],
    expires_on: Seen[date],
    received_on: date,
    issued_on: Seen[date] | None = None,
    max_age_days: int | None = None,
) -> str:
    """`ok`, `expired`, `no_longer_valid`, `too_old`, `missing`, `unreadable` or `unspecified` for one document.

    A document is valid through its last day; a snapshot of a register is good while it is no older than the policy allows
    (`max_age_days`). Doubtful: a kind that must print an expiry of which none was read, one that lies further off than any
    such card is good for, an unknown kind, and a pension book, which is no longer issued but was never declared void.
    """
    if kind.value is None or kind.value is PageKind.OTHER:
        return UNREADABLE if kind.present else "missing"
    facts = facts_of(kind.value)
    if received_on > LAST_VALID.get(kind.value, date.max):
        return "no_longer_valid"
    if expires_on.value is not None:
        return _expiry_result(expires_on.value, received_on, facts.longest_years)
    if facts.no_longer_issued:
        return UNSPECIFIED
    if expires_on.present or facts.shows_expiry:
        return UNREADABLE
    return age_result(issued_on or Seen(), received_on, max_age_days) if facts.ages else "ok"


def _expiry_result(expires_on: date, received_on: date, longest_years: int) -> str:
    if expires_on < received_on:
        return "expired"
    return "ok" if expires_on <= years_on(received_on, longest_years) + _BEFORE_IT_BEGINS else UNREADABLE


def age_result(issued_on: Seen[date], received_on: date, max_age_days: int | None) -> str:
    """`ok`, `too_old` or `unreadable`: a paper's age on the day received, against the policy's `max_age_days` if it has one.

    Doubtful: a limit, and no date that was read; a date after receipt, which must have been misread.
    """
    if max_age_days is None:
        return "ok"
    if issued_on.value is None or issued_on.value > received_on:
        return UNREADABLE
    return "ok" if (received_on - issued_on.value).days <= max_age_days else "too_old"


_VALIDITY = {
    "ok": "本人確認書類は受付日において有効です。",
    "expired": "本人確認書類の有効期限が切れています。",
    "no_longer_valid": "この種類の書類は制度の廃止により現在は効力がありません。",
    "too_old": "本人確認書類の発行から、会社の定める期間が過ぎています。",
    "missing": "ご本人の本人確認書類が見当たりません。",
    UNREADABLE: "本人確認書類の有効期限又は発行日を確認できません。",
    UNSPECIFIED: "新規の発行が終了した書類です。有効と認めるかどうかを判断してください。",
}


def identity_validity(
    kind: Seen[PageKind],
    expires_on: Seen[date],
    received_on: date,
    *,
    accepted: bool,
    issued_on: Seen[date] | None = None,
    max_age_days: int | None = None,
) -> Finding:
    """The person's document must be valid on the day received; one that is not (yet) accepted is left to a person."""
    if not accepted and kind.value is not None:
        detail = "会社の定める書類と確認できていないため、有効性は判断していません。"
        return finding("identity.validity", UNREADABLE, detail)
    result = validity_result(kind, expires_on, received_on, issued_on, max_age_days)
    return finding("identity.validity", result, _VALIDITY[result])


def principal_unasked(checks: tuple[str, ...], principal_id: str, *, sure: bool = True) -> list[Finding]:
    """What the identity checks say of an agent's packet without the person's own document (`agent.principal_id`).

    Doubtful: whether an agent acts at all (`sure` False); else the person's own would be missing.
    """
    if not sure:
        detail = "ご本人の本人確認書類が同封されていません。代理人による請求かどうかを確認してください。"
        return [finding(check, UNREADABLE, detail) for check in checks]
    if principal_id == "not_required":
        return [finding(check, NOT_REQUIRED, "代理人による請求のため不要です。") for check in checks]
    detail = "ご本人の本人確認書類が同封されていません。代理人請求での要否は会社の定めがありません。"
    return [finding(check, ABSENT, detail) for check in checks]
