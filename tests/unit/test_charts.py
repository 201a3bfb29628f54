"""Plots of figures hold the table's numbers, lead to its cases, and bring nothing into a page but marks."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tasks.case.bilingual import Said
from tasks.figures.chart_palette import DARK, LIGHT, style_sheet
from tasks.figures.chart_rows import Language, Plot, Size
from tasks.figures.charts import CHARTS, chart
from tasks.figures.filters import last_days
from tasks.figures.pages import PAGES, tables_of
from tasks.figures.table import Cell, Column, Table
from tests.support.random_rows import frames_by_chance, many_rows

SHEET = Path(__file__).parents[2] / "templates" / "desk" / "static" / "charts.css"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawn_tables() -> dict[str, Table]:
    frames = frames_by_chance(many_rows(300))
    found = (table for page in PAGES for table in tables_of(page, frames, last_days(frames.today, 120)))
    return {table.key: table for table in found if table.key in CHARTS}


def linked(picks: tuple[str, ...]) -> str:
    return "/cases?" + "&".join(f"pick={pick}" for pick in picks)


def each_svg() -> Iterator[tuple[Table, Language, Size, str]]:
    languages: tuple[Language, ...] = ("en", "ja")
    sizes: tuple[Size, ...] = ("wide", "narrow", "print")
    for table in drawn_tables().values():
        for language in languages:
            for size in sizes:
                if svg := chart(table, language, size, linked):
                    yield table, language, size, svg


def test_every_plot_is_sound_xml_named_in_its_language_and_as_wide_as_told() -> None:
    for table, language, size, svg in each_svg():
        root = etree.fromstring(svg)
        assert root.get("role") in ("group", "img")
        assert root.get("aria-label", "").startswith(table.title.in_(language))
        assert root.find(f"{SVG}title").text == root.get("aria-label")
        assert abs(float(root.get("width")) - (320 if size == "narrow" else 640)) <= 24, (table.key, size)


def test_no_plot_brings_scripts_styles_or_addresses_of_others() -> None:
    for *_, svg in each_svg():
        assert not re.search(r"<script|<style|<image|<foreignObject|\son\w+=|style=|javascript:", svg)
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_without_a_link_a_plot_is_one_picture() -> None:
    root = etree.fromstring(chart(drawn_tables()["waiting"], "en", "wide"))
    assert root.get("role") == "img"
    assert root.find(f".//{SVG}a") is None


PLOTTED = {  # by table: what names a row, and the columns that are drawn
    "next": ("action", "cases", "overdue"),
    "waiting": ("waits_for", "cases", "overdue"),
    "by-month": ("month", "on_time", "late", "median_days", "p90_days", "p95_days"),
    "by-policy": ("policy", "on_time", "late"),
    "by-kind": ("kinds", "on_time", "late"),
    "by-week": ("week", "received", "answered", "closed_unanswered", "owed"),
    "ageing": ("stage", "days_0_3", "days_4_7", "days_8_14", "days_15_30", "days_31_up"),
    "stage-time": ("stage", "median_days", "p90_days"),
    "causes": ("cause", "cases"),
    "forecast": ("risk", "cases"),
    "forecast-by-week": ("week", "due", "expected_late"),
    "forecast-accuracy": ("as_of", "expected_late", "late"),
    "deficiencies": ("item", "cases"),
    "referrals": ("check", "cases"),
    "corrections": ("field", "cases"),
    "refusals": ("ground", "cases"),
    "quality-by-month": ("month", "deficient_share", "referred_share", "corrected_share"),
    "fees": ("policy", "deposited", "returned", "open"),
    "fees-by-month": ("month", "deposited", "returned", "open"),
    "fees-open": ("age", "open"),
}


def test_every_page_has_its_plots() -> None:
    assert set(PLOTTED) == set(CHARTS)
    assert set(CHARTS) - {"forecast", "forecast-by-week", "forecast-accuracy"} <= set(drawn_tables())
    for table in drawn_tables().values():
        assert bool(chart(table, "en", "wide")) == any(numbers(table, "en")), table.key


def test_a_plot_says_every_number_of_the_rows_that_it_draws_and_leads_to_its_cases() -> None:
    for table, language, _, svg in each_svg():
        root = etree.fromstring(svg)
        said = {(anchor.findtext(f"{SVG}title"), anchor.get("href")) for anchor in root.iter(f"{SVG}a")}
        expected = dict(numbers(table, language))
        assert {name: address for name, address in said if name in expected} == expected, table.key


def numbers(table: Table, language: Language) -> Iterator[tuple[str, str]]:
    """What the marks of a plot say and lead to: row, column and number, of the first twelve rows that have any."""
    label, *keys = PLOTTED[table.key]
    at = {column.key: i for i, column in enumerate(table.columns)}
    unit = {"count": ("", "件"), "days": (" days", "日"), "percent": ("%", "%"), "yen": (" yen", "円")}
    rows = [row for row in table.rows if row[0].code != "all" and any(row[at[key]].value for key in keys)]
    for row in rows if table.key.endswith(("-month", "-week", "-accuracy")) else rows[:12]:
        name = row[at[label]].value
        name = name.in_(language) if isinstance(name, Said) else name
        for key in keys:
            if value := row[at[key]].value:
                column = table.columns[at[key]]
                counted = next(each.key for each in table.columns if each.unit == "count")
                led = key if row[at[key]].picks else key.removesuffix("_share") if "share" in key else counted
                said = f"{name} — {column.name.in_(language)}: {value:,}{unit[column.unit][language == 'ja']}"
                yield said, linked(row[at[led]].picks or ())


def test_what_a_table_says_stays_text() -> None:
    nasty = '"><script>alert(1)</script>&<a href="javascript:x">'
    columns = (Column("cause", Said("Cause", "要因")), Column("cases", Said("Cases", "件数"), "count"))
    table = Table("causes", Said(nasty, nasty), Said("", ""), columns, ((Cell(nasty), Cell(3, ("open",))),))
    svg = chart(table, "en", "wide", lambda _: nasty)
    root = etree.fromstring(svg)
    assert "<script" not in svg
    assert [anchor.get("href") for anchor in root.iter(f"{SVG}a")] == [nasty]
    assert root.get("aria-label") == f"{nasty}. Most: {nasty}, 3 of 3."


@pytest.mark.parametrize("size", ["wide", "narrow", "print", "half"])
def test_a_percentage_stands_between_its_column_and_the_legend(size: Size) -> None:
    """Also over the highest column there is room for it, of as many pixels as its letters are high and its gap is wide."""
    months = replace(drawn_tables()["by-month"], rows=drawn_tables()["by-month"].rows[-3:])
    spec = CHARTS["by-month"].spec(Plot(months, "en", size))
    assert spec is not None
    columns = spec["vconcat"][0]
    bars, percentages = columns["layer"]
    highest = max(each["to"] for each in percentages["data"]["values"])
    reaches = columns["height"] * highest / bars["encoding"]["y"]["scale"]["domain"][1]
    assert columns["height"] - reaches > -percentages["mark"]["dy"] + percentages["mark"]["fontSize"] / 2


def test_an_axis_has_whole_numbers_and_each_once() -> None:
    """Where there is but one case, halves of a case stand at no line."""
    keys = ("deposited", "returned", "open", "received", "cases")
    columns = (Column("month", Said("Month", "月")), *(Column(key, Said(key, key)) for key in keys))
    row = (Cell("2027-01"), Cell(1), Cell(0), Cell(0), Cell(1), Cell(1, ("paid",)))
    table = Table("fees-by-month", Said("Fees", "手数料"), Said("", ""), columns, (row,))
    written = [text.text for text in etree.fromstring(chart(table, "en", "wide")).iter(f"{SVG}text")]
    assert sorted(each for each in written if each and each[0].isdigit()) == ["0", "1", "2027-01"]


@pytest.mark.parametrize("rows", [(), ((Cell("deciding"), Cell(0, ("open",), "quiet")),)])
def test_nothing_is_drawn_of_nothing(rows: tuple[tuple[Cell, ...], ...]) -> None:
    columns = (Column("cause", Said("Cause", "要因")), Column("cases", Said("Cases", "件数"), "count"))
    assert chart(Table("causes", Said("a", "a"), Said("", ""), columns, rows), "en", "wide") == ""


def test_a_table_without_the_columns_of_its_plot_has_none() -> None:
    table = drawn_tables()["causes"]
    assert chart(replace(table, columns=(Column("other", Said("a", "a")), *table.columns[1:])), "en", "wide") == ""
    assert chart(replace(table, key="breaches"), "en", "wide") == ""


def test_the_forecast_is_drawn_as_a_part_of_what_is_due() -> None:
    columns = (
        Column("week", Said("Week", "週")),
        Column("due", Said("Due", "期限到来"), "count"),
        Column("expected_late", Said("Expected late", "超過見込み")),
    )
    rows = ((Cell("2027-W02"), Cell(12, ("open",)), Cell(3.4)), (Cell("2027-W03"), Cell(7, ("open",)), Cell(0.0)))
    table = Table("forecast-by-week", Said("Forecast", "予測"), Said("", ""), columns, rows)
    svg = chart(table, "en", "wide")
    said = {title.text for title in etree.fromstring(svg).iter(f"{SVG}title")}
    assert said >= {"2027-W02 — Due: 12", "2027-W02 — Expected late: 3.4"}
    assert "Forecast. Expected late: 2027-W02 3.4, 2027-W03 0.0." in said


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_colour_stands_out_from_both_grounds_of_the_desk(palette: dict[str, str]) -> None:
    grounds = ("#ffffff", "#f1f4f7") if palette is LIGHT else ("#1b242c", "#12191f")
    for name, value in palette.items():
        least = 4.5 if name in ("ink", "quiet") else 3
        if name not in ("line", "paper"):
            assert min(contrast(value, ground) for ground in grounds) >= least, name
        if name.startswith("age"):
            assert contrast(value, palette["paper"]) >= 4.5, name


# What those see who lack the cones for red, green or blue: Machado, Oliveira and Fernandes 2009, in linear RGB.
SEEN = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
BESIDE = [
    ("1", "2"),
    ("1", "3"),
    ("1", "4"),
    ("2", "3"),
    ("3", "4"),
    *((f"age-{i}", f"age-{i + 1}") for i in range(1, 5)),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("eyes", SEEN)
def test_colours_beside_each_other_stay_apart_for_the_colour_blind(palette: dict[str, str], eyes: str) -> None:
    for one, other in BESIDE:
        assert math.dist(lab(palette[one], eyes), lab(palette[other], eyes)) >= 9, (one, other)


def lab(colour: str, eyes: str) -> tuple[float, float, float]:
    """A colour as these eyes see it, in CIELAB, in which the least difference that one notices is about 2."""
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in SEEN[eyes]]
    to_xyz = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0177, 0.1095, 0.8729))  # over the white point
    x, y, z = (sum(a * b for a, b in zip(row, seen, strict=True)) for row in to_xyz)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def test_the_desks_style_sheet_has_these_colours() -> None:
    assert style_sheet() in SHEET.read_text(encoding="utf-8")
