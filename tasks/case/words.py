"""The words of a case: every idea that stages, flows and pages share.

Boxes are quadrilaterals `((x, y) * 4)`, clockwise from the top left, in fractions of the page *as received*: as a
viewer shows it (EXIF orientation and PDF `/Rotate` applied), before any turn by kaiji. Yen are integers.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Point = tuple[float, float]
Poly = tuple[Point, Point, Point, Point]


class RequestKind(StrEnum):
    """What a requester may ask for (Act on the Protection of Personal Information, Arts. 32-35)."""

    PURPOSE_NOTICE = "purpose_notice"  # 32(2)
    DISCLOSURE = "disclosure"  # 33(1)
    TP_RECORDS = "tp_records"  # 33(5): records of provision to, and receipt from, third parties
    CORRECTION = "correction"  # 34: correction, addition or deletion
    SUSPEND_ERASE = "suspend_erase"  # 35(1), (5)
    STOP_PROVISION = "stop_provision"  # 35(3), (5)


class AgentRelation(StrEnum):
    """By what an agent may act: Art. 37 and the Cabinet Order's two classes of agent."""

    DELEGATED = "delegated"
    MINOR = "minor"  # parent or other statutory agent of a minor
    GUARDIAN = "guardian"  # guardian of an adult ward


class PageKind(StrEnum):
    """What one page is; both sides of a card have the card's kind."""

    REQUEST_FORM = "request_form"
    LICENCE = "licence"
    PASSPORT = "passport"
    JUKI_CARD = "juki_card"
    HEALTH_INSURANCE = "health_insurance"
    SHIKAKU_KAKUNINSHO = "shikaku_kakuninsho"
    MY_NUMBER_CARD = "my_number_card"
    JUMINHYO = "juminhyo"
    ZAIRYU = "zairyu"
    TOKUBETSU_EIJU = "tokubetsu_eiju"
    PENSION_BOOK = "pension_book"
    KOSEKI = "koseki"
    KOKEN_TOKI = "koken_toki"
    POA = "poa"
    MONEY_ORDER = "money_order"
    ENVELOPE = "envelope"
    BLANK = "blank"
    OTHER = "other"


class RedactionReason(StrEnum):
    """Why a mark may not be held."""

    DOMICILE = "domicile"
    MY_NUMBER = "my_number"
    MY_NUMBER_QR = "my_number_qr"
    INSURER_NUMBER = "insurer_number"
    INSURANCE_SYMBOL_NUMBER = "insurance_symbol_number"
    INSURANCE_QR = "insurance_qr"
    PENSION_NUMBER = "pension_number"
    ORGAN_DONOR = "organ_donor"
    HOUSEHOLD_MEMBER = "household_member"


class RedactionSource(StrEnum):
    """Which finder saw the mark."""

    LABEL = "label"
    LAYOUT = "layout"
    VALUE_MATCH = "value_match"
    FALLBACK = "fallback"
    PERSON = "person"


class Verdict(StrEnum):
    """What a finding means for the case; `unclear` always goes to a person."""

    PASS = "pass"  # noqa: S105  # a verdict
    FAIL = "fail"
    UNCLEAR = "unclear"


class Disposition(StrEnum):
    """Where a checked packet goes next."""

    READY_FOR_DECISION = "ready_for_decision"
    NEEDS_PERSON = "needs_person"
    DEFICIENT = "deficient"
    QUARANTINED = "quarantined"


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextLine(_Word):
    """One run of text as the reader saw it; `confidence` is the reader's own, 0..1, uncalibrated.

    `starts` are its characters' beginnings along it, 0..1, where they are known.
    """

    text: str
    poly: Poly
    confidence: float
    starts: tuple[float, ...] = ()


class Redaction(_Word):
    """One mark to be painted, with its reason and the finder that saw it."""

    poly: Poly
    reason: RedactionReason
    source: RedactionSource


class Page(_Word):
    """One page of a packet as read. `rotation` is the clockwise turn in degrees that makes it upright.

    `sheet` are the corners of a photographed sheet, None for a scan; laid flat by them and turned, `skew` is the small turn
    in degrees (counter-clockwise) that then makes its rows level, None where nobody measured it.

    `doubts` are sentences for a person about *where to look*; they never repeat what stands on the page.
    """

    index: int
    source: str
    kind: PageKind
    confidence: float
    rotation: int
    width: int
    height: int
    skew: float | None = None
    sheet: Poly | None = None
    lines: tuple[TextLine, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    doubts: tuple[str, ...] = ()


class Field(_Word):
    """One field: `value` as written without its label, `normalized` its canonical form where there is one."""

    name: str
    value: str
    normalized: str | None = None
    confidence: float
    page: int
    poly: Poly


class Reading(_Word):
    """What was read of a packet: its pages in the order received, and its fields by name."""

    pages: tuple[Page, ...]
    fields: dict[str, Field]


class Evidence(_Word):
    """Where a person should look: a page by its index, a box on it where one is known, and the field's name if it has one.

    It never says what stands there.
    """

    page: int
    poly: Poly | None = None
    field: str = ""


class Finding(_Word):
    """The result of one check; `detail` is a sentence for a person and never repeats personal data.

    `evidence` is what the check looked at, in the order in which a person should look.
    """

    check: str
    result: str
    verdict: Verdict
    detail: str = ""
    evidence: tuple[Evidence, ...] = ()


def disposition_of(findings: list[Finding] | tuple[Finding, ...]) -> Disposition:
    """Any failure makes a packet deficient, else any doubt sends it to a person, else it is ready for a decision."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.FAIL in verdicts:
        return Disposition.DEFICIENT
    return Disposition.NEEDS_PERSON if Verdict.UNCLEAR in verdicts else Disposition.READY_FOR_DECISION
