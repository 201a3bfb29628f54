"""Finds the room that belongs to a label: its ruled cell, the band to its right, or the column below it.

Reading takes its values from that room and redaction paints it, so both see the same one.
"""

import re

from tasks.engines.english_labels import ENGLISH, is_prose
from tasks.engines.geometry import Box, around, overlap, shares_row
from tasks.engines.page_layout import Hit, Layout, Line, squeeze

# Words that begin a field of their own on forms, cards and registers: a value ends where one begins.
LABEL_WORDS = (
    r"(?:代理人|法定代理人|受任者|委任者|請求者|申請者|本人|届出人|世帯主|被保険者|筆頭者)?(?:の|様の)?(?:ご|御|お|こ|二|ニ)?"
    r"(?:氏名|名前|フリガナ|ふりがな|カナ|住所|現住所|住居地|居所|所在地|生年月[日口曰目囗]|電話番号|電話|連絡先|携帯電話|郵便番号|メールアドレス|E-?MAIL(?!ADDRESS)|TEL(?!EPHONE)|FAX"
    r"|性別|続柄|関係|本籍地?|従前本籍|従前の?住所|新本籍|国籍(?:・|/)?地域?|職業|署名|記名|押印|印鑑|請求日|申請日|記入日|提出日|年月日|日付"
    r"|筆頭者(?:の?氏名)?|世帯主(?:の?氏名)?|個人番号|住民票コード|住民となった(?:年月)?日|住所を定めた(?:年月)?日|住定(?:年月)?日|異動(?:年月)?日|届出(?:年月)?日|転入|前住所"
    r"|交付(?:年月)?日?|有効期限|有効期間|有効期間満了日|発行(?:年月)?日|発行者|発行機関|免許の?|条件等|番号|記号|枝番|保険者番号|保険者名称|保険者所在地"
    r"|資格取得(?:年月)?日|負担割合|事業所名称|備考|在留資格|在留期間(?:\(満了日\))?|就労制限の有無|許可の種類|許可年月日|基礎年金番号|金額|受取人"
    r"|旅券番号|姓|名|国籍|出生地|発行官庁|委任事項|登記番号)"
    r"|SURNAME|GIVENNAME|DATEOF|NATIONALITY|SEX|TYPE|ISSUING|PASSPORTNO|REGISTEREDDOMICILE|AUTHORITY|PLACEOFBIRTH"
)
LEAD = r"^(?:[\d①-⑳]{1,2}[.)、]?|[(（【\[〔<・●○■◆※*]){0,3}"
LEAD_HERE = LEAD.replace("^", "(?:^|(?<=】))")
_AND_LABELS = rf"(?:[・·/,、及び]+(?:{LABEL_WORDS}))*"  # 生年月日・性別, 本籍・筆頭者
_LABEL = re.compile(rf"{LEAD}(?:{LABEL_WORDS}){_AND_LABELS}(?:\([^)]*\))?(?:{ENGLISH})?[\])】〕>:;]*$")
_LABEL_START = re.compile(rf"{LEAD}(?:(?:{LABEL_WORDS})(?:/{ENGLISH})?|{ENGLISH})[\])】〕>:;]")
_BRACKETED = re.compile(r"^【[^】]{1,12}】")  # as registers print every label
_ENGLISH_LABEL = re.compile(rf"{LEAD}{ENGLISH}$")  # under or beside a Japanese label, its translation
_OPTION = re.compile(r"^[□☐☑☒■✓レ]|法定代理人|任意代理人|委任による")  # a list to tick is no second row of a value
_OWN_COLON = re.compile(r"^[^\d:]{1,6}:")  # a row with a colon of its own, its label misread
PROSE_AFTER = re.compile(r"^(?:あて|宛|[はがをにのもとや、。へで及又等欄]|を含|記載|部分|につ|による|など|又は|および)")
_BELOW_GAP = 1.9  # letter heights between a label and a value under it
_MOST_ROWS = 20  # of one table's column
_WORD_GAP = 2.0  # letter heights between the parts of one value in a row
_INDENT = 4  # letters by which the second row of a value may begin farther right
_ROW_GAP = 1.2  # letter heights between the rows of one value


