"""Reads postal money orders: serial, amount, date of issue, and whether the payee was left blank."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.case.words import PageKind
from tasks.engines.geometry import Box, around, grown
from tasks.engines.label_room import labels, room_beside
from tasks.engines.label_values import Value, labelled
from tasks.engines.page_layout import Hit, Layout, squeeze
from tasks.read import repair
from tasks.read.found import Found
from tasks.read.other_means import other_means
from tasks.read.upright_pages import ReadPage

_TITLE = r"(?:定額|普通)?小?為替(?:証書|金受領証書)|普通為替証書"
_AMOUNT = r"(?:[¥￥\\Y半][*＊]*\s*\d{1,3}(?:[,，.]?\d{3})*|(?<!\d)\d{1,3}(?:[,，.]\d{3})*円|(?<!\d)\d{2,5}円|[壱弐参拾百千]+円)"
_SERIAL = r"(?:[A-Z]?\d{4,6}[-‐ー一]\d{3,8}|[A-Z]{1,3}\d{6,10}|(?<![\d年月])\d{8,13}(?!\d))"
_SERIAL_LABEL = r"(?:証書)?(?:記号)?・?番号|記号番号|第"
_DATE = r"(?:(?:令和|平成|R)?[\d元]{1,4}年[\d]{1,2}月[\d]{1,2}日|(?:R|令和)?\d{1,4}[/.\-][\d]{1,2}[/.\-][\d]{1,2})"
_STAMP = r"^\d{1,2}[.,・]-?\d{1,2}[.,・]-?\d{1,2}$"
_NO_ERA_YEAR = 20  # 令和20 is 2038
_PAYEE = r"(?:指定)?受取人(?:の?(?:氏名|おなまえ|住所))?|(?:受取人)?おなまえ|受取人(?:ご)?氏名"
_PRINTED_BY_PAYEE = re.compile(
    _PAYEE + r"|受取人|おなまえ|おところ|(?:ご|お)?(?:氏名|名前|住所)|様$|印|㊞|.*記入.*|^[^\w]+$|[()（）:・]"
)  # what the post office printed there
_NO_NAME = re.compile(
    r"料金|円|[¥￥]|年.*月|\d{1,2}[./]\d|\d{5}|証書|郵便局|銀行|払渡|受領"
)  # what a neighbour says, the slip above all
_KANJI_YEN = {"壱": 1, "弐": 2, "参": 3, "拾": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Order:
    """One money order on a page: its parts, None where unread, and its frame."""

    serial: Value | None
    amount: Value | None
    yen: int | None
    issued: Value | None
    payee: str
    box: Box


def money_fields(pages: Sequence[ReadPage]) -> list[Found]:
    """`fee.total`, `fee.instruments`, `fee.payees` and `fee.means` of all money orders in the packet, or of what came in their place."""
    orders = [(page, order) for page in pages if page.kind is PageKind.MONEY_ORDER for order in orders_of(page.layout)]
    if not orders:
        return other_means(pages)
    page, first = orders[0]
    box = around(order.box for on, order in orders if on is page)
    sure = min(_confidence(order) for _, order in orders)
    listed = ";".join(_as_text(order) for _, order in orders)
    fields = [Found("fee.instruments", page, Value(listed, box, sure), listed)]
    if all(order.yen is not None for _, order in orders):
        total = str(sum(order.yen or 0 for _, order in orders))
        shown = first.amount.text if first.amount and len(orders) == 1 else total
        fields.append(Found("fee.total", page, Value(shown, first.amount.box if first.amount else box, sure), total))
    fields.append(
        Found(
            "fee.payees",
            page,
            Value(";".join(o.payee for _, o in orders), box, 0.9),
            ";".join(o.payee for _, o in orders),
        )
    )
    means = sorted({_means(page.layout) for page, _ in orders})
    fields.append(Found("fee.means", page, Value(";".join(means), box, 0.9), ";".join(means)))
    return fields


def _means(layout: Layout) -> str:
    return "futsu_kogawase" if "普通為替" in layout.text and "定額小為替" not in layout.text else "teigaku_kogawase"


def _confidence(order: Order) -> float:
    parts = [part.confidence for part in (order.serial, order.amount, order.issued) if part]
    return min(parts, default=0.3)


def _as_text(order: Order) -> str:
    serial = squeeze(order.serial.text)[0] if order.serial else ""
    issued = repair.day(order.issued.text) if order.issued else None
    return f"{serial}:{order.yen if order.yen is not None else ''}:{issued or ''}"


def orders_of(layout: Layout) -> list[Order]:
    """The money orders on a page: the page is parted where a title begins."""
    return [_order(layout, frame) for frame in _frames(layout)]


def _frames(layout: Layout) -> list[Box]:
    """One frame per certificate; a payment slip (受領証) that hangs on its certificate is no order of its own."""
    width, height = (float(side) for side in layout.upright.size)
    titles = [hit for hit in layout.find(_TITLE) if (hit.end - hit.begin) > 0.45 * len(squeeze(hit.line.text)[0])]
    titles = [hit for hit in titles if "受領" not in hit.line.text and not re.search(r"[。、はをが]", hit.line.text)]
    rows = _own_rows(titles, layout.letter)
    if len(rows) <= 1:
        return [(0.0, 0.0, width, height)]
    tops = [0.0] + [hit.box[1] - 1.5 * layout.letter for hit in rows[1:]] + [height]
    return [(0.0, top, width, bottom) for top, bottom in pairwise(tops)]


def _own_rows(titles: list[Hit], letter: float) -> list[Hit]:
    rows: list[Hit] = []
    for hit in sorted(titles, key=lambda one: one.box[1]):
        if not rows or hit.box[1] - rows[-1].box[1] > 6 * letter:
            rows.append(hit)
    return rows


def _order(layout: Layout, frame: Box) -> Order:
    amount, yen = _amount(layout, frame)
    return Order(_serial(layout, frame), amount, yen, _issued(layout, frame), _payee(layout, frame), frame)


def _hits(layout: Layout, pattern: str, frame: Box) -> list[Hit]:
    return [hit for hit in layout.find(pattern) if frame[1] <= (hit.box[1] + hit.box[3]) / 2 < frame[3]]


def _value(hit: Hit) -> Value:
    return Value(hit.line.text[hit.begin : hit.end], hit.box, hit.line.confidence)


def _amount(layout: Layout, frame: Box) -> tuple[Value | None, int | None]:
    """The largest-printed sum of money; the issue charge (料金) never counts."""
    hits = [hit for hit in _hits(layout, _AMOUNT, frame) if not re.search(r"料金|手数料|以下|以上|まで", hit.line.text)]
    hits += [hit for hit in _hits(layout, r"^[1-9]\d{0,2}[,，.]?\d{0,3}$", frame) if _has_yen_beside(layout, hit)]
    for hit in sorted(hits, key=lambda one: -one.line.height):
        yen = _yen(squeeze(hit.line.text[hit.begin : hit.end])[0])
        if yen is not None and 50 <= yen <= 1_000_000:
            return _value(hit), yen
    return None, None


def _has_yen_beside(layout: Layout, hit: Hit) -> bool:
    """Whether 円 stands right of a number, smaller and so in a line of its own."""
    beside = layout.row_right(hit.box, reach=1.5 * hit.line.height)
    return any(squeeze(line.text)[0] == "円" for line in beside)


def _yen(text: str) -> int | None:
    kanji = [c for c in text if c in _KANJI_YEN]
    if kanji:
        total = digit = 0
        for c in kanji:
            number = _KANJI_YEN[c]
            total, digit = (total + (digit or 1) * number, 0) if number >= 10 else (total, number)
        return total + digit
    plain = repair.digits(re.sub(r"^[¥\\Y半]", "", text))
    return int(plain) if plain else None


def _serial(layout: Layout, frame: Box) -> Value | None:
    for hit, value in labelled(layout, _SERIAL_LABEL):
        inside = frame[1] <= (hit.box[1] + hit.box[3]) / 2 < frame[3]
        text = _said_once(squeeze(value.text)[0].replace("ー", "-").replace("一", "-"))
        matched = re.search(r"[A-Z]?[\d][\d\- ]{3,}\d", text)
        if inside and matched and not re.search(r"[年月日]", value.text):
            return Value(matched[0], value.box, value.confidence)
    other = next(iter(_hits(layout, _SERIAL, frame)), None)
    return (
        Value(squeeze(other.line.text[other.begin : other.end])[0], other.box, other.line.confidence) if other else None
    )


def _said_once(text: str) -> str:
    """A number without its repetition: the payment slip beside the certificate bears it again."""
    return re.sub(r"^(.{6,}?)\1+$", r"\1", text)


def _issued(layout: Layout, frame: Box) -> Value | None:
    dates = [hit for hit in _hits(layout, _DATE, frame) if repair.day(hit.line.text[hit.begin : hit.end])]
    named = [hit for hit in dates if re.search(r"発行|振出|交付", hit.line.text) or _labelled_issue(layout, hit)]
    return _value((named or dates)[0]) if dates else _stamped(layout, frame)


def _stamped(layout: Layout, frame: Box) -> Value | None:
    """The day in a post office's date stamp, as 8.11.-6 or 26.11.6: a year of the era, or from 20 on the end of 20xx."""
    for hit in _hits(layout, _STAMP, frame):
        numbers = re.findall(r"\d+", squeeze(hit.line.text)[0])
        year = f"20{numbers[0]}" if int(numbers[0]) >= _NO_ERA_YEAR else f"令和{numbers[0]}"
        value = Value(f"{year}年{numbers[1]}月{numbers[2]}日", hit.box, hit.line.confidence)
        if repair.day(value.text):
            return value
    return None


