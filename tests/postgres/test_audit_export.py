"""What leaves the house for an auditor: complete, without a name, safe to open, and recorded."""

import csv
import hashlib
import io
from datetime import datetime, timedelta

import pypdfium2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, DictLoader
from sqlmodel import col, select
from typer.testing import CliRunner

from tasks import cli_audit
from tasks.audit.anchors import anchors_file
from tasks.audit.case_record import read_record
from tasks.audit.csv_files import to_csv
from tasks.audit.export import Wanted, export_case, export_ledger, write_files
from tasks.audit.outcome import outcome_of
from tasks.audit.request_ledger import COLUMNS
from tasks.audit.search import Search, search_events
from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.roles import Role
from tasks.desk.audit_page import add_audit
from tasks.desk.pages import environment, translations
from tasks.desk.signed_in import NotSignedIn, SignedIn
from tasks.store.tables import EventRow
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.records import SECRET_REASON, answered, at, happened, paid, supplemented, work_through

PERSONAL = (NAME, NAME.replace(" ", ""), ADDRESS, "530-0001", "旧", "昭和61年")


def words_of(pdf):
    """The text of a PDF with its line breaks taken out."""
    document = pypdfium2.PdfDocument(pdf)
    told = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return told.replace("\r\n", "").replace("\n", "")


def rows_of(content):
    """The rows of a CSV as dictionaries."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def moment(house, text):
    """The same house at a Japanese moment."""
    now = datetime.fromisoformat(text).replace(tzinfo=JST)
    return at(house, seconds=(now - house.now()) / timedelta(seconds=1))


@pytest.fixture
def number(house):
    """A case in two rounds: asked for more, another packet came, refused, approved, posted."""
    one = open_case(house, fee__total=("500", "500"), fee__instruments=("", "11111-111111:500:2026-11-10"))
    other = open_case(house, b"other", person__name=("山田 花子", None), fee__instruments=None)
    supplemented(house, one, other)
    work_through(house, one)
    paid(house, one)
    return one


@pytest.mark.parametrize(("language", "said"), [
    ("ja", ("開示：応じない", "ご本人又は代理人の本人確認ができない", "K26-00001-2", "987-65-43210-9", "sato が項目「住所」",
            "出力時点で、記録の連鎖に改変は認められません", "P26-00002", "塗りつぶしを解除した閲覧", "ito")),
    ("en", ("disclosure: refused", "When the identity of the person", "K26-00001-2", "987-65-43210-9",
            "sato corrected the field 'Address'", "the chain of events was sound", "P26-00002", "rococo 2008-10-29")),
])  # fmt: skip
def test_the_record_of_a_case_tells_everything_and_names_nobody(house, number, language, said):
    """Both rounds, the decision with the policy's words, the letters, the looks; no value of any paper, no free text."""
    files = export_case(house, number, Wanted("audit", "both", language))
    told = words_of(files[f"{number}.pdf"])
    assert [each for each in said if each not in told] == []
    for content in (told, files[f"{number}.csv"].decode()):
        assert [each for each in (*PERSONAL, SECRET_REASON) if each in content] == []


def test_reasons_are_told_only_where_they_are_asked_for(house, number):
    """And the first page says so."""
    told = words_of(export_case(house, number, Wanted("audit", "pdf", "en", with_reasons=True))[f"{number}.pdf"])
    assert told.replace(" ", "").count(SECRET_REASON.replace(" ", "")) == 3
    assert "they may hold personal data" in told
    assert "are left out" in words_of(export_case(house, number, Wanted("audit", "pdf", "en"))[f"{number}.pdf"])


def test_every_digest_stands_in_full_in_the_annex(house, number):
    """An auditor can compare any of them with the database, and the letters with what was posted."""
    told = words_of(export_case(house, number, Wanted("audit", "pdf", "en"))[f"{number}.pdf"])
    with house.database.transaction() as session:
        record = read_record(session, number)
    exported = EventKind.AUDIT_EXPORTED
    digests = [e.digest for e in record.events if e.kind != exported] + [each.sha256 for each in record.request.letters]
    assert [digest for digest in digests if digest not in told] == []


def test_the_export_is_an_event_that_names_its_files(house, number, tmp_path):
    """By their digests, so that a file can be told from one that was changed later; and the chain is anchored."""
    out = tmp_path / "out"
    files = write_files(export_case(house, number, Wanted("audit")), out)
    assert sorted(file.name for file in files) == [f"{number}.csv", f"{number}.pdf"]
    with house.database.transaction() as session:
        kind = EventRow.kind == EventKind.AUDIT_EXPORTED.value
        event = session.exec(select(EventRow).where(kind)).one()
    assert (event.actor, event.facts["reasons"]) == ("audit", False)
    assert event.facts["files"] == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert event.digest in anchors_file(house).read_text()


def test_a_broken_chain_is_said_on_the_first_page(house, number):
    """The export is made all the same: an auditor needs it then more than ever."""
    with house.database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE event SET actor = 'x' WHERE id = 3")
    told = words_of(export_case(house, number, Wanted("audit", "pdf", "en"))[f"{number}.pdf"])
    told = told.replace(" ", "")  # a line may end anywhere
    assert "NOTsound:1problem(s)" in told
    assert "firstbrokeneventisno.3" in told


