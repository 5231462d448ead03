"""Where every milestone of a plan stands, brought up to date fact by fact.

Judging every milestone again after each fact would be simpler, and dear in a large plan. What a
fact leaves alone keeps its state; a property test holds this against judging everything.
"""

from collections.abc import Set
from dataclasses import dataclass, field

from portal.domain import closing, events, folding
from portal.domain.facts import Fact
from portal.domain.history import History

# Facts that no state depends on: links, the start, what only follows from answers, and what people
# say about themselves, since a limit counts as it stood with each answer.
LEAVES_ALL = (
    events.PlanStarted,
    events.PlanHandedOver,
    events.PlanShared,
    events.LinkIssued,
    events.LinkRevoked,
    events.MemberIntroduced,
    events.MilestoneClosed,
    events.MilestoneReopened,
)


@dataclass
class Standings:
    """A plan's history and the state of each milestone, as they are after the last fact taken."""

    history: History = field(default_factory=History)
    states: dict[str, closing.State] = field(default_factory=dict)
    _moved: set[str] = field(default_factory=set)

    def take(self, fact: Fact) -> None:
        """Take one more fact into account; ``judge`` must follow before the states are read.

        Raises:
            ForeignAnswer, ForeignWaiver: see ``folding.apply``.
        """
        before = self._settled()
        folding.apply(self.history, fact)
        self._moved |= touched(fact.event, self.history)
        changed = before ^ self._settled()
        if changed:
            rules = self.history.rules.items()
            self._moved |= {code for code, rule in rules if changed & {*rule.prerequisites}}

    def judge(self) -> None:
        """Compute anew the milestones that the facts taken can have moved."""
        self.states = {
            code: closing.state(self.history, code) if code in self._moved else self.states[code]
            for code in self.history.rules
        }
        self._moved = set()

    def _settled(self) -> Set[str]:
        """Return what nobody needs to wait for any more."""
        return self.history.closed.keys() | self.history.waived

    def copy(self) -> "Standings":
        """Return standings of their own, which nothing that happens to these will change."""
        return Standings(self.history.copy(), dict(self.states), set(self._moved))


def touched(event: events.Event, history: History) -> Set[str]:
    """Return the milestones that an event reaches by itself; ``history`` has taken it.

    What happens at a milestone reaches that one alone. Seats, words and layouts may reach any.
    """
    if isinstance(event, LEAVES_ALL):
        return frozenset()
    if isinstance(event, events.Answered | events.MilestoneReported | events.MilestoneWaived):
        return {event.milestone} & history.rules.keys()
    return history.rules.keys()
