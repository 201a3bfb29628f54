"""Held data on a real PostgreSQL: one failing source loses nothing, near matches and hand searches go to people."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from tasks.case.happened import EventKind
from tasks.case.held import Failure, HeldVerdict, SourceFailed
from tasks.case.progress import Stage, Step, Wait, stage_of
from tasks.case.words import Field
from tasks.decide import held_data
from tasks.decide.asking import coming, form_of, take_answer
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.engines.sql_source import read_sql
from tasks.letter_places import letter_file
from tasks.policy.loader import POLICY_FOLDER
from tasks.reply.case_file import case_file
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items, letters_of
from tasks.store.events import broken_links, events_of
from tasks.store.held import judge_record
from tasks.store.signing import evidence_digest
from tasks.wiring import House
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.desk import Asked, desk_of
from tests.support.letter_text import text_of
from tests.support.signing import answer, signed
from tests.unit.test_replies import inside

DECIDE = Wait(step=Step.DECIDE, attempt=1)
BY_HAND = Wait(step=Step.SEARCH_BY_HAND, attempt=1)
DISCLOSE = {"disclosure": "disclose", "grounds": [], "reason": ""}
NO_DATA = {"disclosure": "no_data", "grounds": [], "reason": "登録がないため"}
COLUMNS = "\n".join(
    f'[[source.column]]\nname = "{name}"\nlabel_ja = "{label}"\nlabel_en = "{name}"\n{more}'
    for name, label, more in (
        ("name", "氏名", 'key = "name"'),
        ("address", "住所", 'key = "address"'),
        ("birth_date", "生年月日", 'key = "birth_date"'),
        ("adviser", "担当者", "third_party = true"),
    )
)
SOURCE = """
[[source]]
code = "{code}"
name_ja = "{name}"
name_en = "{code}"
kind = "{kind}"
owner = "営業部"
purpose_ja = "連絡のため"
purpose_en = "To get in touch"
source = "ours: sample"
"""
CSV = "name,address,birth_date,adviser\n"
MINE = f"{NAME},{ADDRESS},1986-02-11,沖田 健吾\n"
NEAR = f"{NAME},札幌市中央区大通西1丁目1番1号,1986-02-11,布施 あかり\n"


def house_of(house, tmp_path, monkeypatch, *sources: tuple[str, str, str], **addresses: str) -> House:
    """The house under Rococo's policy with these sources (code, name, kind) in the place of its own."""
    rococo = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8").partition("\n# The systems that hold")[0]
    declared = "".join(SOURCE.format(code=code, name=name, kind=kind) + COLUMNS for code, name, kind in sources)
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "rococo.toml").write_text(rococo + "\n" + declared, encoding="utf-8")
    monkeypatch.setattr("tasks.wiring._POLICIES", {})
    told = tuple((code, SecretStr(address)) for code, address in addresses.items())
    settings = house.settings.model_copy(update={"policies": folder, "sources": told, "language": "en"})
    return House(settings, house.database, house.sealed)


def a_csv(tmp_path: Path, name: str, *rows: str) -> str:
    file = tmp_path / f"{name}.csv"
    file.write_text(CSV + "".join(rows), encoding="utf-8")
    return str(file)


def told(house, number, kind):
    with house.database.transaction() as session:
        assert not list(broken_links(session))
        return [e for e in events_of(session, case_by_number(session, number).id) if e.kind == kind]


def items(house, number):
    with house.database.transaction() as session:
        return held_items(session, case_by_number(session, number).id)


def refusal(house, number):
    """Why the last answer was sent back, in English."""
    return " ".join(en for en, _ in told(house, number, EventKind.ANSWER_REFUSED)[-1].facts["complaints"])


