"""Counting backwards from the anchor over the prerequisites that stand in a plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from portal.domain.playbook.rules import OpportunityType, Playbook
from portal.domain.refusals import Refusal


class PrerequisiteCircle(Refusal):
    """Milestones that wait for each other: none of them could ever open."""


@dataclass(frozen=True, slots=True)
class BackSchedule:
    """Latest finishes in business days before the anchor, the path's length, and what is on it."""

    latest_finish: Mapping[str, int]
    path_business_days: int
    critical: frozenset[str]


def in_order(playbook: Playbook, opportunity_type: OpportunityType) -> tuple[str, ...]:
    """Return the codes of the master, each after all its prerequisites for this type.

    Raises ``PrerequisiteCircle``, naming the milestones of one circle.
    """
    waits_for = {rule.code: rule.prerequisites_in(opportunity_type) for rule in playbook.milestones}
    try:
        return tuple(TopologicalSorter(waits_for).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        name = playbook.type_names[opportunity_type]
        raise PrerequisiteCircle(
            f"In plans of type '{name}' milestones wait for each other ({circle});"
            " take one of these prerequisites out."
        ) from error


def effective_prerequisites(
    playbook: Playbook, opportunity_type: OpportunityType, laid_out: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return for each milestone laid out those laid-out milestones that it waits for.

    A prerequisite that is not laid out is replaced by its own prerequisites for this type,
    transitively. The codes of each answer stand in the master's order.
    """
    place = {rule.code: index for index, rule in enumerate(playbook.milestones)}
    standing: dict[str, frozenset[str]] = {}
    for code in in_order(playbook, opportunity_type):
        named = playbook.milestones[place[code]].prerequisites_in(opportunity_type)
        standing[code] = frozenset().union(
            *(frozenset({before}) if before in laid_out else standing[before] for before in named)
        )
    return {
        rule.code: tuple(sorted(standing[rule.code], key=place.__getitem__))
        for rule in playbook.milestones
        if rule.code in laid_out
    }


def count_back(
    order: Collection[str],
    business_days: Mapping[str, int],
    prerequisites: Mapping[str, tuple[str, ...]],
    due_at_least: Mapping[str, int],
) -> BackSchedule:
    """Return the back-schedule of the milestones in ``order`` (prerequisites first).

    Backward pass of the critical path method: a milestone with no successor finishes on the
    anchor, every other in time for its most demanding successor, or earlier where ``due_at_least``
    gives business days before the anchor. Critical is what has no slack against that.
    """
    latest_finish = {code: due_at_least.get(code, 0) for code in order}
    for code in reversed(tuple(order)):
        needed = latest_finish[code] + business_days[code]
        for before in prerequisites[code]:
            latest_finish[before] = max(latest_finish[before], needed)
    early_finish: dict[str, int] = {}
    for code in order:
        start = max((early_finish[before] for before in prerequisites[code]), default=0)
        early_finish[code] = start + business_days[code]
    through = {code: early_finish[code] + latest_finish[code] for code in order}
    path = max(through.values(), default=0)
    return BackSchedule(
        latest_finish, path, frozenset(code for code in order if through[code] == path)
    )
