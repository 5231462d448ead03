"""The cumulative cash flow: buyer solid, supplier dotted, a ring where the money is back."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from portal.delivery.drawing.measure import fitted, width
from portal.delivery.drawing.money_axis import MoneyAxis, exact, money_axis
from portal.delivery.drawing.svg import Anchor, Drawing, Frame, Medium, Svg

_SIZES: Final = {Frame.WIDE: (760.0, 300.0), Frame.NARROW: (326.0, 250.0)}
_LINES: Final = {Frame.WIDE: 6, Frame.NARROW: 5}
_LABEL: Final = 200.0
_LEGEND: Final = 20.0


@dataclass(frozen=True, slots=True)
class Series:
    """One line: whose values they are, and the cumulative amount at the end of each period."""

    label: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class CashFlow:
    """What the chart shows.

    `periods` names each column; `payback` counts periods from the first column and may lie
    between two; `payback_label` says the same in words. `second` is the supplier's line.
    """

    title: str
    currency: str
    periods: tuple[str, ...]
    first: Series
    second: Series | None = None
    payback: Decimal | None = None
    payback_label: str = ""

    @property
    def lines(self) -> tuple[Series, ...]:
        """The series that are drawn, the leading one first."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where periods and amounts lie."""

    left: float
    right: float
    top: float
    bottom: float
    periods: int
    money: MoneyAxis

    def x(self, period: Decimal | int) -> float:
        """Return where a moment lies, counted in periods from the first column."""
        return self.left + (self.right - self.left) * float(period) / max(1, self.periods - 1)

    def y(self, amount: Decimal) -> float:
        """Return where an amount lies."""
        return self.bottom - (self.bottom - self.top) * self.money.share(amount)


def draw_cash_flow(
    flow: CashFlow, *, uid: str, frame: Frame = Frame.WIDE, medium: Medium = Medium.SCREEN
) -> Drawing:
    """Draw the chart.

    Raises ValueError if there is no period, if a series has another number of values than there are
    periods, or if `uid` is no id.
    """
    if not flow.periods or any(len(line.values) != len(flow.periods) for line in flow.lines):
        raise ValueError(
            "a cash flow needs at least one period, and one value for each in every series"
        )
    svg = Svg(_SIZES[frame], uid=uid, medium=medium, classes=f"chart cash {frame.value}")
    plot = _plot(flow, frame)
    _grid(svg, plot, flow)
    for line, dress in zip(reversed(flow.lines), _dresses(flow), strict=True):
        _draw_line(svg, plot, line, dress)
    for period, amount in enumerate(flow.first.values):
        svg.circle(plot.x(period), plot.y(amount), 3.5 if len(flow.periods) <= 16 else 2, "f-act")
    if frame is Frame.WIDE:
        _end_labels(svg, plot, flow)
    else:
        _legend(svg, flow)
    _payback(svg, plot, flow)
    return svg.finish(flow.title, _told(flow))


def _dresses(flow: CashFlow) -> tuple[str, ...]:
    return ("l-act",) if flow.second is None else ("l-seller", "l-act")


def _plot(flow: CashFlow, frame: Frame) -> _Plot:
    room, height = _SIZES[frame]
    money = money_axis(tuple(v for line in flow.lines for v in line.values), _LINES[frame])
    left = max(width(money.words(mark)) for mark in money.marks()) + 14
    if frame is Frame.NARROW:
        top = 24 + _LEGEND * len(flow.lines)
        return _Plot(left, room - 12, top, height - 30, len(flow.periods), money)
    labels = max(min(width(line.label, bold=True), _LABEL) for line in flow.lines)
    return _Plot(left, room - labels - 16, 26, height - 34, len(flow.periods), money)


def _grid(svg: Svg, plot: _Plot, flow: CashFlow) -> None:
    zero = plot.y(Decimal(0))
    if plot.money.low < 0:
        svg.rect(plot.left, zero, plot.right - plot.left, plot.bottom - zero, "f-neg")
    for mark in plot.money.marks():
        y = plot.y(mark)
        svg.line(plot.left, y, plot.right, y, "axis" if mark == 0 else "grid")
        svg.text(plot.left - 11, y + 4.5, plot.money.words(mark), "", "end")
    svg.text(0, plot.top - 12, flow.currency, "t-xs")
    for period, words in _period_labels(plot, flow.periods):
        x = plot.x(period)
        svg.line(x, zero - 3, x, zero + 3, "axis")
        _period_label(svg, plot, x, words)


