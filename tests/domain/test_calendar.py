"""Business days: weekends, days off, days worked, and counting over them."""

from datetime import date

import pytest

from portal.domain.calendar import BeyondEveryDate, BusinessCalendar, NoBusinessDay, NoWorkingWeek

FRIDAY, SATURDAY, MONDAY = date(2027, 2, 26), date(2027, 2, 27), date(2027, 3, 1)
TUESDAY = date(2027, 3, 2)
WEEKENDS = BusinessCalendar()
FRIDAY_AND_SATURDAY_OFF = BusinessCalendar(weekend=frozenset({4, 5}))


def test_a_weekday_is_a_business_day() -> None:
    assert WEEKENDS.is_business_day(MONDAY)


def test_a_day_of_the_weekend_is_none() -> None:
    assert not WEEKENDS.is_business_day(SATURDAY)


def test_a_day_off_is_none() -> None:
    assert not WEEKENDS.without([MONDAY]).is_business_day(MONDAY)


def test_a_worked_saturday_is_one() -> None:
    assert BusinessCalendar(days_worked=frozenset({SATURDAY})).is_business_day(SATURDAY)


def test_a_worked_saturday_that_is_blocked_is_none() -> None:
    worked = BusinessCalendar(days_worked=frozenset({SATURDAY}))
    assert not worked.without([SATURDAY]).is_business_day(SATURDAY)


def test_the_nearest_business_days_of_a_business_day_are_itself() -> None:
    assert WEEKENDS.on_or_before(MONDAY) == WEEKENDS.on_or_after(MONDAY) == MONDAY


def test_the_nearest_business_days_of_a_saturday_enclose_it() -> None:
    assert WEEKENDS.on_or_before(SATURDAY) == FRIDAY
    assert WEEKENDS.on_or_after(SATURDAY) == MONDAY


def test_neighbours_leave_out_the_day_itself() -> None:
    assert WEEKENDS.neighbours(MONDAY) == (FRIDAY, TUESDAY)


def test_one_business_day_before_a_monday_is_the_friday() -> None:
    assert WEEKENDS.before(MONDAY, 1) == FRIDAY


def test_two_business_days_after_a_friday_is_the_tuesday() -> None:
    assert WEEKENDS.after(FRIDAY, 2) == TUESDAY


def test_no_business_days_before_or_after_is_the_day_itself() -> None:
    assert WEEKENDS.before(SATURDAY, 0) == WEEKENDS.after(SATURDAY, 0) == SATURDAY


def test_the_count_leaves_out_the_start_and_holds_the_end() -> None:
    assert WEEKENDS.count(FRIDAY, TUESDAY) == 2


def test_the_count_to_an_earlier_day_is_negative() -> None:
    assert WEEKENDS.count(TUESDAY, FRIDAY) == -2


def test_a_required_business_day_passes() -> None:
    WEEKENDS.require(MONDAY)
    with pytest.raises(NoBusinessDay):
        WEEKENDS.require(SATURDAY)


def test_a_refused_day_names_its_neighbours_and_its_field() -> None:
    with pytest.raises(NoBusinessDay, match=f"{FRIDAY} before it or {MONDAY} after it") as refused:
        WEEKENDS.require(SATURDAY, field="go_live")
    assert refused.value.field == "go_live"


def test_two_sides_share_the_days_on_which_both_work() -> None:
    shared = WEEKENDS.without([MONDAY]).shared_with(FRIDAY_AND_SATURDAY_OFF)
    assert shared.after(date(2027, 2, 25), 1) == TUESDAY


def test_a_saturday_worked_by_one_side_only_is_not_shared() -> None:
    worked = BusinessCalendar(days_worked=frozenset({SATURDAY}))
    assert not worked.shared_with(WEEKENDS).is_business_day(SATURDAY)
    assert worked.shared_with(worked).is_business_day(SATURDAY)


def test_a_weekend_of_seven_days_is_refused() -> None:
    with pytest.raises(NoWorkingWeek):
        BusinessCalendar(weekend=frozenset(range(7)))


def test_counting_past_the_first_or_the_last_year_is_refused() -> None:
    with pytest.raises(BeyondEveryDate):
        WEEKENDS.before(date(1, 1, 3), 5)
    with pytest.raises(BeyondEveryDate):
        WEEKENDS.after(date(9999, 12, 30), 5)
