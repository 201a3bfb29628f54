"""Parts a register into the entries of its people: a name, a birth date, and the room of each."""

import re
from dataclasses import dataclass

from tasks.engines.geometry import Box, shares_row
from tasks.engines.label_room import column_under, labels
from tasks.engines.label_values import Value, labelled, value_in
from tasks.engines.page_layout import Layout
from tasks.engines.person_names import is_no_name

NAME_LABELS = r"(?:氏名|名(?=[】\])〕>:]|$))"  # 名古屋市 is none
BIRTH_LABELS = r"(?:[生主]年月[日口曰目囗ロ]|出生[日口曰目囗ロ])"  # 日 loses its middle stroke on poor copies


@dataclass(frozen=True)
class Entry:
    """One person's entry: the name, every writing of the birth date, and the box from the name to the next entry."""

    name: Value
    births: tuple[Value, ...]
    box: Box

    @property
    def birth(self) -> Value | None:
        """The first birth date of the entry."""
        return self.births[0] if self.births else None


def plain_name(text: str) -> str:
    """A name without the kana and other notes in brackets beside it."""
    return re.sub(r"[(（].*?[)）]", "", text).strip(" 　:：")


def entries(layout: Layout) -> list[Entry]:
    """The entries of a register's page, from the top; a heading such as 世帯主 is none."""
    if layout.mostly_vertical:
        return _columns(layout)
    return _rows_of_table(layout) or _labelled_entries(layout)


_WORDS_IN_COLUMNS = re.compile(r"[父母夫妻]|[長二三四五六七八九十]?[男女]|養[父母子]|本籍|氏名|名|筆頭者|印|㊞|続柄")
_BORN = re.compile(r"生年月[日口曰目囗]|(?<=日)(?:出)?生$|日生")


def _columns(layout: Layout) -> list[Entry]:
    """One entry for each name in a register written in columns: larger letters, with the birth date in a column near by."""
    births = [line for line in layout.lines if line.vertical and _BORN.search(line.text) and "届出" not in line.text]
    found = []
    for line in layout.lines:
        text = line.text.strip()
        large = min(line.box[2] - line.box[0], line.box[3] - line.box[1]) > 1.15 * layout.letter
        if not (large and 1 <= len(text) <= 4 and re.fullmatch(r"[一-鿿々ぁ-んァ-ヶー]+", text)):
            continue
        if _WORDS_IN_COLUMNS.fullmatch(text):
            continue
        near = sorted(births, key=lambda birth: abs(birth.box[0] - line.box[0]))
        own = tuple(
            Value(birth.text, birth.box, birth.confidence)
            for birth in near[:1]
            if abs(birth.box[0] - line.box[0]) < 5 * layout.letter
        )
        found.append(Entry(Value(text, line.box, line.confidence), own, line.box))
    return sorted(found, key=lambda entry: -entry.box[0])


def _rows_of_table(layout: Layout) -> list[Entry]:
    """One entry a row, where 氏名 and 生年月日 head the columns of a table."""
    found = []
    births = [cell for hit in labels(layout, BIRTH_LABELS) for cell in column_under(layout, hit.box)]
    for hit in labels(layout, NAME_LABELS):
        for cell in column_under(layout, hit.box):
            name = value_in(layout, cell, skipped=is_no_name)
            row = [birth for birth in births if shares_row(birth, cell) > 0.6]
            if name and births:
                own = tuple(value for birth in row if (value := value_in(layout, birth)))
                found.append(Entry(name, own, (0.0, cell[1], float(layout.upright.size[0]), cell[3])))
    return found


def _labelled_entries(layout: Layout) -> list[Entry]:
    names = [(hit, value) for hit, value in labelled(layout, NAME_LABELS, is_no_name) if plain_name(value.text)]
    names.sort(key=lambda pair: pair[0].box[1])
    births = [value for _, value in labelled(layout, BIRTH_LABELS)]
    width, height = layout.upright.size
    found = []
    for i, (hit, value) in enumerate(names):
        top = hit.box[1] - layout.letter
        bottom = names[i + 1][0].box[1] - layout.letter if i + 1 < len(names) else float(height)
        own = tuple(birth for birth in births if top <= (birth.box[1] + birth.box[3]) / 2 < bottom)
        found.append(Entry(value, own, (0.0, top, float(width), bottom)))
    return found
