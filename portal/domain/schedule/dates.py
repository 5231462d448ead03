"""The latest dates of a network whose last business day is given."""

import math
from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import BusinessCalendar
from portal.domain.refusals import Refusal
from portal.domain.schedule.network import Network, Schedule, Scheduled

# A week of work is five business days, whatever holidays fall into it.
BUSINESS_DAYS = {
    "day": 1,
    "days": 1,
    "business day": 1,
    "business days": 1,
    "working day": 1,
    "working days": 1,
    "week": 5,
    "weeks": 5,
}


class UnknownUnit(Refusal):
    """Only days and weeks turn into business days without guessing how long people work."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            f"Durations in '{unit}' give no dates: write them in days or weeks.", field="unit"
        )


@dataclass(frozen=True, slots=True)
class LatestDates:
    """The last days on which an activity may begin and must have ended."""

    id: str
    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class DatedSchedule:
    """Each activity's latest dates, in the order of the file, and the ``start`` of the whole."""

    start: date
    activities: tuple[LatestDates, ...]


@dataclass(frozen=True, slots=True)
class _Countdown:
    """Business days counted backwards from the network's last, which is 0."""

    id: str
    start: int
    finish: int
    takes_time: bool


def business_days_per_unit(network: Network) -> int:
    """Return how many business days the network's unit has; raises ``UnknownUnit``."""
    days = BUSINESS_DAYS.get(" ".join(network.unit.lower().split()))
    if days is None:
        raise UnknownUnit(network.unit)
    return days


def latest_dates(
    schedule: Schedule, finish: date, calendar: BusinessCalendar, *, days_per_unit: int = 1
) -> DatedSchedule:
    """Lay the schedule out backwards, ``finish`` being its last business day.

    An activity of d business days that finishes on F starts d - 1 business days before F. Fractions
    of a day are rounded up, away from the end, so that no date is too late. An activity of no
    duration has both dates on its latest finish, the day at whose close it is due. The whole starts
    with the first activity that takes time. Raises ``NoBusinessDay`` when nobody works on
    ``finish`` and ``BeyondEveryDate`` when the network is longer than the years there are.
    """
    calendar.require(finish, field="finish")
    counted = [_count(one, schedule, days_per_unit) for one in schedule.activities]
    days = [finish]
    for _ in range(max(one.start for one in counted)):
        days.append(calendar.before(days[-1], 1))
    first = max((one.start for one in counted if one.takes_time), default=0)
    dated = (LatestDates(one.id, days[one.start], days[one.finish]) for one in counted)
    return DatedSchedule(days[first], tuple(dated))


def _count(one: Scheduled, schedule: Schedule, days_per_unit: int) -> _Countdown:
    finish = math.ceil((schedule.duration - one.late_finish) * days_per_unit)
    length = math.ceil(one.duration * days_per_unit)
    return _Countdown(one.id, finish + max(length - 1, 0), finish, takes_time=length > 0)
