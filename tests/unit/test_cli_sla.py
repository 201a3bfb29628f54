"""`kaiji sla` says in a terminal, as JSON and as CSV just what the tables of the pages say, and explains what is not there."""

import csv
import io
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from tasks import cli_sla
from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.cli import _app
from tasks.figures.case_list import cases_table
from tasks.figures.filters import Filter, last_days
from tasks.figures.frames import Mail
from tasks.figures.pages import PAGES, tables_of
from tasks.figures.plain import raw
from tasks.figures.terminal import drawn
from tests.support.random_rows import NOW, frames_by_chance, many_rows

FRAMES = frames_by_chance(many_rows(300), Mail({"quarantined": 1}, quarantined=2))
CHOSEN = last_days(FRAMES.today)


@pytest.fixture(autouse=True)
def _figures(monkeypatch, tmp_path):
    """Figures of three hundred cases by chance, in the place of a house's."""
    house = SimpleNamespace(settings=SimpleNamespace(policies=tmp_path))
    monkeypatch.setattr(cli_sla, "open_house", lambda _: house)
    monkeypatch.setattr(cli_sla, "read_frames", lambda _: FRAMES)


def test_a_csv_of_sample_data_says_so_beside_it(monkeypatch):
    """Not in the table, which a program reads."""
    plain = CliRunner().invoke(_app, ["sla", "--csv", "--table", "now"])
    assert plain.stderr == ""
    monkeypatch.setattr(cli_sla, "read_frames", lambda _: replace(FRAMES, sample=True))
    sample = CliRunner().invoke(_app, ["sla", "--csv", "--table", "now", "--lang", "ja"])
    assert "見本データ" in sample.stderr
    assert sample.stdout == plain.stdout


