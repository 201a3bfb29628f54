"""What one person more changes on a made-up desk, beside what the table `what-if` says before.

`python -m tests.bench.figures.what_if [cases] [seeds]` stops desks (`desk_by_chance`) on two days, a busy and a quiet one,
reads the table, and lets each go on for a hundred days: as it is, and with one more of each sort of people. What comes by
chance after that day differs between the two, so that single changes are noisy and only sums tell.
"""

import copy
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from tasks.figures.forecast_cases import forecast_of
from tasks.figures.forecast_what_if import expected_late, what_if_table
from tasks.figures.frames import frames_of
from tests.bench.figures.desk_by_chance import CALENDAR, TODAY, Desk

BACK, ON = (230, 120), 100  # calendar days


def changes(desk: Desk, back: int) -> Iterator[tuple[str, float, float]]:
    """Who was added ("" for nobody), what the table said, and what came: cases late, or fewer of them."""
    day = TODAY - timedelta(days=back)
    frames = frames_of(desk.run(day), day, lambda _: CALENDAR)
    found = forecast_of(frames)
    among = {*found["case_id"]}
    as_it_is = late_of(copy.deepcopy(desk), among, day)
    yield "", expected_late(found), as_it_is
    table = what_if_table(frames, expected_late(found))
    for row in table.rows:
        other = copy.deepcopy(desk)
        other.add(row[0].code)
        said = row[-1].value
        yield row[0].code, said if isinstance(said, float) else 0.0, late_of(other, among, day) - as_it_is


def late_of(desk: Desk, among: set[int], day: datetime) -> int:
    """How many of these cases are late in the end."""
    desk.run(day + timedelta(days=ON))
    return desk.late(among)


def main() -> None:
    """Prints the sums over all desks and days."""
    many, seeds = (int(sys.argv[i]) if len(sys.argv) > i else other for i, other in ((1, 20_000), (2, 2)))
    said: Counter[str] = Counter()
    came: Counter[str] = Counter()
    for seed in range(1, seeds + 1):
        desk = Desk(many, seed)
        for back in BACK:
            for who, told, found in changes(desk, back):
                said[who] += told
                came[who] += found
    print(f"{seeds} desks of {many} cases, on {len(BACK)} days each: cases late")
    for who in said:
        print(f"  {f'one {who} more' if who else 'as it is':<20} said {said[who]:8.1f}  came {came[who]:6}")


if __name__ == "__main__":
    main()