def test_a_source_that_fails_loses_nothing_of_the_others_and_never_counts_as_empty(house, tmp_path, monkeypatch):
    """What was found stays; all or nothing cannot be said until every system was searched; then it can."""
    two = (("crm", "顧客管理", "csv"), ("shop", "通販", "csv"), ("old", "旧台帳", "csv"))
    here = house_of(
        house, tmp_path, monkeypatch, *two, crm=a_csv(tmp_path, "crm", MINE), shop=str(tmp_path / "shop.csv")
    )
    number = open_case(here)
    search_held_data(here, number)
    (event,) = told(here, number, EventKind.HELD_DATA_SEARCHED)
    assert event.facts["searched"] == ["crm"]
    assert event.facts["failed"] == {"shop": "unreachable", "old": "no_address"}
    assert NAME not in json.dumps(event.facts, ensure_ascii=False)
    assert [item.source for item in items(here, number)] == ["crm"]
    shown = describe(here, number, DECIDE)
    assert "shop (it could not be reached)" in shown
    assert "“Search the held data again” first" in shown
    assert not answer(here, number, DECIDE, **DISCLOSE)
    assert "Not searched: old, shop." in refusal(here, number)
    assert not answer(here, number, coming(here, number), **NO_DATA)
    assert "Not searched" in refusal(here, number)
    a_csv(tmp_path, "shop")
    whole = House(
        here.settings.model_copy(update={"sources": (*here.settings.sources, ("old", SecretStr(a_csv(tmp_path, "old"))))}),
        here.database,
        here.sealed,
    )  # fmt: skip
    assert answer(
        whole, number, coming(whole, number), send_back="search_again", disclosure="undecided", reason="再検索"
    )
    search_held_data(whole, number)
    assert answer(whole, number, coming(whole, number), **DISCLOSE)


