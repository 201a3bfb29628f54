"""What a reading says of each value that a rule asks for: absent, unreadable, or known, by one set of thresholds.

The reader's confidence is uncalibrated and a weak gate alone (≥ 0.98 kept two thirds of the right values with 2 % wrong),
so it is used at two levels only: below `DOUBTFUL` one reading by itself decides nothing, and below `AGREEING` not even
the agreement of two papers does. Two papers that agree are better evidence than either reader's own number.
"""

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TypeVar

from tasks.case.era import KANJI_NUMERALS, parse_date
from tasks.case.fee import ORDERS, TEIGAKU, Instrument, parse_instruments
from tasks.case.id_documents import NOT_REGISTERED, OFFICIAL_KINDS
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import AgentRelation, Field, Page, PageKind, Reading, RequestKind

DOUBTFUL = 0.75  # a single reading below this neither passes nor fails a check
AGREEING = 0.50  # two papers that agree pass when both were read at least this surely

T = TypeVar("T")
_DIGIT = re.compile(rf"[\d{KANJI_NUMERALS}]")
_WRITTEN = re.compile(r"[^\W_]")
_CARD = re.compile(r"証明書|手帳|身分証|社員証|職員証|学生証|会員証|会員カード|診察券|証票")
_LONGEST_TITLE = 20
_SENTENCE = re.compile(r"[。、]")
_MEANS = {"切手": "stamps", "現金": "cash", "定額小為替": TEIGAKU, "普通為替": "futsu_kogawase"}
_FEE_IN_STAMPS = re.compile(r"手数料.{0,12}切手|切手.{0,12}手数料")  # stamps for the reply are no fee
IDENTITY_PAGES = OFFICIAL_KINDS
AUTHORITY_PAGES = frozenset({PageKind.POA, PageKind.KOKEN_TOKI, PageKind.KOSEKI})


