"""How a reading looks with a person's corrections in it, and what becomes of what they typed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.canonical import FIELDS, canonical_of
from tasks.case.edits import WHOLE_PAGE, Edit, Told, after_joining, is_under, with_edits
from tasks.case.errors import KaijiError
from tasks.case.joined import joined
from tasks.case.words import PageKind
from tasks.check.check_packet import check_packet
from tests.support.readings import AGENT, BOX, MASKING, POA_LINES, ROCOCO, SOUND, TODAY, page, reading

PAGES = (page(PageKind.REQUEST_FORM), page(PageKind.LICENCE, index=1))


def told(*edits, values=SOUND, pages=PAGES):
    """A sound request with these edits."""
    return with_edits(Told(reading(values, pages)), edits)


def results(told):
    found = check_packet(told.reading, ROCOCO, TODAY, MASKING, withdrawn=told.withdrawn)
    return {each.check: each.result for each in found}


@pytest.mark.parametrize(
    ("name", "typed", "wanted"),
    [
        ("person.birth_date", "昭和55年4月1日", "1980-04-01"),
        ("id.expires_on", "1 Apr 2029", "2029-04-01"),
        ("person.postcode", "５３０－０００１", "530-0001"),
        ("person.name", "山田 太郎", None),
        ("id.kind", " ＰＡＳＳＰＯＲＴ".lower(), "passport"),
        ("request.kinds", "開示、利用停止等", "disclosure,suspend_erase"),
        ("request.kinds", "disclosure,disclosure", "disclosure"),
        ("agent.relation", "成年後見人", "guardian"),
        ("fee.total", "¥1,000円", "1000"),
        ("fee.instruments", "A12345:1000:R8.11.10; :500:", "A12345:1000:2026-11-10;:500:"),
        ("fee.payees", "blank;filled", "blank;filled"),
        ("fee.means", "stamps", "stamps"),
        ("authority.scope", "なし", "none"),
    ],
)
def test_what_is_typed_gets_the_form_that_the_rules_ask_for(name, typed, wanted):
    """Whatever the width, the era, the sign of yen."""
    assert canonical_of(name, typed) == wanted


@given(st.sampled_from(FIELDS), st.text(max_size=30))
def test_no_typed_text_breaks_a_field(name, typed):
    """Any text has a form, has none, or is refused with a sentence."""
    with suppress(KaijiError):
        form = canonical_of(name, typed)
        assert form is None or isinstance(form, str)


def test_the_last_word_on_a_field_counts_and_is_sure():
    """The place is the one given; without one the whole page."""
    seen = told(Edit("id.name", "甲", 1, BOX), Edit("id.name", "乙", 1, None)).reading.fields["id.name"]
    assert (seen.value, seen.confidence, seen.page, seen.poly) == ("乙", 1.0, 1, WHOLE_PAGE)


def test_what_is_confirmed_keeps_the_form_that_the_reader_gave_it():
    """A tick has no words from which its code could be told again."""
    seen = told(Edit("request.kinds", "☑", 0, BOX)).reading.fields["request.kinds"]
    assert (seen.normalized, seen.confidence) == ("disclosure", 1.0)


def test_a_confirmed_reading_that_is_gone_since_breaks_no_check():
    """What was read lies under a box now; the person's word for it has no form any more."""
    values = {name: value for name, value in SOUND.items() if name != "id.kind"}
    assert results(told(Edit("id.kind", "運転免許証", 1, BOX)))["identity.kind"] == "ok"
    assert results(told(Edit("id.kind", "運転免許証", 1, BOX), values=values))["identity.kind"] == "unreadable"


def test_whoever_says_what_a_document_is_says_what_its_page_is_but_the_form_stays_the_form():
    """Only a page on which the person placed the document is renamed."""
    kinds = [
        [each.kind.value for each in told(Edit("id.kind", "passport", at, place)).reading.pages]
        for at, place in ((1, BOX), (0, BOX), (1, None))
    ]
    assert kinds == [["request_form", "passport"], ["request_form", "licence"], ["request_form", "licence"]]


