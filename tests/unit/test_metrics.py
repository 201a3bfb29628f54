"""`/metrics`: the numbers of the pages, for whoever has the token, in few series and of nobody; and a dashboard that shows them."""

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain_text
from pydantic import SecretStr

from tasks.case.errors import KaijiError
from tasks.demo import demo_settings
from tasks.desk import metrics
from tasks.doctor import metrics as looked_at
from tasks.doctor import shown_settings
from tasks.environment import environment
from tasks.figures.filters import last_days
from tasks.figures.frames import Frames, Mail
from tasks.figures.gauges import gauges_of
from tasks.figures.pages import tables_of
from tasks.figures.plain import raw
from tasks.settings import PROJECT, Settings, load_settings
from tests.support.random_rows import NOW, frames_by_chance, many_rows, rows_by_chance

TOKEN = "0123456789abcdef0123"
MAIL = Mail({"checked": 3, "quarantined": 1}, quarantined=2)
FRAMES = frames_by_chance(many_rows(400), MAIL)
GRAFANA = PROJECT / "samples" / "grafana"


@contextmanager
def desk(token=TOKEN, frames=FRAMES):
    """A desk that has no page but this one."""
    house = SimpleNamespace(settings=SimpleNamespace(metrics_token=SecretStr(token)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(metrics, "read_frames", lambda _: frames)
        made = FastAPI()
        metrics.add_metrics(made, house)
        yield TestClient(made)


def read(headers=None, frames=FRAMES):
    """What Prometheus gets."""
    with desk(frames=frames) as client:
        return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"} | (headers or {}))


def samples(frames: Frames):
    """By name and labels, each value."""
    return {(gauge.name, *labels): value for gauge in gauges_of(frames) for labels, value in gauge.samples}


def table(frames: Frames, page, key):
    """The raw rows of a table, by the keys of its columns."""
    (found,) = [each for each in tables_of(page, frames, last_days(frames.today)) if each.key == key]
    keys = [column.key for column in found.columns]
    return [dict(zip(keys, map(raw, row), strict=True)) for row in found.rows]


# --- who may read it


def test_without_a_token_there_is_no_such_page():
    """Whatever is sent; the answer tells where to look."""
    with desk(token="") as client:
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
            answer = client.get("/metrics", headers=headers)
            assert answer.status_code == 404
            assert "kaiji doctor" in answer.text


@pytest.mark.parametrize(
    "sent", [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer あ"]
)
def test_only_the_token_opens_it(sent):
    """Anything else is refused as HTTP wants it, and no figure is read."""
    with desk() as client:
        answer = client.get("/metrics", headers={} if sent is None else {"Authorization": sent.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "kaiji_" not in answer.text


def test_a_token_that_can_be_guessed_is_refused_without_repeating_it(monkeypatch):
    """Short, or what no header can carry."""
    for token in ("hunter2", "has spaces in the middle", "トークントークントークントークン"):
        monkeypatch.setenv("KAIJI_METRICS_TOKEN", token)
        with pytest.raises(Exception, match="KAIJI_METRICS_TOKEN") as refused:
            load_settings()
        assert token not in str(refused.value)
        with pytest.raises(KaijiError, match="KAIJI_METRICS_TOKEN"):
            demo_settings()


def test_the_token_is_told_to_the_desk_and_to_nobody_else():
    """The children of `kaiji up` get it; what people are shown hides it; the doctor says how to turn metrics on."""
    made = Settings(metrics_token=SecretStr(TOKEN))
    assert environment(made)["KAIJI_METRICS_TOKEN"] == TOKEN
    assert TOKEN not in str(shown_settings(made))
    assert looked_at(made).fine
    off = looked_at(Settings())
    assert not off.fine
    assert off.optional
    assert "KAIJI_METRICS_TOKEN" in off.mend


# --- what it says


def test_both_formats_of_prometheus_are_right_and_say_the_same():
    """Read by the library's own parsers, as a server asks for them."""
    text = read()
    told = read({"Accept": "application/openmetrics-text;version=1.0.0"})
    assert text.headers["content-type"].startswith("text/plain")
    assert told.headers["content-type"].startswith("application/openmetrics-text")
    one, other = ({m.name: m.samples for m in parse} for parse in (plain_text(text.text), openmetrics(told.text)))
    assert {name: [s[:3] for s in each] for name, each in one.items()} == {
        name: [s[:3] for s in each] for name, each in other.items()
    }


def test_the_numbers_are_those_of_the_pages():
    """The tables and the metrics count alike."""
    said, now = samples(FRAMES), {row["figure"]: row["count"] for row in table(FRAMES, "today", "now")}
    for figure in ("overdue", "due_today", "due_soon", "held"):
        assert sum(value for key, value in said.items() if key[0] == f"cases_{figure}") == now[figure]
    assert sum(value for key, value in said.items() if key[0] == "cases_open") == now["open"]
    assert sum(value for key, value in said.items() if key[0] == "cases_received_today") == now["came_in"]
    high = (value for key, value in said.items() if key[0] == "forecast_cases" and "high" in key)
    assert sum(high) == now["may_miss"] > 0
    assert said["packets_quarantined",] == now["quarantine"] == 2
    assert (said["packets_today", "case"], said["packets_today", "quarantine"]) == (3, 1)
    for row in table(FRAMES, "sla", "ageing"):
        if row["stage"] != "all":
            stage = [value for key, value in said.items() if key[0] == "cases_open" and key[2] == row["stage"]]
            assert sum(stage) == row["cases"]
    (summary,) = table(FRAMES, "sla", "summary")
    assert round(said["on_time_ratio", ""] * 100, 1) == summary["on_time_percent"]
    assert said["turnaround_days", "", "90"] == summary["p90_days"]
    assert said["turnaround_business_days", "", "50"] == summary["median_business_days"]
    assert sum(value for key, value in said.items() if key[0] == "answered_90d") == summary["answered"]
    for row in table(FRAMES, "sla", "forecast"):
        if row["risk"] not in ("overdue", "all"):
            mine = [value for key, value in said.items() if key[0] == "forecast_cases" and key[2] == row["risk"]]
            assert sum(mine) == row["cases"]
    late = [value for key, value in said.items() if key[0] == "forecast_late_cases"]
    assert len(late) > 1
    assert round(sum(late), 1) == row["expected_late"] > 0
    fees = [row["fee_open"] for row in FRAMES.cases.iter_rows(named=True)]
    assert sum(value for key, value in said.items() if key[0] == "fees_open_yen") == sum(fees) > 0


@settings(max_examples=25, deadline=None)
@given(rows_by_chance(20))
def test_the_numbers_of_any_cases_are_those_of_a_plain_recount(rows):
    """By policy, stage and age, counted once more case by case."""
    frames = frames_by_chance(rows)
    said, cases = samples(frames), list(frames.cases.iter_rows(named=True))
    for policy in {case["policy"] for case in cases}:
        mine = [case for case in cases if case["policy"] == policy]
        late = [case for case in mine if case["days_left"] is not None and case["days_left"] < 0]
        assert said["cases_overdue", policy] == len(late)
        assert said["cases_answered_today", policy] == sum(case["answered_on"] == NOW.date() for case in mine)
        for stage in {case["stage"] for case in mine if case["open"]}:
            count = sum(case["open"] and case["stage"] == stage for case in mine)
            assert [value for key, value in said.items() if key[:3] == ("cases_open", policy, stage)] == [count]
    for key, value in said.items():
        if key[0] == "oldest_case_days":
            assert value == max(
                (case["stage_days"] for case in cases if case["open"] and case["stage"] == key[1]), default=0
            )


def test_a_house_without_cases_says_so_in_valid_metrics():
    """Nothing was answered, so there is no rate; counts are 0 or absent."""
    empty = frames_by_chance([])
    families = list(plain_text(read(frames=empty).text))
    assert {each.name for each in families} >= {"kaiji_on_time_ratio", "kaiji_cases_open"}
    assert not [s for each in families if each.name == "kaiji_on_time_ratio" for s in each.samples]


def test_sample_data_is_told():
    """An alert can leave made-up cases out."""
    assert samples(FRAMES)["sample_data",] == 0
    assert samples(replace(FRAMES, sample=True))["sample_data",] == 1


def test_nothing_of_any_case_is_in_it_and_series_are_few():
    """No case number, and no more series for ten times the cases."""
    few, many = (read(frames=frames_by_chance(many_rows(count), MAIL)).text for count in (150, 1500))
    assert not any(number in many for number in frames_by_chance(many_rows(1500)).cases["number"])
    assert abs(len(few.splitlines()) - len(many.splitlines())) < 20
    labels = {label for family in plain_text(many) for each in family.samples for label in each.labels}
    assert labels <= {"policy", "stage", "waits_for", "became", "percentile", "risk"}


def test_prometheus_global_registry_stays_as_it_was():
    """Prefect and others have metrics of their own there; ours are made for each answer."""
    before = {each.name for each in REGISTRY.collect()}
    assert read().status_code == read().status_code == 200
    assert {each.name for each in REGISTRY.collect()} == before
    assert not any(name.startswith("kaiji") for name in before)


# --- the dashboard


def exported():
    """The names of all metrics."""
    return {f"kaiji_{gauge.name}" for gauge in gauges_of(FRAMES)}


def panels():
    """The panels of the dashboard that show something."""
    dashboard = json.loads((GRAFANA / "kaiji.json").read_text(encoding="utf-8"))
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def test_the_dashboard_shows_every_metric_and_none_that_there_is_not():
    """Each metric that is exported has its panel."""
    shown = {name for panel in panels() for each in panel["targets"] for name in re.findall(r"kaiji_\w+", each["expr"])}
    assert shown == exported()


def test_the_page_beside_it_explains_every_metric():
    """In the words that Prometheus gets."""
    page = (GRAFANA / "README.md").read_text(encoding="utf-8")
    for gauge in gauges_of(FRAMES):
        labels = ", ".join(gauge.labels) or "–"
        assert f"| `kaiji_{gauge.name}` | {labels} | {gauge.told} |" in page
    assert set(re.findall(r"kaiji_\w+", page)) == exported()


def test_every_panel_says_what_it_shows_and_asks_the_chosen_prometheus():
    """In English and Japanese, from the data source that the reader picks; no two lie over each other."""
    taken = set()
    for panel in panels():
        assert re.search(r"[a-z]", panel["description"]), panel["title"]
        assert re.search(r"[ぁ-ん一-龥]", panel["description"]), panel["title"]
        assert " / " in panel["title"]
        assert {each["datasource"]["uid"] for each in (panel, *panel["targets"])} == {"${datasource}"}
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
