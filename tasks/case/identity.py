"""Decides whether an identity document is one the policy takes, still valid, and of the person who asks.

Dates on which a kind of document lost its force are data (DOMAIN section 3): a card that a policy of 2008 still lists is
an accepted *kind*, and no longer *valid*.
"""

from collections.abc import Set as AbstractSet
from datetime import date

from tasks.case.findings import ABSENT, NOT_REQUIRED, UNREADABLE, UNSPECIFIED, finding
from tasks.case.matching import match_addresses, match_names
from tasks.case.seen import Seen
from tasks.case.words import Finding, PageKind

LAST_VALID = {
    PageKind.HEALTH_INSURANCE: date(2025, 12, 1),
    PageKind.JUKI_CARD: date(2025, 12, 28),
}
NO_LONGER_ISSUED = {PageKind.PENSION_BOOK: date(2022, 4, 1)}  # books issued before were never withdrawn
SHOWS_EXPIRY = frozenset(
    {
        PageKind.LICENCE,
        PageKind.PASSPORT,
        PageKind.MY_NUMBER_CARD,
        PageKind.ZAIRYU,
        PageKind.TOKUBETSU_EIJU,
        PageKind.SHIKAKU_KAKUNINSHO,
        PageKind.JUKI_CARD,
    }
)
MAY_SHOW_NO_ADDRESS = frozenset(
    {
        PageKind.PASSPORT,  # no holder's page when applied for from 2020-02-04
        PageKind.HEALTH_INSURANCE,  # the holder writes the address on the back, or does not
        PageKind.SHIKAKU_KAKUNINSHO,
        PageKind.PENSION_BOOK,
        PageKind.JUKI_CARD,  # the version without a portrait
    }
)
OFFICIAL_KINDS = SHOWS_EXPIRY | {PageKind.HEALTH_INSURANCE, PageKind.PENSION_BOOK, PageKind.JUMINHYO}
_PRIVATE_TITLES = (
    "社員証",
    "職員証",
    "学生証",
    "生徒手帳",
    "会員",
    "診察券",
    "クレジット",
    "キャッシュ",
    "ポイント",
    "名刺",
    "定期券",
)


def is_private_document(title: str) -> bool:
    """Whether a title is that of a card no public office issues; a policy's "other official documents" never means it."""
    return any(word in title for word in _PRIVATE_TITLES)


def identity_kind(
    kind: Seen[PageKind], title: str, accepted: AbstractSet[PageKind], other_official: bool | str
) -> Finding:
    """The document must be on the policy's list for the person (`identity.accepted`), or official where others will do.

    A listed kind that has since been abolished is accepted here; `identity_validity` refuses it. Doubtful: a document
    of no kind we know, when the policy takes other official ones (a disability certificate): a person looks, unless its
    title is a private card's. A family register proves authority, never identity.
    """
    if not kind.present:
        return finding("identity.kind", "missing", "ご本人の本人確認書類が見当たりません。")
    if kind.value is None:
        return finding("identity.kind", UNREADABLE, "本人確認書類の種類を判別できません。")
    if kind.value in accepted:
        return finding("identity.kind", "ok", "本人確認書類は会社の定める書類です。")
    return _other_kind(kind.value, title, other_official)


def _other_kind(kind: PageKind, title: str, other_official: bool | str) -> Finding:
    unknown = kind is PageKind.OTHER and not is_private_document(title)
    if other_official is False or not (unknown or kind in OFFICIAL_KINDS):
        return finding("identity.kind", "not_accepted", "会社の定める本人確認書類に当たりません。")
    if other_official == "unspecified":
        return finding("identity.kind", UNSPECIFIED, "この書類を認めるかどうか会社の定めがありません。")
    if unknown:
        return finding("identity.kind", UNREADABLE, "公的な本人確認書類に当たるかどうかを確認してください。")
    return finding("identity.kind", "ok", "その他の公的な本人確認書類に当たります。")


