"""The first screen of the room, for one member: shown to them, and in preview to the seller."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any

from portal.actions.draft import calendar_for
from portal.domain.calendar import BusinessCalendar
from portal.domain.closing import Standing
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, OUTCOMES
from portal.store.pages.rows import MemberRow, MilestoneRow, PlanPage, RevisionRow
from portal.web.showing import asks, documents, people, road
from portal.web.showing.counts import listed
from portal.web.wording import day

DOCUMENTS = (OUTCOMES, COST_BENEFIT, IMPLEMENTATION_PLAN)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a member reads while nothing is asked of them: what comes next, and after what."""

    heading: str
    text: str
    code: str = ""


def first_screen(page: PlanPage, me: MemberRow, today: date) -> dict[str, Any]:
    """Return what ``buyer/home.html`` shows a member, beside what its frame needs."""
    count = partial(_count, calendar_for(page.plan.calendar, today, page.plan.go_live))
    mine = asks.asks_of(page, me.id, today, count)
    reader = road.Reader(me.id, mine[0].code if mine else "")
    answered = people.documents(page, me.id)
    return {
        "asks": mine,
        "heading": asks.heading(me.first_name, mine),
        "nothing": None if mine else nothing(page, me, today),
        "balls": people.balls(page, me.id, len(mine), today),
        "working_days": count(today, page.plan.go_live),
        "phases": road.phases(page, today, reader),
        "drawings": road.drawings(page, today, reader),
        "not_needed": tuple(m.name for m in page.milestones if m.standing == Standing.NOT_NEEDED),
        "left_out": tuple((one["name"], one["sentence"]) for one in page.plan.left_out),
        "people": people,
        "documents": tuple(one for one in answered if one.tone != "closed"),
        "agreed": tuple(one for one in answered if one.tone == "closed"),
        **{name: _document(page, me, today, name) for name in DOCUMENTS},
    }


@lru_cache(maxsize=1024)
def _count(calendar: BusinessCalendar, start: date, end: date) -> int:
    return calendar.count(start, end)


def nothing(page: PlanPage, me: MemberRow, today: date) -> Nothing:
    """Return when something will be asked of a member to whom nothing is asked now."""
    found = [m for m in page.milestones if _is_to_come(m, me.id)]
    if not found:
        return Nothing(
            "Your part is done",
            "No milestone of this plan waits for you any more. If one reopens, it stands here.",
        )
    first = min(found, key=lambda m: (m.standing == Standing.NOT_OPEN, str(m.due_on), m.position))
    return Nothing(f"Next for you: {first.name}", _until(page, first, today), first.code)


def _is_to_come(milestone: MilestoneRow, member: str) -> bool:
    coming = {Standing.NOT_OPEN, Standing.WAITING_FOR_SUPPLIER, Standing.IN_DISCUSSION}
    return milestone.standing in coming and bool(milestone.lines_of(member))


def _until(page: PlanPage, milestone: MilestoneRow, today: date) -> str:
    plan = page.plan
    due = f" It is due by {day(milestone.due_on, today)}." if milestone.due_on else ""
    if milestone.standing == Standing.NOT_OPEN:
        before = [m.name for m in page.milestones if m.code in milestone.missing]
        return (
            f"It opens after {listed([f'“{name}”' for name in before])}.{due} It stands here then."
        )
    return f"It is with {plan.supplier} now.{due} It stands here once you can answer it."


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A revision to be worked out; what is compared is all that the result depends on."""

    plan: str
    document: str
    number: int
    hash: str
    go_live: date
    today: date
    reader: str
    row: RevisionRow = field(compare=False)
    page: PlanPage = field(compare=False)
    me: MemberRow = field(compare=False)


def _document(page: PlanPage, me: MemberRow, today: date, name: str) -> Any:
    row = page.documents.get(name)
    if row is None:
        return None
    if name == OUTCOMES:  # its owners' names come from the committee, which no hash covers
        return documents.shown(row, page, today, reader=me)
    plan = page.plan
    return _worked_out(
        _Wanted(
            plan.address, name, row.number, row.hash, plan.go_live, today, me.name, row, page, me
        )
    )


@lru_cache(maxsize=64)
def _worked_out(wanted: _Wanted) -> documents.DocumentShown:
    """Work a case or a plan out once a revision, not once for every change around it."""
    return documents.shown(wanted.row, wanted.page, wanted.today, reader=wanted.me)
