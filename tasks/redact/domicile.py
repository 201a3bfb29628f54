"""Finds the domicile of origin wherever it stands: beside its label, in a register's prose, by layout, by its own text."""

import re
from collections.abc import Sequence

from tasks.case.address import PREFECTURES
from tasks.case.words import PageKind, Reading, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, around, shares_row
from tasks.engines.label_room import PROSE_AFTER, room_beside
from tasks.engines.page_layout import Hit, Line, squeeze
from tasks.redact.domicile_text import Domicile, domicile_of, find_domicile, same_place
from tasks.redact.labelled_marks import lines_in, touches, value_boxes
from tasks.redact.romaji import ROMAJI_PREFECTURES
from tasks.redact.sheets import Mark, Sheet

K = PageKind
REASON = RedactionReason.DOMICILE
WORDS = (
    r"(?:従前の?|新|旧|原|前|届出時の?|転籍前の?|登録)?[本木][籍藉籠耤](?:地)?(?:又は国籍|[・·/]国籍)?(?:[・·/,、及び]*(?:戸籍の?)?筆頭者(?:の?氏名)?)?(?:\([^)]{0,12}\))?"
    r"|(?:従前|入籍|新|除籍|転籍|編入)戸籍|転籍(?:先|地|前)|原籍地?|REGISTEREDDOMICILE|DOMICILE"
)
_AFTER_WORD = re.compile(r"[\])】〕>:;/]*(?:REGISTEREDDOMICILE|DOMICILE)?[\])】〕>:;]*")
_KANA_TOWN = re.compile(r"^[ぁ-んァ-ヶー]{2,6}[市町村]")
_ADDRESSLIKE = re.compile(r"[都道府県市区町村郡]|番地")
_IN_REGISTER = re.compile(
    rf"(?:{'|'.join(PREFECTURES)})?[^\d、。【】\s]{{1,9}}?[市区郡町村](?:[^\d、。【】]{{0,14}}?)[\d〇一二三四五六七八九十百千壱弐参拾]+(?:丁目|番地の?|番|号|-)[\d〇一二三四五六七八九十壱弐参拾\-番地号の]*"
)
_PREFECTURE_ALONE = re.compile(rf"^(?:{'|'.join(ROMAJI_PREFECTURES)}|{'|'.join(PREFECTURES)})$")


def domicile_labels(sheet: Sheet) -> list[Hit]:
    """Where a word for the domicile stands as a label, at the start of a line or before an address; prose is left alone."""
    return [_whole(hit) for hit in sheet.layout.find(WORDS) if is_label_here(hit)]


def _whole(hit: Hit) -> Hit:
    """The label with the bracket, colon or English that closes it."""
    rest, places = squeeze(hit.line.text[hit.end :])
    more = _AFTER_WORD.match(rest)
    return Hit(hit.line, hit.begin, hit.end + places[more.end() - 1] + 1) if more and more.end() else hit


def is_label_here(hit: Hit) -> bool:
    """Whether a word for the domicile is a label here and no part of a sentence.

    A value may begin like a sentence's particle (にかほ市); when in doubt it is a label, for a leak is worse than a blot.
    """
    before, _ = squeeze(hit.line.text[: hit.begin])
    after, _ = squeeze(hit.line.text[hit.end :])
    leads = len(re.sub(r"[\d①-⑳.)(（【\[〔<・●○■◆※*]", "", before)) == 0
    if _KANA_TOWN.match(after):
        return True
    if PROSE_AFTER.match(after) and not re.match(r"^[はがを]?[:：]", after):
        return False
    if leads:
        return not (len(after) > 14 and after.endswith("。"))
    return before[-1:] in "】])〕|｜" or bool(_ADDRESSLIKE.search(after[:14]))


