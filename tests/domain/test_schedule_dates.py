"""Latest dates counted back from a network's last business day."""

from datetime import date
from fractions import Fraction

import pytest

from portal.domain.calendar import BeyondEveryDate, BusinessCalendar, NoBusinessDay
from portal.domain.schedule.dates import (
    DatedSchedule,
    UnknownUnit,
    business_days_per_unit,
    latest_dates,
)
from portal.domain.schedule.network import Activity, Network, analyse

MONDAY = date(2027, 3, 1)
WEEKENDS = BusinessCalendar()


def dated(
    *activities: tuple[str, int | Fraction, tuple[str, ...]],
    calendar: BusinessCalendar = WEEKENDS,
    days_per_unit: int = 1,
) -> DatedSchedule:
    network = Network(tuple(Activity(name, Fraction(d), after) for name, d, after in activities))
    return latest_dates(analyse(network), MONDAY, calendar, days_per_unit=days_per_unit)


def both(schedule: DatedSchedule, position: int) -> tuple[date, date]:
    one = schedule.activities[position]
    return one.start, one.finish


def test_the_last_activity_finishes_on_the_given_day() -> None:
    assert both(dated(("A", 1, ())), 0) == (MONDAY, MONDAY)


def test_three_days_that_finish_on_a_monday_start_on_the_thursday_before() -> None:
    assert both(dated(("A", 3, ())), 0) == (date(2027, 2, 25), MONDAY)


def test_a_predecessor_finishes_on_the_business_day_before() -> None:
    assert both(dated(("A", 1, ()), ("B", 1, ("A",))), 0) == (date(2027, 2, 26),) * 2


def test_a_day_off_moves_the_start_back() -> None:
    calendar = WEEKENDS.without([date(2027, 2, 26)])
    assert both(dated(("A", 3, ()), calendar=calendar), 0) == (date(2027, 2, 24), MONDAY)


def test_a_week_is_five_business_days() -> None:
    assert both(dated(("A", 2, ()), days_per_unit=5), 0) == (date(2027, 2, 16), MONDAY)


def test_a_part_of_a_day_takes_the_day() -> None:
    assert both(dated(("A", Fraction(5, 2), ())), 0) == (date(2027, 2, 25), MONDAY)


def test_whoever_must_end_within_a_day_ends_the_day_before() -> None:
    schedule = dated(("A", 1, ()), ("B", Fraction(1, 2), ("A",)))
    assert both(schedule, 0) == (date(2027, 2, 26),) * 2


def test_an_activity_of_no_duration_has_both_dates_on_its_latest_finish() -> None:
    schedule = dated(("ready", 0, ()), ("work", 2, ("ready",)), ("live", 0, ("work",)))
    assert both(schedule, 0) == (date(2027, 2, 25),) * 2
    assert both(schedule, 2) == (MONDAY, MONDAY)


def test_the_whole_starts_with_its_first_work() -> None:
    assert dated(("ready", 0, ()), ("work", 2, ("ready",))).start == date(2027, 2, 26)


def test_a_whole_without_duration_starts_on_its_last_day() -> None:
    assert dated(("ready", 0, ())).start == MONDAY


def test_dates_stay_in_the_order_of_the_file() -> None:
    schedule = dated(("B", 1, ("A",)), ("A", 1, ()))
    assert [one.id for one in schedule.activities] == ["B", "A"]


def test_a_day_on_which_nobody_works_is_refused_naming_its_neighbours() -> None:
    with pytest.raises(NoBusinessDay, match=r"choose 2027-02-26 before it or 2027-03-02 after it"):
        dated(("A", 1, ()), calendar=WEEKENDS.without([MONDAY]))


def test_a_network_longer_than_all_the_years_there_are_is_refused() -> None:
    long = analyse(Network((Activity("A", Fraction(10)),)))
    with pytest.raises(BeyondEveryDate):
        latest_dates(long, date(1, 1, 5), WEEKENDS)


@pytest.mark.parametrize(("unit", "days"), [("days", 1), ("Weeks", 5), (" working  days", 1)])
def test_days_and_weeks_turn_into_business_days(unit: str, days: int) -> None:
    assert business_days_per_unit(Network((Activity("A", Fraction(1)),), unit)) == days


def test_another_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit, match="'hours'"):
        business_days_per_unit(Network((Activity("A", Fraction(1)),), "hours"))
