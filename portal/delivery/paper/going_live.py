"""How it goes live: the implementation plan laid out backwards from the buyer's go-live."""

from typing import Any

from portal.delivery.drawing.gantt import Gantt, Task, draw_gantt_pages
from portal.delivery.paper import words
from portal.delivery.paper.copy import Copy
from portal.domain.document import IMPLEMENTATION_PLAN
from portal.domain.implementation.content import from_content
from portal.domain.implementation.layout import LaidOut, LaidOutTask, lay_out
from portal.domain.implementation.plan import ImplementationPlan, Side
from portal.domain.refusals import Refusal

NOTHING: dict[str, Any] = {"svgs": [], "tasks": [], "warning": "", "hours": ""}


def going_live(copy: Copy) -> dict[str, Any]:
    """Return the plan in pictures and as a table, or that there is none."""
    revision = copy.page.documents.get(IMPLEMENTATION_PLAN)
    if revision is None:
        return NOTHING | {"status": "No implementation plan has been written yet."}
    plan = from_content(revision.content)
    status = copy.document_status(IMPLEMENTATION_PLAN)
    try:
        found = lay_out(plan, copy.page.plan.go_live, copy.calendar, copy.today)
    except Refusal as refusal:
        return NOTHING | {"status": status, "warning": refusal.sentence}
    return {
        "status": status,
        "warning": found.cannot_be_met.sentence if found.cannot_be_met else "",
        "room": _room(found),
        "hours": _hours(copy, plan),
        "svgs": [str(one) for one in draw_gantt_pages(_gantt(copy, plan, found), uid="gantt")],
        "tasks": [_task(copy, one) for one in found.tasks],
    }


def _room(found: LaidOut) -> str:
    spare = max(found.room_days, 0)
    return (
        f"It takes {words.counted(found.needed_days, 'working day')} and must begin by"
        f" {words.day(found.starts_by)}; {words.counted(spare, 'working day')} to spare."
    )


def _hours(copy: Copy, plan: ImplementationPlan) -> str:
    names = {Side.BUYER: copy.page.plan.buyer, Side.SUPPLIER: copy.page.plan.supplier,
             Side.BOTH: "both together"}  # fmt: skip  # a table
    told = [f"{name} {hours.normalize():f}" for side, name in names.items()
            if (hours := plan.hours_of(side))]  # fmt: skip  # one list
    return f"Hours estimated: {', '.join(told)}." if told else ""


def _gantt(copy: Copy, plan: ImplementationPlan, found: LaidOut) -> Gantt:
    return Gantt(
        title=f"{plan.title}, by working day",
        tasks=tuple(_bar(one) for one in found.tasks),
        go_live=copy.page.plan.go_live,
        non_working=copy.calendar.days_off,
        weekend=copy.calendar.weekend,
    )


def _bar(one: LaidOutTask) -> Task:
    return Task(
        id=one.task.id,
        name=one.task.name,
        side=one.task.side.value,
        start=one.latest_start,
        finish=one.latest_finish,
        critical=one.is_critical,
        group=one.task.group,
        after=one.task.predecessors,
        note="" if one.task.duration_days == 0 else f"{one.task.duration_days} d",
        milestone=one.task.duration_days == 0,
    )


def _task(copy: Copy, one: LaidOutTask) -> dict[str, str]:
    sides = {Side.BUYER: copy.page.plan.buyer, Side.SUPPLIER: copy.page.plan.supplier,
             Side.BOTH: "Both"}  # fmt: skip  # a table
    return {
        "name": one.task.name,
        "side": sides[one.task.side],
        "owner": one.task.owner or "nobody named yet",
        "days": str(one.task.duration_days),
        "from": words.day(one.latest_start),
        "to": words.day(one.latest_finish),
        "spare": "longest path" if one.is_critical else words.counted(one.slack, "day"),
        "test": one.task.acceptance_test or "–",
        "back": one.task.roll_back or "–",
    }
