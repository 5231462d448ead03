"""The implementation plan as bars: buyer solid, supplier hatched, longest path underlined."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from portal.delivery.drawing import dates
from portal.delivery.drawing.gantt_layout import (
    FOOT,
    NAMES,
    TOP,
    WIDTH,
    Gantt,
    Row,
    Side,
    Task,
    axis_of,
    height_of,
    pages_of,
    resting_runs,
    rows_of,
)
from portal.delivery.drawing.measure import width
from portal.delivery.drawing.svg import Drawing, Medium, Svg, tag

__all__ = ["Gantt", "Side", "Task", "draw_gantt", "draw_gantt_pages"]

_BAR: Final = 15.0
_NARROWEST_BAR: Final = 3.0
_NARROWEST_SHADE: Final = 1.5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A task's place in the picture."""

    task: Task
    left: float
    right: float
    row: Row


def draw_gantt(plan: Gantt, *, uid: str, medium: Medium = Medium.SCREEN) -> Drawing:
    """Draw the whole plan in one picture, 1000 units wide and as high as it needs.

    Raises ValueError if the plan has no task or if `uid` is no id. Dependencies on tasks that are
    not in the plan are left out.
    """
    _require_tasks(plan)
    return _draw(plan, rows_of(plan), uid, medium, plan.title)


def draw_gantt_pages(plan: Gantt, *, uid: str, height: float = 610) -> tuple[Drawing, ...]:
    """Draw the plan for paper, in pictures 1000 wide and at most `height` high (610: A4 landscape).

    Raises ValueError as `draw_gantt` does.
    """
    _require_tasks(plan)
    pages = pages_of(plan, height)
    titles = [
        plan.title if len(pages) == 1 else f"{plan.title}, {n} of {len(pages)}"
        for n in range(1, len(pages) + 1)
    ]
    return tuple(
        _draw(plan, rows, f"{uid}-{n}", Medium.PAPER, title)
        for n, (rows, title) in enumerate(zip(pages, titles, strict=True), start=1)
    )


def _require_tasks(plan: Gantt) -> None:
    if not plan.tasks:
        raise ValueError("a plan without a task cannot be drawn")


def _draw(plan: Gantt, rows: tuple[Row, ...], uid: str, medium: Medium, title: str) -> Drawing:
    svg = Svg((WIDTH, height_of(rows)), uid=uid, medium=medium, classes="chart gantt")
    axis = axis_of(plan)
    _hatching(svg)
    _calendar(svg, plan, axis)
    bars = {row.task.id: _placed(row.task, row, axis) for row in rows if row.task is not None}
    for bar in bars.values():
        for earlier in bar.task.after:
            if earlier in bars:
                _dependency(svg, bars[earlier], bar)
    for row in rows:
        if row.task is None:
            svg.text(0, row.y + 20, row.words[0], "t-ink")
            svg.line(0, row.y + row.height - 2, WIDTH - 8, row.y + row.height - 2, "grid")
    for bar in bars.values():
        _name(svg, bar)
        _bar(svg, bar)
    _go_live(svg, plan, axis)
    return svg.finish(title, _told(plan))


def _placed(task: Task, row: Row, axis: dates.Axis) -> _Bar:
    left = axis.at(task.start)
    return _Bar(task, left, max(axis.at(task.finish + _DAY), left + _NARROWEST_BAR), row)


def _hatching(svg: Svg) -> None:
    shape: dict[str, str | float] = {"width": 6, "height": 6}
    ground = tag("rect", shape | svg.style("f-seller"))
    stripe = tag("path", {"d": "M0 0V6", **svg.style("s-seller")})
    given: dict[str, str | float] = {
        "id": f"{svg.uid}-h",
        **shape,
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)",
    }
    svg.element("defs", {}, tag("pattern", given, ground + stripe))


def _calendar(svg: Svg, plan: Gantt, axis: dates.Axis) -> None:
    if axis.day >= _NARROWEST_SHADE:
        for began, ended in resting_runs(plan, axis):
            left = axis.at(began)
            svg.rect(left, TOP - 8, axis.at(ended) - left, svg.height - TOP - 2, "f-off")
    for day, words in dates.ticks(axis):
        x = axis.at(day)
        svg.line(x, TOP - 8, x, svg.height - 10, "grid")
        if day != plan.go_live and x + 3 + width(words, 12) <= WIDTH:
            svg.text(x + 3, TOP - 14, words, "t-xs")


