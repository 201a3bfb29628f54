"""When requests arrive: more on Mondays and in spring, few in August, and now and then many at once."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from tasks.case.business_days import JST, Calendar, is_business_day

_WEEKDAYS = (1.4, 1.1, 1.0, 1.0, 0.9)
_MONTHS = (1.15, 0.95, 1.05, 1.3, 1.1, 1.0, 0.95, 0.7, 1.0, 1.0, 0.95, 0.85)
_GROWTH = 0.15  # a year
_WAVE_DAYS, _WAVE, _BETWEEN_WAVES = 12, 1.9, 330  # what the news does, every eleven months or so
_NEWEST_WAVE = (18, 26)  # days ago; the desk has not worked all of it off
_INTAKE = timedelta(minutes=30)
_FIRST, _LAST = time(9, 5), time(17, 20)


def arrivals(begin: date, now: datetime, count: int, calendar: Calendar, chance: Random) -> list[datetime]:
    """So many moments from `begin` to `now` in the desk's hours, in order."""
    days = [day for day in _span(begin, now.date()) if is_business_day(day, calendar)]
    waves = [chance.randrange(_BETWEEN_WAVES) + i * _BETWEEN_WAVES for i in range(len(days) // _BETWEEN_WAVES + 2)]
    waves.append((now.date() - begin).days - chance.randint(*_NEWEST_WAVE))
    weights = [_weight(day, begin, waves) * chance.uniform(0.75, 1.25) for day in days]
    newest = now - _INTAKE  # what came later is not opened yet
    drawn = (_moment(day, chance) for day in chance.choices(days, weights, k=2 * count + 100))
    return sorted(islice((at for at in drawn if at < newest), count))


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _weight(day: date, begin: date, waves: list[int]) -> float:
    since = (day - begin).days
    wave = _WAVE if any(0 <= since - first < _WAVE_DAYS for first in waves) else 1.0
    return _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * (1 + _GROWTH * since / 365) * wave


def _moment(day: date, chance: Random) -> datetime:
    first, last = (datetime.combine(day, each, JST) for each in (_FIRST, _LAST))
    return first + timedelta(seconds=round(chance.triangular(0, (last - first).total_seconds(), 5400)))
