"""Reads the paper that is to prove an agent's authority: its kind and its date."""

from collections.abc import Sequence

from tasks.case.words import AgentRelation, PageKind
from tasks.engines.geometry import around
from tasks.engines.label_values import Value, labelled
from tasks.read import repair
from tasks.read.card_fields import _kind
from tasks.read.found import Found, canonical, found, marked
from tasks.read.kind_words import KIND_WORDS
from tasks.read.prescribed_doubts import TO_A_PERSON
from tasks.read.register_fields import issue_date
from tasks.read.ticks import options_in, read_ticks
from tasks.read.upright_pages import ReadPage

K = PageKind
_LISTED = 0.6  # how sure a tick is about which nothing at all was found
_LEAST_OPTIONS = 2
_NOTHING = "none"
_ALWAYS = (K.POA, K.KOKEN_TOKI, K.KOSEKI)  # papers that prove authority and nothing else
_DATE_LABELS = r"(?:委任|作成|記入)?(?:年月)?日(?:付)?|日付"
_DATE = r"(?:(?:令和|平成|R)?[\d元一二三四五六七八九十]{1,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日|20\d\d[/.\-]\d{1,2}[/.\-]\d{1,2})"


def authority_fields(pages: Sequence[ReadPage], relation: str | None, *, has_agent: bool) -> list[Found]:
    """`authority.kind`, `.date` and a power's `.scope` of the first such paper; a register counts where a minor's or ward's agent acts."""
    page = authority_page(pages, relation, has_agent=has_agent)
    if page is None:
        return []
    kind = [Found("authority.kind", page, one.value, page.kind.value) for one in _kind(page, "authority")]
    return kind + ([*_poa_date(page), *_poa_list(page)] if page.kind is K.POA else _issued(pages, page))


def authority_page(pages: Sequence[ReadPage], relation: str | None, *, has_agent: bool) -> ReadPage | None:
    """The page whose paper is to prove authority; None where no agent acts or none came."""
    first = {page.kind: page for page in reversed(pages)}
    wanted: tuple[PageKind, ...] = _ALWAYS
    if relation == AgentRelation.MINOR:
        wanted = (K.KOSEKI, K.POA, K.KOKEN_TOKI, K.JUMINHYO)
    elif relation == AgentRelation.GUARDIAN:
        wanted = (K.KOKEN_TOKI, K.KOSEKI, K.POA)
    present = [first[kind] for kind in wanted if kind in first]
    return present[0] if present and (has_agent or present[0].kind in {K.POA, K.KOKEN_TOKI}) else None


def _poa_date(page: ReadPage) -> list[Found]:
    """The day the power was given; a birthday is none, and a blank line is no date."""
    for _, value in labelled(page.layout, _DATE_LABELS):
        if repair.day(value.text):
            return found("authority.date", page, repair.only_date(value), repair.day(value.text))
    births = [hit.box for hit in page.layout.find(r"生年月日|生$|有効")]
    for hit in page.layout.find(_DATE):
        text = hit.line.text[hit.begin : hit.end]
        beside = any(abs(box[1] - hit.box[1]) < page.layout.letter for box in births)
        if not beside and (hit.end - hit.begin) > 0.5 * len(hit.line.text):
            return canonical("authority.date", page, Value(text, hit.box, hit.line.confidence), repair.day(text))
    return []


def _poa_list(page: ReadPage) -> list[Found]:
    """`authority.scope`, always in doubt: what is ticked on a printed list of powers, whose words alone grant nothing."""
    ticks = read_ticks(page.layout, options_in(page.layout, dict(KIND_WORDS)))
    listed = [tick for tick in ticks if tick.confidence > _LISTED]
    if len({tick.code for tick in listed}) < _LEAST_OPTIONS:
        return []
    ticked = ",".join(sorted({tick.code for tick in listed if tick.ticked}))
    box = around(tick.box for tick in listed)
    return [Found("authority.scope", page, marked(ticked or _NOTHING, box, TO_A_PERSON), ticked)]


def _issued(pages: Sequence[ReadPage], first: ReadPage) -> list[Found]:
    for page in reversed([page for page in pages if page.kind is first.kind]):
        value = issue_date(page)
        if value is not None:
            return canonical("authority.date", page, value, repair.day(value.text))
    return []