def is_label(line: Line) -> bool:
    """Whether a line is nothing but a label, or begins with a label in brackets or with a colon."""
    text, _ = squeeze(line.text)
    found = (_LABEL, _LABEL_START, _BRACKETED, _ENGLISH_LABEL)
    return any(pattern.match(text) for pattern in found)


def is_bare_label(line: Line) -> bool:
    """Whether a line is nothing but a label."""
    text, _ = squeeze(line.text)
    return bool(_LABEL.match(text) or _ENGLISH_LABEL.match(text))


def labels(layout: Layout, words: str) -> list[Hit]:
    """Where one of `words` (a pattern on squeezed text) stands as a label: at the start of a line and not in prose."""
    found = layout.find(
        rf"(?:^【[^】]{{1,12}}】)?{LEAD_HERE}(?P<words>{words}){_AND_LABELS}(?:\([^)]{{0,24}}\))?(?:{ENGLISH})?[\])】〕>]*"
    )
    return [hit for hit in found if not _in_prose(hit)]


def _in_prose(hit: Hit) -> bool:
    after, _ = squeeze(hit.line.text[hit.end :])
    sentence = bool(PROSE_AFTER.match(after)) or (len(after) > 12 and after.endswith("。"))
    return sentence or is_prose(hit.line.text, hit.end)


def room_beside(layout: Layout, hit: Hit) -> Box | None:
    """The box, in upright pixels, where the value of a label stands or would stand; None where nothing can be said."""
    if hit.line.vertical and (layout.mostly_vertical or hit.rest):
        return _room_in_column(layout, hit)
    cell = layout.cell(hit.box)
    room = _room_in_cells(layout, hit, cell) if cell and is_small(layout, cell) else None
    return room or _room_in_band(layout, hit) or room_below(layout, hit)


def is_small(layout: Layout, cell: Box) -> bool:
    """A frame around a whole section or card is no cell of one label."""
    return (cell[3] - cell[1]) < 9 * layout.letter


def _room_in_cells(layout: Layout, hit: Hit, cell: Box) -> Box | None:
    x0, y0, x1, y1 = cell
    label = hit.box
    others = [line for line in layout.inside(cell) if line is not hit.line]
    beside = [line for line in others if line.box[0] >= label[2] - 4 and shares_row(line.box, label) > 0.4]
    labels_too = [line for line in others if is_label(line) and not _ENGLISH_LABEL.match(squeeze(line.text)[0])]
    shared = any(shares_row(line.box, label) < 0.4 for line in labels_too)  # a bar hides the rule between
    if hit.rest or shared or (beside and not is_label(beside[0])):
        row = _row_in_cell(layout, hit, cell, others)
        return _beside_shared(layout, label, cell, row) if shared and not hit.rest else row
    below = [line for line in others if _stands_under(line, label) and not is_label(line)]
    if below and not beside:
        return x0, min(label[3], *(line.box[1] for line in below)), x1, y1
    neighbour = _neighbour_cell(layout, label, cell)
    if (label[2] - label[0]) < 0.3 * (x1 - x0) and x1 - label[2] > 8 * layout.letter:
        own = (label[2], y0, _next_label(layout, label, x1), y1)
        written = any(not is_label(line) for line in layout.inside(own))
        return own if written or neighbour is None else neighbour
    return neighbour


def _beside_shared(layout: Layout, label: Box, cell: Box, row: Box) -> Box:
    """A label's row in a cell it shares with others, or in the cell beside it where its own holds only labels."""
    if any(not is_label(line) for line in layout.inside(row)):
        return row
    neighbour = _neighbour_cell(layout, label, cell)
    return (neighbour[0], row[1], neighbour[2], row[3]) if neighbour and layout.inside(neighbour) else row


def _stands_under(line: Line, label: Box) -> bool:
    """Whether a line's middle lies below a label; a pen's writing reaches a little into the label's row."""
    return (line.box[1] + line.box[3]) / 2 > label[3] and shares_row(line.box, label) < 0.45


