"""The figures as gauges for Prometheus: few series, by policy and stage, and never a case number."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from tasks.case.sla import WAITS_FOR
from tasks.figures.ageing import STANDING
from tasks.figures.filters import last_days
from tasks.figures.forecast_cases import RISKS, forecast_of
from tasks.figures.frames import Frames
from tasks.figures.plain import raw
from tasks.figures.table import Table
from tasks.figures.today import DUE_SOON, DUE_TODAY, OVERDUE, intake_table
from tasks.figures.turnaround import COLUMNS, turnaround_tables

Sample = tuple[tuple[str, ...], float]  # values of the labels, and the value
_PERCENTILES = MappingProxyType({"50": "median", "90": "p90", "95": "p95"})  # Prometheus keeps the label `quantile`
_POLICY = ("policy",)
_PERIOD = "of the requests answered in the last 90 days"
_ALL = "; policy is empty for all policies together."
_OPEN = pl.col("open")
_TODAY: Mapping[str, tuple[str, pl.Expr]] = MappingProxyType(
    {
        "cases_overdue": ("Open cases whose answer is overdue.", OVERDUE),
        "cases_due_today": ("Open cases whose answer is due today.", DUE_TODAY),
        "cases_due_soon": ("Open cases whose answer is due today or within three business days.", DUE_SOON),
        "cases_held": ("Open cases whose clock stands still, since the requester must act.", _OPEN & pl.col("held")),
        "cases_received_today": ("Cases that were received today.", pl.col("received_on") == pl.col("today")),
        "cases_answered_today": ("Cases whose answer was posted today.", pl.col("answered_on") == pl.col("today")),
        "fees_open_yen": ("Fees in hand, neither deposited nor returned, in yen.", pl.col("fee_open")),
    }
)


class Gauge(NamedTuple):
    """One metric. `name`: without `kaiji_`; `told`: what it is; `labels`: their names; `samples`: none where none is known."""

    name: str
    told: str
    labels: tuple[str, ...]
    samples: tuple[Sample, ...]


def gauges_of(frames: Frames) -> Iterator[Gauge]:
    """All metrics of all cases, with series for each policy under which a case was ever received."""
    yield _single(
        "figures_timestamp_seconds", "When the figures were read, in seconds since 1970.", frames.now.timestamp()
    )
    yield _single("sample_data", "1 where made-up cases are among the figures, else 0.", float(frames.sample))
    yield _single("packets_quarantined", "Envelopes that lie in quarantine.", frames.mail.quarantined)
    yield _intake(frames)
    yield from _by_policy(frames)
    yield _open(frames)
    yield _oldest(frames)
    yield from _answered(frames)
    yield from _forecast(frames)


def _single(name: str, told: str, value: float) -> Gauge:
    return Gauge(name, told, (), (((), value),))


def _intake(frames: Frames) -> Gauge:
    samples = tuple(((row["became"],), row["envelopes"]) for row in _rows(intake_table(frames)))
    return Gauge("packets_today", "Envelopes that came today, by what became of them.", ("became",), samples)


def _by_policy(frames: Frames) -> Iterator[Gauge]:
    cases = frames.cases.with_columns(today=pl.lit(frames.today))
    sums = {name: expression.sum().fill_null(0) for name, (_, expression) in _TODAY.items()}
    found = cases.group_by("policy").agg(**sums).sort("policy").rows(named=True)
    for name, (told, _) in _TODAY.items():
        yield Gauge(name, told, _POLICY, tuple(((row["policy"],), row[name]) for row in found))


def _open(frames: Frames) -> Gauge:
    found = frames.cases.group_by("policy", "stage").agg(_OPEN.sum())
    counts = {(policy, stage): count for policy, stage, count in found.iter_rows()}
    policies = sorted({policy for policy, _ in counts})
    samples = tuple(
        ((policy, stage, WAITS_FOR[stage]), counts.get((policy, stage), 0)) for policy in policies for stage in STANDING
    )
    return Gauge("cases_open", "Open cases.", ("policy", "stage", "waits_for"), samples)


def _oldest(frames: Frames) -> Gauge:
    days: dict[str, int] = dict(
        frames.cases.filter(_OPEN).group_by("stage").agg(pl.col("stage_days").max()).iter_rows()
    )
    told = "Calendar days that the case stands in its stage which stands there longest; 0 for none."
    samples = tuple(((stage, WAITS_FOR[stage]), days.get(stage, 0)) for stage in STANDING)
    return Gauge("oldest_case_days", told, ("stage", "waits_for"), samples)


def _answered(frames: Frames) -> Iterator[Gauge]:
    """From the tables `summary` and `by-policy` of the page SLA."""
    chosen = last_days(frames.today)
    span = chosen.first, chosen.last
    answered = frames.cases.lazy().filter(chosen.within("answered_on")).select(COLUMNS)
    summary, _, by_policy, _ = map(_rows, turnaround_tables(answered, span, span))
    every = [{"policy": ""} | row for row in (*summary, *by_policy) if row["answered"]]
    counts = {"answered_90d": ("Number", "answered"), "answered_on_time_90d": ("Number, on time,", "on_time")}
    for name, (told, key) in counts.items():
        yield Gauge(name, f"{told} {_PERIOD}.", _POLICY, tuple(((row["policy"],), row[key]) for row in by_policy))
    rates = tuple(((row["policy"],), row["on_time"] / row["answered"]) for row in every)
    yield Gauge("on_time_ratio", f"Share (0 to 1) that was on time, {_PERIOD}{_ALL}", _POLICY, rates)
    for days, named in (("days", "Calendar"), ("business_days", "Business")):
        told = f"{named} days from effective receipt to posting without those held, {_PERIOD}, by percentile{_ALL}"
        yield Gauge(f"turnaround_{days}", told, ("policy", "percentile"), tuple(_percentiles(every, days)))


def _percentiles(rows: Sequence[Mapping[str, Any]], days: str) -> Iterator[Sample]:
    for row in rows:
        for percentile, key in _PERCENTILES.items():
            yield (row["policy"], percentile), row[f"{key}_{days}"]


def _forecast(frames: Frames) -> Iterator[Gauge]:
    """What the table `forecast` of the page SLA says, by policy."""
    cases = frames.cases.select("case_id", "policy")
    found = (
        cases.join(forecast_of(frames), on="case_id").group_by("policy", "risk").agg(pl.len(), pl.col("chance").sum())
    )
    told = {(policy, risk): (count, late) for policy, risk, count, late in found.iter_rows()}
    policies = sorted(cases["policy"].unique())
    counts = tuple(((policy, risk), told.get((policy, risk), (0, 0.0))[0]) for policy in policies for risk in RISKS)
    by_risk = "Open cases that are not overdue, by the risk that they will be."
    yield Gauge("forecast_cases", by_risk, ("policy", "risk"), counts)
    late = tuple(
        ((policy,), round(sum(told.get((policy, risk), (0, 0.0))[1] for risk in RISKS), 3)) for policy in policies
    )
    yield Gauge(
        "forecast_late_cases", "How many of these will be answered late: the sum of their chances.", _POLICY, late
    )


def _rows(table: Table) -> list[dict[str, Any]]:
    """The raw values of a table, by the keys of its columns."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(raw, row), strict=True)) for row in table.rows]