def said(*words):
    """What the command writes."""
    done = CliRunner().invoke(_app, ["sla", *words])
    if isinstance(done.exception, KaijiError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("page", PAGES)
def test_json_holds_every_table_with_its_codes_numbers_and_picks(page):
    """Cell by cell what the page is made of; a program needs no words."""
    told = json.loads(said(page, "--json"))
    tables = tables_of(page, FRAMES, CHOSEN.with_all_rows)
    assert [each["total"] for each in told["tables"]] == [len(table.rows) for table in tables]
    assert [each["key"] for each in told["tables"]] == [table.key for table in tables]
    for table, made in zip(tables, told["tables"], strict=True):
        keys = [column["key"] for column in made["columns"]]
        assert len(set(keys)) == len(keys)
        assert [[row["values"][key] for key in keys] for row in made["rows"]] == [
            [raw(cell) for cell in row] for row in table.rows
        ]
        for row, cells in zip(made["rows"], table.rows, strict=True):
            assert list(row["picks"].values()) == [list(cell.picks) for cell in cells if cell.picks is not None]


def test_the_shape_of_the_json_is_stable():
    """Whoever reads it relies on these keys; another shape has another `format`."""
    told = json.loads(said("--json", "--table", "now"))
    (table,) = told.pop("tables")
    assert told == {
        "format": 1,
        "page": "today",
        "as_of": "2027-01-13T10:30:00+09:00",
        "sample": False,
        "from": "2026-10-16",
        "to": "2027-01-13",
        "policies": [],
        "kinds": [],
    }
    assert set(table) == {"key", "title", "note", "columns", "rows", "total", "picks"}
    assert table["columns"][1] == {"key": "count", "name": {"en": "Number", "ja": "件数"}, "unit": "count"}
    overdue = FRAMES.cases["days_left"].drop_nulls()
    count = sum(left < 0 for left in overdue)
    assert table["rows"][1] == {"values": {"figure": "overdue", "count": count}, "picks": {"count": ["overdue"]}}


def test_csv_holds_one_table_under_its_keys():
    """Codes and raw numbers, and nothing before or after them."""
    (table,) = [each for each in tables_of("sla", FRAMES, CHOSEN) if each.key == "by-policy"]
    head, *rows = csv.reader(io.StringIO(said("sla", "--csv", "--table", "by-policy")))
    assert head == [column.key for column in table.columns]
    assert rows == [["" if raw(cell) is None else str(raw(cell)) for cell in row] for row in table.rows]


def test_a_list_is_whole_in_a_file_and_begins_in_a_terminal(monkeypatch):
    """Pages and terminals show the first fifty cases of a list, a program gets every one of them."""
    frames = frames_by_chance(many_rows(1500, seed=2))
    monkeypatch.setattr(cli_sla, "read_frames", lambda _: frames)
    for page, key in (("sla", "breaches"), ("sla", "at-risk"), ("today", "overdue")):
        (first,) = [each for each in tables_of(page, frames, last_days(frames.today)) if each.key == key]
        (table,) = json.loads(said(page, "--json", "--table", key))["tables"]
        _, *lines = csv.reader(io.StringIO(said(page, "--csv", "--table", key)))
        total = cases_table(frames, last_days(frames.today), first.picks).total
        assert table["total"] == len(table["rows"]) == len(lines) == total
        assert len(first.rows) == min(total, 50)
        assert total > 50 or key == "overdue"


def test_what_the_reader_narrows_is_what_is_counted():
    """Policy, kind and period are those of the filter of the pages."""
    told = said(
        *("sla", "--json", "--policy", "north", "--policy", "west", "--kind", "disclosure"),
        *("--from", "2026-06-01", "--to", "2026-12-31"),
    )
    chosen = Filter(
        NOW.date().replace(2026, 6, 1), NOW.date().replace(2026, 12, 31), ("north", "west"), ("disclosure",)
    )
    summary = tables_of("sla", FRAMES, chosen)[0]
    assert list(json.loads(told)["tables"][0]["rows"][0]["values"].values()) == [raw(cell) for cell in summary.rows[0]]


def test_only_a_last_day_means_the_ninety_days_before_it():
    """As on the pages, where nothing is chosen."""
    told = json.loads(said("sla", "--json", "--to", "2026-12-31"))
    assert (told["from"], told["to"]) == ("2026-10-03", "2026-12-31")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["tomorrow"], ["tomorrow", "today", "quality"]),
        (["--policy", "nord"], ["nord", "north", "south", "west"]),
        (["--kind", "disclose"], ["disclose", "disclosure", "stop_provision"]),
        (["sla", "--table", "agein"], ["agein", "ageing", "by-week"]),
        (["sla", "--csv"], ["--table", "ageing", "by-week"]),
        (["--csv", "--json"], ["--json", "--csv"]),
        (["--lang", "de"], ["de", "en, ja"]),
        (["--from", "2026/12/02"], ["--from 2026/12/02", "2026-10-31"]),
        (["--to", "tomorrow"], ["--to tomorrow", "2026-10-31"]),
        (["--from", "2026-12-02", "--to", "2026-12-01"], ["2026-12-02", "2026-12-01"]),
    ],
)
def test_what_is_not_there_is_told_with_what_there_is(words, names):
    """One sentence that a person can act upon."""
    with pytest.raises(KaijiError) as mistake:
        said(*words)
    for name in names:
        assert name in str(mistake.value)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_terminal_shows_every_cell_at_any_width(page, language):
    """Tables that are too wide are broken into parts; nothing is cut off, and no line is longer than the terminal."""
    for width in (60, 80, 160):
        console = Console(width=width, record=True, file=io.StringIO())
        for table in tables_of(page, FRAMES, CHOSEN):
            console.print(drawn(table, language, width))
            shown = console.export_text()
            assert "…" not in shown
            assert all(cell_len(line) <= width for line in shown.splitlines())
            squeezed = "".join(shown.split())
            for column in table.columns if table.rows else ():
                head = column.name.in_(language)
                pieces = head if language == "ja" else [word for word in head.split() if len(word) <= 16]
                assert all(piece in squeezed for piece in pieces), (table.key, column.key)
            for row in table.rows:
                assert all(
                    str(cell.value) in shown for cell in row if isinstance(cell.value, int) and cell.value < 1000
                )


def test_a_terminal_shows_words_of_the_language_asked_for():
    """English at first, Japanese with `--lang ja`."""
    assert "Due today or within 3 business days" in said("today")
    shown = said("today", "--lang", "ja")
    assert "3営業日以内に期限" in shown
    assert "Overdue" not in shown


def test_sample_data_is_told_before_any_figure(monkeypatch):
    """Nobody takes made-up figures for the house's own."""
    from dataclasses import replace

    assert "sample" not in said()
    monkeypatch.setattr(cli_sla, "read_frames", lambda _: replace(FRAMES, sample=True))
    assert "sample" in said().splitlines()[0]


def test_a_text_without_a_code_is_told_in_english():
    """Programs get one text, always the same."""
    from tasks.figures.table import Cell

    assert raw(Cell(Said("one", "一"))) == "one"
    assert raw(Cell(Said("one", "一"), code="1")) == "1"
