"""An implementation plan as its readers see it: laid out backwards from the buyer's go-live."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from portal.delivery.drawing.gantt import Gantt, draw_gantt
from portal.delivery.drawing.gantt import Task as Bar
from portal.delivery.drawing.svg import Drawing
from portal.domain.calendar import BusinessCalendar
from portal.domain.implementation.content import from_content
from portal.domain.implementation.layout import LaidOut, LaidOutTask, lay_out
from portal.domain.implementation.plan import ImplementationPlan, Side
from portal.domain.refusals import Refusal
from portal.web.wording import day, long_day


@dataclass(frozen=True, slots=True)
class Setting:
    """What a plan is laid out in: go-live, today, both sides' names, and the working days.

    ``calendar`` is called late, because it may refuse years it does not know.
    """

    go_live: date
    today: date
    buyer: str
    supplier: str
    calendar: Callable[[], BusinessCalendar]


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task with its latest dates; days are working days."""

    id: str
    name: str
    group: str
    owner: str
    side: str
    hours: str
    days: int
    start: str
    finish: str
    spare: int
    longest: bool
    late: str
    after: str
    acceptance_test: str
    roll_back: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan ready to be shown; ``problem`` stands where it cannot be laid out.

    ``verdict`` says whether the go-live can be met, ``can_be_met`` the same for the tone of it.
    """

    title: str
    problem: str = ""
    verdict: str = ""
    can_be_met: bool = True
    span: str = ""
    groups: tuple[tuple[str, tuple[TaskShown, ...]], ...] = ()
    safeguards: tuple[TaskShown, ...] = ()
    figures: tuple[Mapping[str, str], ...] = ()
    gantt: Drawing | None = field(default=None, repr=False)


def plan_of(content: Mapping[str, Any]) -> ImplementationPlan:
    """Return the plan in a revision's content; raises the refusals of ``from_content``."""
    return from_content({name: content[name] for name in ("title", "tasks")})


def shown(content: Mapping[str, Any], within: Setting, reader: str = "") -> PlanShown:
    """Return a plan as it is shown; ``reader`` names the person whose own share is told first."""
    plan = plan_of(content)
    try:
        calendar = within.calendar()
        laid_out = lay_out(plan, calendar.on_or_before(within.go_live), calendar, within.today)
    except Refusal as refusal:
        return PlanShown(plan.title, problem=refusal.sentence)
    tasks = tuple(_task(one, laid_out, within) for one in laid_out.tasks)
    return PlanShown(
        title=plan.title,
        verdict=verdict(laid_out, within.today),
        can_be_met=laid_out.cannot_be_met is None,
        span=_span(laid_out, within.today),
        groups=tuple((name, tuple(ones)) for name, ones in groupby(tasks, lambda one: one.group)),
        safeguards=tuple(one for one in tasks if one.acceptance_test or one.roll_back),
        figures=_figures(plan, laid_out, within, reader),
        gantt=draw_gantt(_chart(plan, laid_out, calendar), uid="gantt"),
    )


def working_days(count: int) -> str:
    """Return a number of working days in words."""
    return "1 working day" if count == 1 else f"{count} working days"


def verdict(laid_out: LaidOut, today: date) -> str:
    """Say in one plain sentence whether the go-live can be met, and by how many days."""
    why = laid_out.cannot_be_met
    if why is None:
        room = working_days(laid_out.room_days) if laid_out.room_days else "No working day"
        verb = "is" if laid_out.room_days == 1 or not laid_out.room_days else "are"
        return (
            f"The work takes {working_days(laid_out.needed_days)} and has to begin by"
            f" {long_day(laid_out.starts_by, today)}. {room} {verb} to spare from today."
        )
    return (
        f"The go-live on {long_day(why.go_live, today)} cannot be met, by"
        f" {working_days(why.business_days)}: “{why.task.name}” would have to begin on"
        f" {day(why.latest_start, today)}. The earliest go-live is"
        f" {long_day(why.earliest_go_live, today)}."
    )


def _span(laid_out: LaidOut, today: date) -> str:
    return f"{long_day(laid_out.starts_by, today)} to {long_day(laid_out.go_live, today)}"


def _task(one: LaidOutTask, laid_out: LaidOut, within: Setting) -> TaskShown:
    task = one.task
    names = {other.task.id: other.task.name for other in laid_out.tasks}
    return TaskShown(
        id=task.id,
        name=task.name,
        group=task.group,
        owner=task.owner or "nobody yet",
        side=side(task.side, within),
        hours="" if task.hours is None else _number(task.hours),
        days=task.duration_days,
        start=day(one.latest_start, within.today),
        finish=day(one.latest_finish, within.today),
        spare=one.slack,
        longest=one.is_critical,
        late=working_days(one.late_by) if one.late_by else "",
        after=", ".join(names[id_] for id_ in task.predecessors),
        acceptance_test=task.acceptance_test,
        roll_back=task.roll_back,
    )


def side(of: Side, within: Setting) -> str:
    """Return whose task it is, by the company's name."""
    names = {Side.BUYER: within.buyer, Side.SUPPLIER: within.supplier}
    return names.get(of, "Both sides")


def _figures(
    plan: ImplementationPlan, laid_out: LaidOut, within: Setting, reader: str
) -> tuple[Mapping[str, str], ...]:
    theirs = [t for t in plan.tasks if reader and t.owner.casefold() == reader.casefold()]
    ours = plan.hours_of(Side.BUYER) + plan.hours_of(Side.BOTH)
    own = sum((task.hours or Decimal(0) for task in theirs), Decimal(0))
    room = max(laid_out.room_days, 0)
    hours = (
        {"term": "Hours of your tasks", "text": f"{_number(own)} hours",
         "small": f"of {_number(ours)} in {within.buyer}’s and shared tasks"}
        if theirs
        else {"term": f"{within.buyer}’s and shared tasks", "text": f"{_number(ours)} hours",
              "small": f"{within.supplier} alone: {_number(plan.hours_of(Side.SUPPLIER))}"}
    )  # fmt: skip  # a figure each
    tasks = (
        {"term": "Your tasks", "text": str(len(theirs)),
         "small": ", ".join(task.name for task in theirs[:3])}
        if theirs
        else {"term": "Tasks", "text": str(len(plan.tasks)),
              "small": f"{len(laid_out.critical)} on the longest path"}
    )  # fmt: skip  # a figure each
    left = {"term": "Room before go-live", "text": working_days(room),
            "small": f"the work takes {laid_out.needed_days}"}  # fmt: skip  # one figure
    return hours, tasks, left


def _chart(plan: ImplementationPlan, laid_out: LaidOut, calendar: BusinessCalendar) -> Gantt:
    bars = tuple(_bar(one) for one in laid_out.tasks)
    first = min(bar.start for bar in bars)
    off = frozenset(d for d in calendar.days_off if first <= d <= laid_out.go_live)
    return Gantt(plan.title, bars, laid_out.go_live, off, calendar.weekend)


def _bar(one: LaidOutTask) -> Bar:
    task = one.task
    return Bar(
        id=task.id,
        name=task.name,
        side=task.side.value,
        start=one.latest_start,
        finish=one.latest_finish,
        critical=one.is_critical,
        group=task.group,
        after=task.predecessors,
        note=f"{task.duration_days} d" if task.duration_days else "",
        milestone=task.duration_days == 0,
    )


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"