def validity_result(kind: Seen[PageKind], expires_on: Seen[date], received_on: date) -> str:
    """`ok`, `expired`, `no_longer_valid`, `missing`, `unreadable` or `unspecified` for one document on the day received.

    A document is valid through its last day. Doubtful: a kind that must print an expiry of which none was read, an unknown
    kind, and a pension book, which is no longer issued but was never declared void.
    """
    if not kind.present:
        return "missing"
    if kind.value is None or kind.value is PageKind.OTHER:
        return UNREADABLE
    if received_on > LAST_VALID.get(kind.value, date.max):
        return "no_longer_valid"
    if expires_on.value is not None:
        return "ok" if expires_on.value >= received_on else "expired"
    if kind.value in NO_LONGER_ISSUED:
        return UNSPECIFIED
    return UNREADABLE if expires_on.present or kind.value in SHOWS_EXPIRY else "ok"


_VALIDITY = {
    "ok": "本人確認書類は受付日において有効です。",
    "expired": "本人確認書類の有効期限が切れています。",
    "no_longer_valid": "この種類の書類は制度の廃止により現在は効力がありません。",
    "missing": "ご本人の本人確認書類が見当たりません。",
    UNREADABLE: "本人確認書類の有効期限を確認できません。",
    UNSPECIFIED: "新規の発行が終了した書類です。有効と認めるかどうかを判断してください。",
}


def identity_validity(kind: Seen[PageKind], expires_on: Seen[date], received_on: date, *, accepted: bool) -> Finding:
    """The person's document must be valid on the day received; one that is not (yet) accepted is left to a person."""
    if not accepted and kind.value is not None:
        detail = "会社の定める書類と確認できていないため、有効性は判断していません。"
        return finding("identity.validity", UNREADABLE, detail)
    result = validity_result(kind, expires_on, received_on)
    return finding("identity.validity", result, _VALIDITY[result])


def may_show_no_address(kind: PageKind | None) -> bool:
    """Whether documents of this kind may rightly show no current address."""
    return kind in MAY_SHOW_NO_ADDRESS


_COMPARED = {
    "exact": "は請求書と一致しています。",
    "variant": "は表記に違いがあります。同一かどうかを確認してください。",
    "mismatch": "は請求書と一致していません。",
    UNREADABLE: "を読み取れません。原本を確認してください。",
    ABSENT: "は書類に記載がありません。現住所を確認できる書類が必要かどうかを判断してください。",
    "missing": "を確認できる書類が見当たりません。",
}


def compare_names(check: str, who: str, on_form: Seen[str], on_document: Seen[str], *, has_document: bool) -> Finding:
    """The name on the form against the name on the document; `who` is 「ご本人」 or 「代理人」."""
    if not has_document:
        return finding(check, "missing", f"{who}の氏名{_COMPARED['missing']}")
    match = match_names(on_form.value, on_document.value)
    return finding(check, match, f"{who}の氏名{_COMPARED[match]}")


def compare_addresses(on_form: Seen[str], on_document: Seen[str], *, kind: Seen[PageKind]) -> Finding:
    """The address on the form against the current address on the person's document (policy `shows_current_address`).

    `absent` where a kind that may show none shows none; on every other kind an address not found is `unreadable`.
    """
    if not kind.present:
        result = "missing"
    elif not on_document.present and may_show_no_address(kind.value):
        result = ABSENT
    else:
        result = match_addresses(on_form.value, on_document.value)
    return finding("identity.address", result, f"ご本人の住所{_COMPARED[result]}")


def principal_unasked(checks: tuple[str, ...], principal_id: str) -> list[Finding]:
    """What the identity checks say of an agent's packet without the person's own document (`agent.principal_id`)."""
    if principal_id == "not_required":
        return [finding(check, NOT_REQUIRED, "代理人による請求のため不要です。") for check in checks]
    detail = "ご本人の本人確認書類が同封されていません。代理人請求での要否は会社の定めがありません。"
    return [finding(check, ABSENT, detail) for check in checks]
