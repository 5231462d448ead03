"""The tasks of an implementation plan, and what no plan may contain."""

import enum
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.domain.refusals import Refusal
from portal.domain.schedule.network import Activity, Network

LONGEST_TASK = 1_000
LONGEST_PLAN = 5_000
MOST_TASKS = 1_000
MOST_HOURS = Decimal(100_000)
MOST_DECIMALS = 2


class Side(enum.StrEnum):
    """Whose people do the work."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    BOTH = "both"


class MissingText(Refusal):
    """A task is spoken of by its id and its name, a plan by its title."""


class UnusableId(Refusal):
    """An id is written among others, with commas or semicolons between them."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            f"The id '{id_}' cannot be told from its neighbours: write it without commas,"
            " semicolons and blanks around it.",
            field="id",
        )


class UnreadableText(Refusal):
    """A zero byte or half a character can be neither stored nor printed."""


class AbsurdDuration(Refusal):
    """A task takes a whole number of business days that a plan can hold."""


class AbsurdHours(Refusal):
    """Effort is a number of hours that people can work."""


class TooManyTasks(Refusal):
    """A plan that nobody can read is no plan."""


class PlanTooLong(Refusal):
    """A chain of tasks longer than twenty years of work was never meant."""


@dataclass(frozen=True, slots=True)
class Task:
    """One step: what is done, by whom, how long it takes, how it is accepted and undone.

    ``duration_days`` are whole business days, 0 for a moment such as a go or not yet; ``hours`` is
    the effort of all people together, None where nobody has estimated it; ``predecessors`` are ids
    of tasks that must have ended; ``group`` is the heading under which the task is shown. ``owner``
    may be empty until somebody is named. Raises ``MissingText``, ``UnreadableText``,
    ``UnusableId``, ``AbsurdDuration`` or ``AbsurdHours``.
    """

    id: str
    name: str
    side: Side
    owner: str
    hours: Decimal | None
    duration_days: int
    predecessors: tuple[str, ...] = ()
    acceptance_test: str = ""
    roll_back: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        _require_text(self.id, "id", "The task has no id: write a short one, such as A or 1.2.")
        if self.id != self.id.strip() or not self.id.isprintable() or {",", ";"} & set(self.id):
            raise UnusableId(self.id)
        _require_text(self.name, "name", f"Task '{self.id}' has no name: say what is done.")
        for field in ("owner", "acceptance_test", "roll_back", "group"):
            require_readable(getattr(self, field), field)
        if not 0 <= self.duration_days <= LONGEST_TASK:
            raise AbsurdDuration(
                f"The duration of '{self.id}' is {self.duration_days} business days:"
                f" write 0 to {LONGEST_TASK:,}, or split the task.",
                field="duration_days",
            )
        if self.hours is not None:
            _require_hours(self.id, self.hours)


@dataclass(frozen=True, slots=True)
class ImplementationPlan:
    """A title and its tasks, in the order in which they are shown.

    Raises ``MissingText``, ``TooManyTasks``, ``EmptyNetwork``, ``DuplicateId``,
    ``UnknownPredecessor`` or ``Circle``: whatever exists as a plan can be laid out.
    """

    title: str
    tasks: tuple[Task, ...]

    def __post_init__(self) -> None:
        _require_text(self.title, "title", "The plan has no title: write one.")
        if len(self.tasks) > MOST_TASKS:
            raise TooManyTasks(
                f"The plan has {len(self.tasks):,} tasks: keep to {MOST_TASKS:,}.", field="tasks"
            )
        self.network()

    def network(self) -> Network:
        """Return the network of the tasks, in business days."""
        return Network(
            tuple(
                Activity(task.id, Fraction(task.duration_days), task.predecessors)
                for task in self.tasks
            )
        )

    def hours_of(self, side: Side) -> Decimal:
        """Return the hours estimated for the tasks of exactly this ``side``."""
        hours = (task.hours for task in self.tasks if task.side is side)
        return sum((one for one in hours if one is not None), Decimal(0))


def require_readable(text: str, field: str) -> None:
    """Raise ``UnreadableText`` for a zero byte or an unpaired surrogate."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableText("The text holds a sign that cannot be read: retype it.", field=field)


def _require_text(text: str, field: str, sentence: str) -> None:
    require_readable(text, field)
    if not text.strip():
        raise MissingText(sentence, field=field)


def _require_hours(task: str, hours: Decimal) -> None:
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise AbsurdHours(
            f"The hours of '{task}' are {hours}: write 0 to {MOST_HOURS:,}.", field="hours"
        )
    if hours != round(hours, MOST_DECIMALS):
        raise AbsurdHours(
            f"The hours of '{task}' are finer than anybody counts: write at most"
            f" {MOST_DECIMALS} decimals.",
            field="hours",
        )