def test_the_ledger_has_one_line_for_each_request(house, number):
    """What the desk and an auditor count by, in numbers and handles, without a name or an address."""
    day = house.today()
    files = export_ledger(house, day, day, Wanted("audit", "both", "en"))
    content = files[f"ledger-{day}-{day}.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    one, other = rows_of(content)
    assert list(one) == [words.en for words in COLUMNS.values()]
    assert one["Case"] == number
    assert one["Result"] == "disclosure: refused"
    assert (one["Grounds"], one["Decided by"], one["Approved by"]) == ("1, 4", "sato", "ito")
    assert (one["Days"], one["Tracking number"], one["Fee, yen"]) == ("6", "987-65-43210-9", "1500")
    assert one["Letters"] == f"{number}-1, {number}-2"
    assert "driver's licence" in one["Identity confirmed by"]
    assert other["Result"] == f"joined to {number}"
    told = words_of(files[f"ledger-{day}-{day}.pdf"])
    assert number in told
    assert [each for each in PERSONAL if each in told or each in content.decode()] == []


def test_the_days_of_a_period_are_japanese_days(house):
    """The first minute of the first day and the last of the last are in it, though in UTC they are of other days."""
    for content, when in ((b"1", "2026-11-30T23:59:30"), (b"2", "2026-12-01T00:00:30"), (b"3", "2026-12-02T23:59:00"),
                          (b"4", "2026-12-03T00:00:30")):  # fmt: skip
        serial = f"11111-11111{content.decode()}:1000:2026-11-10"
        open_case(moment(house, when), content, fee__instruments=("", serial), slip__case=("K26-99999", "K26-99999"))
    first, last = datetime(2026, 12, 1).date(), datetime(2026, 12, 2).date()  # noqa: DTZ001  # days
    rows = rows_of(export_ledger(house, first, last, Wanted("audit", "csv", "en"))[f"ledger-{first}-{last}.csv"])
    assert [row["Received"] for row in rows] == ["2026-12-01", "2026-12-02"]
    with house.database.transaction() as session:
        found = search_events(session, Search(kind="case_opened", first=first, last=last))
    assert [number for _, number in found.rows] == [row["Case"] for row in reversed(rows)]
    with pytest.raises(KaijiError):
        export_ledger(house, last, first, Wanted("audit"))


def test_an_extension_and_a_decision_made_anew_count_as_they_ended(house):
    """The newest decision with its own approval; the due day as it was extended, not as it was asked for."""
    number = open_case(house)
    answered(house, number, "decide", "sato", disclosure="refuse", grounds=["1"])
    answered(house, number, "approve", "ito", send_back="back_to_decision")
    answered(house, number, "decide", "mori", attempt=2, disclosure="disclose")
    happened(house, number, EventKind.EXTENSION_ASKED, "sato", until="2026-12-28")
    with house.database.transaction() as session:
        asked = outcome_of(read_record(session, number).request.events)
    assert asked.extended_to is None
    answered(house, number, "extend_due", "ito", action="extend", until="2026-12-25")
    with house.database.transaction() as session:
        outcome = outcome_of(read_record(session, number).request.events)
    assert (outcome.decided, outcome.grounds) == ({"disclosure": "disclose"}, ())
    assert (outcome.decided_by, outcome.approved_by, outcome.extended_to.isoformat()) == ("mori", "", "2026-12-25")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\t=1", "＝1", " =1", '=HYPERLINK("x")', "|x", "%x"])
def test_no_cell_of_a_csv_is_a_formula(cell):
    """A spreadsheet shows what stands there and carries nothing out; numbers stay numbers."""
    first, second = next(csv.reader(io.StringIO(to_csv([[cell, -1]]).decode("utf-8-sig"))))
    assert (first, second) == (f"'{cell}", "-1")


def test_an_unknown_case_and_a_wrong_wish_are_told(house):
    """In one sentence, before anything is written."""
    with pytest.raises(KaijiError, match="K26-99999"):
        export_case(house, "K26-99999", Wanted("audit"))
    with pytest.raises(KaijiError, match="both"):
        Wanted("audit", "docx")


def run(house, monkeypatch, *words):
    """A command of `kaiji audit` in this house."""
    monkeypatch.setattr(cli_audit, "open_house", lambda _: house)
    return CliRunner().invoke(cli_audit.app, words)


def test_the_commands_say_the_head_and_exit_1_for_a_broken_record(house, number, monkeypatch, tmp_path):
    """Sound: 0 and the head to write down. Broken: 1, the first broken event and how many."""
    sound = run(house, monkeypatch, "verify", "--person", "audit")
    assert sound.exit_code == 0, sound.output
    head = sound.output.split("head ")[1].strip()
    assert len(head) == 64
    assert run(house, monkeypatch, "verify", "--person", "audit", "--head", head).exit_code == 0
    assert run(house, monkeypatch, "export", "--case", number, "--out", str(tmp_path), "--format", "csv",
               "--person", "audit").exit_code == 0  # fmt: skip
    assert (tmp_path / f"{number}.csv").exists()
    assert run(house, monkeypatch, "export", "--out", str(tmp_path)).exit_code == 2
    with house.database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM event WHERE id = 3")
    broken = run(house, monkeypatch, "verify", "--person", "audit")
    assert broken.exit_code == 1
    assert "first broken event is 4; 1 are broken" in broken.output


@pytest.fixture
def desk(house, monkeypatch):
    """The auditor's page alone, seen by whoever the header says, in that language."""
    made = FastAPI()

    @made.middleware("http")
    async def signed_in(request, call_next):
        role, language = request.headers.get("as", "auditor ja").split()
        request.state.signed_in = SignedIn("audit", frozenset({Role(role)}), language, "token")
        return await call_next(request)

    for language in ("ja", "en"):
        pages = environment(language)
        bare = DictLoader({"page.html": "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}"})
        monkeypatch.setattr(pages, "loader", ChoiceLoader([bare, pages.loader]))
        monkeypatch.setattr(pages, "cache", {})
    add_audit(made, house)
    return TestClient(made)


def test_the_page_is_for_auditors_only(desk):
    """Nobody else may look through what others did."""
    assert desk.get("/audit").status_code == 200
    for role in ("operator", "reviewer", "approver", "manager"):
        assert desk.get("/audit", headers={"as": f"{role} ja"}).status_code == 403
        assert desk.post("/audit/export", data={"case": "K26-00001"}, headers={"as": f"{role} ja"}).status_code == 403
        assert desk.post("/audit/verify", headers={"as": f"{role} ja"}).status_code == 403


def test_the_page_finds_by_case_person_kind_and_day(desk, house, number):
    """And tells each event in a sentence of the reader's language."""
    everything = desk.get("/audit", params={"case": number}).text
    assert "kaiji が受領物 P26-00002 を登録しました" in everything
    mine = desk.get("/audit", params={"case": number.lower(), "person": "sato", "kind": "answered"},
                    headers={"as": "auditor en"}).text  # fmt: skip
    assert "sato answered at &#39;Decide the request&#39;" in mine
    assert "ito answered" not in mine
    none = desk.get("/audit", params={"first": "2020-01-01", "last": "2020-01-02"}).text
    assert "該当する記録はありません" in none
    assert desk.get("/audit", params={"first": "nonsense", "page": 99}).status_code == 200
    assert desk.get("/audit", params={"page": 0}).status_code == 422


def test_the_page_turns(desk, house, number):
    """Fifty events to a page, the newest first; the way to the next keeps the search."""
    for _ in range(60):
        happened(house, number, EventKind.EVIDENCE_SEEN, "tanaka", what="case")
    first = desk.get("/audit", params={"person": "tanaka"}).text
    assert first.count("tanaka が証拠を閲覧しました") == 50
    assert "?person=tanaka&amp;page=2" in first
    assert desk.get("/audit?person=tanaka&page=2").text.count("tanaka が証拠を閲覧しました") == 10


def test_the_page_verifies_and_exports(desk, house, number):
    """A look is recorded and shown afterwards; the file comes under its own name, and a wrong wish is told."""
    assert "まだ検証されていません" in desk.get("/audit").text
    looked = desk.post("/audit/verify").text
    assert "記録に改変は認められません" in looked
    assert "前回の検証" in desk.get("/audit").text
    file = desk.post("/audit/export", data={"case": number, "form": "pdf"})
    assert file.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert file.content.startswith(b"%PDF")
    day = house.today().isoformat()
    ledger = desk.post("/audit/export", data={"first": day, "last": day, "form": "csv"})
    assert "受付番号" in ledger.content.decode()
    unknown = desk.post("/audit/export", data={"case": "K26-99999", "form": "csv"})
    assert unknown.status_code == 422
    assert "There is no case of this number." in unknown.text
    turned = {"first": "2026-11-02", "last": "2026-11-01", "form": "csv"}
    assert "exchange the two days" in desk.post("/audit/export", data=turned).text
    with house.database.transaction() as session:
        kinds = [EventKind.AUDIT_EXPORTED.value, EventKind.CHAIN_VERIFIED.value]
        actors = session.exec(select(EventRow.actor).where(col(EventRow.kind).in_(kinds))).all()
    assert actors == ["audit"] * 3


def test_nobody_who_is_not_signed_in_sees_the_page(house):
    """Without the gate's word on who it is, there is no page."""
    made = FastAPI()
    add_audit(made, house)
    with pytest.raises(NotSignedIn):
        TestClient(made).get("/audit")


def test_every_word_of_the_page_is_in_both_languages():
    """Every English text of the template has its Japanese."""
    pages = environment("ja")
    source = pages.loader.get_source(pages, "audit.html")[0]
    texts = {
        message if isinstance(message, str) else message[0] for _, _, message in pages.extract_translations(source)
    }
    assert len(texts) > 20
    assert texts - set(translations("ja")) == set()
