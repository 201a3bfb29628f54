"""Time as an office spends it: minutes in which somebody works there, on business days from nine to half past five."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from tasks.case.business_days import JST, Calendar, is_business_day

_OPENS, _NOON, _AFTERNOON = time(9), 180, timedelta(hours=4)  # three hours, lunch, and from one o'clock on
DAY_MINUTES = 450
_ONE_DAY = timedelta(days=1)


class OfficeHours:
    """Turns moments (JST) into working minutes since the first day, and back; a moment outside counts as the next opening."""

    def __init__(self, first: date, last: date, calendar: Calendar) -> None:
        span = (first + i * _ONE_DAY for i in range((last - first).days + 1))
        self.days = [day for day in span if is_business_day(day, calendar)]
        self._mornings = [datetime.combine(day, _OPENS, JST) for day in self.days]

    def minutes(self, at: datetime) -> float:
        """Working minutes from the first opening to a moment; those of its day where it lies on an open one."""
        place = bisect_right(self.days, at.date()) - 1
        if place < 0:
            return 0.0
        since = (at - self._mornings[place]) / timedelta(minutes=1)
        worked = min(max(since, 0.0), _NOON) + min(
            max(since - _AFTERNOON / timedelta(minutes=1), 0.0), DAY_MINUTES - _NOON
        )
        return place * DAY_MINUTES + worked

    def moment(self, minutes: float) -> datetime:
        """The moment of so many working minutes, to the second. IndexError after the last day."""
        place, rest = divmod(minutes, DAY_MINUTES)
        since = timedelta(seconds=round(60 * rest))
        if rest >= _NOON:
            since += _AFTERNOON - timedelta(minutes=_NOON)
        return self._mornings[int(place)] + since

    def at_minute(self, minutes: float, of_day: float) -> float:
        """The next time that an office's day is so many minutes old, such as when the mail is fetched."""
        place, rest = divmod(minutes, DAY_MINUTES)
        return (place + (rest > of_day)) * DAY_MINUTES + of_day
