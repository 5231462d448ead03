"""Dates as the drawings write them, and the ticks of a time axis that adapt to its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR: Final = timedelta(days=300)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def short(day: date) -> str:
    """Write 1 Mar."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def full(day: date) -> str:
    """Write 1 Mar 2027."""
    return f"{short(day)} {day.year}"


def with_weekday(day: date, seen_from: date) -> str:
    """Write Mon 1 Mar, or Mon 1 Mar 2028 where it is most of a year away and could be mistaken."""
    written = full(day) if abs(day - seen_from) > _NEAR else short(day)
    return f"{_DAYS[day.weekday()]} {written}"


def month_name(day: date, *, year: bool) -> str:
    """Write Mar, or Jan 2027 where the year is new to the reader."""
    name = MONTHS[day.month - 1]
    return f"{name} {day.year}" if year else name


@dataclass(frozen=True, slots=True)
class Axis:
    """Days on a line: `begin` lies at `left`, `end` at `right`."""

    begin: date
    end: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """The width of one day."""
        return (self.right - self.left) / max(1, (self.end - self.begin).days)

    def at(self, day: date) -> float:
        """Return where the morning of `day` lies, never outside the line."""
        x = self.left + (day - self.begin).days * self.day
        return min(max(x, self.left), self.right)


def mondays(axis: Axis, every: int) -> Iterator[date]:
    """Yield every n-th Monday of the axis."""
    day = axis.begin + timedelta(days=-axis.begin.weekday() % 7)
    while day <= axis.end:
        yield day
        day += timedelta(weeks=every)


def months(axis: Axis, every: int) -> Iterator[date]:
    """Yield the first day of every n-th month, counted from January."""
    year, month = axis.begin.year, axis.begin.month
    while (first := date(year, month, 1)) <= axis.end:
        if first >= axis.begin and (month - 1) % every == 0:
            yield first
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def months_apart(axis: Axis, room: float) -> int:
    """Return how many months a tick must stand for, so that each has `room`: 1, 2, 3, 6 or 12."""
    return next((n for n in (1, 2, 3, 6) if n * 30.4 * axis.day >= room), 12)


def ticks(axis: Axis) -> list[tuple[date, str]]:
    """Return the ticks of a calendar with their words: weeks while there is room, else months."""
    for weeks in (1, 2):
        if weeks * 7 * axis.day >= 44:
            return [(day, short(day)) for day in mondays(axis, weeks)]
    firsts = list(months(axis, months_apart(axis, 58)))
    return [(day, month_name(day, year=day.month == 1 or day == firsts[0])) for day in firsts]