def test_what_stands_nowhere_is_missing_though_the_page_was_hardly_read():
    """A page read so badly leaves open what is missing, until a person says so; of the other fields nothing is said."""
    faint = page(PageKind.REQUEST_FORM, "よめない文字ばかりの行")
    faint = faint.model_copy(
        update={"lines": tuple(line.model_copy(update={"confidence": 0.3}) for line in faint.lines)}
    )
    values = {name: value for name, value in SOUND.items() if name not in ("form.signature", "request.kinds")}
    doubtful = told(values=values, pages=(faint, PAGES[1]))
    assert [results(doubtful)[check] for check in ("form.complete", "form.kind")] == ["unreadable", "unreadable"]
    settled = with_edits(doubtful, [Edit("form.signature", None, 0, None)])
    assert [results(settled)[check] for check in ("form.complete", "form.kind")] == ["missing_signature", "unreadable"]
    both = with_edits(settled, [Edit("request.kinds", None, 0, None)])
    assert results(both)["form.kind"] == "none"


def test_no_money_order_came_where_a_person_says_so():
    """The page that looks like one is not an unread one then."""
    pages = (*PAGES, page(PageKind.MONEY_ORDER, index=2))
    values = {name: value for name, value in SOUND.items() if not name.startswith("fee.")}
    assert results(told(values=values, pages=pages))["fee.amount"] == "unreadable"
    assert results(told(Edit("fee.instruments", None, 2, None), values=values, pages=pages))["fee.amount"] == "missing"


def test_no_document_came_where_a_person_says_so():
    """The page of a licence is no licence then."""
    withdrawn = [Edit(name, None, 1, None) for name in SOUND if name.startswith("id.")]
    assert results(told())["identity.kind"] == "ok"
    assert results(told(*withdrawn))["identity.kind"] == "missing"


def test_the_ticks_of_a_power_count_as_a_person_read_them():
    """A list that grants correction alone is no authority to ask for disclosure, whatever else is printed on it."""
    pages = (PAGES[0], page(PageKind.POA, *POA_LINES, index=1))
    results_of = [
        results(told(Edit("authority.scope", scope, 1, BOX), values=SOUND | AGENT, pages=pages))["agent.authority"]
        for scope in ("訂正", "開示", "none")
    ]
    assert results_of == ["wrong_scope", "ok", "wrong_scope"]


def test_a_field_stays_withdrawn_until_a_later_paper_shows_it_or_its_document_comes_anew():
    """What a person said holds for the papers they saw."""
    first = told(Edit("form.signature", None, 0, None), Edit("id.birth_date", None, 1, None))
    assert first.withdrawn == {"form.signature", "id.birth_date"}
    money = Told(reading({"fee.total": ("500", "500")}, ()))
    assert after_joining(joined(first.reading, money.reading), first.withdrawn, money, ()).withdrawn == first.withdrawn
    card = Told(reading({"id.name": ("山田太郎", None)}, PAGES[1:]))
    after = after_joining(joined(first.reading, card.reading), first.withdrawn, card, ["id."])
    assert after.withdrawn == {"form.signature"}
    form = Told(reading({"form.signature": ("印", "seal"), "request.kinds": ("☑", "disclosure")}, PAGES[:1]))
    assert (
        "form.signature" not in after_joining(joined(first.reading, form.reading), first.withdrawn, form, ()).withdrawn
    )


def test_a_value_is_under_a_box_from_two_fifths_on():
    """As when redaction drops a field; codes and marks are nobody's data."""
    value = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.2), (0.1, 0.2))
    wide, narrow = (((0.0, 0.0), (right, 0.0), (right, 1.0), (0.0, 1.0)) for right in (0.3, 0.2))
    assert is_under("id.name", value, [wide])
    assert not is_under("id.name", value, [narrow])
    assert not is_under("id.kind", value, [wide])
    assert not is_under("request.date", value, [wide])
