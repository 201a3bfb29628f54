"""Which request later papers belong to, and what all papers say together."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tasks.case.business_days import YearlyClosure
from tasks.case.due import has_lapsed, reply_by
from tasks.case.joined import brought, joined
from tasks.case.supplement import Clue, OpenRequest, Sender, belongs_to, clue_of
from tasks.case.words import Field, Page, PageKind, Reading, RequestKind, TextLine
from tasks.engines.holiday_calendar import build_calendar
from tests.support.cases import ADDRESS, BOX, NAME, reading

HANA, TARO = Sender(NAME, ADDRESS, "1986-02-11"), Sender("山田 太郎", "東京都港区芝1丁目2番3号", "1970-01-01")
JIRO = Sender("佐藤 次郎", "東京都中央区銀座4丁目5番6号", "1990-05-05")
DISCLOSURE = frozenset({RequestKind.DISCLOSURE})
MINE = OpenRequest("K26-00001", (HANA,), DISCLOSURE, deficient=True, person=HANA)
OTHERS = OpenRequest("K26-00002", (TARO,), DISCLOSURE, deficient=True, person=TARO)


def clue(*senders, named=(), has_form=False, kinds=frozenset()):
    return Clue(frozenset(named), senders, has_form, kinds, senders[0] if has_form else Sender())


def test_a_case_number_decides():
    """On a return slip or in a letter; who wrote it need not be read."""
    assert belongs_to(clue(named=["K26-00002"]), [MINE, OTHERS]) == "K26-00002"


def test_a_case_number_on_a_strangers_papers_decides_nothing():
    """A slip that came into other hands, or a number that only looks like one: the papers open a case of their own."""
    assert belongs_to(clue(TARO, named=["K26-00001"]), [MINE, OTHERS]) is None


def test_two_case_numbers_decide_nothing():
    """Whose papers these are must then be told by a person."""
    assert belongs_to(clue(named=["K26-00001", "K26-00002"]), [MINE, OTHERS]) is None


def test_papers_without_a_form_go_to_the_one_request_of_their_sender():
    """By name and address, or name and birth date; a name alone is not enough."""
    assert belongs_to(clue(HANA._replace(birth_date="")), [MINE, OTHERS]) == "K26-00001"
    assert belongs_to(clue(HANA._replace(address="")), [MINE, OTHERS]) == "K26-00001"
    assert belongs_to(clue(Sender(NAME)), [MINE, OTHERS]) is None


def test_a_namesake_is_another_person():
    """The same name at another address, born on another day."""
    namesake = Sender(NAME, TARO.address, TARO.birth_date)
    assert belongs_to(clue(namesake), [MINE]) is None


def test_of_two_requests_of_one_person_neither_is_guessed():
    """A person says which."""
    assert belongs_to(clue(HANA), [MINE, MINE._replace(number="K26-00009")]) is None


def test_a_form_of_its_own_is_a_new_request_unless_the_form_was_asked_for():
    """A signed form sent again joins; a form for something else, or when nothing was missing, does not."""
    again = clue(HANA, has_form=True, kinds=DISCLOSURE)
    other = clue(HANA, has_form=True, kinds=frozenset({RequestKind.CORRECTION}))
    assert belongs_to(again, [MINE]) == "K26-00001"
    assert belongs_to(other, [MINE]) is None
    assert belongs_to(again, [MINE._replace(deficient=False)]) is None


def test_an_agents_papers_for_another_person_are_another_request():
    """A lawyer has many clients, and whoever acts for a neighbour may ask for himself: the person on the form decides."""
    of_hana = MINE._replace(people=(HANA, TARO), person=HANA)
    for_jiro = Clue(frozenset(), (JIRO, TARO), True, DISCLOSURE, JIRO)
    his_own = Clue(frozenset(), (TARO,), True, DISCLOSURE, TARO)
    assert belongs_to(for_jiro, [of_hana]) is None
    assert belongs_to(for_jiro._replace(named=frozenset([MINE.number])), [of_hana]) is None
    assert belongs_to(for_jiro._replace(has_form=False, kinds=frozenset()), [of_hana]) is None
    assert belongs_to(his_own, [of_hana]) is None
    assert belongs_to(Clue(frozenset(), (TARO,), False, frozenset(), TARO), [of_hana]) == MINE.number


def test_a_letter_that_asks_is_a_request_of_its_own():
    """It needs no form to be one."""
    assert belongs_to(clue(HANA, kinds=DISCLOSURE), [MINE._replace(deficient=False)]) is None


def test_the_number_of_a_decided_case_says_that_papers_belong_to_no_other():
    """A number that is no case's says nothing: it was misread."""
    assert belongs_to(clue(HANA, named=["K26-00007"]), [MINE], frozenset(["K26-00007"])) is None
    assert belongs_to(clue(HANA, named=["K26-00007"]), [MINE]) == MINE.number


