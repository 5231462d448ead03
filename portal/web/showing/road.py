"""The road to go-live: phases, milestones, who answered each, who is missing and since when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from portal.delivery.drawing.road import Point, PointState, Road, draw_road
from portal.delivery.drawing.svg import Drawing, Frame
from portal.domain.acts import WITH_CONDITIONS
from portal.domain.closing import OPEN, Say, Standing
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.web.showing.asks import is_late, pending_acts
from portal.web.showing.counts import counted, listed
from portal.web.showing.telling import Told, local, told
from portal.web.wording import ANSWERS, PHASES, day, initials

DONE = frozenset({Standing.CLOSED, Standing.NOT_NEEDED, Standing.STOPPED})
CHIPS: Mapping[str, str] = {Say.YES: "done", Say.RECOMMENDED: "cond", Say.OBJECTED: "cond"}


@dataclass(frozen=True, slots=True)
class Chip:
    """Somebody's monogram: a filled one has answered or holds the ball."""

    initials: str
    side: str = "buyer"
    state: str = ""


@dataclass(frozen=True, slots=True)
class Mile:
    """One milestone as the road shows it; ``you`` raises it, and only one a page is raised."""

    code: str
    name: str
    standing: str
    when: str
    late: bool
    people: tuple[Chip, ...]
    how: str
    told: tuple[Told, ...]
    you: bool = False
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the road: what is open in it, and what is done and folded away."""

    name: str
    note: str
    miles: tuple[Mile, ...]
    done: tuple[Mile, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the road is drawn: their id ("" for a seller) and the milestone to raise."""

    member: str = ""
    raised: str = ""


def phases(page: PlanPage, today: date, reader: Reader | None = None) -> tuple[Phase, ...]:
    """Return the road by phases, each milestone with everything its reader may want to know."""
    reader = reader or Reader()
    found: dict[int, list[MilestoneRow]] = {}
    for one in sorted(page.milestones, key=lambda m: (_day(page, m) or date.max, m.position)):
        found.setdefault(one.phase, []).append(one)
    return tuple(
        _phase(page, number, found[number], today, reader) for number in PHASES if number in found
    )


def drawings(page: PlanPage, today: date, reader: Reader | None = None) -> tuple[Drawing, Drawing]:
    """Return the drawing of the road, wide and narrow."""
    reader = reader or Reader()
    points = tuple(
        Point(_day(page, m) or page.plan.go_live, _point(m, reader.member), m.name)
        for m in page.milestones
        if m.standing != Standing.NOT_NEEDED
    )
    start = local(page, page.plan.shared_at or page.plan.created_at)
    return _drawn(Road(points, start, page.plan.go_live, today))


@lru_cache(maxsize=128)
def _drawn(road: Road) -> tuple[Drawing, Drawing]:
    return (
        draw_road(road, uid="road-wide", frame=Frame.WIDE),
        draw_road(road, uid="road-narrow", frame=Frame.NARROW),
    )


def mile(page: PlanPage, milestone: MilestoneRow, today: date, reader: Reader) -> Mile:
    """Return one milestone of the road."""
    closed = milestone.standing == Standing.CLOSED
    late = not closed and is_late(milestone.due_on, today) and milestone.standing not in DONE
    own = f"added by {page.plan.supplier}" if milestone.origin == "supplier" else ""
    return Mile(
        code=milestone.code,
        name=milestone.name,
        standing=mark(milestone),
        when=day(_day(page, milestone), today),
        late=late,
        people=tuple(_chips(page, milestone)),
        how=_how(page, milestone) if closed else "",
        told=() if closed else tuple(told(page, milestone, today, reader.member)),
        you=milestone.code == reader.raised,
        badge="late" if late else own,
    )


def mark(milestone: MilestoneRow) -> str:
    """Return the name of the mark for a milestone's standing."""
    if milestone.standing == Standing.CLOSED:
        answers = {x.answer for x in milestone.lines if x.say == Say.YES}
        return "closed_with_conditions" if answers & WITH_CONDITIONS else "closed"
    return milestone.standing


def _phase(
    page: PlanPage, number: int, found: list[MilestoneRow], today: date, reader: Reader
) -> Phase:
    needed = [m for m in found if m.standing != Standing.NOT_NEEDED]
    closed = [m for m in needed if m.standing == Standing.CLOSED]
    last = max((m.due_on for m in needed if m.due_on), default=None)
    if closed:
        note = f"{len(closed)} of {len(needed)} closed"
    else:
        note = f"due by {day(last, today)}" if last else ""
    return Phase(
        PHASES[number],
        note,
        tuple(mile(page, m, today, reader) for m in needed if m.standing != Standing.CLOSED),
        tuple(mile(page, m, today, reader) for m in closed),
    )


def _day(page: PlanPage, milestone: MilestoneRow) -> date | None:
    if milestone.closed_at:
        return local(page, datetime.fromisoformat(milestone.closed_at))
    return milestone.due_on


def _point(milestone: MilestoneRow, member: str) -> PointState:
    if milestone.standing == Standing.CLOSED:
        return "conditions" if mark(milestone) == "closed_with_conditions" else "closed"
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        return "supplier"
    if milestone.standing in OPEN:
        return "you" if pending_acts(milestone, member) else "waiting"
    return "later"


def _chips(page: PlanPage, milestone: MilestoneRow) -> Iterable[Chip]:
    for member in dict.fromkeys(line.member for line in milestone.lines):
        if found := page.member(member):
            said = (CHIPS[x.say] for x in milestone.lines_of(member) if x.say in CHIPS)
            state = "ball" if pending_acts(milestone, member) else next(said, "")
            yield Chip(found.initials, "buyer", state)
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        yield Chip(initials(page.plan.owner), "seller", "ball")


def _how(page: PlanPage, milestone: MilestoneRow) -> str:
    said: dict[str, list[str]] = {}
    for line in milestone.lines:
        member = page.member(line.member)
        if line.say == Say.YES and line.answer and member:
            names = said.setdefault(ANSWERS.get(line.answer, line.answer), [])
            if member.name not in names:
                names.append(member.name)
    text = "; ".join(f"{listed(names)} {words}" for words, names in said.items())
    return f"{text}." if text else ""


def summary(page: PlanPage) -> str:
    """Return how many milestones are closed of those that are needed, in words."""
    needed = [m for m in page.milestones if m.standing != Standing.NOT_NEEDED]
    closed = sum(m.standing == Standing.CLOSED for m in needed)
    return f"{closed} of {counted(len(needed), 'milestone')} closed"
