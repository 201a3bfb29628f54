"""The monthly report says what the tables say, of its month and its policies alone, and the same bytes each time."""

import io
from dataclasses import replace
from datetime import date
from functools import cache
from types import SimpleNamespace

import pdfplumber
import polars as pl
import pytest
from typer.testing import CliRunner

from tasks import cli_report
from tasks.case.bilingual import Said
from tasks.case.errors import GlyphMissing, KaijiError
from tasks.cli import _app
from tasks.figures.chart_rows import Language
from tasks.figures.companies import companies_of
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.report import report_html, report_pdf
from tasks.figures.report_headline import headline
from tasks.figures.report_parts import WANTED, chapters
from tasks.figures.table import Cell, Column, Table
from tests.support.random_rows import frames_by_chance, many_rows

MONTH, LAST = date(2026, 12, 1), date(2026, 12, 31)
COMPANIES = {
    "north": Said("North Power", "北電力株式会社"),
    "south": Said("South Gas", "南ガス株式会社"),
    "west": Said("West Bank", "西銀行株式会社"),
}
ROWS = [row for row in many_rows(400) if not row.joined]


@cache
def frames() -> Frames:
    return frames_by_chance(many_rows(400))


@cache
def report(language: Language, policies: tuple[str, ...] = ()) -> bytes:
    """The report of all policies is of made-up cases, that of some is not."""
    return report_pdf(replace(frames(), sample=not policies), MONTH, language, COMPANIES, policies)


@cache
def pages(language: Language, policies: tuple[str, ...] = ()) -> tuple[str, ...]:
    with pdfplumber.open(io.BytesIO(report(language, policies))) as opened:
        return tuple(page.extract_text() for page in opened.pages)


def of_month(days: str, policies: tuple[str, ...] = tuple(COMPANIES)) -> int:
    """How many cases have a day in the month, counted one by one."""
    return sum(MONTH <= day <= LAST for row in ROWS if row.policy in policies and (day := getattr(row, days)))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_has_three_to_five_numbered_pages_with_the_month_and_the_moment(language: Language) -> None:
    texts = pages(language)
    assert 3 <= len(texts) <= 5
    for number, text in enumerate(texts, start=1):
        assert text.endswith(f"{number} / {len(texts)}")
        assert ("13 January 2027, 10:30" if language == "en" else "2027年1月13日10:30") in text
        assert ("December 2026" if language == "en" else "2026年12月") in text


def test_its_headline_is_what_one_counts_case_by_case() -> None:
    received, answered = of_month("received_on"), of_month("answered_on")
    first = pages("en")[0].replace("\n", " ")
    assert f"{received} requests were received and {answered} answered" in first
    assert f"受付は{received}件、回答は{answered}件" in pages("ja")[0].replace("\n", "")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_row_of_its_tables_stands_in_it(language: Language) -> None:
    chosen = Filter(MONTH, LAST)
    tables = {table.key: table for page in ("sla", "quality") for table in tables_of(page, frames(), chosen)}
    texts = "\n".join(pages(language))
    for key in ("by-kind", "causes", "fees", "quality"):
        keys = [column.key for column in tables[key].columns]
        wanted = next(each for parts in WANTED.values() for each in parts if each.key == key)
        assert tables[key].rows
        for row in tables[key].rows:
            shown = [cell for name, cell in zip(keys, row, strict=True) if not wanted.columns or name in wanted.columns]
            numbers = [f"{cell.value:,}" for cell in shown if isinstance(cell.value, int | float)]
            assert any(all(number in line for number in numbers) for line in texts.splitlines()), (key, numbers)


def test_only_the_policies_asked_for_stand_in_it() -> None:
    texts = "\n".join(pages("en", ("north",)))
    received = of_month("received_on", ("north",))
    assert f"{received} requests were received" in texts.replace("\n", " ")
    assert "Companies: North Power" in texts
    for other in ("South Gas", "West Bank", "south", "west"):
        assert other not in texts
    others = {row.number for row in ROWS if row.policy != "north"}
    assert not [number for number in others if number in texts]


def test_made_up_cases_are_marked_on_every_page_and_others_on_none() -> None:
    assert all("Sample data" in text for text in pages("en"))
    assert all("見本データ" in text for text in pages("ja"))
    assert not any("Sample data" in text for text in pages("en", ("north",)))


def test_change_is_told_against_the_month_before() -> None:
    names = ("received", "answered", "on_time_percent", "late", "median_days", "p90_days", "owed", "asked_for_more")
    now = dict(zip(names, (1200, 8, 81.1, 0, 9, None, 86, 30.2), strict=True))
    before = dict(zip(names, (900, 8, 92.4, 3, None, 14, 75, 41.1), strict=True))
    assert [(each.value, each.before) for each in headline(now, before, Said("November", "11月"), "en")] == [
        ("1,200", "November: 900 (+300)"),
        ("8", "November: 8 (no change)"),
        ("81.1%", "November: 92.4% (−11.3 pt)"),
        ("0", "November: 3 (−3)"),
        ("9 days", "November: none"),
        ("–", "November: 14 days (–)"),
        ("86", "November: 75 (+11)"),
        ("30.2%", "November: 41.1% (−10.9 pt)"),
    ]


def test_the_month_that_still_runs_says_until_when_it_is_counted() -> None:
    html = report_html(frames(), date(2027, 1, 1), "en", COMPANIES, ())
    assert "The month is not over; it is counted until 13 January 2027." in html


