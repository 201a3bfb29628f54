"""Decides whether the money sent is the fee due: as much, by a means the company takes, and what holds if it is too much."""

from collections.abc import Set as AbstractSet

from tasks.case.fee import ORDERS, TEIGAKU, TEIGAKU_YEN, FeeTerms, Instrument, not_due, nothing_seen, unsaid
from tasks.case.fee_words import yen
from tasks.case.findings import UNREADABLE, finding
from tasks.case.seen import Seen
from tasks.case.words import Finding, RequestKind


def amount_due(kinds: AbstractSet[RequestKind], charged: AbstractSet[RequestKind], each_yen: int, per: str) -> int:
    """The fee in yen for these kinds: once per written request, or once for each charged kind (policy `fee.per`)."""
    count = len(kinds & charged)
    return each_yen * (count if per == "kind" else min(count, 1))


def fee_amount(
    instruments: Seen[tuple[Instrument, ...]], terms: FeeTerms, means: AbstractSet[str] | None = frozenset({TEIGAKU})
) -> Finding:
    """The sum of the orders must be the fee due; the buyer's issue charge never counts (policy `fee.amount_yen`).

    One order scanned twice counts once. `means` are those that were seen, None when unread. Doubtful: a policy that leaves
    open what is due or how it is paid; nothing seen where stamps, cash or a transfer would do; an amount that no 定額小為替
    has; orders of a kind that nobody told where the policy takes none; too much, unless the policy says what becomes of it (`fee.on_over`).
    """
    if terms.due_yen == 0:
        return not_due("fee.amount", sent=instruments.present)
    if terms.silent:
        return unsaid("fee.amount")
    if not instruments.present:
        return nothing_seen("fee.amount", terms)
    taken = terms.means or frozenset()
    if means is not None and not means <= taken:
        return finding("fee.amount", "wrong_means", "手数料が会社の定める方法で納付されていません。")
    total = total_yen(instruments.value)
    if total is None or means is None or not (means or ORDERS & taken) or _misread(instruments.value or (), means):
        return finding("fee.amount", UNREADABLE, "手数料の金額を読み取れません。現物を確認してください。")
    return _compared(total, terms.due_yen or 0, terms.on_over)


def _misread(orders: tuple[Instrument, ...], means: AbstractSet[str]) -> bool:
    return means == {TEIGAKU} and any(order.amount not in TEIGAKU_YEN for order in orders)


_OVER = {
    "keep": ("over_kept", "会社の定めにより返金しません。"),
    "return_excess": ("over_returned", "超過分は返金してください。"),
    "ask_exact": ("not_exact", "会社は所定の額ちょうどの納付を求めています。"),
    None: ("over", "超過分の扱いは会社の定めがありません。"),
}


def _compared(total: int, due: int, on_over: str | None) -> Finding:
    if total == due:
        return finding("fee.amount", "ok", f"手数料{yen(due)}が同封されています。")
    if total < due:
        return finding("fee.amount", "short", f"手数料が{yen(due - total)}不足しています（必要額{yen(due)}）。")
    result, consequence = _OVER[on_over]
    return finding("fee.amount", result, f"手数料が{yen(total - due)}超過しています（必要額{yen(due)}）。{consequence}")


def total_yen(instruments: tuple[Instrument, ...] | None) -> int | None:
    """Yen in all, each serial once; None when any amount is unread, or one serial was read with two amounts."""
    if not instruments:
        return None
    amounts = {(order.serial or str(i), order.amount) for i, order in enumerate(instruments)}
    unsure = len({serial for serial, _ in amounts}) < len(amounts)
    return None if unsure or any(yen is None for _, yen in amounts) else sum(yen or 0 for _, yen in amounts)
