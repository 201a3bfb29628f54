"""Every finding says where on the packet a person should look."""

from tasks.case.findings import VERDICTS, finding
from tasks.case.words import Finding, PageKind, Redaction, RedactionReason, RedactionSource
from tasks.check.check_packet import check_packet
from tasks.check.where_to_look import LOOKS_AT, with_evidence
from tests.support.readings import (
    AGENT,
    BOX,
    FORM,
    IDENTITY,
    MASKING,
    POA_LINES,
    ROCOCO,
    SOUND,
    TODAY,
    findings,
    page,
    reading,
    without,
)

PAGES = (
    page(PageKind.REQUEST_FORM, index=0),
    page(PageKind.LICENCE, index=1),
    page(PageKind.MONEY_ORDER, index=2),
    page(PageKind.POA, *POA_LINES, index=3),
)


def test_every_check_knows_where_to_look() -> None:
    """A check without a place would leave the reviewer searching."""
    assert set(LOOKS_AT) | {"masking.domicile", "masking.my_number"} == set(VERDICTS)


def test_all_findings_of_a_packet_have_a_place() -> None:
    """Sound or not, each finding that applies points at a page that is there."""
    for values in (SOUND | AGENT, FORM | AGENT, FORM):
        for found in check_packet(reading(values, PAGES), ROCOCO, TODAY, MASKING):
            assert found.evidence or found.check.startswith("masking")
            assert all(place.page in range(len(PAGES)) for place in found.evidence)


def test_a_comparison_points_at_both_papers() -> None:
    """The name on the form and the name on the document, each with its box and the name of its field."""
    places = findings(SOUND, PAGES)["identity.name"].evidence
    assert [(place.field, place.poly) for place in places] == [("person.name", BOX), ("id.name", BOX)]


def test_what_is_missing_is_looked_for_on_its_page() -> None:
    """No fee field: the money order's page; no document at all: the form."""
    values = without(SOUND, "fee.instruments", "fee.total", "fee.payees")
    assert [place.page for place in findings(values, PAGES)["fee.amount"].evidence] == [2]
    alone = findings(without(SOUND, *IDENTITY), PAGES[:1])["identity.kind"]
    assert [(place.page, place.poly) for place in alone.evidence] == [(0, None)]


def test_masking_points_at_the_marks_and_the_doubts() -> None:
    """Each mark of the reason, and each page in doubt that has none."""
    mark = Redaction(poly=BOX, reason=RedactionReason.DOMICILE, source=RedactionSource.LABEL)
    other = Redaction(poly=BOX, reason=RedactionReason.MY_NUMBER, source=RedactionSource.LABEL)
    pages = (
        page(PageKind.LICENCE, index=0, redactions=(mark, other)),
        page(PageKind.KOSEKI, index=1, doubts=("look",)),
        page(PageKind.BLANK, index=2),
    )
    read = reading({}, pages)
    assert [place.page for place in with_evidence(MASKING, read).evidence] == [0, 1]
    number = with_evidence(finding("masking.my_number", "masked_by_tool", ""), read)
    assert [(place.page, place.poly) for place in number.evidence] == [(0, BOX), (1, None)]


def test_evidence_tells_nothing_that_was_read() -> None:
    """A place is a page, a box and the name of a field."""
    told = "".join(str(each.evidence) for each in findings(SOUND | AGENT, PAGES).values())
    for part in ("山田", "太郎", "鈴木", "西心斎橋", "A12345"):
        assert part not in told


def test_a_finding_without_places_is_still_a_finding() -> None:
    """What was kept before findings had places can be read."""
    assert Finding.model_validate({"check": "form.kind", "result": "ok", "verdict": "pass"}).evidence == ()