def _row_in_cell(layout: Layout, hit: Hit, cell: Box, others: list[Line]) -> Box:
    """The label's own row of its cell, down to the next row that has a label of its own or speaks of something else."""
    label = hit.box
    right = _next_label(layout, label, cell[2])
    above = [line for line in others if line.box[3] <= label[1] + 0.4 * line.height]
    top = max([cell[1], *(line.box[3] for line in above)])
    bottom = cell[3]
    for line in sorted(others, key=lambda one: one.box[1]):
        starts_anew = is_label(line) or squeeze(line.text)[0][:1] in "【(〔[" or line.box[0] < label[2] - layout.letter
        if line.box[1] >= label[3] - 0.4 * line.height and starts_anew and line.box[0] < right:
            bottom = line.box[1]
            break
    return label[2], top, right, max(bottom, label[3])


def _neighbour_cell(layout: Layout, label: Box, cell: Box) -> Box | None:
    """The cell to the right of a label's cell, or the one under it where the right one holds another label."""
    middle = (label[1] + label[3]) / 2
    right = layout.cell((cell[2] + 8, middle - 2, cell[2] + 12, middle + 2))
    if right and right[2] - right[0] > layout.letter and not _holds_label(layout, right):
        return (*right[:3], right[3])
    return next(iter(column_under(layout, label)), None)


def column_under(layout: Layout, label: Box) -> list[Box]:
    """The cells below a label that heads a table's column, from the top; [] where it does not stand among such heads."""
    cell = layout.cell(label)
    if cell is None or not is_small(layout, cell):
        return []
    middle = (label[1] + label[3]) / 2
    beside = (layout.cell((x - 2, middle - 2, x + 2, middle + 2)) for x in (cell[0] - 10, cell[2] + 10))
    if not any(one and one != cell and _holds_label(layout, one) for one in beside):
        return []
    column: list[Box] = []
    upper = cell
    while len(column) < _MOST_ROWS:
        x = (upper[0] + upper[2]) / 2
        under = layout.cell((x - 2, upper[3] + 8, x + 2, upper[3] + 12))
        if under is None or under[1] < upper[3] - 8 or not is_small(layout, under) or _holds_label(layout, under):
            break
        if abs(under[0] - cell[0]) > layout.letter or abs(under[2] - cell[2]) > layout.letter:
            break
        if not all(_walled(layout, x, (under[1] + under[3]) / 2) for x in (under[0], under[2])):
            break
        column.append(under)
        upper = under
    return column


def _walled(layout: Layout, x: float, y: float) -> bool:
    return any(abs(wall - x) < 0.5 * layout.letter and top <= y <= bottom for wall, top, bottom in layout.rules.plumb)


def _holds_label(layout: Layout, cell: Box) -> bool:
    inside = layout.inside(cell)
    return bool(inside) and is_label(inside[0])


def _next_label(layout: Layout, label: Box, limit: float) -> float:
    beside = [line for line in layout.row_right(label) if line.box[0] < limit and is_label(line)]
    return min((line.box[0] for line in beside), default=limit)


def _room_in_band(layout: Layout, hit: Hit) -> Box | None:
    """The band right of a label to the next label or upright rule, with the rows below that go on with the value."""
    label, letter = hit.box, max(layout.letter * 0.6, hit.box[3] - hit.box[1])
    right = _next_label(layout, label, float(layout.upright.size[0]))
    walls = [x for x, y0, y1 in layout.rules.plumb if y0 < label[3] and y1 > label[1] and y1 - y0 > 1.8 * letter]
    right = min((x for x in walls if label[2] + 0.5 * letter < x < right), default=right)
    value = [line for line in layout.row_right(label) if line.box[0] < right]
    value = ([hit.rest] if hit.rest else []) + [line for line in value if line is not hit.line]
    if not value or value[0].box[0] - label[2] > 14 * letter:
        return None
    first = around(line.box for line in value)
    return around([first, *(line.box for line in _continued(layout, hit, first))])


