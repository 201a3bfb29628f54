"""The sources themselves: SQLite, CSV and a web service on this machine, each within its limits and read only."""

import gzip
import json
import sqlite3
import threading
import time
import tomllib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tasks.case.held import Failure, SearchKey, SourceFailed
from tasks.case.name_forms import parameters, written_forms
from tasks.case.same_record import Likeness, likeness
from tasks.decide.searching import search_sources
from tasks.engines.csv_source import read_csv
from tasks.engines.http_source import read_http
from tasks.engines.sql_source import read_sql
from tasks.policy import Policy
from tasks.policy.loader import POLICY_FOLDER

NAMES = "SELECT name, born FROM people WHERE name IN :names ORDER BY born"
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS name FROM n"
PERSON = {SearchKey.NAME: "髙橋 真", SearchKey.BIRTH_DATE: "1980-01-02"}


@pytest.fixture
def database(tmp_path):
    """People in SQLite: one with the name in another shape and without a space, one namesake, one other."""
    file = tmp_path / "people's.sqlite"
    with sqlite3.connect(file) as opened:
        opened.execute("CREATE TABLE people (name TEXT, born TEXT, note BLOB)")
        rows = [("高橋真", "1980-01-02", None), ("髙橋　眞", "1990-05-06", None), ("鈴木 一", None, None)]
        opened.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
    opened.close()
    return f"sqlite:///{file}"


def why(call, *given):
    with pytest.raises(SourceFailed) as failed:
        list(call(*given))
    return failed.value.why


def test_a_name_is_found_in_every_writing(database):
    """Kanji in another shape, with and without a space; whoever has another name is not asked for."""
    rows = read_sql(database, NAMES, parameters(PERSON), ["name", "born"], 5, 10)
    assert rows == [{"name": "高橋真", "born": "1980-01-02"}, {"name": "髙橋　眞", "born": "1990-05-06"}]
    bracketed = NAMES.replace(":names", "( :names )")
    assert read_sql(database, bracketed, parameters(PERSON), ["name", "born"], 5, 10) == rows
    assert read_sql(database, NAMES, parameters({}), ["name", "born"], 5, 10) == []


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM people", "INSERT INTO people VALUES ('x', 'y', NULL)", "UPDATE people SET name = 'x' RETURNING name"],
)
def test_sqlite_is_never_written(database, statement):
    """Even if a statement that writes came through the check."""
    assert why(read_sql, database, statement, {}, ["name"], 5, 10) is Failure.NOT_ALLOWED
    assert len(read_sql(database, "SELECT name FROM people", {}, ["name"], 5, 10)) == 3


def test_sqlite_is_stopped_by_the_clock(database):
    """A query that would never end is over after its time."""
    began = time.monotonic()
    assert why(read_sql, database, ENDLESS, {}, ["name"], 1, 10) is Failure.TIMEOUT
    assert time.monotonic() - began < 4