def mark_labelled(sheet: Sheet) -> list[str]:
    """Marks the value of every domicile label of a page; the texts that were marked, for looking elsewhere."""
    texts: list[str] = []
    for hit in domicile_labels(sheet):
        boxes = _without_head(sheet, hit, value_boxes(sheet, hit))
        sheet.add(boxes, REASON, RedactionSource.LABEL, inline=True)
        room = room_beside(sheet.layout, hit)
        lines = lines_in(sheet, room, hit) if room and boxes else []
        texts += ["".join(line.text for line in lines), *(line.text for line in lines)]
    return [text for text in texts if text]


def _without_head(sheet: Sheet, hit: Hit, boxes: list[Box]) -> list[Box]:
    """Of the room of 本籍・筆頭者 the part before the name of the register's head, which stays."""
    if "筆頭" not in hit.line.text[hit.begin : hit.end]:
        return boxes
    kept: list[Box] = []
    for box in boxes:
        heads = [
            line
            for line in sheet.layout.inside(box)
            if line.box[0] > box[0] + sheet.layout.letter and not re.search(r"[都道府県市区町村郡番地号\d]", line.text)
        ]
        right = min((line.box[0] - 0.3 * line.height for line in heads), default=box[2])
        kept += [(box[0], box[1], right, box[3])] if right > box[0] + sheet.layout.letter else []
    return kept


_NUMBERED = r"[\d一二三四五六七八九十百千〇]+(?:(?:丁目?|番地?の?|号|の|-)[\d一二三四五六七八九十百千〇]*)*"
_IN_SENTENCE = re.compile(
    rf"[本木][籍藉籠耤](?:地|欄)?(?:に)?(?:は|が|を|も|:|;|,|、|の所在は)*[「『(]?(?P<place>(?:{'|'.join(PREFECTURES)})[^、。]{{2,40}}?(?=[、。」』)]|です|でした|であ|となり|に(?:あり|なり|転|変|移)|から|より|$)"
    rf"|[^\d、。]{{1,10}}?[市区郡町村][^、。]{{0,24}}?{_NUMBERED})"
)


_BEFORE_WORD = re.compile(
    rf"(?P<place>(?:{'|'.join(PREFECTURES)})?[^\d、。:()]{{1,10}}?[市区郡町村][^、。()]{{0,24}}?{_NUMBERED})"
    r"(?:が(?:私の|わたしの|本人の)?|は(?:私の|わたしの|本人の)|\((?=[本木].地?\)))[本木][籍藉籠耤](?!と)"
)


def mark_sentences(sheet: Sheet) -> list[str]:
    """「私の本籍は兵庫県…です」「兵庫県…が私の本籍です」: the place that a sentence names as the domicile.

    A sentence that names none stays.
    """
    texts = []
    for line in sheet.layout.lines:
        text, places = squeeze(line.text)
        for found in (*_IN_SENTENCE.finditer(text), *_BEFORE_WORD.finditer(text)):
            begin, end = places[found.start("place")], places[found.end("place") - 1] + 1
            sheet.add([line.span(begin, end)], REASON, RedactionSource.VALUE_MATCH, inline=True)
            texts.append(line.text[begin:end])
            if found.end("place") == len(text):
                _mark_next_row(sheet, line)
    return texts


_GOES_ON = re.compile(r"^[\d一二三四五六七八九十百千〇丁目番地号の\-]{1,16}")


def _mark_next_row(sheet: Sheet, line: Line) -> None:
    """The rest of a place whose sentence goes on in the next row."""
    below = [
        one
        for one in sheet.layout.lines
        if 0 < one.box[1] - line.box[1] < 3.2 * line.height and abs(one.box[0] - line.box[0]) < 4 * line.height
    ]
    row = min(below, key=lambda one: one.box[1], default=None)
    text, places = squeeze(row.text) if row else ("", [])
    found = _GOES_ON.match(text)
    if row and found:
        sheet.add([row.span(0, places[found.end() - 1] + 1)], REASON, RedactionSource.VALUE_MATCH, inline=True)


