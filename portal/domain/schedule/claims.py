"""Checking what somebody published about a network against what follows from it."""

from dataclasses import dataclass
from fractions import Fraction

from portal.domain.schedule.network import Network, Schedule

PROJECT_DURATION = "project_duration"
CRITICAL = "critical"
METRICS = (PROJECT_DURATION, CRITICAL)

# A published duration is a printed decimal, ours is exact: a third can only be printed rounded.
TOLERANCE = Fraction(1, 1_000_000)

Figure = Fraction | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Published:
    """A figure printed beside a network: a duration in its unit, or the ids on its path."""

    metric: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class PublishedNetwork:
    """A network as a file gives it, with the figures published there, in their order."""

    network: Network
    published: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A published figure beside the one that follows from the network."""

    metric: str
    published: Figure
    computed: Figure
    follows: bool


def check(published: tuple[Published, ...], schedule: Schedule) -> tuple[Claim, ...]:
    """Return a claim for each published figure.

    A duration follows when it is within ``TOLERANCE`` of ours; a critical path when it names the
    same activities, in whatever order; a figure left empty never does.
    """
    return tuple(_claim(one, schedule) for one in published)


def _claim(one: Published, schedule: Schedule) -> Claim:
    if one.metric == CRITICAL:
        path = one.figure if isinstance(one.figure, tuple) else None
        follows = path is not None and set(path) == set(schedule.critical)
        return Claim(one.metric, path, schedule.critical, follows)
    length = one.figure if isinstance(one.figure, Fraction) else None
    follows = length is not None and abs(length - schedule.duration) <= TOLERANCE
    return Claim(one.metric, length, schedule.duration, follows)