class Papers:
    """What was read of a packet's papers, asked by field name and by kind of page.

    `withdrawn` are the fields of which a person said that they stand nowhere: those are absent, whatever the pages suggest.
    """

    def __init__(self, reading: Reading, withdrawn: frozenset[str] = frozenset()) -> None:
        self.reading = reading
        self.withdrawn = withdrawn

    def _seen(self, name: str, parse: Callable[[Field], T | None], at_least: float = DOUBTFUL) -> Seen[T]:
        field = self.reading.fields.get(name)
        if field is None or not (field.normalized or _WRITTEN.search(field.value)):
            return absent()
        value = parse(field) if field.confidence >= at_least else None
        return unreadable() if value is None else known(value)

    def text(self, name: str, at_least: float = DOUBTFUL) -> Seen[str]:
        """A written value, in its canonical form where it has one; rules and postal marks alone count as nothing."""
        return self._seen(name, lambda field: field.normalized or field.value.strip(), at_least)

    def written(self, name: str) -> str:
        """What stands in a field as written, however well it was read; "" for none."""
        field = self.reading.fields.get(name)
        return field.value if field else ""

    def day(self, name: str) -> Seen[date]:
        """A date; a printed date line that nobody filled in (令和 年 月 日) is absent, an impossible date unreadable."""
        field = self.reading.fields.get(name)
        if field is not None and not field.normalized and not _DIGIT.search(field.value):
            return absent()
        return self._seen(name, lambda field: parse_date(field.normalized or field.value))

    def code(self, name: str, words: type[T]) -> Seen[T]:
        """A value that must be one of `words` (a StrEnum); anything else is unreadable."""
        return self._seen(name, lambda field: _one_of(words, field.normalized or field.value))

    def kinds(self) -> Seen[frozenset[RequestKind]]:
        """The requests ticked; a field read surely and without a tick is absent."""
        field = self.reading.fields.get("request.kinds")
        if field is not None and not (field.normalized or field.value).strip():
            return absent() if field.confidence >= DOUBTFUL else unreadable()
        return self._seen("request.kinds", lambda field: _all_of(field.normalized or field.value))

    def instruments(self) -> Seen[tuple[Instrument, ...]]:
        """The money orders; present and unread where a page shows one, or stamps or cash, and no field came of it."""
        payees = self.text("fee.payees").value or ""
        seen = self._seen("fee.instruments", lambda field: parse_instruments(field.normalized or "", payees) or None)
        if "fee.instruments" in self.withdrawn and (self.means() or frozenset()) <= ORDERS:
            return absent()
        shown = self.has_page(PageKind.MONEY_ORDER) or "fee.means" in self.reading.fields or self._fee_in_stamps()
        return seen if seen.present or not shown else unreadable()

    def _fee_in_stamps(self) -> bool:
        """Whether an enclosure says that the fee comes in stamps and no money order came."""
        told = _FEE_IN_STAMPS.search(self.page_text(PageKind.OTHER))
        return bool(told) and not self.has_page(PageKind.MONEY_ORDER)

    def identity_kind(self, *, alone: bool) -> Seen[PageKind]:
        """The kind of the person's document: as read, or in a packet without an agent (`alone`) as its page shows."""
        seen = self.code("id.kind", PageKind)
        if seen.present or not alone or "id.kind" in self.withdrawn:
            return seen
        return self._shown(IDENTITY_PAGES) or self._shown(frozenset({PageKind.KOSEKI})) or self._unknown_card()

    def _shown(self, kinds: frozenset[PageKind]) -> Seen[PageKind] | None:
        """The one kind among `kinds` that pages show; unreadable when pages show several or doubtful ones."""
        shown = [page for page in self.reading.pages if page.kind in kinds]
        if not shown:
            return None
        sure = len({page.kind for page in shown}) == 1 and max(page.confidence for page in shown) >= DOUBTFUL
        return known(shown[0].kind) if sure else unreadable()

    def _unknown_card(self) -> Seen[PageKind]:
        """A page of no kind we know counts as a document when it calls itself one, and else as a mere enclosure."""
        return known(PageKind.OTHER) if _CARD.search(self.page_text(PageKind.OTHER)) else absent()

    def authority_kind(self) -> Seen[PageKind]:
        """The kind of the paper that is to prove authority: as read, or as the only such page shows.

        A resident record proves a parent and identifies anybody; whose agent acts must be known to say which it is here.
        """
        seen = self.code("authority.kind", PageKind)
        if seen.present or "authority.kind" in self.withdrawn:
            return seen
        refuted = NOT_REGISTERED in self.page_text(PageKind.OTHER)
        shown = self._shown(AUTHORITY_PAGES) or (known(PageKind.OTHER) if refuted else None)
        perhaps = self.has_page(PageKind.JUMINHYO) and self.code("agent.relation", AgentRelation).value is None
        return shown or (unreadable() if perhaps else absent())

    def national_insurance(self) -> bool | None:
        """Whether the insurance card is 国民健康保険; None when its title was not read."""
        text = self.page_text(PageKind.HEALTH_INSURANCE)
        return True if "国民健康保険" in text else False if "保険" in text else None

    def means(self) -> AbstractSet[str] | None:
        """By which means the fee came, None when unread; a reading that does not say saw money orders of some kind."""
        seen = self._seen("fee.means", lambda field: field.normalized or field.value)
        if seen.unreadable:
            return None
        if seen.value is None:
            in_stamps = self._fee_in_stamps() and "fee.means" not in self.withdrawn
            return {_MEANS["切手"]} if in_stamps else frozenset()
        return {_MEANS.get(one, one) for one in seen.value.split(";")}

    def pages_of(self, *kinds: PageKind) -> list[Page]:
        """The pages of these kinds, in order."""
        return [page for page in self.reading.pages if page.kind in kinds]

    def has_page(self, *kinds: PageKind) -> bool:
        """Whether a page of one of these kinds came."""
        return bool(self.pages_of(*kinds))

    def page_text(self, kind: PageKind | None) -> str:
        """All that stands on the pages of a kind, without spaces."""
        return "".join(text_of(page) for page in self.reading.pages if page.kind is kind)

    def titles(self, kind: PageKind) -> str:
        """What stands on the pages of a kind in short lines, as titles do; what a letter says in sentences is none."""
        lines = (text for page in self.pages_of(kind) for line in page.lines if (text := "".join(line.text.split())))
        return "\n".join(text for text in lines if len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text))

    def any_of(self, names: Iterable[str]) -> Seen[bool]:
        """Whether something stands in any of these fields; unreadable when all that stands there is doubtful."""
        seen = [self.text(name) for name in names]
        if any(each.value for each in seen):
            return known(True)
        return unreadable() if any(each.present for each in seen) else absent()


def text_of(page: Page) -> str:
    """All that stands on a page, without spaces."""
    return re.sub(r"\s", "", "".join(line.text for line in page.lines))


def _one_of(words: type[T], text: str) -> T | None:
    try:
        return words(text)  # type: ignore[call-arg]  # a StrEnum looks its members up by value
    except ValueError:
        return None


def _all_of(text: str) -> frozenset[RequestKind] | None:
    kinds = [_one_of(RequestKind, word.strip()) for word in text.split(",")]
    return None if None in kinds else frozenset(kind for kind in kinds if kind is not None)
