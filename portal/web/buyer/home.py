"""The first screen of the room: what is asked of me, by when, why, and then; then the road."""

from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue

from portal.actions.draft import calendar_for
from portal.domain.closing import Standing
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, OUTCOMES
from portal.store.pages.rows import MilestoneRow
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import Room, enter, show
from portal.web.cache import cached
from portal.web.showing import asks, documents, people, road
from portal.web.showing.counts import listed
from portal.web.wording import day


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a member reads while nothing is asked of them: what comes next, and after what."""

    heading: str
    text: str
    code: str = ""


@blueprint.get("/")
@room
@cached
def home() -> ResponseReturnValue:
    """Show what is asked of this buyer, then the road and everything agreed on it."""
    inside = enter()
    page, me, today = inside.page, inside.me, inside.today
    calendar = calendar_for(page.plan.calendar, today, page.plan.go_live)
    mine = asks.asks_of(page, me.id, today, calendar.count)
    reader = road.Reader(me.id, mine[0].code if mine else "")
    return show(
        "buyer/home.html",
        inside,
        asks=mine,
        heading=asks.heading(me.first_name, mine),
        nothing=None if mine else nothing(inside),
        balls=people.balls(page, me.id, len(mine), today),
        working_days=calendar.count(today, page.plan.go_live),
        phases=road.phases(page, today, reader),
        drawings=road.drawings(page, today, reader),
        not_needed=[m for m in page.milestones if m.standing == Standing.NOT_NEEDED],
        people=people,
        **{name: _document(inside, name) for name in (OUTCOMES, COST_BENEFIT, IMPLEMENTATION_PLAN)},
    )


def nothing(inside: Room) -> Nothing:
    """Return when something will be asked of a member to whom nothing is asked now."""
    found = [m for m in inside.page.milestones if _is_to_come(m, inside.me.id)]
    if not found:
        return Nothing(
            "Your part is done",
            "No milestone of this plan waits for you any more. We mail you if one reopens.",
        )
    first = min(found, key=lambda m: (m.standing == Standing.NOT_OPEN, str(m.due_on), m.position))
    return Nothing(f"Next for you: {first.name}", _until(inside, first), first.code)


def _is_to_come(milestone: MilestoneRow, member: str) -> bool:
    coming = {Standing.NOT_OPEN, Standing.WAITING_FOR_SUPPLIER, Standing.IN_DISCUSSION}
    return milestone.standing in coming and bool(milestone.lines_of(member))


def _until(inside: Room, milestone: MilestoneRow) -> str:
    page, plan = inside.page, inside.page.plan
    due = f" It is due by {day(milestone.due_on, inside.today)}." if milestone.due_on else ""
    if milestone.standing == Standing.NOT_OPEN:
        before = [m.name for m in page.milestones if m.code in milestone.missing]
        return f"It opens after {listed([f'“{name}”' for name in before])}.{due} We mail you."
    return f"It is with {plan.supplier} now.{due} We mail you once there is something to answer."


def _document(inside: Room, name: str) -> Any:
    row = inside.page.documents.get(name)
    return row and documents.shown(row, inside.page, inside.today, reader=inside.me)
