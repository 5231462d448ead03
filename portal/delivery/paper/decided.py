"""What has been decided: every milestone with its mark, its people, and what is open."""

from typing import Any

from portal.delivery.paper import words
from portal.delivery.paper._page import Line, Milestone
from portal.delivery.paper.copy import Copy
from portal.domain.acts import WITH_CONDITIONS
from portal.domain.closing import Say, Standing

# In these nobody is waited for, so nobody is said to be missing.
QUIET = frozenset(
    {
        Standing.NOT_OPEN,
        Standing.WAITING_FOR_SUPPLIER,
        Standing.NOT_NEEDED,
        Standing.STOPPED,
    }
)


def decided(copy: Copy) -> dict[str, Any]:
    """Return the table of milestones by phase, and what the plan leaves out."""
    phases = []
    for number in dict.fromkeys(one.phase for one in copy.page.milestones):
        rows = [_row(copy, one) for one in copy.page.milestones if one.phase == number]
        phases.append({"name": words.PHASES.get(number, f"Phase {number}"), "rows": rows})
    return {
        "phases": phases,
        "left_out": list(copy.page.plan.left_out),
        "open": open_sentence(copy),
    }


def open_sentence(copy: Copy) -> str:
    """Return what is still open, and what comes first among it."""
    still = [one for one in copy.page.milestones
             if one.standing not in (Standing.CLOSED, Standing.NOT_NEEDED)]  # fmt: skip  # one list
    if not still:
        return "Nothing is open: every milestone of this plan is closed or not needed."
    asleep = (Standing.NOT_OPEN, Standing.STOPPED)
    first = next((one for one in still if one.standing not in asleep), still[0])
    number = words.counted(len(still), "milestone is", "milestones are")
    return f"{number} open. “{first.name}” {_whose(copy, first)}, due {words.day(first.due_on)}."


def _whose(copy: Copy, first: Milestone) -> str:
    who = copy.waits_for(first)
    if any(line.say == Say.RECOMMENDED for line in first.lines) and not who:
        return "waits for somebody whose approval limit covers the amount"
    return {
        Standing.WAITING_FOR_SUPPLIER: f"waits for {copy.page.plan.supplier}",
        Standing.NOT_OPEN: "is not open yet",
        Standing.STOPPED: "was stopped",
    }.get(Standing(first.standing), f"waits for {words.listed(who)}" if who else "is in discussion")


def _row(copy: Copy, milestone: Milestone) -> dict[str, Any]:
    mark, told = words.MARKS[milestone.standing]
    if milestone.standing == Standing.CLOSED and _has_conditions(milestone):
        mark, told = words.CONDITIONS
    return {
        "mark": mark,
        "told": told,
        "name": milestone.name,
        "who": _people(copy, milestone),
        "first": _first(copy, milestone),
        "when": _when(copy, milestone),
    }


def _has_conditions(milestone: Milestone) -> bool:
    return any(line.answer in WITH_CONDITIONS for line in milestone.lines)


def _people(copy: Copy, milestone: Milestone) -> str:
    lines: dict[str, list[Line]] = {}
    for line in milestone.lines:
        lines.setdefault(line.member, []).append(line)
    told = [f"{copy.name(who)}{_how(milestone, said)}" for who, said in lines.items()]
    told += [f"empty seat: {words.seat(role)}" for role in milestone.empty_seats]
    return ", ".join(told) or "–"


def _first(copy: Copy, milestone: Milestone) -> str:
    """Return what comes before these people can answer."""
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        return f"First: {copy.page.plan.supplier} writes what they answer"
    if milestone.standing != Standing.NOT_OPEN or not milestone.missing:
        return ""
    return f"Opens after: {', '.join(copy.milestone_name(code) for code in milestone.missing)}"


def _how(milestone: Milestone, said: list[Line]) -> str:
    worst = next((line for line in said if line.say != Say.YES), said[0])
    if worst.say == Say.YES:
        conditions = any(line.answer in WITH_CONDITIONS for line in said)
        return " (with conditions)" if conditions else ""
    if worst.say == Say.OBJECTED:
        return f" ({words.answered(worst.answer or '')})"
    if worst.say == Say.ASKED and milestone.standing == Standing.CLOSED:
        return " (not answered, not needed)"
    if worst.say == Say.ASKED and milestone.standing in QUIET:
        return ""
    return f" ({words.SAYS[worst.say]})"


def _when(copy: Copy, milestone: Milestone) -> str:
    if milestone.standing == Standing.CLOSED:
        return f"Closed {copy.local_day(milestone.closed_at or copy.at)}"
    if milestone.standing in (Standing.NOT_NEEDED, Standing.STOPPED):
        return words.capital(words.MARKS[milestone.standing][1])
    if milestone.due_on is None:
        return "No date"
    late = ", late" if milestone.due_on < copy.today else ""
    return f"Due {words.day(milestone.due_on)}{late}"
