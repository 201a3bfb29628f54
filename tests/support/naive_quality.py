"""The page Quality once more, by plain loops over rows of cases, one question at a time.

Shares no code with `tasks.figures` but the row of a case and the words; what it says must be what the page says. Every table
is a list of rows of plain values: codes in the place of texts.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from tasks.case.field_words import FIELDS
from tasks.case.finding_words import CHECKS
from tasks.case.question_words import DECISIONS
from tasks.figures.case_row import CaseRow
from tasks.figures.ground_words import GROUNDS

Rows = list[tuple[Any, ...]]
Holds = Callable[[CaseRow], bool]


def naive_quality(rows: Iterable[CaseRow], today: date, first: date, last: date) -> dict[str, Rows]:
    """Every table of the page by its key."""
    known = [row for row in rows if not row.joined]
    mine = [row for row in known if first <= row.received_on <= last]
    earliest = min((row.received_on for row in known), default=today + timedelta(days=1))
    months = _months(max(first, earliest), min(last, today))
    return {
        "quality": _summary(mine),
        "deficiencies": _by_item(mine, CHECKS, lambda row: row.missing, lambda row: bool(row.answered_on)),
        "referrals": _by_item(mine, CHECKS, lambda row: row.unclear, _answered_without_asking),
        "corrections": _corrections(mine),
        "decisions": _decisions(mine),
        "refusals": _refusals(mine),
        "quality-by-month": [
            (month, *_ways(mine, lambda row, month=month: _month(row.received_on) == month)) for month in months
        ],
        "quality-by-channel": _channels(mine),
        "quality-by-sender": [
            ("agent", *_ways(mine, lambda row: row.by_agent)),
            ("self", *_ways(mine, lambda row: not row.by_agent)),
        ],
        "fees": [
            ("all", *_fees(mine)),
            *(
                (code, *_fees([row for row in mine if row.policy == code]))
                for code in sorted({row.policy for row in mine})
            ),
        ],
        "fees-by-month": [
            (month, *_fees([row for row in mine if _month(row.received_on) == month])) for month in months
        ],
        "fees-open": _open(known, today),
    }


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _months(first: date, last: date) -> list[str]:
    """Every month that has a day between these, found day by day."""
    found: list[str] = []
    while first <= last:
        if _month(first) not in found:
            found.append(_month(first))
        first += timedelta(days=1)
    return found


def _how_many(rows: Iterable[CaseRow], holds: Holds) -> int:
    return len([row for row in rows if holds(row)])


def _percent(part: int, of: int) -> float | None:
    return None if of == 0 else round(100 * part / of, 1)


def _answered_without_asking(row: CaseRow) -> bool:
    return row.answered_on is not None and not row.deficient


def _chose(row: CaseRow, choice: str) -> bool:
    return any(decision.split(":")[1] == choice for decision in row.decisions)


def _summary(rows: list[CaseRow]) -> Rows:
    total = len(rows)
    referred = [row for row in rows if row.unclear]
    decided = [row for row in rows if row.decisions]
    shares: list[tuple[str, int, int, int | None]] = [
        ("received", total, total, None),
        ("deficient", _how_many(rows, lambda row: row.deficient), total, None),
        ("rounds", _how_many(rows, lambda row: row.rounds > 1), total, sum(max(row.rounds - 1, 0) for row in rows)),
        ("referred", len(referred), total, None),
        ("needless", _how_many(referred, _answered_without_asking), len(referred), None),
        ("corrected", _how_many(rows, lambda row: bool(row.edited)), total, sum(len(row.edited) for row in rows)),
        (
            "redaction_edited",
            _how_many(rows, lambda row: row.redaction_edits > 0),
            total,
            sum(row.redaction_edits for row in rows),
        ),
        (
            "extended",
            _how_many(rows, lambda row: bool(row.extensions)),
            total,
            sum(len(row.extensions) for row in rows),
        ),
        (
            "returned",
            _how_many(rows, lambda row: bool(row.returned_on)),
            total,
            sum(len(row.returned_on) for row in rows),
        ),
        ("decided", len(decided), total, None),
        ("refused", _how_many(decided, lambda row: _chose(row, "refuse")), len(decided), None),
        ("partly", _how_many(decided, lambda row: _chose(row, "disclose_partly")), len(decided), None),
        ("no_data", _how_many(decided, lambda row: _chose(row, "no_data")), len(decided), None),
    ]
    return [(key, cases, _percent(cases, of), of, times) for key, cases, of, times in shares]


def _ranked(codes: Iterable[str], names: Iterable[str], cases: Callable[[str], int]) -> list[str]:
    places = list(names)
    return sorted(
        set(codes), key=lambda code: (-cases(code), places.index(code) if code in places else len(places), code)
    )


def _by_item(
    rows: list[CaseRow], names: Iterable[str], codes_of: Callable[[CaseRow], tuple[str, ...]], then: Holds
) -> Rows:
    def with_code(code: str) -> list[CaseRow]:
        return [row for row in rows if code in codes_of(row)]

    told: Rows = []
    for code in _ranked((each for row in rows for each in codes_of(row)), names, lambda code: len(with_code(code))):
        cases, after = len(with_code(code)), _how_many(with_code(code), then)
        told.append((code, cases, _percent(cases, len(rows)), len(rows), after, _percent(after, cases)))
    return told


def _corrections(rows: list[CaseRow]) -> Rows:
    cases = {code: _how_many(rows, lambda row, code=code: code in row.edited) for row in rows for code in row.edited}
    return [
        (code, cases[code], _percent(cases[code], len(rows)), len(rows), sum(row.edited.count(code) for row in rows))
        for code in _ranked(cases, FIELDS, cases.__getitem__)
    ]


def _decisions(rows: list[CaseRow]) -> Rows:
    told: Rows = []
    for kind, choices in DECISIONS.items():
        of = _how_many(rows, lambda row, kind=kind: any(each.startswith(f"{kind}:") for each in row.decisions))
        for choice in choices:
            cases = _how_many(rows, lambda row, each=f"{kind}:{choice}": each in row.decisions)
            if cases:
                told.append((kind, choice, cases, _percent(cases, of), of))
    return told


def _refusals(rows: list[CaseRow]) -> Rows:
    decided = _how_many(rows, lambda row: bool(row.decisions))
    cases = {code: _how_many(rows, lambda row, code=code: code in row.grounds) for row in rows for code in row.grounds}
    return [
        (code, cases[code], _percent(cases[code], decided), decided)
        for code in _ranked(cases, GROUNDS, cases.__getitem__)
    ]


def _ways(rows: list[CaseRow], holds: Holds) -> tuple[Any, ...]:
    mine = [row for row in rows if holds(row)]
    told: list[Any] = [len(mine)]
    for counts in (lambda row: row.deficient, lambda row: bool(row.unclear), lambda row: bool(row.edited)):
        told += [_how_many(mine, counts), _percent(_how_many(mine, counts), len(mine))]
    return tuple(told)


def _channels(rows: list[CaseRow]) -> Rows:
    found = {row.channel for row in rows}
    told = [(code, *_ways(rows, lambda row, code=code: row.channel == code)) for code in found]
    return sorted(told, key=lambda row: (-row[1], row[0]))


def _left(row: CaseRow) -> int:
    return row.fee_received - row.fee_deposited - row.fee_returned


def _fees(rows: list[CaseRow]) -> tuple[int, ...]:
    return (
        _how_many(rows, lambda row: row.fee_received > 0),
        sum(row.fee_received for row in rows),
        sum(row.fee_deposited for row in rows),
        sum(row.fee_returned for row in rows),
        sum(row.fee_refunded for row in rows),
        sum(_left(row) for row in rows),
    )


def _open(rows: list[CaseRow], today: date) -> Rows:
    told: Rows = []
    for name, youngest, oldest in (("0-30", 0, 30), ("31-90", 31, 90), ("91-150", 91, 150), ("151-", 151, 10**6)):
        mine = [row for row in rows if _left(row) > 0 and youngest <= (today - row.received_on).days <= oldest]
        told.append((name, len(mine), sum(_left(row) for row in mine)))
    return told