def test_what_is_wrong_with_a_database_is_told_by_code(database, tmp_path):
    """And no message repeats the query, the address or the person."""
    assert (
        why(read_sql, f"sqlite:///{tmp_path}/none.sqlite", NAMES, parameters(PERSON), ["name"], 5, 9)
        is Failure.UNREACHABLE
    )
    assert not (tmp_path / "none.sqlite").exists()
    assert why(read_sql, database, NAMES, parameters(PERSON), ["name", "kana"], 5, 9) is Failure.MISSING_COLUMN
    assert why(read_sql, database, NAMES, parameters(PERSON), ["name", "born"], 5, 1) is Failure.TOO_MANY
    assert why(read_sql, database, "SELECT nothing FROM people", {}, ["name"], 5, 9) is Failure.NOT_UNDERSTOOD
    assert why(read_sql, "nosuch://x", NAMES, parameters(PERSON), ["name"], 5, 9) is Failure.UNREACHABLE
    assert why(read_sql, "postgresql+psycopg://u:p@127.0.0.1:1/x", NAMES, {}, ["name"], 5, 9) is Failure.UNREACHABLE
    with pytest.raises(SourceFailed) as failed:
        read_sql(database, NAMES, parameters(PERSON), ["kana"], 5, 9)
    assert failed.value.__cause__ is None
    assert "橋" not in str(failed.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_csv_is_read_as_japanese_offices_save_it(tmp_path, encoding):
    """Only the columns asked for, whatever others there are."""
    file = tmp_path / "list.csv"
    file.write_text("氏名,備考\n高橋 真,秘密\n鈴木 一,\n", encoding=encoding)
    assert list(read_csv(file, ["氏名"], 5)) == [{"氏名": "高橋 真"}, {"氏名": "鈴木 一"}]
    assert why(read_csv, file, ["住所"], 5) is Failure.MISSING_COLUMN
    assert why(read_csv, tmp_path / "none.csv", ["氏名"], 5) is Failure.UNREACHABLE
    assert why(read_csv, file, ["氏名"], -1) is Failure.TIMEOUT


@pytest.fixture
def service():
    """A web service of this machine that answers what a test puts into `answers`, and notes what it was asked."""
    answers, asked = {}, []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers.get("Authorization")))
            status, body, wait, *packed = answers.get(self.path.partition("?")[0], (404, b"", 0))
            time.sleep(wait)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/people")
            for how in packed:
                self.send_header("Content-Encoding", how)
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has had enough
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, answers, asked
    server.shutdown()
    server.server_close()


def test_a_web_service_is_asked_once_with_its_token(service):
    """Values go as single pieces of the address; what is not known is left out; the token is no part of the address."""
    port, answers, asked = service
    answers["/v1/people"] = (200, json.dumps({"records": [{"name": "高橋真", "born": None, "more": 1}]}).encode(), 0)
    path = "/people?name={name}&born={birth_date}&email={email}"
    given = parameters({**PERSON, SearchKey.NAME: "髙橋 真&x=1"})
    rows = read_http(f"http://bearer:t0ken@127.0.0.1:{port}/v1/", path, given, ["name", "born"], 5, 9)
    assert rows == [{"name": "高橋真", "born": ""}]
    ((url, token),) = asked
    assert token == "Bearer t0ken"
    assert url == "/v1/people?name=%E9%AB%99%E6%A9%8B%20%E7%9C%9F%26x%3D1&born=1980-01-02"


def test_what_is_wrong_with_a_web_service_is_told_by_code(service):
    """No redirect is followed, nothing unsafe is asked, and a slow, large or strange answer is none."""
    port, answers, asked = service
    base = f"http://127.0.0.1:{port}"
    good = json.dumps([{"name": "x"}, {"name": "y"}]).encode()
    answers |= {
        "/people": (200, good, 0),
        "/slow": (200, good, 3),
        "/moved": (302, b"", 0),
        "/closed": (401, b"", 0),
        "/page": (200, b"<html>", 0),
        "/deep": (200, b'[{"name": {"first": "x"}}]', 0),
        "/large": (200, b'["' + b"x" * (9 * 2**20) + b'"]', 0),
    }
    expected = {
        "/slow": Failure.TIMEOUT,
        "/moved": Failure.NOT_UNDERSTOOD,
        "/closed": Failure.NOT_ALLOWED,
        "/page": Failure.NOT_UNDERSTOOD,
        "/deep": Failure.NOT_UNDERSTOOD,
        "/large": Failure.TOO_MANY,
        "/none": Failure.NOT_UNDERSTOOD,
    }
    assert {path: why(read_http, base, path, {}, ["name"], 1, 9) for path in expected} == expected
    assert why(read_http, base, "/people", {}, ["name"], 1, 1) is Failure.TOO_MANY
    assert why(read_http, base, "/people", {}, ["kana"], 1, 9) is Failure.MISSING_COLUMN
    assert why(read_http, "http://127.0.0.1:1", "/people", {}, ["name"], 1, 9) is Failure.UNREACHABLE
    assert why(read_http, "http://service.example", "/people", {}, ["name"], 1, 9) is Failure.NOT_ALLOWED
    assert why(read_http, "file:///etc/passwd", "", {}, ["name"], 1, 9) is Failure.NOT_ALLOWED
    assert [path for path, _ in asked].count("/people") == 2


