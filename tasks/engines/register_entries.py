"""Parts a register into the entries of its people: a name, a birth date, and the room of each."""

import re
from dataclasses import dataclass

from tasks.engines.geometry import Box
from tasks.engines.label_values import Value, labelled
from tasks.engines.page_layout import Layout

NAME_LABELS = r"(?:氏名|名(?!称|義))"
BIRTH_LABELS = r"(?:生年月日|出生日)"


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
    names = [(hit, value) for hit, value in labelled(layout, NAME_LABELS) if plain_name(value.text)]
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