def test_a_case_number_is_no_part_of_a_longer_number_and_was_read_surely():
    """Neither an article's number nor a guess joins papers to a stranger's case; a letter's own number names its case."""

    def named(text, confidence=0.9):
        line = TextLine(text=text, poly=BOX, confidence=confidence)
        page = reading().pages[0].model_copy(update={"lines": (line,)})
        return clue_of(Reading(pages=(page,), fields={})).named

    assert named("SK26-00001") == named("K26-000012") == named("K26-00001", 0.6) == frozenset()
    assert named("貴信Ｋ２６－００００１－１について".replace("－", "-")) == {"K26-00001"}


def test_a_readings_clue_names_who_stands_on_it():
    """The form's person, the document's holder, the kinds ticked, a case number in a covering letter."""
    found = clue_of(reading())
    assert found.senders[0] == HANA
    assert (found.has_form, found.kinds, found.named) == (True, DISCLOSURE, frozenset())


def test_a_slip_names_its_case():
    """As its code says."""
    slip = Field(name="slip.case", value="K26-00123", confidence=1.0, page=0, poly=BOX)
    assert clue_of(Reading(pages=(), fields={"slip.case": slip})).named == {"K26-00123"}


# --- together


def later(kinds=(PageKind.LICENCE,), **fields):
    """A later packet with these fields only."""
    made = {
        name.replace("__", "."): Field(
            name=name.replace("__", "."), value=value, normalized=value, confidence=0.9, page=0, poly=BOX
        )
        for name, value in fields.items()
    }
    pages = tuple(
        Page(index=i, source=f"b.pdf#{i + 1}", kind=kind, confidence=0.9, rotation=0, width=10, height=10)
        for i, kind in enumerate(kinds)
    )
    return Reading(pages=pages, fields=made)


def said(whole, name):
    return whole.fields[name].normalized or whole.fields[name].value


def test_a_document_that_came_again_takes_the_place_of_the_old_one_with_its_pages():
    """Nothing of the expired licence is left to be mixed with the new one."""
    first = reading()
    first = first.model_copy(
        update={
            "fields": {
                n: f.model_copy(update={"page": 1 if n.startswith("id.") else 0}) for n, f in first.fields.items()
            }
        }
    )
    whole = joined(first, later(id__kind="zairyu", id__name=NAME))
    assert said(whole, "id.kind") == "zairyu"
    assert "id.expires_on" not in whole.fields
    assert [page.index for page in whole.pages] == [0, 2, 3]
    assert whole.fields["id.kind"].page == 3


def test_the_agents_document_that_came_alone_is_the_agents():
    """It bears the agent's name; nothing else in its packet could tell."""
    first = joined(reading(), later((), agent__name="山田 太郎"))
    whole = joined(first, later(id__kind="licence", id__name="山田太郎"))
    assert said(whole, "agent_id.kind") == "licence"
    assert said(whole, "id.name") == NAME


def test_money_orders_add_up_and_bad_ones_do_not():
    """Half of the fee and the other half are the fee; an expired order is replaced."""
    half = reading(fee__total=("500", "500"), fee__instruments=("", "11111-111111:500:2026-11-10"))
    more = later(
        (PageKind.MONEY_ORDER,), fee__total="500", fee__instruments="22222-222222:500:2026-11-20", fee__payees="blank"
    )
    whole = joined(half, more)
    assert said(whole, "fee.total") == "1000"
    assert said(whole, "fee.instruments") == "11111-111111:500:2026-11-10;22222-222222:500:2026-11-20"
    assert said(whole, "fee.payees") == "blank;blank"
    assert said(joined(half, more, frozenset({"11111111111"})), "fee.instruments") == "22222-222222:500:2026-11-20"
    assert said(joined(half, more, None), "fee.total") == "500"


def test_a_supplement_without_a_fee_leaves_the_fee_as_it_was():
    """What was good stays."""
    whole = joined(reading(), later(id__kind="licence"))
    assert said(whole, "fee.instruments") == "12345-678901:1000:2026-11-10"


def test_a_card_that_nobody_knows_is_not_mixed_with_the_one_before():
    """A new name beside the old card's day of expiry would be nobody's paper, and would pass."""
    whole = joined(reading(id__name=("山田 太郎", None)), later((PageKind.OTHER,), id__name=NAME))
    assert said(whole, "id.name") == NAME
    assert {"id.kind", "id.expires_on", "id.address"}.isdisjoint(whole.fields)
    assert brought(reading(), later(id__name=NAME)) == {"id."}


