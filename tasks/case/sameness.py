"""Decides whether a document is the form's person: the name, the current address and the birth date held against the form."""

from datetime import date

from tasks.case.findings import ABSENT, NOT_REQUIRED, UNREADABLE, UNSPECIFIED, finding
from tasks.case.id_documents import facts_of, may_show_no_address
from tasks.case.matching import match_addresses, match_names
from tasks.case.seen import Seen
from tasks.case.words import Finding, PageKind

_COMPARED = {
    "exact": "は請求書と一致しています。",
    "variant": "は表記に違いがあります。同一かどうかを確認してください。",
    "mismatch": "は請求書と一致していません。",
    UNREADABLE: "を読み取れません。原本を確認してください。",
    ABSENT: "は書類に記載がありません。現住所を確認できる書類が必要かどうかを判断してください。",
    NOT_REQUIRED: "は書類に記載がありません。会社の定めにより、現住所の記載は不要です。",
    UNSPECIFIED: "は請求書と一致していません。現住所の記載を要するかどうかは会社の定めがありません。",
    "missing": "を確認できる書類が見当たりません。",
}
_LOOK_AT_BACK = "裏面に住所の変更が記載されていないか確認してください。"


def compare_names(check: str, who: str, on_form: Seen[str], on_document: Seen[str], *, has_document: bool) -> Finding:
    """The name on the form against the name on the document; `who` is 「ご本人」 or 「代理人」."""
    if not has_document:
        return finding(check, "missing", f"{who}の氏名{_COMPARED['missing']}")
    match = match_names(on_form.value, on_document.value)
    return finding(check, match, f"{who}の氏名{_COMPARED[match]}")


def compare_addresses(
    on_form: Seen[str], on_document: Seen[str], *, kind: Seen[PageKind], must_show: bool | None = True
) -> Finding:
    """The address on the form against the current address on the person's document (policy `shows_current_address`).

    `absent` where a kind that may show none shows none; on every other kind an address not found is `unreadable`. Where
    the policy does not ask for a current address (`must_show` False) none is needed, and where it is silent (None) an
    address that differs is a person's matter. A card that takes changes of address on its back may only be out of date.
    """
    result = _address_result(on_form, on_document, kind, must_show)
    back = _LOOK_AT_BACK if result == "mismatch" and facts_of(kind.value).new_address_on_back else ""
    return finding("identity.address", result, f"ご本人の住所{_COMPARED[result]}{back}")


def _address_result(on_form: Seen[str], on_document: Seen[str], kind: Seen[PageKind], must_show: bool | None) -> str:
    if not kind.present:
        return "missing"
    if not on_document.present and (may_show_no_address(kind.value) or must_show is False):
        return NOT_REQUIRED if must_show is False else ABSENT
    match = match_addresses(on_form.value, on_document.value)
    return UNSPECIFIED if match == "mismatch" and must_show is not True else str(match)


def compare_birth_dates(on_form: Seen[date], on_document: Seen[date]) -> Finding | None:
    """The birth date on the form against the document's, where both were read surely; None where there is nothing to hold.

    No published policy makes it a condition, so dates that differ are a person's matter and fail nobody: of 474 readings
    of made-up packets on which both were read surely, one differed.
    """
    if on_form.value is None or on_document.value is None:
        return None
    if on_form.value == on_document.value:
        return finding("identity.birth_date", "exact", "ご本人の生年月日は請求書と一致しています。")
    detail = "ご本人の生年月日は請求書と一致していません。読み誤り又は別人でないか確認してください。"
    return finding("identity.birth_date", "mismatch", detail)
