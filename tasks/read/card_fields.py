"""Reads identity cards and passports: whose they are, where the holder lives, until when they are good."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.case.words import PageKind
from tasks.engines.geometry import around, shares_row
from tasks.engines.glyphs import japanese, japanese_address
from tasks.engines.label_room import labels
from tasks.engines.label_values import Value, join, labelled, labelled_or_below
from tasks.engines.page_layout import Layout, Line, squeeze
from tasks.engines.person_names import is_no_name
from tasks.read import repair
from tasks.read.found import Found, canonical, found
from tasks.read.kinds import TITLES
from tasks.read.latin_names import spaced
from tasks.read.upright_pages import ReadPage

K = PageKind
CARD_PAGES = frozenset(
    {
        K.LICENCE,
        K.PASSPORT,
        K.JUKI_CARD,
        K.HEALTH_INSURANCE,
        K.SHIKAKU_KAKUNINSHO,
        K.MY_NUMBER_CARD,
        K.ZAIRYU,
        K.TOKUBETSU_EIJU,
        K.PENSION_BOOK,
    }
)
_NAME = r"(?:被保険者)?(?:の)?(?:氏名|姓名|被保険者氏名|加入者氏名|資格者氏名)(?:/?NAME)?"
_ADDRESS = r"(?:現)?住所(?:/?ADDRESS)?|住居地(?:/?ADDRESS)?|(?:現住所)"
_BIRTH = r"生年月[日口曰目囗](?:/?DATEOFBIRTH)?|DATEOFBIRTH"
_EXPIRY = r"有効期限|有効期間満了日|有効期間|満了日|DATEOFEXPIRY|在留期間\(満了日\)"
_ERA_DAY = r"(?:明治|大正|昭和|平成|令和|[MTSHR])?[\d元]{1,4}年(?:\((?:平成|令和|[HR])?[\d元]{1,4}年?\))?[\d]{1,2}月[\d]{1,2}日"
_NAME_ENDS = re.compile(r"(?:(?:明治|大正|昭和|平成|令和)[\d元].*|\d{4}年.*|性別.*|[\s　][男女]$|生年月日.*)$")
_NEW_ADDRESS = re.compile(
    r"(?:(?:大正|昭和|平成|令和|[SHR])[\d元]{1,2}[年.]\d{1,2}[月.]\d{1,2}日?)?(?P<address>.{0,4}(?:[都道府県]|[市区町村]).+\d.*)$"
)


def card_fields(pages: Sequence[ReadPage], role: str) -> list[Found]:
    """The fields of one document from all its pages, front first; `role` is `id` or `agent_id`."""
    fields: dict[str, Found] = {}
    for page in pages:
        for one in (
            *_kind(page, role),
            *_name(page, role),
            *_birth(page, role),
            *_expiry(page, role),
            *_address(page, role),
        ):
            fields.setdefault(one.name, one)
    for page in pages:
        for one in (*_changed_address(page, role), *_bearers_name(page, role)):
            fields[one.name] = one
    return list(fields.values())


def _kind(page: ReadPage, role: str) -> list[Found]:
    """The document's printed title; a card whose title was not read is known by its other words."""
    title = TITLES.get(page.kind, r"$^")
    hits = sorted(page.layout.find(title), key=lambda hit: -(hit.end - hit.begin) / len(hit.line.text))
    if hits:
        line = hits[0].line
        return found(f"{role}.kind", page, Value(line.text, line.box, page.confidence), page.kind.value)
    lines = page.layout.lines
    box = around(line.box for line in lines) if lines else (0.0, 0.0, 1.0, 1.0)
    return [Found(f"{role}.kind", page, Value(page.kind.value, box, page.confidence), page.kind.value)]


def _name(page: ReadPage, role: str) -> list[Found]:
    """The holder's name; on a passport the bearer's page in kanji before the Latin letters of the data page."""
    if page.kind is K.PASSPORT:
        return _passport_name(page, role)
    for _, value in labelled(page.layout, _NAME, is_no_name):
        value = spaced(page.layout, value)  # noqa: PLW2901
        text = _NAME_ENDS.sub("", repair.name(value.text)).strip()
        if len(text) >= 2 and not re.search(r"\d{3}|住所", text):
            return found(f"{role}.name", page, replace(value, text=japanese(text)))
    return _latin_name(page, role)


def _latin_name(page: ReadPage, role: str) -> list[Found]:
    """A residence card may print the name alone in capitals."""
    if page.kind not in {K.ZAIRYU, K.TOKUBETSU_EIJU}:
        return []
    hit = next(
        (
            hit
            for hit in page.layout.find(r"^[A-Z]{3,}[A-Z,.]*$")
            if " " in hit.line.text and hit.line.box[1] < page.upright.size[1] / 2
        ),
        None,
    )
    return found(f"{role}.name", page, Value(hit.line.text, hit.box, hit.line.confidence * 0.8)) if hit else []


def _bearers_name(page: ReadPage, role: str) -> list[Found]:
    """The name in kanji that the bearer of a passport wrote, which counts before the Latin letters on another page."""
    named = _passport_name(page, role) if page.kind is K.PASSPORT else []
    return [one for one in named if re.search(r"[一-鿿]", one.value.text)]


