"""A project network and its critical path, in exact fractions of whatever unit it is given in.

Forward and backward pass as in Kelley and Walker, "Critical-Path Planning and Scheduling" (1959).
"""

import graphlib
from dataclasses import dataclass
from fractions import Fraction

from portal.domain.refusals import Refusal

NOTHING = Fraction(0)


class EmptyNetwork(Refusal):
    """Without activities there is nothing to schedule."""

    def __init__(self) -> None:
        super().__init__("The network has no activities: list at least one.", field="activities")


class DuplicateId(Refusal):
    """Predecessors name activities by id, so an id stands for one activity only."""

    def __init__(self, activity: str) -> None:
        super().__init__(f"The id '{activity}' is used twice: give each its own.", field="id")
        self.activity = activity


class UnknownPredecessor(Refusal):
    """Nobody can wait for an activity that is not there."""

    def __init__(self, activity: str, predecessor: str) -> None:
        super().__init__(
            f"'{activity}' waits for '{predecessor}', which is not in the list:"
            f" add '{predecessor}' or take it out of the predecessors of '{activity}'.",
            field="predecessors",
        )
        self.activity = activity


class Circle(Refusal):
    """Activities that wait for each other in a circle never begin."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(
            f"The predecessors form a circle, {' → '.join(ids)}: take one of them out.",
            field="predecessors",
        )
        self.ids = ids


class NegativeDuration(Refusal):
    """Work takes time or none, never less."""

    def __init__(self, activity: str) -> None:
        super().__init__(
            f"The duration of '{activity}' is below 0: write 0 or more.", field="duration"
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """A piece of work that begins when all its predecessors have ended.

    ``duration`` is in the network's unit. Raises ``NegativeDuration``.
    """

    id: str
    duration: Fraction
    predecessors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.duration < 0:
            raise NegativeDuration(self.id)


@dataclass(frozen=True, slots=True)
class Network:
    """Activities in the order of their file, with the unit of their durations.

    Raises ``EmptyNetwork``, ``DuplicateId``, ``UnknownPredecessor`` or ``Circle``: whatever exists
    as a network can be scheduled.
    """

    activities: tuple[Activity, ...]
    unit: str = "days"

    def __post_init__(self) -> None:
        if not self.activities:
            raise EmptyNetwork
        known: set[str] = set()
        for activity in self.activities:
            if activity.id in known:
                raise DuplicateId(activity.id)
            known.add(activity.id)
        for activity in self.activities:
            for predecessor in activity.predecessors:
                if predecessor not in known:
                    raise UnknownPredecessor(activity.id, predecessor)
        self.in_working_order()

    def in_working_order(self) -> tuple[Activity, ...]:
        """Return the activities so that each comes after its predecessors; raises ``Circle``."""
        named = {activity.id: activity for activity in self.activities}
        waiting = {activity.id: activity.predecessors for activity in self.activities}
        try:
            return tuple(named[id_] for id_ in graphlib.TopologicalSorter(waiting).static_order())
        except graphlib.CycleError as error:
            raise Circle(tuple(error.args[1])) from None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One activity's times, counted in the network's unit from its start."""

    id: str
    duration: Fraction
    early_start: Fraction
    late_finish: Fraction

    @property
    def early_finish(self) -> Fraction:
        """The soonest it can end."""
        return self.early_start + self.duration

    @property
    def late_start(self) -> Fraction:
        """The last moment to begin without moving the network's end."""
        return self.late_finish - self.duration

    @property
    def slack(self) -> Fraction:
        """How far it can slip without moving the network's end."""
        return self.late_start - self.early_start

    @property
    def is_critical(self) -> bool:
        """Tell whether any delay moves the network's end."""
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """The network's ``duration`` and each activity's times, in the order of the file."""

    duration: Fraction
    activities: tuple[Scheduled, ...]

    @property
    def critical(self) -> tuple[str, ...]:
        """The ids of the activities without slack, in the order of the file."""
        return tuple(activity.id for activity in self.activities if activity.is_critical)


def analyse(network: Network) -> Schedule:
    """Return every activity's early and late times and the duration of the whole."""
    order = network.in_working_order()
    starts = _early_starts(order)
    duration = max(starts[activity.id] + activity.duration for activity in order)
    finishes = _late_finishes(order, duration)
    return Schedule(
        duration,
        tuple(
            Scheduled(activity.id, activity.duration, starts[activity.id], finishes[activity.id])
            for activity in network.activities
        ),
    )


def _early_starts(order: tuple[Activity, ...]) -> dict[str, Fraction]:
    starts: dict[str, Fraction] = {}
    finishes: dict[str, Fraction] = {}
    for activity in order:
        before = (finishes[predecessor] for predecessor in activity.predecessors)
        starts[activity.id] = max(before, default=NOTHING)
        finishes[activity.id] = starts[activity.id] + activity.duration
    return starts


def _late_finishes(order: tuple[Activity, ...], end: Fraction) -> dict[str, Fraction]:
    finishes = {activity.id: end for activity in order}
    for activity in reversed(order):
        late_start = finishes[activity.id] - activity.duration
        for predecessor in activity.predecessors:
            finishes[predecessor] = min(finishes[predecessor], late_start)
    return finishes
