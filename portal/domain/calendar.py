"""Business days: which days people work, and counting forwards and backwards over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The days on which work happens: every day but the weekend and ``days_off``.

    ``weekend`` holds weekday numbers (Monday 0 to Sunday 6); ``days_off`` holds public holidays and
    the days somebody blocked. The caller sees to it that ``days_off`` covers the years in question.
    """

    days_off: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def is_business_day(self, day: date) -> bool:
        """Tell whether work happens on ``day``."""
        return day.weekday() not in self.weekend and day not in self.days_off

    def without(self, days: Iterable[date]) -> "BusinessCalendar":
        """Return this calendar with further ``days`` off."""
        return BusinessCalendar(self.days_off | frozenset(days), self.weekend)

    def on_or_before(self, day: date) -> date:
        """Return ``day`` if it is a business day, else the nearest one before it."""
        while not self.is_business_day(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return ``day`` if it is a business day, else the nearest one after it."""
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def neighbours(self, day: date) -> tuple[date, date]:
        """Return the nearest business days strictly before and strictly after ``day``."""
        return self.on_or_before(day - ONE_DAY), self.on_or_after(day + ONE_DAY)

    def before(self, day: date, business_days: int) -> date:
        """Return the day ``business_days`` >= 0 business days before ``day``; 0 gives ``day``."""
        for _ in range(business_days):
            day = self.on_or_before(day - ONE_DAY)
        return day

    def after(self, day: date, business_days: int) -> date:
        """Return the day ``business_days`` >= 0 business days after ``day``; 0 gives ``day``."""
        for _ in range(business_days):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def count(self, start: date, end: date) -> int:
        """Count the business days after ``start`` up to and including ``end``; negative if earlier."""
        if end < start:
            return -self.count(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_business_day(day) for day in days)