def _passport_name(page: ReadPage, role: str) -> list[Found]:
    kanji = [
        value
        for _, value in labelled(page.layout, r"(?:所持人)?(?:氏名|NAME)(?:/NAME)?")
        if re.search(r"[一-鿿]{2}", value.text)
    ]
    if kanji:
        return found(f"{role}.name", page, replace(kanji[0], text=japanese(repair.name(kanji[0].text))))
    mrz = _mrz(page.layout)
    if mrz is None:
        return []
    surname, _, given = squeeze(mrz.text)[0][5:].partition("<<")
    name = f"{surname.replace('<', ' ')} {given.replace('<', ' ')}".strip()
    return found(f"{role}.name", page, Value(re.sub(r"\s+", " ", name), mrz.box, mrz.confidence * 0.9))


def _mrz(layout: Layout) -> Line | None:
    return next((hit.line for hit in layout.find(r"^P[<A-Z][A-Z]{3}[A-Z<]{10,}")), None)


def _birth(page: ReadPage, role: str) -> list[Found]:
    for _, value in labelled_or_below(page.layout, _BIRTH):
        normalized = repair.day(value.text)
        if normalized:
            return found(f"{role}.birth_date", page, repair.only_date(value), normalized)
    hit = next(iter(page.layout.find(rf"{_ERA_DAY}生")), None)
    if hit is None:
        return []
    text = hit.line.text[hit.begin : hit.end].rstrip("生")
    return canonical(f"{role}.birth_date", page, Value(text, hit.box, hit.line.confidence), repair.day(text))


def _expiry(page: ReadPage, role: str) -> list[Found]:
    """Until when the document is good: 「…まで有効」 before a label, and never the date of a certificate on a chip."""
    for pattern in (rf"{_ERA_DAY}(?=まで有効)", rf"{_ERA_DAY}(?=まで)"):
        hits = [hit for hit in page.layout.find(pattern) if "電子証明書" not in hit.line.text]
        for hit in hits:
            text = hit.line.text[hit.begin : hit.end]
            return canonical(f"{role}.expires_on", page, Value(text, hit.box, hit.line.confidence), repair.day(text))
    for hit in page.layout.find(r"月\d{1,2}日(?=まで)"):
        whole = join(_row_before(page.layout, hit.line))
        normalized = repair.day(whole.text) if whole else None
        if whole and normalized and "電子" not in hit.line.text:
            return found(f"{role}.expires_on", page, repair.only_date(whole), normalized)
    for hit, value in labelled_or_below(page.layout, _EXPIRY):
        normalized = repair.day(value.text)
        if normalized and "電子" not in hit.line.text:
            return found(f"{role}.expires_on", page, repair.only_date(value), normalized)
    return []


def _row_before(layout: Layout, last: Line) -> list[Line]:
    """A line with those right before it in its row: 2029年 and （令和11年）06月04日まで有効 are often read apart."""
    row = [last]
    for line in sorted(layout.lines, key=lambda one: -one.box[2]):
        gap = row[0].box[0] - line.box[2]
        if line is not last and -0.5 * line.height < gap < 2 * line.height and shares_row(line.box, row[0].box) > 0.5:
            row.insert(0, line)
    return row


def _address(page: ReadPage, role: str) -> list[Found]:
    for _, value in labelled(page.layout, _ADDRESS):
        _, rest = repair.split_postcode(value.text)
        if re.search(r"[都道府県市区町村郡]", rest) and "。" not in rest:
            return found(f"{role}.address", page, replace(value, text=japanese_address(rest)))
    return []


def _changed_address(page: ReadPage, role: str) -> list[Found]:
    """A change of address entered on the back, the last one when there are several."""
    if not re.search(r"備考|裏面|記載欄|住居地記載|届出年月日|追記欄|新住所", page.layout.text):
        return []
    front = [hit.box for hit in labels(page.layout, _ADDRESS) if "新" not in hit.line.text]  # both faces on one sheet
    rows = [
        line
        for line in page.layout.lines
        if _NEW_ADDRESS.search(squeeze(line.text)[0])
        and not _is_office(line)
        and not any(shares_row(line.box, box) > 0.4 and box[2] <= line.box[0] + line.height for box in front)
    ]
    if not rows:
        return []
    last = max(rows, key=lambda line: line.box[1])
    begin = _address_begin(last)
    value = join([last.part(begin, len(last.text))])
    return found(f"{role}.address", page, repair.spelled(value) if value else None)


_BEFORE_ADDRESS = re.compile(
    r"^(?:[\s　]*(?:(?:大正|昭和|平成|令和|[SHR])[\s　.]*[\d元]{1,2}[年.][\s　]*\d{1,2}[月.][\s　]*\d{1,2}日?|新住所|住所|変更後?|転居|住居地|[:：]))+[\s　]*"
)


def _address_begin(line: Line) -> int:
    """Where in a line the address begins, after the date and the words 新住所 that may stand before it."""
    lead = _BEFORE_ADDRESS.match(line.text)
    return min(lead.end(), len(line.text) - 1) if lead else 0


def _is_office(line: Line) -> bool:
    return bool(re.search(r"公安委員会|市長|区長|町長|村長|組合|協会|電話|返信|拾得|郵便|警察|以下|意思|。", line.text))
