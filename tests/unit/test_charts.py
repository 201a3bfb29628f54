"""Plots of figures hold the table's numbers, lead to its cases, and bring nothing into a page but marks."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tasks.figures.chart_palette import DARK, LIGHT, style_sheet
from tasks.figures.chart_rows import Language, Size
from tasks.figures.charts import CHARTS, chart
from tasks.figures.filters import last_days
from tasks.figures.pages import PAGES, tables_of
from tasks.figures.table import Table
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
                yield table, language, size, chart(table, language, size, linked)


def test_every_plot_is_sound_xml_named_in_its_language_and_as_wide_as_told() -> None:
    for table, language, size, svg in each_svg():
        root = etree.fromstring(svg)
        assert root.get("role") == "group"
        assert root.get("aria-label", "").startswith(table.title.in_(language))
        assert root.find(f"{SVG}title").text == root.get("aria-label")
        assert abs(float(root.get("width")) - (320 if size == "narrow" else 640)) <= 24, (table.key, size)


def test_no_plot_brings_scripts_styles_or_addresses_of_others() -> None:
    for *_, svg in each_svg():
        assert not re.search(r"<script|<style|<image|<foreignObject|\son\w+=|style=|javascript:", svg)
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_marks_lead_to_the_cases_of_their_cells() -> None:
    for table, *_, svg in each_svg():
        addresses = {anchor.get("href") for anchor in etree.fromstring(svg).iter(f"{SVG}a")}
        known = {linked(cell.picks) for row in table.rows for cell in row if cell.picks is not None}
        assert addresses
        assert addresses <= known


def test_without_a_link_a_plot_is_one_picture() -> None:
    root = etree.fromstring(chart(drawn_tables()["waiting"], "en", "wide"))
    assert root.get("role") == "img"
    assert root.find(f".//{SVG}a") is None


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_colour_stands_out_from_both_grounds_of_the_desk(palette: dict[str, str]) -> None:
    grounds = ("#ffffff", "#f1f4f7") if palette is LIGHT else ("#1b242c", "#12191f")
    for name, value in palette.items():
        least = 4.5 if name in ("ink", "quiet") else 3
        if name not in ("line", "paper"):
            assert min(contrast(value, ground) for ground in grounds) >= least, name
        if name.startswith("age"):
            assert contrast(value, palette["paper"]) >= 4.5, name


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_desks_style_sheet_has_these_colours() -> None:
    assert style_sheet() in SHEET.read_text(encoding="utf-8")
