"""Decides whether the money orders sent as a fee can still be cashed.

The rules of postal money orders (DOMAIN section 4): an order is good for six months from issue, the sender leaves the
payee blank, and a serial is spent once. The company's part (amount, kinds, means, days to spare) is policy data.
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

from tasks.case.era import iso_day
from tasks.case.findings import NOT_REQUIRED, UNREADABLE, UNSPECIFIED, finding, not_said
from tasks.case.seen import Seen
from tasks.case.words import Finding

TEIGAKU = "teigaku_kogawase"
ORDERS = frozenset({TEIGAKU, "futsu_kogawase"})  # the means that a scan shows; stamps, cash and transfers it does not
TEIGAKU_YEN = (50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000)  # denominations of 定額小為替


class Instrument(NamedTuple):
    """One money order: its serial ("" when unread), amount in yen, day of issue, and whether its payee is filled in."""

    serial: str
    amount: int | None
    issued_on: date | None
    payee_filled: bool | None


class FeeTerms(NamedTuple):
    """The policy's `fee`: what is due, how long an order is good, how many days must be left, what happens when it is wrong.

    `due_yen` None: the policy does not say whether, how much or how often; `means` None: nor by which means.
    `on_over` is "keep", "return_excess" or "ask_exact", `on_wrong_means` "return"; None where the policy is silent.
    """

    due_yen: int | None
    validity_months: int
    min_remaining_days: int
    means: AbstractSet[str] | None = ORDERS
    on_over: str | None = None
    on_wrong_means: str | None = None

    @property
    def silent(self) -> bool:
        """Whether the policy leaves open what is to be paid; a fee is then neither missing nor short."""
        return self.due_yen is None or (self.due_yen > 0 and self.means is None)


def parse_instruments(normalized: str, payees: str) -> tuple[Instrument, ...]:
    """The orders of `serial:amount:date;…`, with `payees` ("blank"/"filled", `;`-separated) in the same order."""
    sides = [side.strip() for side in payees.split(";")] if payees.strip() else []
    orders = [order for order in normalized.split(";") if order.strip(": ")]
    known = {"blank": False, "filled": True}
    filled = [known.get(side) for side in sides] if len(sides) == len(orders) else [None] * len(orders)
    return tuple(_instrument(order, side) for order, side in zip(orders, filled, strict=True))


def _instrument(order: str, payee_filled: bool | None) -> Instrument:
    serial, amount, issued_on = (*(part.strip() for part in order.split(":")), "", "", "")[:3]
    yen = int(amount) if amount.isascii() and amount.isdigit() else None
    return Instrument(plain_serial(serial), yen, iso_day(issued_on), payee_filled)


def plain_serial(serial: str) -> str:
    """A serial without spaces and hyphens, in capitals: as serials are compared and kept."""
    return "".join(c for c in serial.upper() if c.isalnum())


def last_good_day(issued_on: date, months: int) -> date:
    """The last day of an order's validity, counted conservatively: the day before the same day `months` months on."""
    index = issued_on.month - 1 + months
    year, month = issued_on.year + index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    same_day = min(date(year, month, 1) + timedelta(days=issued_on.day - 1), following - timedelta(days=1))
    return same_day - timedelta(days=1)


def not_due(check: str, *, sent: bool) -> Finding:
    """What a fee check says where nothing is due; money that came all the same goes back."""
    back = "同封された手数料は返却してください。" if sent else ""
    return finding(check, NOT_REQUIRED, f"手数料の不要な請求です。{back}")


def unsaid(check: str) -> Finding:
    """What a fee check says where the policy leaves open what is to be paid."""
    return finding(check, UNSPECIFIED, "手数料の要否、額、数え方又は納付方法に会社の定めがありません。")


def nothing_seen(check: str, terms: FeeTerms) -> Finding:
    """No order came: the fee is missing, unless stamps, cash or a transfer will do, which a scan does not show."""
    if (terms.means or frozenset()) <= ORDERS:
        return finding(check, "missing", "手数料が同封されていません。")
    return finding(check, UNREADABLE, "為替は見当たりません。切手、現金又は振込による納付を確認してください。")


def fee_validity(
    instruments: Seen[tuple[Instrument, ...]], terms: FeeTerms, received_on: date, seen_serials: AbstractSet[str]
) -> Finding:
    """Every order must be new to the desk, blank in the payee, and good for some days more; the worst order decides.

    Doubtful: an unread serial, payee or date, and a date of issue after receipt, which must have been misread. An order
    that no policy asked for fails nobody.
    """
    if terms.due_yen == 0:
        return not_due("fee.validity", sent=instruments.present)
    if not instruments.present:
        return unsaid("fee.validity") if terms.silent else nothing_seen("fee.validity", terms)
    orders = instruments.value or ()
    results = {validity_of(order, terms, received_on) for order in orders} or {UNREADABLE}
    if _used_before(orders, seen_serials):
        results.add("duplicate")
    worst = next(result for result in _WORST_FIRST if result in results)
    found = finding("fee.validity", worst, _WORST_FIRST[worst])
    return not_said(found, "手数料の要否、額又は納付方法") if terms.silent else found


def _used_before(orders: tuple[Instrument, ...], seen_serials: AbstractSet[str]) -> bool:
    serials = Counter(order.serial for order in orders if order.serial)
    spent = {plain_serial(serial) for serial in seen_serials}
    return any(count > 1 or serial in spent for serial, count in serials.items())


def validity_of(order: Instrument, terms: FeeTerms, received_on: date) -> str:
    """`ok`, `near_expiry`, `expired`, `payee_filled` or `unreadable` for one order on the day received."""
    if order.payee_filled:
        return "payee_filled"
    if order.issued_on is None or order.issued_on > received_on:
        return UNREADABLE
    left = (last_good_day(order.issued_on, terms.validity_months) - received_on).days
    if left < 0:
        return "expired"
    if not order.serial or order.payee_filled is None:
        return UNREADABLE
    return "near_expiry" if left < terms.min_remaining_days else "ok"


_WORST_FIRST = {
    "duplicate": "同じ番号の為替が既に受け付けられているか、重複しています。",
    "expired": "為替の有効期間（発行から６か月）が過ぎています。",
    "payee_filled": "為替の受取人欄に記入があります。",
    UNREADABLE: "為替の番号、発行日又は受取人欄を読み取れません。現物を確認してください。",
    "near_expiry": "為替の有効期間の残りがわずかです。早めに換金してください。",
    "ok": "為替は有効期間内で、受取人欄は空欄です。",
}
