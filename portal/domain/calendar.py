"""Business days: which days people work, and counting forwards and backwards over them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.domain.refusals import Refusal

SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)
WHOLE_WEEK = frozenset(range(7))


class NoBusinessDay(Refusal):
    """A day on which nobody works can neither begin nor end a plan."""

    def __init__(self, day: date, before: date, after: date, *, field: str | None = None) -> None:
        super().__init__(
            f"{day} is no business day: choose {before} before it or {after} after it.",
            field=field,
        )


class NoWorkingWeek(Refusal):
    """With every day of the week off, no business day is ever found."""

    def __init__(self) -> None:
        super().__init__("No day of the week is left to work on: leave at least one outside it.")


class BeyondEveryDate(Refusal):
    """Dates end at the years 1 and 9999; a count that passes them was never meant."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Counting business days from {day} leaves the years 1 to 9999:"
            " shorten the durations or change the date."
        )


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The days on which work happens: every day but the weekend and ``days_off``.

    ``weekend`` holds weekday numbers (Monday 0 to Sunday 6); ``days_off`` holds public holidays and
    the days somebody blocked; ``days_worked`` holds the weekend days on which people work after
    all, as they do in China to make up for a long holiday. A day in both is off. The caller sees to
    it that the days cover the years in question. Raises ``NoWorkingWeek`` when the weekend takes
    all seven days.
    """

    days_off: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    days_worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekend >= WHOLE_WEEK:
            raise NoWorkingWeek

    def is_business_day(self, day: date) -> bool:
        """Tell whether work happens on ``day``."""
        if day in self.days_off:
            return False
        return day.weekday() not in self.weekend or day in self.days_worked

    def require(self, day: date, *, field: str | None = None) -> None:
        """Raise ``NoBusinessDay``, naming the nearest business days, unless work happens then."""
        if not self.is_business_day(day):
            raise NoBusinessDay(day, *self.neighbours(day), field=field)

    def without(self, days: Iterable[date]) -> "BusinessCalendar":
        """Return this calendar with further ``days`` off."""
        return replace(self, days_off=self.days_off | frozenset(days))

    def shared_with(self, other: "BusinessCalendar") -> "BusinessCalendar":
        """Return the calendar of the days on which both sides work.

        Raises ``NoWorkingWeek`` when the two weekends together leave no day.
        """
        exceptions = self.days_worked | other.days_worked
        return BusinessCalendar(
            days_off=self.days_off | other.days_off,
            weekend=self.weekend | other.weekend,
            days_worked=frozenset(
                day
                for day in exceptions
                if self.is_business_day(day) and other.is_business_day(day)
            ),
        )

    def on_or_before(self, day: date) -> date:
        """Return ``day`` if it is a business day, else the nearest one before it."""
        return self._nearest(day, -ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """Return ``day`` if it is a business day, else the nearest one after it."""
        return self._nearest(day, ONE_DAY)

    def neighbours(self, day: date) -> tuple[date, date]:
        """Return the nearest business days strictly before and strictly after ``day``."""
        return self.before(day, 1), self.after(day, 1)

    def before(self, day: date, business_days: int) -> date:
        """Return the day ``business_days`` >= 0 business days before ``day``; 0 gives ``day``."""
        for _ in range(business_days):
            day = self._nearest(_step(day, -ONE_DAY), -ONE_DAY)
        return day

    def after(self, day: date, business_days: int) -> date:
        """Return the day ``business_days`` >= 0 business days after ``day``; 0 gives ``day``."""
        for _ in range(business_days):
            day = self._nearest(_step(day, ONE_DAY), ONE_DAY)
        return day

    def count(self, start: date, end: date) -> int:
        """Count the business days after ``start`` up to and including ``end``.

        Negative when ``end`` is earlier: then the days after ``end`` up to ``start``.
        """
        if end < start:
            return -self.count(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_business_day(day) for day in days)

    def _nearest(self, day: date, step: timedelta) -> date:
        while not self.is_business_day(day):
            day = _step(day, step)
        return day


def _step(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise BeyondEveryDate(day) from None
