"""Laying an implementation plan out backwards from the buyer's go-live."""

from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import BusinessCalendar
from portal.domain.implementation.plan import LONGEST_PLAN, ImplementationPlan, PlanTooLong, Task
from portal.domain.schedule.dates import LatestDates, latest_dates
from portal.domain.schedule.network import Scheduled, analyse


@dataclass(frozen=True, slots=True)
class LaidOutTask:
    """A task with its dates; ``slack`` and ``late_by`` are business days.

    ``slack`` is how far it can slip without moving the plan's end, 0 on the critical path;
    ``late_by`` is how many business days before the first one left it would have had to begin.
    """

    task: Task
    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date
    slack: int
    late_by: int

    @property
    def is_critical(self) -> bool:
        """Tell whether any delay of the task moves the plan's end."""
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class CannotBeMet:
    """Why a go-live cannot be met: the task that would have had to begin before today.

    ``business_days`` is by how many the work is too long for the days that are left.
    """

    go_live: date
    task: Task
    latest_start: date
    business_days: int
    earliest_go_live: date

    @property
    def sentence(self) -> str:
        """The plain sentence that is shown before anyone accepts the plan."""
        days = (
            "1 business day" if self.business_days == 1 else f"{self.business_days} business days"
        )
        return (
            f"The go-live on {self.go_live} cannot be met, by {days}: '{self.task.name}' would"
            f" have to begin on {self.latest_start}; the earliest go-live is"
            f" {self.earliest_go_live}."
        )


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A plan with its dates, the tasks in the plan's order.

    ``starts_by`` is the last day to begin the whole; ``needed_days`` is the length of its critical
    path in business days; ``room_days`` is how many business days are left over between today and
    go-live, negative when the date cannot be met.
    """

    go_live: date
    starts_by: date
    needed_days: int
    room_days: int
    earliest_go_live: date
    tasks: tuple[LaidOutTask, ...]
    cannot_be_met: CannotBeMet | None

    @property
    def critical(self) -> tuple[str, ...]:
        """The ids of the tasks without slack, in the plan's order."""
        return tuple(one.task.id for one in self.tasks if one.is_critical)


def lay_out(
    plan: ImplementationPlan, go_live: date, calendar: BusinessCalendar, today: date
) -> LaidOut:
    """Return every task's latest dates back from ``go_live`` and earliest dates from ``today``.

    ``go_live`` is itself the plan's last business day: the last task may finish on it. Work begins
    on the first business day after ``today`` at the soonest. A task of no duration falls on the day
    at whose close it is due. Raises ``NoBusinessDay``, naming the nearest ones, when nobody works
    on ``go_live``, and ``PlanTooLong``.
    """
    schedule = analyse(plan.network())
    needed = int(schedule.duration)
    if needed > LONGEST_PLAN:
        raise PlanTooLong(
            f"The plan takes {needed:,} business days: shorten it to {LONGEST_PLAN:,} at most.",
            field="tasks",
        )
    calendar.require(go_live, field="go_live")
    backwards = latest_dates(schedule, go_live, calendar)
    forwards = _business_days(calendar.after(today, 1), max(needed, 1), calendar)
    earliest_go_live = forwards[needed - 1] if needed else calendar.on_or_after(today)
    # From the earliest day, not from today: a weekend between the two may hide a day that passed.
    room = calendar.count(earliest_go_live, go_live)
    tasks = tuple(
        _laid_out(task, times, latest, forwards, room)
        for task, times, latest in zip(
            plan.tasks, schedule.activities, backwards.activities, strict=True
        )
    )
    return LaidOut(
        go_live=go_live,
        starts_by=backwards.start,
        needed_days=needed,
        room_days=room,
        earliest_go_live=earliest_go_live,
        tasks=tasks,
        cannot_be_met=_why_not(tasks, go_live, room, earliest_go_live),
    )


def _business_days(first: date, count: int, calendar: BusinessCalendar) -> tuple[date, ...]:
    days = [first]
    while len(days) < count:
        days.append(calendar.after(days[-1], 1))
    return tuple(days)


def _laid_out(
    task: Task, times: Scheduled, latest: LatestDates, forwards: tuple[date, ...], room: int
) -> LaidOutTask:
    finish = max(int(times.early_finish) - 1, 0)
    start = int(times.early_start) if task.duration_days else finish
    return LaidOutTask(
        task=task,
        earliest_start=forwards[start],
        earliest_finish=forwards[finish],
        latest_start=latest.start,
        latest_finish=latest.finish,
        slack=int(times.slack),
        late_by=max(-room - int(times.late_start), 0),
    )


def _why_not(
    tasks: tuple[LaidOutTask, ...], go_live: date, room: int, earliest_go_live: date
) -> CannotBeMet | None:
    """Name the task that is late by most; among equals one that takes time, then the first."""
    if room >= 0:
        return None
    worst = max(tasks, key=lambda one: (one.late_by, one.task.duration_days > 0))
    return CannotBeMet(go_live, worst.task, worst.latest_start, -room, earliest_go_live)