def test_a_part_may_be_disclosed_while_a_source_fails(house, tmp_path, monkeypatch):
    """And something else may be decided; only what is said of everything needs every system."""
    two = (("crm", "顧客管理", "csv"), ("shop", "通販", "csv"))
    here = house_of(house, tmp_path, monkeypatch, *two, crm=a_csv(tmp_path, "crm", MINE))
    number = open_case(here)
    search_held_data(here, number)
    part = {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": ["birth_date"], "reason": "業務のため"}
    assert answer(here, number, DECIDE, **part)


def test_a_near_match_is_for_a_person_to_judge_before_anything_is_disclosed(house, tmp_path, monkeypatch):
    """Confirmed it is disclosed, rejected it is not, taken back it is open again; each is an event and voids codes."""
    here = house_of(house, tmp_path, monkeypatch, ("crm", "顧客管理", "csv"), crm=a_csv(tmp_path, "crm", MINE, NEAR))
    number = open_case(here)
    search_held_data(here, number)
    assert [(item.exact, item.is_open) for item in items(here, number)] == [(True, False), (False, True)]
    for decision in (
        DISCLOSE,
        DISCLOSE | {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": ["name"], "reason": "業務"},
    ):
        assert not answer(here, number, coming(here, number), **decision)
        assert "whose the near matches are (1)" in refusal(here, number)
    taken = signed(here, number, coming(here, number), **DISCLOSE)
    asked = Asked()
    client = browser(here, asked)
    with here.database.transaction() as session:
        before = evidence_digest(session, case_by_number(session, number))
    path, sent = f"/cases/{number}/held/1", {"csrf": "token-of-sato", "evidence": before}
    assert client.post(path, data=sent | {"verdict": "persons"}).status_code == 303
    assert asked.calls == [("move_on", number)]
    assert client.post(path, data=sent | {"verdict": "others"}).status_code == 409  # the page is not what it was
    with here.database.transaction() as session:
        case = case_by_number(session, number)
        assert evidence_digest(session, case) != before
        assert len(case_file(here, session, case).held) == 2
    assert not take_answer(here, number, coming(here, number), taken)
    assert "evidence has changed" in refusal(here, number)
    for verdict, left in ((None, 1), (HeldVerdict.OTHERS, 1)):
        with here.database.transaction() as session:
            case = case_by_number(session, number, lock=True)
            judge_record(session, case, 1, verdict, "sato", here.now())
            assert len(case_file(here, session, case).held) == left
    facts = [event.facts["verdict"] for event in told(here, number, EventKind.HELD_RECORD_JUDGED)]
    assert facts == ["persons", "", "others"]
    assert answer(here, number, coming(here, number), **DISCLOSE)
    with here.database.transaction() as session:
        digest = evidence_digest(session, case_by_number(session, number))
    late = client.post(
        path, data=sent | {"evidence": digest, "verdict": "persons"}, headers={"accept": "application/json"}
    )
    assert (late.status_code, late.json()["error"]) == (422, "The case is decided; send it back to the decision first.")


def browser(house, asked=None):
    headers = {"x-csrf-token": "token-of-sato"}
    desk = desk_of(house, asked=asked or Asked())
    return TestClient(desk, base_url="http://127.0.0.1", follow_redirects=False, headers=headers)


def test_what_tells_of_somebody_else_is_not_in_the_letter_that_is_written(house, tmp_path, monkeypatch):
    """Neither the text nor any byte of the PDF has it; nor may a person withhold it once more."""
    here = house_of(house, tmp_path, monkeypatch, ("crm", "顧客管理", "csv"), crm=a_csv(tmp_path, "crm", MINE))
    number = open_case(here)
    search_held_data(here, number)
    assert "adviser" not in str(form_of(here, number, DECIDE).model_json_schema())
    assert answer(here, number, DECIDE, **DISCLOSE)
    write_letters(here, number, "reply")
    with here.database.transaction() as session:
        (letter,) = letters_of(session, case_by_number(session, number).id)
    pdf = letter_file(here, letter).read_bytes()
    shown, raw = text_of(pdf), inside(pdf)
    assert "担当者" in shown
    assert "顧客管理" in shown
    for secret in ("沖田", "健吾"):
        assert secret not in shown
        assert [code for code in ("utf-8", "utf-16-be", "shift_jis") if secret.encode(code) in raw] == []


def test_a_system_searched_by_hand_goes_from_its_question_to_the_decision(house, tmp_path, monkeypatch):
    """'Found' needs records on the page and 'nothing found' none; what was brought counts as held and is named as searched."""
    two = (("crm", "顧客管理", "csv"), ("paper", "紙の記録", "by_hand"))
    here = house_of(house, tmp_path, monkeypatch, *two, crm=a_csv(tmp_path, "crm"))
    number, client = open_case(here), browser(here)
    brought = f"/cases/{number}/brought/paper"
    early = client.post(brought, data={"csrf": "token-of-sato"}, headers={"accept": "application/json"})
    assert early.status_code == 409
    search_held_data(here, number)
    assert coming(here, number) == BY_HAND
    assert stage_of(BY_HAND) is Stage.SEARCHING
    assert "paper" in describe(here, number, BY_HAND)
    assert not answer(here, number, BY_HAND, "mori", outcome="found")
    assert "on the evidence page first" in refusal(here, number)
    page = client.get(f"/cases/{number}", headers={"accept": "text/html"}).text
    assert f'action="{brought}"' in page

    def bring(content):
        form = {"csrf": "token-of-sato"}
        return client.post(
            brought, data=form, files={"file": ("a.csv", content)}, headers={"accept": "application/json"}
        )

    wrong = bring(f"氏名,{NAME}\n".encode())
    assert wrong.status_code == 422
    assert "Heading 2" in wrong.json()["error"]
    assert NAME not in wrong.text
    assert bring(f"氏名,担当者\n{NAME},沖田 健吾\n".encode()).status_code == 303
    wait = coming(here, number)
    assert not answer(here, number, wait, "mori", outcome="nothing_found")
    assert "take them away" in refusal(here, number)
    assert answer(here, number, coming(here, number), "mori", outcome="found")
    assert coming(here, number) == DECIDE
    (item,) = items(here, number)
    assert (item.source, item.is_persons, item.verdict) == ("paper", True, "persons")
    late = bring(f"氏名\n{NAME}\n".encode())
    assert late.status_code == 409
    assert answer(here, number, DECIDE, send_back="search_again", disclosure="undecided", reason="再検索")
    search_held_data(here, number)
    assert [each.source for each in items(here, number)] == ["paper"]  # that search still stands
    assert answer(here, number, coming(here, number), **DISCLOSE)
    with here.database.transaction() as session:
        assert case_file(here, session, case_by_number(session, number)).search.systems == ("顧客管理", "紙の記録")
    assert told(here, number, EventKind.HELD_DATA_BROUGHT)[0].facts["records"] == 1


def test_records_that_were_brought_can_be_taken_away(house, tmp_path, monkeypatch):
    """And a search anew before the answer asks for them anew."""
    here = house_of(house, tmp_path, monkeypatch, ("paper", "紙の記録", "by_hand"))
    number, client = open_case(here), browser(here)
    search_held_data(here, number)
    brought, form = f"/cases/{number}/brought/paper", {"csrf": "token-of-sato"}
    for _ in range(2):
        assert (
            client.post(brought, data=form, files={"file": ("a.json", json.dumps([{"name": NAME}]))}).status_code == 303
        )
    assert len(items(here, number)) == 1
    assert client.post(brought, data=form).status_code == 303
    assert items(here, number) == []
    client.post(brought, data=form, files={"file": ("a.json", json.dumps([{"name": NAME}]))})
    assert answer(here, number, BY_HAND, "mori", outcome="search_again", reason="氏名の別表記")
    search_held_data(here, number)
    assert items(here, number) == []
    assert answer(here, number, coming(here, number), "mori", outcome="nothing_found")
    assert answer(here, number, DECIDE, **NO_DATA)


def test_a_policy_without_sources_is_not_a_search(house, tmp_path, monkeypatch):
    """Nothing was looked for, so that nothing is there cannot be said."""
    here = house_of(house, tmp_path, monkeypatch)
    number = open_case(here)
    search_held_data(here, number)
    assert not answer(here, number, DECIDE, **NO_DATA)
    assert "declares no source" in refusal(here, number)


def test_a_search_overtaken_by_a_correction_keeps_nothing(house, tmp_path, monkeypatch):
    """What was found was for somebody written otherwise; the search is due again."""
    here = house_of(house, tmp_path, monkeypatch, ("crm", "顧客管理", "csv"), crm=a_csv(tmp_path, "crm", MINE))
    number = open_case(here)
    seen = held_data.fields_of
    calls = []

    def changed(session, packet):
        calls.append(packet)
        fields = seen(session, packet)
        if len(calls) == 2:
            name = fields["person.name"]
            fields["person.name"] = Field.model_validate(name.model_dump() | {"value": "別の名"})
        return fields

    monkeypatch.setattr(held_data, "fields_of", changed)
    search_held_data(here, number)
    assert told(here, number, EventKind.HELD_DATA_SEARCHED) == []
    search_held_data(here, number)
    assert len(told(here, number, EventKind.HELD_DATA_SEARCHED)) == 1


@pytest.fixture
def business(house):
    """A company's database on PostgreSQL with a table, and a function that writes when it is selected from."""
    address = house.settings.case_database
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE client (name text, born date, note bytea)"))
        connection.execute(text("INSERT INTO client VALUES ('林田康支', '1986-02-11', NULL)"))
        connection.execute(text(
            "CREATE FUNCTION sly() RETURNS text LANGUAGE sql AS $$ INSERT INTO client VALUES ('x') RETURNING name $$"
        ))  # fmt: skip
    yield address, engine
    engine.dispose()


def why(address, query, given=None, columns=("name",), seconds=5, most=9):
    with pytest.raises(SourceFailed) as failed:
        read_sql(address, query, given or {}, list(columns), seconds, most)
    return failed.value.why


def test_postgresql_is_read_and_never_written(business):
    """A SELECT that writes by a function is stopped by the database itself; so is one that would undo the rule."""
    address, engine = business
    query = "SELECT name, born FROM client WHERE name IN :names AND born = CAST(:birth_date AS date)"
    given = {"names": ["林田 康支", "林田康支"], "birth_date": "1986-02-11"}
    assert read_sql(address, query, given, ["name", "born"], 5, 9) == [{"name": "林田康支", "born": "1986-02-11"}]
    assert read_sql(address, query, given | {"names": []}, ["name", "born"], 5, 9) == []
    assert why(address, "SELECT sly() AS name") is Failure.NOT_ALLOWED
    assert why(address, "SELECT set_config('transaction_read_only', 'off', true) AS name, sly()") in (
        Failure.NOT_ALLOWED,
        Failure.NOT_UNDERSTOOD,
    )
    assert why(address, "DELETE FROM client") is Failure.NOT_UNDERSTOOD
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM client")) == 1


def test_postgresql_is_stopped_by_the_clock_and_the_count(business):
    """Neither a slow nor an endless answer holds up a case."""
    address, _ = business
    assert why(address, "SELECT pg_sleep(9)::text AS name", seconds=1) is Failure.TIMEOUT
    assert why(address, "SELECT n::text AS name FROM generate_series(1, 1000) n") is Failure.TOO_MANY
    assert why(address, "SELECT name FROM nobody") is Failure.NOT_UNDERSTOOD
    assert why(address, "SELECT name FROM client", columns=("kana",)) is Failure.MISSING_COLUMN