def _labelled_issue(layout: Layout, hit: Hit) -> bool:
    return any(abs(label.box[1] - hit.box[1]) < layout.letter for label in layout.find(r"発行(?:年月)?日|振出"))


def _payee(layout: Layout, frame: Box) -> str:
    """`filled` when something stands in the room of the payee, `blank` when the room is empty, "" when it was not found."""
    states = []
    for hit in labels(layout, _PAYEE):
        if not frame[1] <= (hit.box[1] + hit.box[3]) / 2 < frame[3]:
            continue
        if hit.rest and re.search(r"\w", _PRINTED_BY_PAYEE.sub("", squeeze(hit.rest.text)[0])):
            states.append("filled")  # the name stands in the label's own line
            continue
        room = room_beside(layout, hit) or (hit.box[2] + 6, hit.box[1], hit.box[2] + 8 * layout.letter, hit.box[3])
        inside = [
            line for line in layout.inside(grown(room, 2)) if line is not hit.line and re.search(r"\w", line.text)
        ]
        written = [
            line
            for line in inside
            if _PRINTED_BY_PAYEE.sub("", squeeze(line.text)[0]) and not _NO_NAME.search(squeeze(line.text)[0])
        ]
        states.append("filled" if written else "blank")
    return "filled" if "filled" in states else "blank" if states else ""
