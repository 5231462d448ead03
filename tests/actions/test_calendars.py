"""Business calendars of countries and regions, against published lists where they are at hand."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.actions.calendars import UnknownCountry, UnknownRegion, UnknownYears, working_calendar


def published(name: str) -> dict[str, Any]:
    folder = os.environ.get("PORTAL_SHARED_DATA")
    if not folder:
        pytest.skip("PORTAL_SHARED_DATA names no folder, and published lists are never committed")
    path = Path(folder) / "vectors" / "holidays" / name
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts


def days_off(code: str, year: int) -> set[date]:
    calendar = working_calendar(code, year, year)
    return {day for day in calendar.days_off if day.year == year}


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("US", date(2026, 11, 26)),  # Thanksgiving
        ("US", date(2026, 7, 3)),  # Independence Day, taken on the Friday
        ("GB-ENG", date(2027, 3, 29)),  # Easter Monday
        ("GB-SCT", date(2026, 11, 30)),  # St Andrew's Day
        ("DE-BY", date(2026, 1, 6)),  # Epiphany, in Bavaria
        ("NO", date(2026, 5, 17)),  # Constitution Day, a Sunday
    ],
)
def test_a_public_holiday_is_no_business_day(code: str, day: date) -> None:
    assert not working_calendar(code, 2026, 2027).is_business_day(day)


@pytest.mark.parametrize(
    ("code", "day"),
    [("US", date(2026, 12, 28)), ("GB-SCT", date(2027, 3, 29)), ("DE", date(2026, 1, 6))],
)
def test_a_holiday_of_elsewhere_is_a_business_day(code: str, day: date) -> None:
    assert working_calendar(code, 2026, 2027).is_business_day(day)


def test_the_weekend_is_the_countrys_own() -> None:
    israel = working_calendar("IL", 2026, 2026)
    assert not israel.is_business_day(date(2026, 6, 12))  # a Friday
    assert israel.is_business_day(date(2026, 6, 14))  # a Sunday


def test_a_weekend_that_moved_is_the_one_of_its_year() -> None:
    emirates = working_calendar("AE", 2021, 2022)
    friday_before, friday_after = date(2021, 6, 4), date(2022, 6, 3)
    assert not emirates.is_business_day(friday_before)
    assert emirates.is_business_day(friday_after)
    assert emirates.is_business_day(date(2021, 6, 6))  # a Sunday


def test_a_weekend_day_that_is_worked_is_a_business_day() -> None:
    assert working_calendar("CN", 2024, 2024).is_business_day(date(2024, 2, 4))  # a Sunday


def test_the_neighbours_of_the_last_day_know_the_next_years_holiday() -> None:
    last = date(2026, 12, 31)
    assert working_calendar("US", 2026, 2026).neighbours(last)[1] == date(2027, 1, 4)


@pytest.mark.parametrize("code", ["gb-eng", "GB-England", "GB-ENG", " gb - eng "])
def test_a_region_may_be_written_in_any_case_or_by_name(code: str) -> None:
    assert working_calendar(code, 2026, 2026) == working_calendar("GB-ENG", 2026, 2026)


@pytest.mark.parametrize("code", ["XX", "", "-", "NYSE", "ECB", "USA", "__init__", "U\u017f"])
def test_an_unknown_country_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(UnknownCountry, match=r"such as US, .* such as GB-ENG"):
        working_calendar(code, 2026, 2026)


@pytest.mark.parametrize("code", ["GB-XX", "GB-"])
def test_an_unknown_region_is_refused_with_the_known_ones(code: str) -> None:
    with pytest.raises(UnknownRegion, match="one of ENG, NIR, SCT, WLS"):
        working_calendar(code, 2026, 2026)


def test_a_region_of_a_country_without_any_is_refused() -> None:
    with pytest.raises(UnknownRegion, match="EE alone"):
        working_calendar("EE-XX", 2026, 2026)


@pytest.mark.parametrize(("first", "last"), [(1500, 2026), (2026, 2200), (9998, 9999)])
def test_years_without_known_holidays_are_refused(first: int, last: int) -> None:
    with pytest.raises(UnknownYears, match="known from 1777 to 2100"):
        working_calendar("US", first, last)


def test_the_last_known_year_is_no_refusal() -> None:
    assert working_calendar("US", 2100, 2100).is_business_day(date(2100, 6, 1))


@pytest.mark.parametrize(
    ("division", "code"),
    [("england-and-wales", "GB-ENG"), ("scotland", "GB-SCT"), ("northern-ireland", "GB-NIR")],
)
def test_the_published_bank_holidays_are_days_off(division: str, code: str) -> None:
    events = published("govuk-bank-holidays.json")[division]["events"]
    days = {date.fromisoformat(event["date"]) for event in events}
    for year in {day.year for day in days}:
        assert days_off(code, year) == {day for day in days if day.year == year}, year


def test_the_published_federal_holidays_are_days_off() -> None:
    listed = published("us-federal-2012.json")["days"]
    assert {date.fromisoformat(day) for day, _ in listed} <= days_off("US", 2012)
