"""Prescribed forms, printed, filled in by several hands, scanned badly and read back, for real."""

from functools import cache
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tasks.case.codes_text import LAYOUT_VERSION, FormCode, FormLanguage
from tasks.case.matching import Match, match_names
from tasks.case.words import PageKind
from tasks.engines.image_files import PageImage
from tasks.forms.render import print_form
from tasks.forms.write_forms import forms_of, geometry, return_slip
from tasks.policy import load_policy
from tasks.read.read_packet import read_packet
from tests.support.answers import SOME_SAMPLES, same_value
from tests.support.fill_forms import FilledForm

POLICY = load_policy("rococo")
MIEKO = SimpleNamespace(
    name="中村　美恵子",
    kana="ナカムラ　ミエコ",
    postcode=("604", "8571"),
    address=("京都府京都市中京区寺町通御池上る", "上本能寺前町４８８番地　御池ハイツ２０３号"),
    born=("showa", "21", "7", "19"),
    born_iso="1946-07-19",
    phone="0752223111",
    email="mieko.nakamura@example.jp",
    asked=("reiwa", "8", "11", "16"),
    asked_iso="2026-11-16",
    kinds=("correction", "stop_provision"),
)
KENJI = SimpleNamespace(
    name="佐々木　健二",
    kana="ササキ　ケンジ",
    postcode=("980", "0811"),
    address=("宮城県仙台市青葉区一番町3-7-1", ""),
    born=("western", "1968", "12", "3"),
    born_iso="1968-12-03",
    phone="09036471825",
    email="k-sasaki68@example.com",
    asked=("western", "2026", "10", "9"),
    asked_iso="2026-10-09",
    kinds=("suspend_erase",),
)
YUKA = SimpleNamespace(
    name="大野　由香",
    kana="オオノ　ユカ",
    postcode=("730", "0013"),
    address=("広島県広島市中区八丁堀15番6号", "セントラルコート702"),
    born=("heisei", "3", "1", "28"),
    born_iso="1991-01-28",
    phone="0822456790",
    email="yuka_ohno@example.ne.jp",
    asked=("reiwa", "8", "9", "30"),
    asked_iso="2026-09-30",
    kinds=("correction", "suspend_erase", "stop_provision"),
)
PEOPLE = {person.name: person for person in (MIEKO, KENJI, YUKA)}
SCANS = [
    (MIEKO, "klee", "clean"), (YUKA, "kiloji", "upside_down"), (MIEKO, "typed", "jpeg"), (KENJI, "yusei", "skew"),
    (KENJI, "klee", "bent"), (MIEKO, "yusei", "pale"), (KENJI, "kiloji", "fax"), (YUKA, "klee", "photo"),
][: 4 if SOME_SAMPLES else None]  # fmt: skip


@cache
def printed_form(form, language):
    """A form's PDF and its geometry."""
    title, kinds = next((title, kinds) for name, title, kinds in forms_of(POLICY) if name == form)
    made = print_form(POLICY, FormCode(LAYOUT_VERSION, POLICY.code, form, language, kinds, 1), title)
    return made.pdf, geometry(made)


def printed(form, hand, language=FormLanguage.JAPANESE):
    """A printed form that nobody has filled in yet."""
    return FilledForm(*printed_form(form, language), hand)


def written_request(form, person):
    """A request form, filled in and signed."""
    for kind in person.kinds:
        form.tick("request.kinds", kind)
    write_person(form, "person", person)
    form.write("person.email", person.email)
    form.date("person.birth_date", *person.born)
    form.date("request.date", *person.asked)
    form.write("form.signature", person.name)
    return form


def write_person(form, role, person):
    """A name with its reading, an address and a telephone number."""
    form.write(f"{role}.kana", person.kana)
    form.write(f"{role}.name", person.name)
    form.digits(f"{role}.postcode", person.postcode[0], "1")
    form.digits(f"{role}.postcode", person.postcode[1], "2")
    form.write(f"{role}.address", person.address[0], "1")
    form.write(f"{role}.address", person.address[1], "2")
    form.digits(f"{role}.phone", person.phone)


