"""A plan laid out but not kept, as a page shows it: why this tier, which milestones, what not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from portal.actions.draft import Preview
from portal.domain.playbook.layout import LaidOutMilestone, LeftOut
from portal.domain.playbook.rules import Asked, QuorumKind
from portal.domain.statement import money
from portal.web.showing.counts import listed
from portal.web.wording import ACTS, PHASES, TYPES, seat

MOST_POINTS = 15
TIER_NAMES = {1: "Express", 2: "Light", 3: "Standard", 4: "Full"}
EVERYBODY = {
    "outcome_owner": "each owner of an outcome",
    "step_owner": "everybody asked in this plan",
    "every_member": "everybody on the committee",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone before anybody is named: what it is, when it is due, who is asked for what."""

    name: str
    due_on: date
    asks: str
    go_no_go: bool
    critical: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the road with its milestones."""

    name: str
    due_on: date
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A layout with its reasons, ready for a page."""

    tier: str
    count: int
    reasons: tuple[dict[str, str], ...]
    can_be_met: bool
    sentence: str
    phases: tuple[Phase, ...]
    left_out: tuple[LeftOut, ...]


def shown(made: Preview, amount: Decimal | None, currency: str, median: Decimal) -> Shown:
    """Return what a page says of a layout; ``amount`` and ``median`` in ``currency``."""
    return Shown(
        tier=f"tier {made.chosen.tier}, {TIER_NAMES[made.chosen.tier].lower()}",
        count=len(made.layout.milestones),
        reasons=tuple(_reasons(made, amount, currency, median)),
        can_be_met=made.feasibility.can_be_met,
        sentence=in_working_days(made.feasibility.sentence),
        phases=tuple(_phases(made)),
        left_out=made.layout.left_out,
    )


def in_working_days(sentence: str) -> str:
    """Return a sentence of the rules in the words of a page."""
    return sentence.replace("business day", "working day")


def asked_words(who: tuple[Asked, ...]) -> str:
    """Return whom a milestone asks: finance and 80 % of the site leads."""
    return listed([_asked(one) for one in who]) or "nobody yet"


def _asked(one: Asked) -> str:
    if one.role in EVERYBODY:
        return EVERYBODY[one.role]
    kind, quorum = seat(one.role), one.quorum
    if quorum.kind is QuorumKind.PERCENT:
        return f"{quorum.amount} % of those in the seat “{kind}”"
    if quorum.kind is QuorumKind.NUMBER:
        return f"{quorum.amount} of {quorum.of} in the seat “{kind}”"
    first = kind.split()[0]
    return f"whoever {kind}" if first in {"decides", "leads", "judges", "signs"} else kind


def _reasons(
    made: Preview, amount: Decimal | None, currency: str, median: Decimal
) -> Iterator[dict[str, str]]:
    computed = made.chosen.computed
    value = money(amount, currency) if amount is not None else "No value yet, counted as the median"
    yield {
        "term": f"Size {computed.size} of 4",
        "text": value,
        "small": f"Your median order is {money(median, currency)}.",
    }
    yield {
        "term": f"Complexity {computed.complexity} of 4",
        "text": f"{computed.points} of {MOST_POINTS} points",
        "small": "From the eight answers above.",
    }
    yield {
        "term": "Tier",
        "text": f"{made.chosen.tier}, {TIER_NAMES[made.chosen.tier]}",
        "small": _why_tier(made),
    }


def _why_tier(made: Preview) -> str:
    chosen, computed = made.chosen, made.chosen.computed
    if chosen.tier != computed.tier:
        return f"Moved from tier {computed.tier} by you: {chosen.reason}"
    if computed.tier == computed.floor and computed.size + computed.complexity < 2 * computed.floor:
        kind = TYPES[computed.opportunity_type]
        return f"{kind}: never below tier {computed.floor}."
    return "The mean of size and complexity, halves up."


def _phases(made: Preview) -> Iterator[Phase]:
    by_phase = sorted(made.layout.milestones, key=lambda one: (one.phase, made.due[one.code]))
    for number, found in groupby(by_phase, key=lambda one: one.phase):
        rows = tuple(_row(one, made.due[one.code]) for one in found)
        yield Phase(PHASES.get(number, ""), max(row.due_on for row in rows), rows)


def _row(one: LaidOutMilestone, due_on: date) -> Row:
    joined = " or " if one.closing_acts_are == "alternatives" else " and "
    acts = joined.join(ACTS[act].replace("your", "their") for act in one.closing_acts)
    asks = f"Asks {asked_words(one.who)} to {acts}"
    return Row(one.name, due_on, asks, one.go_no_go, one.critical)