def test_a_month_that_still_runs_is_held_against_as_many_days_of_the_month_before() -> None:
    """Half a month looks like a fall beside a whole one; a month that is over is held against the whole month before."""
    received = sum(date(2026, 12, 1) <= row.received_on <= date(2026, 12, 13) for row in ROWS)
    html = report_html(frames(), date(2027, 1, 1), "en", COMPANIES, ())
    assert f"1–13 December: {received} (" in html
    assert "1–13 December" not in report_html(frames(), MONTH, "en", COMPANIES, ())
    assert f"12月1～13日：{received}件" in report_html(frames(), date(2027, 1, 1), "ja", COMPANIES, ())


def test_a_house_without_cases_has_a_report_of_nothing() -> None:
    with pdfplumber.open(io.BytesIO(report_pdf(frames_by_chance([]), MONTH, "en", {}))) as opened:
        assert "0 requests were received and 0 answered, 0 of these" in opened.pages[0].extract_text().replace(
            "\n", " "
        )


def test_what_cannot_be_reported_is_said() -> None:
    with pytest.raises(KaijiError, match=r"2027-02 has not begun; choose a month up to 2027-01\."):
        report_pdf(frames(), date(2027, 2, 1), "en", COMPANIES)
    with pytest.raises(KaijiError, match=r"no cases in 2020-01; the first month with cases is 2\d{3}-\d\d\."):
        report_pdf(frames(), date(2020, 1, 1), "en", COMPANIES)
    with pytest.raises(
        KaijiError, match="No case stands under a policy east; there are cases under: north, south, west"
    ):
        report_pdf(frames(), MONTH, "en", COMPANIES, ("east",))
    with pytest.raises(GlyphMissing, match="company's name"):
        report_pdf(frames_by_chance([]), MONTH, "en", {"north": Said("ꙮ", "北")})


def test_names_of_companies_stay_text() -> None:
    html = report_html(frames(), MONTH, "en", {**COMPANIES, "north": Said('<b>"N"</b>', "北")}, ())
    assert "<b>" not in html
    assert "&lt;b&gt;&#34;N&#34;&lt;/b&gt;" in html


def test_it_tells_nobody_apart() -> None:
    deciders = {row.decided_by for row in ROWS if row.decided_by}
    assert deciders
    assert not [name for name in deciders if name in "\n".join(pages("en"))]


def test_the_forecast_has_its_chapter_where_there_is_one() -> None:
    columns = (Column("risk", Said("Forecast", "予測")), Column("cases", Said("Cases", "件数"), "count"))
    rows = ((Cell(Said("probably late", "超過の見込み"), code="high"), Cell(17, ("risk:high",))),)
    table = Table("forecast", Said("By risk", "危険度別"), Said("", ""), columns, rows)
    none: dict[str, Table] = {}
    (chapter,) = chapters({1: {"forecast": table}, 3: none, 6: none}, {1: "", 3: "", 6: ""}, "13 January 2027", "en")
    assert (chapter.name, chapter.parts[0].period) == ("forecast", "13 January 2027")
    assert [cell.text for cell in chapter.parts[0].rows[0]] == ["probably late", "17"]


def test_companies_are_called_as_their_newest_case_calls_them() -> None:
    cases = [row.model_copy(update={"policy_version": "2"}) if row.case_id == 399 else row for row in many_rows(400)]
    newest = {row.policy: row.policy_version for row in sorted(cases, key=lambda row: row.case_id) if not row.joined}
    house = SimpleNamespace(
        policy_of=lambda one: SimpleNamespace(
            company=SimpleNamespace(name_en=f"{one.policy} {one.policy_version}", name_ja="社")
        )
    )
    found = companies_of(house, frames_by_chance(cases))  # type: ignore[arg-type]  # no more of a house is asked for
    assert found == {code: Said(f"{code} {version}", "社") for code, version in newest.items()}


@pytest.mark.parametrize(("today", "month"), [(date(2027, 1, 13), MONTH), (date(2026, 3, 31), date(2026, 2, 1))])
def test_without_a_month_it_is_the_last_whole_one(today: date, month: date) -> None:
    assert cli_report.last_whole_month(today) == month


def test_the_command_writes_the_file_that_it_names_with_the_same_bytes_each_time(tmp_path, monkeypatch) -> None:
    house = SimpleNamespace(settings=SimpleNamespace(language="en"))
    monkeypatch.setattr("tasks.cli_report.open_house", lambda _: house)
    monkeypatch.setattr("tasks.figures.reading.read_frames", lambda _: frames())
    monkeypatch.setattr("tasks.figures.companies.companies_of", lambda *_: COMPANIES)
    out = tmp_path / "reports" / "month.pdf"
    ran = CliRunner().invoke(_app, ["report", "--out", str(out), "--policy", "north"])
    assert ran.exit_code == 0, ran.output
    assert out.read_bytes() == report("en", ("north",))


def test_months_before_the_first_case_are_told_as_none() -> None:
    young = replace(frames(), cases=frames().cases.filter(pl.col("received_on") >= MONTH))
    html = report_html(young, MONTH, "en", COMPANIES, ())
    assert html.count("November: none") >= 5
    assert "November: none" not in report_html(frames(), MONTH, "en", COMPANIES, ())