def mark_register_prose(sheet: Sheet) -> list[str]:
    """On a family register every address with a number is some person's domicile, in whatever sentence it stands.

    On any other page, which may be a register that was taken for something else, those in a sentence of registering are.
    """
    texts = []
    for line in sheet.layout.lines:
        text, places = squeeze(line.text)
        if sheet.kind is not K.KOSEKI and not _REGISTERING.search(text):
            continue
        if re.search(r"住所|住定|届出人の資格", text):
            continue
        for found in _IN_REGISTER.finditer(text):
            begin, end = places[found.start()], places[found.end() - 1] + 1
            sheet.add([line.span(begin, end)], REASON, RedactionSource.LAYOUT, inline=True)
            texts.append(line.text[begin:end])
    return texts


_REGISTERING = re.compile(r"転籍|入籍|除籍|編製|戸籍から|戸籍に")
_WHOLE_ADDRESS = re.compile(rf"^(?:{'|'.join(PREFECTURES)}).{{3,40}}[\d一二三四五六七八九十]")


def mark_unexplained(sheet: Sheet, reading: Reading) -> None:
    """On a resident record an address that is nobody's home and stands beside no word of moving may be a domicile.

    Its small label was not read, so it is marked and a person is asked.
    """
    if sheet.kind is not K.JUMINHYO:
        return
    homes = homes_of(reading)
    for line in sheet.layout.lines:
        text, _ = squeeze(line.text)
        written = domicile_of(text)
        marked = any(mark.reason is REASON and touches(mark.box, line.box) for mark in sheet.marks)
        home = any(touches(line.box, kept) for kept in sheet.kept) or (
            written and any(same_place(written, h) for h in homes)
        )
        if not _WHOLE_ADDRESS.match(text) or marked or home or _of_moving(sheet, line):
            continue
        sheet.add([line.box], REASON, RedactionSource.FALLBACK)
        sheet.doubts.append("本籍と思われる記載を塗りつぶしました。見出しを確認してください。")


def homes_of(reading: Reading) -> list[Domicile]:
    """Where the person and the agent live: places that are no domicile to be hidden."""
    addresses = (field.value for name, field in reading.fields.items() if name.endswith(".address"))
    return [home for address in addresses if (home := domicile_of(address))]


def _of_moving(sheet: Sheet, line: Line) -> bool:
    """Whether 住所, 転入 and the like stand before an address in its row."""
    before = (one for one in sheet.layout.lines if one.box[0] < line.box[0] and shares_row(one.box, line.box) > 0.4)
    return any(re.search(r"住所|転入|転出|転居|住定", squeeze(one.text)[0]) for one in before)


def mark_by_layout(sheet: Sheet) -> None:
    """A passport's prefecture, and on a licence the inked row between name and address, with or without a label read."""
    if sheet.kind is K.PASSPORT:
        alone = [
            line
            for line in sheet.layout.lines
            if _PREFECTURE_ALONE.match(re.sub(r"[^A-Z一-鿿]", "", squeeze(line.text)[0]))
        ]
        sheet.add([line.box for line in alone], REASON, RedactionSource.LAYOUT)
    if sheet.kind is K.LICENCE:
        sheet.add(_licence_row(sheet), REASON, RedactionSource.LAYOUT)


def _licence_row(sheet: Sheet) -> list[Box]:
    name = next(iter(sheet.layout.find(r"^氏名")), None)
    address = next(iter(sheet.layout.find(r"^住所")), None)
    if name is None or address is None or address.box[1] <= name.box[3]:
        return []
    room = address.box[1] - name.box[3]
    height = min(name.box[3] - name.box[1], address.box[3] - address.box[1])
    if not 0.7 * height < room < 3.2 * height:
        return []
    right = max((line.box[2] for line in sheet.layout.row_right(name.box)), default=name.box[2])
    right = max(right, *(line.box[2] for line in sheet.layout.row_right(address.box)), right)
    ink = sheet.ink_extent((name.box[2], name.box[3] + 0.18 * height, right, address.box[1] - 0.18 * height))
    return [ink] if ink and ink[3] - ink[1] > 0.4 * height and ink[2] - ink[0] > 1.5 * height else []


