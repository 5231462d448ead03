"""The command ``schedule``: a network's critical path, slack and, on request, its latest dates."""

import argparse
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

from portal.actions.calendars import working_calendar
from portal.domain.refusals import Refusal
from portal.domain.schedule.claims import Claim, Figure, check
from portal.domain.schedule.dates import DatedSchedule, business_days_per_unit, latest_dates
from portal.domain.schedule.network import Network, Schedule, analyse
from portal.domain.schedule.numbers import number_of
from portal.domain.schedule.reading import read_network

HELP = "critical path, slack and latest dates of a project network"
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableFile(Refusal):
    """A file that cannot be opened, or is no text, holds no network."""


class UnreadableDate(Refusal):
    """A date is written one way, so that day and month cannot be confused."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{text}' is no date: write it as 2027-03-01.", field="finish")


class HalfADate(Refusal):
    """A last day means nothing without the calendar that says who works when."""

    def __init__(self) -> None:
        super().__init__("--finish and --calendar belong together: give both, or neither.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="a network in JSON, or a PSPLIB .sm file")
    parser.add_argument("--finish", metavar="DATE", help="the network's last business day")
    parser.add_argument("--calendar", metavar="CC[-REGION]", help="whose holidays, such as GB-ENG")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the schedule of the file's network; raises the refusals of reading and dating it."""
    if (arguments.finish is None) != (arguments.calendar is None):
        raise HalfADate
    given = read_network(_text_of(arguments.file))
    schedule = analyse(given.network)
    dated = None
    if arguments.finish is not None:
        dated = _date(given.network, schedule, _day_of(arguments.finish), arguments.calendar)
    claims = check(given.published, schedule)
    if arguments.json:
        print(json.dumps(as_json(schedule, dated, claims), indent=2, allow_nan=False))
    else:
        print("\n".join(_table(given.network, schedule, dated, claims)))
    return 0


def as_json(
    schedule: Schedule, dated: DatedSchedule | None, claims: tuple[Claim, ...]
) -> dict[str, object]:
    """Return the command's JSON object; times are in the network's unit, dates ISO 8601."""
    rows: list[dict[str, object]] = [
        {
            "id": one.id,
            "early_start": number_of(one.early_start),
            "early_finish": number_of(one.early_finish),
            "late_start": number_of(one.late_start),
            "late_finish": number_of(one.late_finish),
            "slack": number_of(one.slack),
        }
        for one in schedule.activities
    ]
    answer: dict[str, object] = {
        "duration": number_of(schedule.duration),
        "critical": list(schedule.critical),
    }
    if dated is not None:
        answer["latest_start_date"] = dated.start.isoformat()
        for row, dates in zip(rows, dated.activities, strict=True):
            row["latest_start_date"] = dates.start.isoformat()
            row["latest_finish_date"] = dates.finish.isoformat()
    return {**answer, "activities": rows, "claims": [_claim(claim) for claim in claims]}


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "metric": claim.metric,
        "published": _figure(claim.published),
        "computed": _figure(claim.computed),
        "follows": claim.follows,
    }


def _figure(figure: Figure) -> int | float | list[str] | None:
    if isinstance(figure, Fraction):
        return number_of(figure)
    return None if figure is None else list(figure)


def _date(network: Network, schedule: Schedule, finish: date, code: str) -> DatedSchedule:
    """Date the schedule over as many years of holidays as it turns out to reach back."""
    per_unit = business_days_per_unit(network)
    first_year = finish.year
    while True:
        calendar = working_calendar(code, first_year, finish.year)
        dated = latest_dates(schedule, finish, calendar, days_per_unit=per_unit)
        reached = min(dated.start, *(one.start for one in dated.activities)).year
        if reached >= first_year:
            return dated
        first_year = reached


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(f"'{name}' is no UTF-8 text: give a JSON or .sm file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        raise UnreadableFile(f"'{name}' cannot be read: {reason}.") from None


def _day_of(text: str) -> date:
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnreadableDate(text)


def _table(
    network: Network, schedule: Schedule, dated: DatedSchedule | None, claims: tuple[Claim, ...]
) -> list[str]:
    head = ["id", "early start", "early finish", "late start", "late finish", "slack", "critical"]
    rows = [
        [
            one.id,
            *map(_shown, (one.early_start, one.early_finish, one.late_start, one.late_finish)),
            _shown(one.slack),
            "yes" if one.is_critical else "",
        ]
        for one in schedule.activities
    ]
    lines = [f"Duration: {_shown(schedule.duration)} {network.unit}"]
    if dated is not None:
        head += ["starts by", "ends by"]
        for row, dates in zip(rows, dated.activities, strict=True):
            row += [dates.start.isoformat(), dates.finish.isoformat()]
        lines.append(f"Starts by: {dated.start}")
    lines += [f"Critical: {', '.join(schedule.critical)}", "", *_columns([head, *rows])]
    return lines + ([""] if claims else []) + [_sentence(claim) for claim in claims]


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _sentence(claim: Claim) -> str:
    verdict = "follows" if claim.follows else f"does not follow: {_words(claim.computed)}"
    return f"Published {claim.metric}, {_words(claim.published)}: {verdict}"


def _words(figure: Figure) -> str:
    if isinstance(figure, Fraction):
        return _shown(figure)
    return ", ".join(figure or ()) or "none"


def _shown(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
