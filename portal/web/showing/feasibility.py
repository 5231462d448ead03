"""Whether the go-live of a plan under way can be met: what is left, and the days there are."""

from dataclasses import dataclass
from datetime import date

from portal.actions.draft import calendar_for
from portal.domain.calendar import BusinessCalendar
from portal.domain.closing import Standing
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.web.wording import long_day

BEHIND = frozenset({Standing.CLOSED, Standing.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class Feasible:
    """The judgement in one sentence; ``earliest`` is the first day the rest can be done by."""

    can_be_met: bool
    earliest: date
    sentence: str


def feasible(page: PlanPage, today: date) -> Feasible:
    """Judge a plan's go-live by the longest chain of what is not closed yet."""
    plan = page.plan
    goal = "The end of the term" if plan.opportunity_type == "renewal" else "The go-live"
    calendar = calendar_for(plan.calendar, today, plan.go_live)
    left = [m for m in page.milestones if _is_left(m, plan.go_live)]
    chain = longest_chain(left)
    days = sum(milestone.business_days for milestone in chain)
    earliest = calendar.on_or_after(calendar.after(today, days)) if days else today
    told = f"{goal} on {long_day(plan.go_live, today)}"
    if not chain:
        return Feasible(True, earliest, f"{told}: every milestone before it is closed.")
    if earliest <= plan.go_live:
        remain = calendar.count(today, plan.go_live)
        sentence = f"{told} can be met: what is left takes {_days(days)}, and {remain} remain."
        return Feasible(True, earliest, sentence)
    why = _why(chain, days, long_day(earliest, today))
    return Feasible(False, earliest, f"{told} cannot be met: {why}"
                    f"{_later(calendar, plan.go_live, earliest)}")  # fmt: skip  # one sentence


def longest_chain(left: list[MilestoneRow]) -> tuple[MilestoneRow, ...]:
    """Return the milestones, in order, that follow on each other and take longest together."""
    by_code = {milestone.code: milestone for milestone in left}
    found: dict[str, tuple[MilestoneRow, ...]] = {}

    def chain_to(code: str) -> tuple[MilestoneRow, ...]:
        if code not in found:
            before = [chain_to(each) for each in by_code[code].prerequisites if each in by_code]
            found[code] = (*max(before, key=_length, default=()), by_code[code])
        return found[code]

    return max(map(chain_to, by_code), key=_length, default=())


def _length(chain: tuple[MilestoneRow, ...]) -> int:
    return sum(milestone.business_days for milestone in chain)


def _is_left(milestone: MilestoneRow, go_live: date) -> bool:
    before = milestone.due_on is not None and milestone.due_on <= go_live
    return before and milestone.standing not in BEHIND


def _why(chain: tuple[MilestoneRow, ...], days: int, earliest: str) -> str:
    return (
        f"what is left takes {_days(days)}, beginning with “{chain[0].name}”;"
        f" the earliest day is {earliest}"
    )


def _later(calendar: BusinessCalendar, go_live: date, earliest: date) -> str:
    return f", {_days(calendar.count(go_live, earliest))} later."


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"