def test_the_forms_of_a_name_are_few_and_hold_the_likely_ones():
    """A long name in many shapes stays a list that a database can take."""
    assert {"斉藤 学", "斎藤　學", "齋藤学"} <= set(written_forms("斎藤 学"))
    assert {"Liam Brennan", "BRENNAN LIAM"} <= set(written_forms("Liam Brennan"))
    assert written_forms("渡邊󠄀 一")[1] == "渡邊 一"
    assert len(written_forms("斎齋 邊邉 澤沢 濱浜 髙高 崎﨑")) <= 201


@pytest.mark.parametrize(
    ("record", "like"),
    [
        ({"name": "高橋 真", "address": "大阪市北区梅田3-22-12"}, "exact"),
        ({"name": "高橋 真", "address": "大阪市北区梅田3-22-12 梅田荘201", "birth_date": "昭和55年1月2日"}, "exact"),
        ({"name": "高橋 真", "address": "大阪市北区梅田3-22-12 梅田荘201"}, "near"),
        ({"name": "高橋 真", "customer_number": "ｍ-12"}, "exact"),
        ({"name": "髙橋 真", "customer_number": "M-12"}, "near"),
        ({"name": "髙橋 真", "address": "大阪市北区梅田3-22-12"}, "near"),
        ({"name": "高橋 真", "birth_date": "1980-01-02"}, "near"),
        ({"name": "高橋 真", "phone": "06 1234 5678"}, "near"),
        ({"name": "高橋 真", "email": "MAKOTO@example.jp"}, "near"),
        ({"email": "makoto@example.jp"}, "near"),
        ({"customer_number": "M-12"}, "near"),
        ({"name": "鈴木 一", "email": "makoto@example.jp"}, "near"),
        ({"name": "鈴木 真", "birth_date": "1980-01-02", "address": "大阪市北区梅田3-22-12"}, "near"),
        ({"kana": "タカハシ マコト", "birth_date": "1980-01-02"}, "near"),
        ({"name": "鈴木 一", "phone": "06-1234-5678"}, "none"),
        ({"name": "鈴木 一", "birth_date": "1980-01-02"}, "none"),
        ({"name": "高橋 真"}, "none"),
        ({"name": "高橋 真", "address": "札幌市中央区大通西1-1", "birth_date": "1970-01-02"}, "none"),
        ({}, "none"),
    ],
)  # fmt: skip
def test_only_what_surely_is_the_persons_is_exact(record, like):
    """A variant, or a key that others may share, is for a person to judge; a name alone is nobody."""
    person = {
        "name": "高橋 真",
        "kana": "タカハシマコト",
        "address": "大阪府大阪市北区梅田3丁目22番12号",
        "birth_date": "1980-01-02",
        "phone": "06-1234-5678",
        "email": "makoto@example.jp",
        "customer_number": "M-12",
    }
    keys = ({SearchKey(key): value for key, value in each.items()} for each in (person, record))
    assert likeness(*keys) is Likeness(like)


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://u:p@host:hunter2/x", "postgresql+psycopg://u:p@host:1x/x", "", "sqlite:///\0"]
)
def test_an_address_that_is_none_is_told_without_its_words(address):
    """A port that is no number may be a password with a slash in it."""
    with pytest.raises(SourceFailed) as failed:
        read_sql(address, NAMES, {}, ["name"], 1, 9)
    assert "hunter2" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_sqlite_reads_its_own_file_only(database, tmp_path):
    """ATTACH would make another file, a pragma could lift the guard, and one value could fill the memory."""
    made = tmp_path / "made.sqlite"
    assert why(read_sql, database, f"ATTACH '{made}' AS other", {}, ["name"], 5, 9) is Failure.NOT_ALLOWED
    assert not made.exists()
    assert why(read_sql, database, "PRAGMA query_only = OFF", {}, ["name"], 5, 9) is Failure.NOT_ALLOWED
    assert why(read_sql, database, "SELECT hex(zeroblob(40000000)) AS name", {}, ["name"], 5, 9) is not None
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9) SELECT hex(zeroblob(1000000)) AS name FROM n"
    assert why(read_sql, database, many, {}, ["name"], 5, 9) is Failure.TOO_MANY


