"""Reads what a form or a letter asks for: the ticked items of its list, the answer beside a label, or a sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks.engines.english_labels import REQUEST
from tasks.engines.geometry import Box, around
from tasks.engines.label_values import Value, labelled
from tasks.engines.page_layout import Layout, squeeze
from tasks.read.found import Found, marked
from tasks.read.kind_words import KIND_WORDS, asked_in_english, asked_in_japanese, asks_at, names_kinds, names_only
from tasks.read.ticks import Tick, options_in, read_ticks, unnamed_ticks
from tasks.read.upright_pages import ReadPage

_SURE = 0.75  # below this a list of options without a tick goes to a person
_UNNAMED = 0.45  # how sure a list is in which a box is ticked whose words were not understood
_WHO_ASKS = re.compile(
    r"本人|代理人|後見|親権|[Pp]arent|[Gg]uardian|[Aa]gent|[Aa]ttorney"
)  # another list than that of the kinds
_LISTED = 0.6  # how sure a tick is about which nothing at all was found
_SAID = 0.85  # how sure it is what a sentence asks for
_MAY_BE_PRINTED = 0.7  # where it names so many kinds that a form may print it for everybody
_MANY = 3
_LEAST_OPTIONS = 2  # a list of which fewer options were found was not read
_KIND_LABELS = rf"(?:ご|御)?請求(?:の)?(?:種類|区分|種別|事項)|(?:ご|御)?請求内容|{REQUEST}"
_TO_TICK = re.compile(r"[□☐☑☒■✓]")


def asked_kinds(page: ReadPage) -> list[Found]:
    """`request.kinds`; without a tick on a list that was read surely nothing, and a doubtful empty field where it was not."""
    options = options_in(page.layout, dict(KIND_WORDS))
    ticks = _listed_once(read_ticks(page.layout, options))
    ticked = [tick for tick in ticks if tick.ticked]
    sure = min((tick.confidence for tick in ticks), default=0.0)
    unnamed = unnamed_ticks(page.layout, options, _WHO_ASKS)
    if not ticked and not unnamed and not any(tick.confidence > _LISTED for tick in ticks):
        return [_in_words(page)]
    if any(tick.ticked for tick in unnamed):
        sure = min(sure, _UNNAMED)
    if not ticked:
        box = around(tick.box for tick in ticks) if ticks else (0.0, 0.0, 1.0, 1.0)
        unread = len({tick.code for tick in ticks}) < _LEAST_OPTIONS or _has_gap([tick.box for tick in ticks])
        doubtful = unread or sure < _SURE
        return [Found("request.kinds", page, marked("", box, min(sure, 0.5)), "")] if doubtful else []
    codes = sorted({tick.code for tick in ticked})
    words = "、".join(words_of(page, tick) for tick in ticked)
    return [Found("request.kinds", page, marked(words, around(t.box for t in ticked), sure), ",".join(codes))]


def _in_words(page: ReadPage) -> Found:
    told = next(said_kinds(page), None)
    if told is None:
        return Found("request.kinds", page, marked("", (0.0, 0.0, 1.0, 1.0), _UNNAMED), "")
    value, codes = told
    printed = page.image.lines is None and len(codes) >= _MANY
    sure = min(value.confidence, _MAY_BE_PRINTED if printed else _SAID)
    return Found("request.kinds", page, Value(value.text, value.box, sure), ",".join(sorted(codes)))


def said_kinds(page: ReadPage) -> Iterator[tuple[Value, frozenset[str]]]:
    """What is asked for without any list: the answers beside 請求の種類 or Request, then the sentences that ask.

    On paper an answer that names several kinds may be a printed list of which nothing was chosen, and says nothing.
    """
    for _, value in labelled(page.layout, _KIND_LABELS):
        text = squeeze(value.text)[0]
        codes = names_kinds(text)
        chosen = page.image.lines is not None or (len(codes) == 1 and names_only(text))
        if codes and chosen and not _TO_TICK.search(text):
            yield value, codes
    yield from asking_sentences(page.layout)


def asking_sentences(layout: Layout) -> Iterator[tuple[Value, frozenset[str]]]:
    """The lines that ask in a sentence, as 利用目的の通知を請求します or I request disclosure of my data, with the kinds they name."""
    lines = layout.lines
    for above, line, below in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        text, after = squeeze(line.text)[0], squeeze(below.text)[0] if below else ""
        codes = asked_in_english(line.text, below.text if below else "")
        begin = asks_at(text, after)
        if begin is not None:
            follows = above is not None and not re.search(r"[。、]$", above.text.strip())
            codes |= asked_in_japanese((squeeze(above.text)[0] if above and follows else "") + text[:begin])
        if codes:
            yield Value(line.text, line.box, line.confidence), codes


def _listed_once(ticks: list[Tick]) -> list[Tick]:
    """The ticks without those of an option's words elsewhere, beside which there is nothing to tick."""
    placed = {tick.code for tick in ticks if tick.ticked or tick.confidence > _LISTED}
    return [tick for tick in ticks if tick.ticked or tick.confidence > _LISTED or tick.code not in placed]


def _has_gap(boxes: Sequence[Box]) -> bool:
    """Whether an item of an evenly set list was not read at all."""
    ways = sorted(below - above for above, below in pairwise(sorted(box[1] for box in boxes)))
    apart = [way for way in ways if way > 0.5 * (boxes[0][3] - boxes[0][1])]
    return len(apart) > 1 and apart[-1] > 1.6 * apart[0]


def words_of(page: ReadPage, tick: Tick) -> str:
    """The words beside a tick."""
    beside = page.layout.row_right(tick.box, reach=3 * page.layout.letter)
    return beside[0].text if beside else tick.code