def _continued(layout: Layout, hit: Hit, first: Box) -> list[Line]:
    """Rows under a value that begin where it begins, without a label before them or a ruled line between."""
    rows: list[Line] = []
    last = first
    for line in sorted(layout.lines, key=lambda one: one.box[1]):
        if line is hit.line or line.vertical or line.box[1] < last[3] - 0.4 * line.height:
            continue
        near = line.box[1] - last[3] < _ROW_GAP * line.height
        off = line.box[0] - first[0]
        aligned = -1.6 * line.height < off < _INDENT * line.height
        aligned = aligned and abs(off) <= abs(line.box[0] - hit.box[0])  # and not under the label
        if (
            near
            and aligned
            and not is_label(line)
            and not _OPTION.search(line.text)
            and not _OWN_COLON.match(squeeze(line.text)[0])
            and not _parted(layout, hit.box, last, line.box)
            and (not is_labelled(layout, line) or _is_translated(layout, hit, line))
            and (off < 1.6 * line.height or _begins_row(layout, line, first))
        ):
            rows.append(line)
            last = line.box
    return rows


def _is_translated(layout: Layout, hit: Hit, line: Line) -> bool:
    """Whether the label before a row is but the English under the label of the row above."""
    left = [one for one in layout.lines if one.box[2] <= line.box[0] + 4 and shares_row(one.box, line.box) > 0.35]
    nearest = max(left, key=lambda one: one.box[2], default=None)
    if nearest is None or not _ENGLISH_LABEL.match(squeeze(nearest.text)[0]):
        return False
    return abs(nearest.box[0] - hit.box[0]) < line.height and nearest.box[1] - hit.box[3] < line.height


def _begins_row(layout: Layout, line: Line, first: Box) -> bool:
    """Whether nothing stands before an indented line in its row, from where the value begins."""
    before = (one for one in layout.lines if one is not line and first[0] - 2 * line.height < one.box[0] < line.box[0])
    return not any(shares_row(one.box, line.box) > 0.3 for one in before)


def _parted(layout: Layout, label: Box, upper: Box, lower: Box) -> bool:
    """Whether a ruled line ends the value between two rows; one that begins right of the label is a line to write on."""
    middle = (max(upper[0], lower[0]) + min(upper[2], lower[2])) / 2
    between = [(x0, x1) for y, x0, x1 in layout.rules.level if upper[3] - 8 <= y <= lower[1] + 8 and x0 <= middle <= x1]
    return any(x0 < label[2] for x0, _ in between)


def is_labelled(layout: Layout, line: Line) -> bool:
    """Whether the nearest words left of a line in its row are a label."""
    left = [one for one in layout.lines if one.box[2] <= line.box[0] + 4 and shares_row(one.box, line.box) > 0.35]
    return bool(left) and is_label(max(left, key=lambda one: one.box[2]))


def room_below(layout: Layout, hit: Hit) -> Box | None:
    """The line under a label, as headings of columns have it."""
    label = hit.box
    letter = label[3] - label[1]
    under = [
        line
        for line in layout.lines
        if -0.3 * letter <= line.box[1] - label[3] < _BELOW_GAP * letter
        and min(line.box[2], label[2] + 6 * letter) - max(line.box[0], label[0]) > 0
        and line.box[0] - label[0] < 4 * letter
        and line is not hit.line
    ]
    if not under:
        return None
    top = min(under, key=lambda line: line.box[1])
    first = min((line for line in under if shares_row(line.box, top.box) > 0.5), key=lambda line: line.box[0])
    if is_label(first) or is_labelled(layout, first):
        return None
    row = _row_of(layout, first)
    return around([row, *(line.box for line in _continued(layout, hit, row))])


def _row_of(layout: Layout, first: Line) -> Box:
    """A line with those that go on from it in its row, as a given name or a building does, without a wide gap."""
    row = first.box
    for line in layout.row_right(first.box):
        if line is not first and (is_label(line) or line.box[0] - row[2] > _WORD_GAP * first.height):
            break
        row = around([row, line.box])
    return row


def _room_in_column(layout: Layout, hit: Hit) -> Box | None:
    """Below a label in a vertical column, or in the next column to the left when the label fills its own."""
    label = hit.box
    width = label[2] - label[0]
    below = [
        line
        for line in layout.lines
        if line.box[1] >= label[3] - 4
        and overlap(line.box, (label[0] - width / 2, 0, label[2] + width / 2, 1e9))[2]
        > overlap(line.box, (label[0] - width / 2, 0, label[2] + width / 2, 1e9))[0]
        and line is not hit.line
    ]
    value = ([hit.rest] if hit.rest else []) + ([min(below, key=lambda line: line.box[1])] if below else [])
    return around(line.box for line in value) if value else None
