"""Building a business calendar from a country's public holidays and weekend."""

import functools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.domain.calendar import BusinessCalendar
from portal.domain.refusals import Refusal

if TYPE_CHECKING:
    from holidays import HolidayBase

ONE_DAY = timedelta(days=1)
COUNTRY = re.compile("[A-Za-z]{2}")


class UnknownCountry(Refusal):
    """Only a country whose holidays are known has a calendar."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"There is no calendar '{code}': write a country's two letters, such as US, with a"
            " region after a hyphen where it has its own holidays, such as GB-ENG.",
            field="calendar",
        )


class UnknownRegion(Refusal):
    """A region that is not known would silently lose its holidays."""

    def __init__(self, country: str, region: str, known: tuple[str, ...]) -> None:
        choice = f"one of {', '.join(known)}" if known else f"{country} alone, it has no regions"
        super().__init__(
            f"The calendar of {country} has no region '{region}': write {choice}.",
            field="calendar",
        )


class UnknownYears(Refusal):
    """Outside the years on record a calendar would show working days that are holidays."""

    def __init__(self, code: str, first: int, last: int) -> None:
        super().__init__(
            f"The holidays of {code} are known from {first} to {last}: choose dates within.",
            field="calendar",
        )


@functools.lru_cache(maxsize=64)
def working_calendar(code: str, first_year: int, last_year: int) -> BusinessCalendar:
    """Return the business days of a country, or of one of its regions, for whole years.

    ``code`` is ``CC`` or ``CC-REGION`` in any case, as ISO 3166 writes them or by a name the region
    is known by. The weekend is the country's own; weekends that moved and weekend days worked to
    make up for a holiday are respected. A year is added at either end where it is known, so that
    the neighbours of the last days are right too. Raises ``UnknownCountry``, ``UnknownRegion`` or
    ``UnknownYears``.
    """
    known = _public_holidays(code)
    if not known.start_year <= first_year <= last_year <= known.end_year:
        raise UnknownYears(code, known.start_year, known.end_year)
    first = max(first_year - 1, known.start_year)
    last = min(last_year + 1, known.end_year)
    weekend = frozenset(known.weekend)
    works = {day: known.is_working_day(day) for day in _days(first, last)}
    return BusinessCalendar(
        days_off=frozenset(d for d in works if not works[d] and d.weekday() not in weekend),
        weekend=weekend,
        days_worked=frozenset(d for d in works if works[d] and d.weekday() in weekend),
    )


def _days(first_year: int, last_year: int) -> Iterator[date]:
    start, end = date(first_year, 1, 1), date(last_year, 12, 31)
    return (start + n * ONE_DAY for n in range((end - start).days + 1))


def _public_holidays(code: str) -> "HolidayBase":
    # Imported late: it takes as long to load as everything else a command needs together.
    import holidays

    country, _, region = (part.strip() for part in code.partition("-"))
    if not COUNTRY.fullmatch(country):
        raise UnknownCountry(code)
    try:
        known = holidays.country_holidays(country.upper())
    except NotImplementedError:
        raise UnknownCountry(code) from None
    if "-" not in code:
        return known
    names = {**known.subdivisions_aliases, **{name: name for name in known.subdivisions}}
    matching = {name.casefold(): official for name, official in names.items()}
    if region.casefold() not in matching:
        raise UnknownRegion(country.upper(), region, tuple(known.subdivisions))
    return holidays.country_holidays(country.upper(), subdiv=matching[region.casefold()])
