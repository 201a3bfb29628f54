"""The sources themselves: SQLite, CSV and a web service on this machine, each within its limits and read only."""

import json
import sqlite3
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tasks.case.held import Failure, SearchKey, SourceFailed
from tasks.case.name_forms import parameters, written_forms
from tasks.case.same_record import Likeness, likeness
from tasks.engines.csv_source import read_csv
from tasks.engines.http_source import read_http
from tasks.engines.sql_source import read_sql

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
            status, body, wait = answers.get(self.path.partition("?")[0], (404, b"", 0))
            time.sleep(wait)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/people")
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