def answers(person):
    """What must be read of a request form."""
    return {
        "request.kinds": ",".join(sorted(person.kinds)),
        "request.date": person.asked_iso,
        "person.name": person.name,
        "person.kana": person.kana.replace("　", ""),
        "person.postcode": "-".join(person.postcode),
        "person.address": "".join(person.address),
        "person.birth_date": person.born_iso,
        "person.phone": person.phone,
        "person.email": person.email,
        "form.signature": "signature",
    }


@cache
def scanned(name, hand, how):
    """The reading of one person's request form."""
    return read(written_request(printed("deletion_suspension", hand), PEOPLE[name]), how=how)


def read(*filled, how="clean"):
    """The reading of one packet of filled pages."""
    scans = [form.scan(how) for form in filled]
    return read_packet([PageImage(i, f"scan#{i + 1}", picture, dpi) for i, (picture, dpi) in enumerate(scans)])


def wrong(reading, wanted):
    """The fields that were read otherwise."""
    return {
        name: (text, reading.fields.get(name))
        for name, text in wanted.items()
        if not (name in reading.fields and same_value(name, reading.fields[name], text))
    }


@pytest.mark.parametrize(("person", "hand", "how"), SCANS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_filled_form_is_read_as_written(person, hand, how):
    """Every field of a request form, by any hand and after any scan, has its value, and what a check rests on is sure."""
    reading = scanned(person.name, hand, how)
    assert reading.pages[0].kind is PageKind.REQUEST_FORM
    assert reading.pages[0].rotation == (180 if how == "upside_down" else 0)
    assert wrong(reading, answers(person)) == {}
    unsure = {name for name, field in reading.fields.items() if field.confidence < 0.75}
    compared = {"person.kana", "person.address", "person.email"}  # with other papers, or with nothing
    assert unsure - ({"form.signature"} if hand == "typed" else set()) <= compared


def test_a_typed_name_in_the_signatures_room_goes_to_a_person():
    """A name that a machine printed signs nothing by itself; the same name by a hand does."""
    typed = scanned(MIEKO.name, "typed", "jpeg").fields["form.signature"]
    assert (typed.normalized, typed.confidence < 0.75) == ("signature", True)
    assert scanned(MIEKO.name, "klee", "clean").fields["form.signature"].confidence > 0.9


def test_a_field_knows_where_it_stands_on_the_page_as_received():
    """On a page that came upside down the name's box is where the name was written, turned."""
    x0, y0, x1, y1 = printed("deletion_suspension", "kiloji").box("person.name")["box"]
    reading = scanned(YUKA.name, "kiloji", "upside_down")
    middle = np.mean(reading.fields["person.name"].poly, axis=0)
    assert 1 - x1 / 210 - 0.02 < middle[0] < 1 - x0 / 210 + 0.02
    assert 1 - y1 / 297 - 0.01 < middle[1] < 1 - y0 / 297 + 0.01


def test_an_empty_form_has_no_fields_and_one_for_a_single_kind_asks_for_it():
    """Printed words, lines and marks are nobody's answers; a form that serves one kind states it, and its code its company."""
    assert set(read(printed("deletion_suspension", "klee")).fields) == {"form.policy"}
    stated = read(printed("disclosure", "klee", FormLanguage.BILINGUAL)).fields
    assert {name: field.normalized for name, field in stated.items()} == {
        "request.kinds": "disclosure", "form.policy": "rococo",
    }  # fmt: skip


def test_a_seal_is_a_signature_and_no_era_is_no_date():
    """A red seal signs; a year of two digits without an era goes to a person."""
    form = printed("deletion_suspension", "klee")
    form.tick("request.kinds", "correction")
    form.write("person.name", KENJI.name)
    form.digits("request.date", "26", "year")
    form.digits("request.date", "10", "month")
    form.digits("request.date", "09", "day")
    form.seal("form.signature", "佐々木")
    fields = read(form).fields
    assert fields["form.signature"].normalized == "seal"
    assert fields["request.date"].normalized is None
    assert fields["request.date"].confidence < 0.5


def test_an_agents_papers_name_agent_relation_and_scope():
    """The supplement gives the agent's fields, the power of attorney its date and what was ticked, and nothing else."""
    agent = printed("agent_supplement", "yusei")
    agent.write("person.name", MIEKO.name)
    write_person(agent, "agent", KENJI)
    agent.tick("agent.relation", "delegated")
    agent.date("request.date", "reiwa", "8", "11", "16")
    agent.write("form.signature", KENJI.name)
    power = printed("power_of_attorney", "klee", FormLanguage.BILINGUAL)
    power.write("authority.agent_name", KENJI.name)
    power.write("authority.person_name", MIEKO.name)
    power.tick("authority.scope", "disclosure")
    power.date("authority.date", "reiwa", "8", "11", "15")
    power.seal("authority.signature", "中村")
    reading = read(agent, power)
    assert [page.kind for page in reading.pages] == [PageKind.REQUEST_FORM, PageKind.POA]
    wanted = {
        "agent.name": KENJI.name, "agent.address": KENJI.address[0], "agent.relation": "delegated",
        "person.name": MIEKO.name, "authority.kind": "poa", "authority.date": "2026-11-15",
        "authority.scope": "disclosure", "authority.signature": "seal", "authority.agent_name": KENJI.name,
    }  # fmt: skip
    assert wrong(reading, wanted) == {}
    words = "".join(line.text for line in reading.pages[1].lines)
    assert "開示" in words
    assert not {"利用目的", "訂正", "消去", "提供の停止"} & {
        w for w in ("利用目的", "訂正", "消去", "提供の停止") if w in words
    }


def test_a_return_slip_names_its_case():
    """By its code when it came with a letter, else by the number written in its cells; neither is a request form."""
    slip = printed("return_slip", "kiloji")
    slip.digits("slip.case", "26", "year")
    slip.digits("slip.case", "00042", "number")
    slip.write("person.name", KENJI.name)
    slip.tick("slip.enclosed", "fee")
    by_hand = read(slip)
    assert (by_hand.pages[0].kind, by_hand.fields["slip.case"].normalized) == (PageKind.OTHER, "K26-00042")
    assert wrong(by_hand, {"slip.name": KENJI.name, "slip.enclosed": "fee"}) == {}
    with_letter = FilledForm(return_slip(POLICY, FormLanguage.JAPANESE, "K26-00107", 2), slip.geometry, "klee")
    assert read(with_letter, how="fax").fields["slip.case"].normalized == "K26-00107"


def test_a_form_without_its_code_or_marks_is_read_like_any_other():
    """A torn corner with the code, or two lost marks: the name and the kinds are still read, or a person looks."""
    form = written_request(printed("deletion_suspension", "typed"), KENJI)
    form.paint((160, 8, 200, 32))
    reading = read(form)
    assert reading.pages[0].kind is PageKind.REQUEST_FORM
    assert match_names(reading.fields["person.name"].value, KENJI.name) is Match.EXACT
    kinds = reading.fields["request.kinds"]
    assert kinds.normalized == "suspend_erase" or kinds.confidence < 0.75


def test_a_power_of_attorney_without_its_code_goes_to_a_person():
    """Its list names every kind of request; whoever cannot see which were ticked must not call it authority for all."""
    power = printed("power_of_attorney", "klee")
    power.tick("authority.scope", "disclosure")
    power.date("authority.date", "reiwa", "8", "11", "15")
    power.write("authority.person_name", MIEKO.name)
    power.paint((160, 8, 200, 32))
    fields = read(power).fields
    assert fields["authority.kind"].confidence < 0.75


def test_writing_outside_the_boxes_raises_a_doubt():
    """A name written below the form is found by the ordinary reading, or not at all, and a person looks."""
    form = printed("deletion_suspension", "typed")
    form.tick("request.kinds", "correction")
    form.sentence("お名前：佐々木健二", 60, 276, 5)
    name = read(form).fields.get("person.name")
    assert name is None or name.confidence < 0.75


def test_a_page_on_its_side_is_turned_by_its_marks(monkeypatch):
    """Whatever the orientation model believes, the marks say how the paper lies."""
    monkeypatch.setattr("tasks.read.upright_pages.turn_beliefs", lambda _: {0: 0.99, 90: 0.0, 180: 0.0, 270: 0.0})
    picture, dpi = written_request(printed("deletion_suspension", "klee"), KENJI).scan("clean")
    lying = cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)
    reading = read_packet([PageImage(0, "scan#1", lying, dpi)])
    assert reading.pages[0].rotation == 270
    assert wrong(reading, answers(KENJI)) == {}
