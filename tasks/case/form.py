"""Decides whether the request form is complete and which requests it makes."""

from collections.abc import Set as AbstractSet
from datetime import date

from tasks.case.findings import UNREADABLE, UNSPECIFIED, finding
from tasks.case.seen import Seen
from tasks.case.words import Finding, RequestKind

_MISSING = {
    "missing_signature": "署名又は押印が見当たりません。",
    "missing_date": "請求日の記入が見当たりません。",
    "missing_address": "ご本人の住所の記入が見当たりません。",
}


def form_complete(
    signature: Seen[str], dated: Seen[date], address: Seen[str], name: Seen[str], received_on: date
) -> Finding:
    """Signature or seal, date and the person's address must stand on the form (004: "fill in all the prescribed items").

    The result names the first thing missing; the detail names all. Doubtful: something is there but cannot be read, the
    date lies after receipt, or the name is blank, for which the desk has no code: a person looks.
    """
    parts = (("missing_signature", signature), ("missing_date", dated), ("missing_address", address))
    missing = [result for result, part in parts if not part.present]
    if missing:
        return finding("form.complete", missing[0], "".join(_MISSING[result] for result in missing))
    if any(part.unreadable for _, part in parts) or not name.present:
        return finding("form.complete", UNREADABLE, "請求書に読み取れない記入欄があります。原本を確認してください。")
    if dated.value is not None and dated.value > received_on:
        return finding("form.complete", UNREADABLE, "請求日が受付日より後になっています。原本を確認してください。")
    return finding("form.complete", "ok", "署名又は押印、請求日、住所がそろっています。")


def form_kind(kinds: Seen[frozenset[RequestKind]], accepted: AbstractSet[RequestKind]) -> Finding:
    """At least one request is ticked; several are legal (policy `requests.kinds`).

    Doubtful: a kind that the policy does not list, since the Act grants all five whatever a policy says.
    """
    if kinds.unreadable:
        return finding("form.kind", UNREADABLE, "請求の種類の印が読み取れません。原本を確認してください。")
    if not kinds.value:
        return finding("form.kind", "none", "請求の種類が一つも選択されていません。")
    if kinds.value - accepted:
        return finding("form.kind", UNSPECIFIED, "会社の手続に定めのない種類の請求が含まれています。")
    return finding("form.kind", "ok", "請求の種類が選択されています。")