def _period_labels(plot: _Plot, periods: tuple[str, ...]) -> list[tuple[int, str]]:
    """Keep the first and, evenly, as many others as stand clear; the last too if near."""
    words = [fitted(period, 120) for period in periods]
    last = len(words) - 1
    gap = (plot.right - plot.left) / max(1, last)
    every = next(n for n in range(1, last + 2) if n > last or _clear(words[::n], gap * n))
    ending = next((n for n in range(every, 2 * every + 1) if last % n == 0), every)
    return [(n, words[n]) for n in range(0, last + 1, ending)]


def _clear(words: list[str], gap: float) -> bool:
    """Say whether labels `gap` apart keep 10 units between them; the outer ones hang inwards."""
    spans = [width(w) for w in words]
    shares = [0.0] + [0.5] * (len(words) - 2) + [1.0] if len(words) > 1 else [0.0]
    edges = [
        (n * gap - share * span, n * gap + (1 - share) * span)
        for n, (share, span) in enumerate(zip(shares, spans, strict=True))
    ]
    return all(one[1] + 10 <= other[0] for one, other in pairwise(edges))


def _period_label(svg: Svg, plot: _Plot, x: float, words: str) -> None:
    anchor: Anchor = "middle"
    if x - width(words) / 2 < plot.left:
        anchor = "start"
    elif x + width(words) / 2 > plot.right:
        anchor = "end"
    svg.text(x, svg.height - 10, words, "", anchor)


def _draw_line(svg: Svg, plot: _Plot, line: Series, dress: str) -> None:
    if len(line.values) == 1:
        svg.circle(
            plot.x(0),
            plot.y(line.values[0]),
            5,
            "f-seller s-seller" if dress == "l-seller" else "f-act",
        )
        return
    points = (f"{plot.x(n):.1f} {plot.y(amount):.1f}" for n, amount in enumerate(line.values))
    svg.path("M" + "L".join(points), dress)


def _end_labels(svg: Svg, plot: _Plot, flow: CashFlow) -> None:
    heights = [plot.y(line.values[-1]) + 4.5 for line in flow.lines]
    if len(heights) == 2 and abs(heights[0] - heights[1]) < 17:
        middle = min(max(sum(heights) / 2, plot.top + 9), plot.bottom - 9)
        upper = 0 if flow.lines[0].values[-1] >= flow.lines[1].values[-1] else 1
        heights = [middle - 9, middle + 9] if upper == 0 else [middle + 9, middle - 9]
    for n, (line, y) in enumerate(zip(flow.lines, heights, strict=True)):
        svg.text(plot.right + 10, y, fitted(line.label, _LABEL, bold=True), "" if n else "t-act")


def _legend(svg: Svg, flow: CashFlow) -> None:
    for n, line in enumerate(flow.lines):
        y = 8 + _LEGEND * n
        svg.line(1, y, 25, y, "l-seller" if n else "l-act")
        svg.text(32, y + 4.5, fitted(line.label, svg.width - 32, bold=True), "" if n else "t-act")


def _payback(svg: Svg, plot: _Plot, flow: CashFlow) -> None:
    if flow.payback is None or not 0 <= flow.payback <= max(0, len(flow.periods) - 1):
        return
    x, zero = plot.x(flow.payback), plot.y(Decimal(0))
    words = fitted(flow.payback_label, plot.right - plot.left, bold=True)
    if plot.bottom - zero < 24:
        _payback_above(svg, plot, flow, words)
    else:
        svg.line(x, zero, x, plot.bottom - 2, "l-ink1")
        room = x + 9 + width(words, bold=True) <= svg.width
        place = x + 9 if room else max(x - 9, plot.left + width(words, bold=True))
        svg.text(place, plot.bottom - 8, words, "t-ink halo", "start" if room else "end")
    svg.circle(x, zero, 6, "f-surface s-ink")


def _payback_above(svg: Svg, plot: _Plot, flow: CashFlow, words: str) -> None:
    """Write the words where no line runs: at the foot on the right, or under the top edge."""
    zero = plot.y(Decimal(0))
    free = all(plot.y(line.values[-1]) < zero - 30 for line in flow.lines)
    svg.text(plot.right, zero - 10 if free else plot.top + 16, words, "t-ink halo", "end")


def _told(flow: CashFlow) -> str:
    told = [_told_line(flow, line) for line in flow.lines]
    if flow.payback is None:
        told.append("The money is not back within these periods.")
    elif flow.payback_label:
        told.append(f"{flow.payback_label}.")
    return " ".join(told)


def _told_line(flow: CashFlow, line: Series) -> str:
    lowest = min(line.values)
    when = flow.periods[line.values.index(lowest)]
    return (
        f"{line.label}: the line starts at {flow.currency} {exact(line.values[0])} "
        f"({flow.periods[0]}), is lowest at {exact(lowest)} ({when}) "
        f"and ends at {exact(line.values[-1])} ({flow.periods[-1]})."
    )
