"""Decides whether the request form is complete, which requests it makes, and whether it came by a way the company takes."""

from collections.abc import Set as AbstractSet
from datetime import date

from tasks.case.findings import UNREADABLE, UNSPECIFIED, finding
from tasks.case.matching import Match, match_names
from tasks.case.seen import Seen
from tasks.case.words import Finding, RequestKind

POST = "post"
ELECTRONIC = frozenset({"email", "web"})  # nobody signs there with a pen
_MISSING = {
    "missing_signature": "署名又は押印が見当たりません。",
    "missing_date": "請求日の記入が見当たりません。",
    "missing_address": "ご本人の住所の記入が見当たりません。",
}
_NOT_WHOLE = "請求書の文字をほとんど読み取れないか、別の頁に続きがあると見られます。原本を確認してください。"


def form_complete(
    signature: Seen[str],
    dated: Seen[date],
    address: Seen[str],
    name: Seen[str],
    received_on: date,
    channel: str = POST,
    *,
    whole: bool = True,
) -> Finding:
    """Signature or seal, date and the person's address must stand on the form (004: "fill in all the prescribed items").

    The result names the first thing missing; the detail names all. Doubtful: something is there but cannot be read; the form
    may go on elsewhere or is so badly scanned (`whole` False) that what seems to be missing may only be unread; the date lies after receipt; the name is blank,
    for which the desk has no code; a request that came by e-mail or a web form and bears no signature, since no policy says
    how one signs there.
    """
    parts = (("missing_signature", signature), ("missing_date", dated), ("missing_address", address))
    absent = [result for result, part in parts if not part.present]
    unsigned = channel in ELECTRONIC and not signature.present
    missing = [result for result in absent if not (unsigned and result == "missing_signature")]
    if missing and not whole:
        return finding("form.complete", UNREADABLE, _NOT_WHOLE)
    if missing:
        return finding("form.complete", missing[0], "".join(_MISSING[result] for result in missing))
    if any(part.unreadable for _, part in parts) or not name.present:
        return finding("form.complete", UNREADABLE, "請求書に読み取れない記入欄があります。原本を確認してください。")
    if dated.value is not None and dated.value > received_on:
        return finding("form.complete", UNREADABLE, "請求日が受付日より後になっています。原本を確認してください。")
    if unsigned:
        detail = "電子的な請求で、署名も押印もありません。署名の要否は会社の定めがありません。"
        return finding("form.complete", UNSPECIFIED, detail)
    return finding("form.complete", "ok", "署名又は押印、請求日、住所がそろっています。")


def form_kind(
    kinds: Seen[frozenset[RequestKind]], accepted: AbstractSet[RequestKind], *, whole: bool = True
) -> Finding:
    """At least one request is ticked; several are legal (policy `requests.kinds`).

    Doubtful: a kind that the policy does not list, since the Act grants all five whatever a policy says; no tick on a
    form that was not read as a whole.
    """
    if kinds.unreadable:
        return finding("form.kind", UNREADABLE, "請求の種類の印が読み取れません。原本を確認してください。")
    if not kinds.value and not whole:
        return finding("form.kind", UNREADABLE, _NOT_WHOLE)
    if not kinds.value:
        return finding("form.kind", "none", "請求の種類が一つも選択されていません。")
    if kinds.value - accepted:
        return finding("form.kind", UNSPECIFIED, "会社の手続に定めのない種類の請求が含まれています。")
    return finding("form.kind", "ok", "請求の種類が選択されています。")


def form_channel(channel: str, accepted: AbstractSet[str] | None) -> Finding | None:
    """By which way the request came, against `requests.channels`; None for post where the policy takes it or is silent.

    A company may fix the way (Act Art. 37(1)), yet a request that came by another is no deficiency that the requester could
    mend on paper: a person answers it. Doubtful too: any way but post where the policy names none.
    """
    if accepted is None:
        if channel == POST:
            return None
        return finding("form.channel", UNSPECIFIED, "この方法による請求を受け付けるかどうか、会社の定めがありません。")
    if channel in accepted:
        return None if channel == POST else finding("form.channel", "ok", "会社の定める方法による請求です。")
    detail = "会社の定める方法によらない請求です。受け付けるかどうかを判断してください。"
    return finding("form.channel", UNSPECIFIED, detail)


def form_person(name: Seen[str], other_name: Seen[str]) -> Finding | None:
    """Whether all request forms of a packet name one person; None where no second form names anybody.

    One envelope may hold the requests of two people (a couple), and each has a right to a case of their own: a person parts
    them. Doubtful: a second name that is written otherwise or was read badly.
    """
    if not other_name.present:
        return None
    if match_names(name.value, other_name.value) is Match.EXACT:
        return finding("form.person", "one", "複数の請求書は、いずれも同じ方のものです。")
    detail = "異なる氏名の請求書が複数あると見られます。別の方の請求が含まれていないか確認してください。"
    return finding("form.person", "several", detail)


def form_policy(printed_for: Seen[str], policy: str) -> Finding | None:
    """Whether the prescribed papers of a packet were printed for the company that got them; None where all were, or none came.

    `printed_for` are the policies that their codes name, comma-joined, `policy` is the packet's. Somebody who fills in
    another company's form may have meant that company, and a power of attorney on its paper names it: a person looks.
    """
    if not printed_for.present or (printed_for.value is not None and set(printed_for.value.split(",")) == {policy}):
        return None
    detail = "別の会社の書式が使われています。宛先の会社と、請求又は委任の相手方を確認してください。"
    return finding("form.policy", "another", detail)
