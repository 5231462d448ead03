"""Where the rows of an implementation plan lie, and how they part into pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from portal.delivery.drawing.dates import Axis
from portal.delivery.drawing.measure import fitted, wrapped

Side = Literal["buyer", "supplier", "both"]

WIDTH: Final = 1000.0
TOP: Final = 50.0
FOOT: Final = 14.0
NAMES: Final = 278.0
_HEADING: Final = 32.0
_ROW: Final = 28.0
_SECOND_LINE: Final = 15.0
_SHORTEST_AXIS: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Task:
    """One bar: from the morning of `start` to the evening of `finish`, both working days.

    `after` names the tasks it waits for; `note` stands beside the bar (8 d); a milestone is a
    diamond.
    """

    id: str
    name: str
    side: Side
    start: date
    finish: date
    critical: bool = False
    group: str = ""
    after: tuple[str, ...] = ()
    note: str = ""
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """What the chart shows.

    `weekend` holds days as in date.weekday(), `non_working` the holidays and blocked dates.
    """

    title: str
    tasks: tuple[Task, ...]
    go_live: date
    non_working: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def rests(self, day: date) -> bool:
        """Say whether nobody works on a day."""
        return day.weekday() in self.weekend or day in self.non_working


@dataclass(frozen=True, slots=True)
class Row:
    """A heading or a task, `y` its upper edge."""

    y: float
    height: float
    words: tuple[str, ...]
    group: str
    task: Task | None = None

    @property
    def middle(self) -> float:
        """The height of the bar's axis."""
        return self.y + self.height / 2


def axis_of(plan: Gantt) -> Axis:
    """Return the days shown: from the Monday before the first task to two days past the last."""
    first = min([task.start for task in plan.tasks] + [plan.go_live])
    begin = first - timedelta(days=first.weekday())
    last = max([task.finish for task in plan.tasks] + [plan.go_live]) + timedelta(days=2)
    return Axis(begin, max(last, begin + _SHORTEST_AXIS), NAMES, WIDTH - 8)


def rows_of(plan: Gantt) -> tuple[Row, ...]:
    """Lay the tasks under each other, group by group in the order in which the groups appear."""
    return _stacked(_unplaced(plan))


def pages_of(plan: Gantt, height: float) -> tuple[tuple[Row, ...], ...]:
    """Part the rows so that no page is higher than `height`; a group going on is headed again."""
    pages: list[list[Row]] = [[]]
    for row in _unplaced(plan):
        if (
            _height(pages[-1]) + row.height + (_ROW if row.task is None else 0) > height
            and pages[-1]
        ):
            pages.append(_continued(row))
        pages[-1].append(row)
    return tuple(_stacked(page) for page in pages)


def height_of(rows: tuple[Row, ...]) -> float:
    """Return the height of a picture with these rows."""
    return _height(rows)


def resting_runs(plan: Gantt, axis: Axis) -> Iterator[tuple[date, date]]:
    """Yield each unbroken run of days on which nobody works, its end being the morning after."""
    day, began = axis.begin, None
    while day <= axis.end:
        if plan.rests(day) and day < axis.end:
            began = began or day
        elif began is not None:
            yield began, day
            began = None
        day += timedelta(days=1)


def _height(rows: tuple[Row, ...] | list[Row]) -> float:
    return TOP + FOOT + sum(row.height for row in rows)


def _unplaced(plan: Gantt) -> Iterator[Row]:
    for group in dict.fromkeys(task.group for task in plan.tasks):
        if group:
            yield Row(0, _HEADING, (fitted(group, WIDTH - 8, bold=True),), group)
        yield from (_task_row(task) for task in plan.tasks if task.group == group)


def _task_row(task: Task) -> Row:
    lines = wrapped(task.name, NAMES - 34, 2, bold=task.critical)
    return Row(0, _ROW + _SECOND_LINE * (len(lines) - 1), lines, task.group, task)


def _continued(row: Row) -> list[Row]:
    if row.task is None or not row.group:
        return []
    return [Row(0, _HEADING, (fitted(f"{row.group}, continued", WIDTH - 8, bold=True),), row.group)]


def _stacked(rows: Iterator[Row] | list[Row]) -> tuple[Row, ...]:
    y = TOP
    placed = []
    for row in rows:
        placed.append(replace(row, y=y))
        y += row.height
    return tuple(placed)