def test_half_a_letter_is_no_value_to_ask_by(database):
    """Nor does it stop the search of the other systems."""
    assert why(read_sql, database, NAMES, {"names": ["\ud800"]}, ["name"], 5, 9) is Failure.NOT_UNDERSTOOD


def test_a_web_services_answer_is_bounded_however_it_is_packed(service):
    """What is packed, or lies too deep, is no answer; nothing is unpacked."""
    port, answers, _ = service
    answers["/deep"] = (200, b"[" * 200_000, 0)
    answers["/packed"] = (200, gzip.compress(b'[{"name": "x"}]'), 0, "gzip")
    base = f"http://127.0.0.1:{port}"
    assert why(read_http, base, "/deep", {}, ["name"], 5, 9) is Failure.NOT_UNDERSTOOD
    assert why(read_http, base, "/packed", {}, ["name"], 5, 9) is Failure.NOT_UNDERSTOOD


def test_neither_path_nor_name_leads_elsewhere(service):
    """The token stays with the host of the setting, and no value climbs out of its place in the path."""
    port, answers, asked = service
    answers["/records/x"] = (200, b"[]", 0)
    base = f"http://bearer:t0ken@127.0.0.1:{port}"
    assert why(read_http, "https://bearer:t0ken@127.0.0.1", ".example:1/x", {}, ["name"], 1, 9) is Failure.NOT_ALLOWED
    assert why(read_http, "https://bearer:t0ken@127.0.0.1", "@evil.example/", {}, ["name"], 1, 9) is Failure.NOT_ALLOWED
    for name in ("..", ".", None):
        assert why(read_http, base, "/records/{name}/x", {"name": name}, ["name"], 1, 9) is Failure.NOT_UNDERSTOOD
    assert asked == []
    for address in ("https://u:hunter2@ho℀st/", "https://u:hun[ter2@host/"):
        assert why(read_http, address, "/x", {}, ["name"], 1, 9) is Failure.NOT_ALLOWED


def test_a_silent_source_is_left_when_its_time_is_over(monkeypatch):
    """And the others are searched; a server that answers the knock and then no more keeps no time limit of its own."""
    monkeypatch.setattr("tasks.decide.searching._GRACE", -0.5)
    table = tomllib.loads((POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8"))
    one = Policy.model_validate(table).source[0].model_copy(update={"kind": "csv"})
    silent, good = (
        one.model_copy(update={"code": "silent", "seconds": 1, "keys": ()}),
        one.model_copy(update={"keys": ()}),
    )
    asked = {"silent": lambda *_: time.sleep(5), one.code: lambda *_: iter(())}
    monkeypatch.setattr("tasks.decide.searching._READ", {"csv": lambda source, *_: asked[source.code]()})
    done = search_sources([silent, good], lambda _: "x", PERSON)
    assert (done.failed, done.searched) == ({"silent": "timeout"}, [one.code])


def test_a_value_with_half_a_letter_fails_its_source_alone(monkeypatch):
    """JSON may say so; the database would take none of what was found."""
    table = tomllib.loads((POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8"))
    one = Policy.model_validate(table).source[0].model_copy(update={"kind": "csv"})
    key = next(name for name, held in one.key_columns() if held == "name")
    row = dict.fromkeys((column.name for column in one.column), "\ud800") | {key: PERSON[SearchKey.NAME]}
    monkeypatch.setattr("tasks.decide.searching.likeness", lambda *_: Likeness.EXACT)
    monkeypatch.setattr("tasks.decide.searching._READ", {"csv": lambda *_: iter([row])})
    done = search_sources([one.model_copy(update={"keys": ()})], lambda _: "x", PERSON)
    assert done.failed == {one.code: "not_understood"}
