"""Comparing how many people two tiers ask at a milestone, without knowing how many there are."""

from collections.abc import Iterable

from portal.domain.playbook.rules import Asked, Quorum, QuorumKind

# Over a hundred people more, each quorum needs a whole number more: percentages repeat there.
PERIOD = 100


def people_may_shrink(lower: Iterable[Asked], higher: Iterable[Asked]) -> bool:
    """Tell whether ``higher`` needs fewer people than ``lower`` for some sizes of the roles.

    Roles are filled independently of each other, so the least difference over all sizes is the sum
    of the least differences of each role.
    """
    before = {asked.role: asked.quorum for asked in lower}
    after = {asked.role: asked.quorum for asked in higher}
    differences = [
        least_difference(before.get(role), after.get(role)) for role in before.keys() | after.keys()
    ]
    return None in differences or sum(one for one in differences if one is not None) < 0


def least_difference(before: Quorum | None, after: Quorum | None) -> int | None:
    """Return the least of (needed after - needed before) over all sizes of a role; None: no least.

    A role has at least one person, and at least as many as the group that a number is taken from.
    """
    if before == after:
        return 0
    if growth(after) < growth(before):
        return None
    smallest = max(1, *(quorum.of for quorum in (before, after) if quorum is not None))
    sizes = range(smallest, smallest + PERIOD)
    return min(needed(after, size) - needed(before, size) for size in sizes)


def growth(quorum: Quorum | None) -> int:
    """Return how many more people are needed for each hundred more in the role."""
    if quorum is None:
        return 0
    return {QuorumKind.EVERY: 100, QuorumKind.PERCENT: quorum.amount}.get(quorum.kind, 0)


def needed(quorum: Quorum | None, people: int) -> int:
    """Return how many of ``people`` must act; none where the role is not asked."""
    return 0 if quorum is None else quorum.needed(people)
