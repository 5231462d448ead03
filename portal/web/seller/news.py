"""The head of a plan's page on the desk: the one thing to do, or whose move it is otherwise."""

from dataclasses import dataclass
from datetime import date

from portal.domain.closing import OPEN, Standing
from portal.store.pages.rows import PlanPage
from portal.web.seller.next_acts import NextAct
from portal.web.showing.asks import still_needed
from portal.web.showing.counts import counted
from portal.web.wording import day, initials

MOST_BALLS = 3


@dataclass(frozen=True, slots=True)
class News:
    """The head of the page: the one thing to do, or whose move it is when it is not ours."""

    heading: str
    why: str
    act: NextAct | None


def news(page: PlanPage, acts: tuple[NextAct, ...], today: date) -> News:
    """Return the heading: what to do, else who moves next, else that all is done."""
    buyer = page.plan.buyer
    stopped = next((m for m in page.milestones if m.standing == Standing.STOPPED), None)
    if stopped:
        return News(f"{buyer} stopped at “{stopped.name}”", "A clean stop is a result too.", None)
    if acts:
        return News(acts[0].heading, acts[0].why, acts[0])
    with_them = _with_buyer(page)
    if not with_them:
        return News("Every milestone is closed", f"{buyer} answered all that was asked.", None)
    due, name, milestone = with_them[0]
    late = "was" if due < today else "is"
    why = f"“{milestone}” {late} due on {day(due, today)}. There is nothing for you to write now."
    return News(f"The next move is {name}’s", why, None)


def balls(page: PlanPage, acts: tuple[NextAct, ...], today: date) -> list[dict[str, str]]:
    """Return who holds the ball: the supplier, then people at the buyer by what is due first."""
    held: list[dict[str, str]] = []
    if acts:
        text = f"{counted(len(acts), 'thing')} to do"
        held.append(_ball(page.plan.owner, "seller", f"{page.plan.supplier}:", text))
    people: dict[str, str] = {}
    for due, name, milestone in _with_buyer(page):
        people.setdefault(name, f"{milestone}, {day(due, today)}")
    room = MOST_BALLS - len(held)
    shown = list(people.items())[: room if len(people) <= room else room - 1]
    held += [_ball(name, "buyer", f"{name}:", text) for name, text in shown]
    more = list(people)[len(shown) :]
    if more:
        words = f"{counted(len(more), 'more person', 'more people')}".capitalize()
        held.append(_ball(more[0], "buyer", words, f"at {page.plan.buyer}"))
    return held


def _ball(name: str, side: str, label: str, text: str) -> dict[str, str]:
    return {"initials": initials(name), "side": side, "label": label, "text": text}


def _with_buyer(page: PlanPage) -> list[tuple[date, str, str]]:
    """Return (due, person, milestone) for every answer the plan waits for, the first due first."""
    if page.plan.shared_at is None:
        return []
    return sorted(
        (milestone.due_on or date.max, member.name, milestone.name)
        for milestone in page.milestones
        if milestone.standing in OPEN
        for line in still_needed(milestone)
        if (member := page.member(line.member))
    )
