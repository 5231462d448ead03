"""The road to go-live: one line from the first act to the buyer's date, a mark a milestone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from portal.delivery.drawing import dates
from portal.delivery.drawing.measure import width
from portal.delivery.drawing.svg import Drawing, Frame, Medium, Svg

PointState = Literal["closed", "conditions", "you", "waiting", "supplier", "later"]

_SIZES: Final = {Frame.WIDE: (1040.0, 84.0), Frame.NARROW: (358.0, 78.0)}
_Y: Final = 40.0
_ABOVE: Final = _Y - 14
_BELOW: Final = _Y + 26
_APART: Final = 8.0
_FLAG: Final = 22.0


@dataclass(frozen=True, slots=True)
class Point:
    """One milestone on the road: the day it closed or is due, how it stands, its name."""

    day: date
    state: PointState
    label: str


@dataclass(frozen=True, slots=True)
class Road:
    """What the time line shows; milestones after go-live are counted in words and not drawn."""

    points: tuple[Point, ...]
    start: date
    go_live: date
    today: date


def draw_road(
    road: Road, *, uid: str, frame: Frame = Frame.WIDE, medium: Medium = Medium.SCREEN
) -> Drawing:
    """Draw the road. Raises ValueError if `uid` is no id."""
    size = _SIZES[frame]
    svg = Svg(size, uid=uid, medium=medium, classes=f"chart road-line {frame.value}")
    axis = _axis(road, size[0])
    x_today = axis.at(road.today)
    svg.line(axis.left, _Y, axis.right, _Y, "axis")
    svg.rect(axis.left, _Y - 2, x_today - axis.left, 4, "f-ink")
    _labels(svg, road, axis, frame)
    svg.line(x_today, _Y - 22, x_today, _Y + 12, "l-deadline")
    placed = _placed(road, axis)
    for x, _ in placed:
        svg.circle(x, _Y, 7.5, "f-canvas")
    for x, point in sorted(placed, key=lambda one: one[1].state == "you"):
        _mark(svg, x, point)
    _flag(svg, axis.at(road.go_live))
    return svg.finish("The road to go-live", _told(road))


def _axis(road: Road, room: float) -> dates.Axis:
    days = [p.day for p in _before_go_live(road)]
    begin = min([road.start, road.go_live, road.today, *days])
    end = max(road.go_live, road.today)
    return dates.Axis(min(begin, end - timedelta(days=1)), end, 9, room - 14)


def _before_go_live(road: Road) -> list[Point]:
    return [point for point in road.points if point.day <= road.go_live]


def _placed(road: Road, axis: dates.Axis) -> list[tuple[float, Point]]:
    """Return where each mark lies, moved a little where two days are too close to tell apart."""
    points = sorted(_before_go_live(road), key=lambda p: (p.day, p.label))
    edge = axis.at(road.go_live)
    apart = min(_APART, (edge - axis.left) / max(1, len(points)))  # go-live may be long past
    xs = [axis.at(point.day) for point in points]
    for n in range(1, len(xs)):
        xs[n] = max(xs[n], xs[n - 1] + apart)
    for n in reversed(range(len(xs))):
        xs[n] = min(xs[n], edge)
        edge = xs[n] - apart
    return list(zip(xs, points, strict=True))


def _mark(svg: Svg, x: float, point: Point) -> None:
    words = f"{point.label}, {dates.short(point.day)}"
    if point.state == "closed":
        svg.circle(x, _Y, 6, "f-ink", words)
    elif point.state == "conditions":
        svg.circle(x, _Y, 5.5, "f-canvas s-cond", words)
        svg.circle(x, _Y, 2.5, "f-cond")
    elif point.state == "you":
        svg.circle(x, _Y, 8, "f-surface s-act", words)
        svg.circle(x, _Y, 4, "f-act")
    elif point.state == "waiting":
        svg.circle(x, _Y, 6, "f-canvas s-act", words)
    elif point.state == "supplier":
        svg.rect(x - 5, _Y - 5, 10, 10, "f-seller s-seller", corner=2)
    else:
        svg.circle(x, _Y, 5, "f-canvas s-strong", words)


def _flag(svg: Svg, x: float) -> None:
    cloth = "h-16l4 6l-4 6h16" if x >= _FLAG else "h16l-4 6l4 6h-16"
    svg.path(f"M{x:.1f} {_Y + 8:.1f}V{_Y - 24:.1f}{cloth}", "f-act")
    svg.line(x, _Y + 8, x, _Y - 24, "l-deadline")


def _labels(svg: Svg, road: Road, axis: dates.Axis, frame: Frame) -> None:
    """Write both dates above the line, or the later one below it where they would meet."""
    today = f"Today, {dates.short(road.today)}"
    go_live = f"Go-live, {dates.with_weekday(road.go_live, road.today)}"
    x, flag = axis.at(road.today), axis.at(road.go_live)
    crowded = frame is Frame.NARROW or _overlap(_left_of(flag, go_live), _left_of(x, today))
    if crowded and road.today > road.go_live:
        taken = _below(svg, today, x, "t-act")
        _above(svg, go_live, flag, "t-ink")
    elif crowded:
        taken = _below(svg, go_live, flag, "t-ink")
        _above(svg, today, min(x, flag - _FLAG) if flag - x < _FLAG else x, "t-act")
    else:
        taken = None
        _above(svg, go_live, flag, "t-ink")
        _above(svg, today, x, "t-act")
    _months(svg, axis, taken)


def _left_of(x: float, words: str) -> tuple[float, float]:
    return (x - _FLAG - width(words, bold=True), x + _FLAG)


def _above(svg: Svg, words: str, x: float, dress: str) -> None:
    """Write a date left of its line, or right of it where the picture ends."""
    gap = _FLAG if dress == "t-ink" else 6
    if x - gap >= width(words, bold=True):
        svg.text(x - gap, _ABOVE, words, dress, "end")
    else:
        svg.text(x + gap, _ABOVE, words, dress)


def _below(svg: Svg, words: str, x: float, dress: str) -> tuple[float, float]:
    """Write a date under the line and return the room that it takes."""
    length = width(words, bold=True)
    right = min(max(x + 8, length), svg.width)
    svg.text(right, _BELOW, words, dress, "end")
    return (right - length, right)


def _months(svg: Svg, axis: dates.Axis, taken: tuple[float, float] | None) -> None:
    every = dates.months_apart(axis, 62)
    for first, words in _month_words(axis, every):
        x = axis.at(first)
        svg.line(x, _Y + 12, x, _Y + 18, "grid")
        span = (x, x + 3 + width(words, 12))
        if span[1] <= svg.width and not (taken and _overlap(span, (taken[0] - 8, taken[1]))):
            svg.text(x + 3, _BELOW, words, "t-xs")


def _month_words(axis: dates.Axis, every: int) -> Iterator[tuple[date, str]]:
    for first in dates.months(axis, every):
        yield first, dates.month_name(first, year=first.month == 1)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _told(road: Road) -> str:
    closed = sum(point.state in ("closed", "conditions") for point in road.points)
    after = len(road.points) - len(_before_go_live(road))
    told = (
        f"{closed} of {len(road.points)} milestones are closed. Today is {dates.full(road.today)}; "
        f"go-live is {dates.full(road.go_live)}."
    )
    return f"{told} {after} more follow after go-live." if after else told
