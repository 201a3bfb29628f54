"""What the law says of each kind of document, as dated data: until when it was good, what it shows, which side is needed.

One row a kind. A policy may still list a card that the law has since ended; then the *kind* is accepted and the card is no
longer *valid*. Sources are those of the project's notes on the domain, section 3; [M] marks what rests on memory.
"""

from datetime import date
from typing import NamedTuple

from tasks.case.words import PageKind

K = PageKind


class DocumentFacts(NamedTuple):
    """The facts of one kind. Dates are the last or first day meant; `longest_years` is the longest validity ever printed.

    `proves_identity`: an official identity document. `shows_expiry`: an end of validity is printed on every one.
    `no_address_since`: from that day of application on it may show no address (`date.min`: never had to).
    `new_address_on_back`: a change of address is written on the back, so that the front alone may be out of date.
    `ages`: it has no end of validity, and a policy may limit its age.
    """

    proves_identity: bool = True
    last_valid: date | None = None
    no_longer_issued: date | None = None
    shows_expiry: bool = False
    longest_years: int = 11
    no_address_since: date | None = None
    new_address_on_back: bool = False
    ages: bool = False
    source: str = ""


FACTS: dict[PageKind, DocumentFacts] = {
    K.LICENCE: DocumentFacts(
        shows_expiry=True, longest_years=6, new_address_on_back=True, source="Road Traffic Act; notes [19]-[21]"
    ),
    K.PASSPORT: DocumentFacts(
        shows_expiry=True, no_address_since=date(2020, 2, 4), source="no holder's page since then; notes [22]"
    ),
    K.JUKI_CARD: DocumentFacts(
        last_valid=date(2025, 12, 28),
        shows_expiry=True,
        no_address_since=date.min,  # the version without a portrait
        new_address_on_back=True,
        source="the last ones were issued ten years before; notes [23]",
    ),
    K.HEALTH_INSURANCE: DocumentFacts(
        last_valid=date(2025, 12, 1),
        no_address_since=date.min,  # the holder writes the address on the back, or does not
        source="end of the cards; notes [25]-[27]",
    ),
    K.SHIKAKU_KAKUNINSHO: DocumentFacts(
        shows_expiry=True, longest_years=5, no_address_since=date.min, source="five years at most; notes [27]"
    ),
    K.MY_NUMBER_CARD: DocumentFacts(
        shows_expiry=True,  # the front shows all that is needed; a back that comes is `masking.my_number`
        source="My Number Act; notes [28]",
    ),
    K.JUMINHYO: DocumentFacts(ages=True, source="a snapshot of the register: its age is the policy's matter"),
    K.ZAIRYU: DocumentFacts(shows_expiry=True, new_address_on_back=True, source="Immigration Control Act"),
    K.TOKUBETSU_EIJU: DocumentFacts(shows_expiry=True, new_address_on_back=True, source="special permanent residents"),
    K.PENSION_BOOK: DocumentFacts(
        no_longer_issued=date(2022, 4, 1),  # books issued before were never declared void
        no_address_since=date.min,
        source="discontinued 2022-04 [M]",
    ),
    K.KOSEKI: DocumentFacts(proves_identity=False, ages=True, source="proves a family tie, never identity"),
    K.KOKEN_TOKI: DocumentFacts(proves_identity=False, ages=True, source="proves guardianship; notes [30]"),
    K.POA: DocumentFacts(proves_identity=False, ages=True, source="proves a power given on its date"),
}
_NO_FACTS = DocumentFacts(proves_identity=False)
OFFICIAL_KINDS = frozenset(kind for kind, facts in FACTS.items() if facts.proves_identity)

# A My Number card that carries the licence (since 2025-03-24) is no licence copy, nor is the print of what its chip says.
LICENCE_ON_CHIP = "免許情報記録"
NOT_REGISTERED = "登記されていないこと"  # the certificate that no guardian is registered: it proves the opposite

_PRIVATE_TITLES = (
    "社員証",
    "職員証",
    "学生証",
    "生徒手帳",
    "会員",
    "診察券",
    "クレジット",
    "キャッシュ",
    "ポイント",
    "名刺",
    "定期券",
)


def facts_of(kind: PageKind | None) -> DocumentFacts:
    """The row of a kind; a kind without one proves nothing."""
    return FACTS.get(kind, _NO_FACTS) if kind else _NO_FACTS


def may_show_no_address(kind: PageKind | None) -> bool:
    """Whether documents of this kind may rightly show no current address."""
    return facts_of(kind).no_address_since is not None


def is_private_document(title: str) -> bool:
    """Whether a title is that of a card no public office issues; a policy's "other official documents" never means it."""
    return any(word in title for word in _PRIVATE_TITLES)


def years_on(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