def test_a_page_that_shows_two_papers_stays_for_the_other():
    """A licence and the money order were copied on one sheet; only the licence came again."""
    first = reading()
    shown = {n: f.model_copy(update={"page": 2}) for n, f in first.fields.items() if n.startswith(("id.", "fee."))}
    whole = joined(first.model_copy(update={"fields": first.fields | shown}), later(id__kind="zairyu"))
    assert 2 in {page.index for page in whole.pages}


FORM = (PageKind.REQUEST_FORM,)


def test_papers_without_a_form_take_nothing_of_a_forms_place():
    """Whoever wrote the letter beside a card, the person is who signed the form, and asks for what was ticked there."""
    told = {
        "person__name": "山田 太郎",
        "person__address": "東京都",
        "form__signature": "印",
        "request__date": "2026-12-01",
    }
    whole = joined(reading(form__signature=None), later((PageKind.OTHER,), **told))
    assert said(whole, "person.name") == NAME
    assert said(whole, "person.address") == ADDRESS
    assert "form.signature" not in whole.fields
    assert said(joined(reading(person__name=None), later((PageKind.OTHER,), person__name=NAME)), "person.name") == NAME


def test_kinds_that_a_later_form_does_not_tick_are_kept_and_doubted():
    """Neither a lost tick nor a new one may pass: the fee, and what must be answered, hang on it."""
    whole = joined(reading(), later(FORM, request__kinds="correction"))
    assert said(whole, "request.kinds") == "correction,disclosure"
    assert whole.fields["request.kinds"].confidence < 0.5
    again = joined(reading(), later(FORM, request__kinds="disclosure"))
    assert again.fields["request.kinds"].confidence == 0.9


def test_a_later_form_that_was_not_read_hides_nothing_of_the_first():
    """An empty field is no statement."""
    assert said(joined(reading(), later(FORM, request__kinds="", person__name=" ")), "request.kinds") == "disclosure"
    assert said(joined(reading(), later(FORM, person__name=" ")), "person.name") == NAME


def test_a_later_form_for_another_name_goes_to_a_person():
    """As two people's forms in one packet do."""
    found = {"form.other_name": NAME}
    whole = joined(reading(), later(FORM, person__name="山田 太郎"))
    assert {name: said(whole, name) for name in found} == found
    assert "form.other_name" not in joined(reading(), later(FORM, person__name=NAME)).fields


def test_an_agents_letter_with_the_agents_card_is_the_agents():
    """The letter names its writer as a person; the card is not the requester's."""
    first = joined(reading(), later((), agent__name="山田 太郎"))
    whole = joined(first, later(id__kind="licence", id__name="山田太郎", person__name="山田太郎"))
    assert (said(whole, "agent_id.name"), said(whole, "id.name"), said(whole, "person.name")) == (
        "山田太郎",
        NAME,
        NAME,
    )


def test_a_bad_order_stays_until_another_comes():
    """Else its page would be left without a word, and what is wrong would turn into a doubt."""
    whole = joined(reading(), later(id__kind="licence"), frozenset({"12345678901"}))
    assert said(whole, "fee.instruments") == "12345-678901:1000:2026-11-10"
    assert said(joined(reading(), later(id__kind="licence"), None), "fee.total") == "1000"


@given(st.sets(st.sampled_from(["id__kind", "person__name", "fee__total", "authority__kind", "form__signature"])))
def test_whatever_comes_later_no_paper_speaks_for_a_page_that_is_gone(names):
    """Every field's page is among the pages kept, or is the form's."""
    whole = joined(reading(), later(**dict.fromkeys(names, "1")))
    kept = {page.index for page in whole.pages}
    assert all(field.page in kept for field in whole.fields.values())


# --- until when

CALENDAR = build_calendar(2025, 2028, (YearlyClosure(first="12-29", last="01-03"),))


def test_a_period_that_ends_on_a_closed_day_ends_on_the_next_open_one():
    """14 days from 19 December end on 2 January, and the desk opens on Monday the 4th."""
    assert reply_by(date(2026, 12, 19), 14, CALENDAR) == date(2027, 1, 4)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(7, 60))
def test_what_was_posted_on_the_last_day_still_counts(written, days):
    """Nothing lapses on the last day itself, nor while the post may still be bringing it."""
    until = reply_by(written, days, CALENDAR)
    assert (until - written).days >= days
    assert not has_lapsed(until, until, CALENDAR)
    assert has_lapsed(until, until.replace(year=until.year + 1) if until.year < 2028 else date(2028, 12, 1), CALENDAR)