def _dependency(svg: Svg, earlier: _Bar, later: _Bar) -> None:
    dress = "l-depc" if earlier.task.critical and later.task.critical else "l-dep"
    x1, y1, x2, y2 = earlier.right, earlier.row.middle, later.left, later.row.middle
    if x2 - x1 > 8:
        svg.path(f"M{x1:.1f} {y1:.1f}H{x1 + 5:.1f}V{y2:.1f}H{x2 - 1:.1f}", dress)
        return
    between = y2 - (later.row.height / 2 - 1) * (1 if y2 > y1 else -1)
    svg.path(
        f"M{x1:.1f} {y1:.1f}H{x1 + 5:.1f}V{between:.1f}H{x2 - 6:.1f}V{y2:.1f}H{x2 - 1:.1f}", dress
    )


def _name(svg: Svg, bar: _Bar) -> None:
    y = bar.row.middle
    if bar.task.side == "buyer":
        svg.circle(6, y, 5.5, "f-buyer")
    elif bar.task.side == "supplier":
        svg.rect(1, y - 5, 10, 10, "f-seller s-seller", corner=2)
    else:
        svg.rect(7, y - 4.5, 9, 9, "f-seller s-seller", corner=2)
        svg.circle(4.5, y, 4.5, "f-buyer")
    first = y + 4.5 - 7.5 * (len(bar.row.words) - 1)
    for n, words in enumerate(bar.row.words):
        svg.text(22, first + 15 * n, words, "t-ink" if bar.task.critical else "")


def _bar(svg: Svg, bar: _Bar) -> None:
    y, left, right = bar.row.middle, bar.left, bar.right
    if bar.task.milestone:
        svg.path(f"M{(left + right) / 2:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z", "f-ink")
        return
    room = max(right - left - 2, 2)
    hatched = f"url(#{svg.uid}-h)"
    if bar.task.side == "buyer":
        svg.rect(left + 1, y - _BAR / 2, room, _BAR, "f-buyer", corner=min(3, room / 2))
    elif bar.task.side == "supplier":
        svg.rect(
            left + 1, y - _BAR / 2, room, _BAR, "s-seller", corner=min(3, room / 2), fill=hatched
        )
    else:
        svg.rect(left + 1, y - _BAR / 2, room, _BAR / 2, "f-buyer", corner=min(2, room / 2))
        svg.rect(left + 1, y, room, _BAR / 2, "s-seller", corner=min(2, room / 2), fill=hatched)
    if bar.task.critical:
        svg.line(left + 1, y + _BAR / 2 + 3, left + 1 + room, y + _BAR / 2 + 3, "l-ink")
    _note(svg, bar)


def _note(svg: Svg, bar: _Bar) -> None:
    if bar.right + 10 + width(bar.task.note, 12) <= WIDTH:
        svg.text(bar.right + 10, bar.row.middle + 4.5, bar.task.note, "t-xs halo")
    else:
        svg.text(bar.left - 10, bar.row.middle + 4.5, bar.task.note, "t-xs halo", "end")


def _go_live(svg: Svg, plan: Gantt, axis: dates.Axis) -> None:
    x = axis.at(plan.go_live) + axis.day / 2
    words = f"Go-live, {dates.with_weekday(plan.go_live, axis.begin)}"
    svg.line(x, TOP - 26, x, svg.height - FOOT + 4, "l-deadline")
    svg.path(f"M{x:.1f} {TOP - 26:.1f}v-17h-17l4 6l-4 6h17z", "f-act")
    if x + 8 + width(words, bold=True) <= WIDTH and x - 23 - width(words, bold=True) < NAMES / 2:
        svg.text(x + 8, TOP - 34, words, "t-act")
    else:
        svg.text(x - 23, TOP - 34, words, "t-act", "end")


def _told(plan: Gantt) -> str:
    first = min(task.start for task in plan.tasks)
    longest = ", ".join(task.name for task in plan.tasks if task.critical)
    span = f"from {dates.full(first)} to go-live on {dates.full(plan.go_live)}"
    path = f" Longest path: {longest}." if longest else ""
    return f"{len(plan.tasks)} tasks {span}.{path} The same plan follows as a table."