def mark_same_text(sheets: Sequence[Sheet], reading: Reading, texts: Sequence[str]) -> list[Domicile]:
    """Marks the same domicile wherever else it is written; the domiciles looked for. Current addresses stay readable."""
    lived_in = homes_of(reading)
    wanted = {
        d
        for text in texts
        if (d := domicile_of(text)) and d.numbers and not any(same_place(d, home) for home in lived_in)
    }
    kept = _address_boxes(sheets, reading)
    for sheet in sheets:
        for line in sheet.layout.lines:
            for domicile in wanted:
                place = find_domicile(line.text, domicile)
                box = line.span(*place) if place else None
                if box and not any(touches(box, address) for address in kept.get(sheet.page.index, [])):
                    sheet.add([box], REASON, RedactionSource.VALUE_MATCH, inline=True)
    return sorted(wanted)


def _address_boxes(sheets: Sequence[Sheet], reading: Reading) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = {}
    for name, each in reading.fields.items():
        if name.endswith(".address"):
            boxes.setdefault(each.page, []).append(sheets[each.page].upright.to_box(each.poly))
    return boxes


_MUST_CARRY = {K.KOSEKI, K.KOKEN_TOKI, K.PASSPORT}


def mark_fallback(sheets: Sequence[Sheet]) -> None:
    """Where a kind of paper must carry a domicile and none was found, marks where it usually stands, and asks a person."""
    for kind in _MUST_CARRY:
        pages = [sheet for sheet in sheets if sheet.kind is kind]
        if pages and not any(mark.reason is REASON for sheet in pages for mark in sheet.marks):
            first = pages[0]
            if kind is K.PASSPORT and not re.search(r"P<JPN|旅券番号|PASSPORTNO|DATEOFEXPIRY", first.layout.text):
                continue
            if kind is not K.PASSPORT:
                first.add(_usual_place(first), REASON, RedactionSource.FALLBACK)
            first.doubts.append("本籍の記載欄が見つかりません。この頁の本籍欄を確認してください。")


def _usual_place(sheet: Sheet) -> list[Box]:
    """The first columns of a vertical register, the first rows of another."""
    if not sheet.layout.lines:
        return []
    x0, y0, x1, y1 = around(line.box for line in sheet.layout.lines)
    upright_lines = sum(line.vertical for line in sheet.layout.lines)
    if upright_lines > len(sheet.layout.lines) / 2:
        return [(x1 - 0.14 * (x1 - x0), y0, x1, y1)]
    return [(x0, y0 + 0.06 * (y1 - y0), x1, y0 + 0.16 * (y1 - y0))]


def mark_state(sheet: Sheet, mark: Mark) -> str:
    """`masked_by_sender`, `completed` or `masked_by_tool`: what was under a mark before it was painted."""
    crop = sheet.upright.crop(mark.box).max(axis=2)
    bar = float((crop < 110).mean()) > 0.55
    words = [line for line in _lines_under(sheet, mark.box) if len(re.findall(r"[一-鿿ァ-ヶA-Z]", line.text)) >= 2]
    if bar:
        dark = crop[crop < 110]
        return "completed" if words or float(dark.std()) > 18 else "masked_by_sender"
    return "masked_by_tool"


def _lines_under(sheet: Sheet, box: Box) -> list[Line]:
    return [
        line
        for line in sheet.layout.lines
        if touches(line.box, box)
        and any(
            touches((c[0] + 2, c[1] + 2, c[2] - 2, c[3] - 2), box)
            for c in [line.span(i, i + 1) for i in range(len(line.text))]
        )
    ]
