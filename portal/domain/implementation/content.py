"""An implementation plan as canonical content: what is hashed, stored and signed."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from portal.domain.canonical import Json
from portal.domain.implementation.plan import (
    AbsurdDuration,
    AbsurdHours,
    ImplementationPlan,
    Side,
    Task,
)
from portal.domain.refusals import Refusal
from portal.domain.schedule.numbers import exact, exact_text
from portal.domain.schedule.reading import WrongShape, id_of

FIELDS = (
    "id",
    "name",
    "side",
    "owner",
    "hours",
    "duration_days",
    "predecessors",
    "acceptance_test",
    "roll_back",
    "group",
)
# What the spreadsheet's head says for short.
ALIASES = {"duration": "duration_days"}
SEPARATOR = re.compile("[;,]")


class UnknownField(Refusal):
    """A field nobody reads would be lost without a word."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' is no field of a task: use {', '.join(FIELDS)}.",
            field=name,
        )


class UnknownSide(Refusal):
    """Work is done by the buyer, the supplier or both; there is no third side."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{text}' is no side: write buyer, supplier or both.", field="side")


class FaultyTask(Refusal):
    """A refusal inside a list says which task it means."""

    def __init__(self, number: int, reason: Refusal) -> None:
        super().__init__(f"Task {number}: {reason.sentence}", field=reason.field)


def to_content(plan: ImplementationPlan) -> dict[str, Json]:
    """Return JSON-safe content, numbers as decimal strings; equal plans give equal content."""
    return {"title": plan.title, "tasks": [task_fields(task) for task in plan.tasks]}


def from_content(content: Mapping[str, object]) -> ImplementationPlan:
    """Return the plan of ``to_content``, exactly; absent fields of a task take their defaults.

    Numbers may also be JSON numbers, parsed as int or Decimal. Raises ``WrongShape``,
    ``FaultyTask`` and the refusals of ``ImplementationPlan``.
    """
    title, listed = content.get("title"), content.get("tasks")
    if not isinstance(title, str):
        raise WrongShape("The plan has no title: write one.", field="title")
    if not isinstance(listed, list):
        raise WrongShape("The plan has no list 'tasks': write one.", field="tasks")
    return ImplementationPlan(
        title, tuple(_numbered(entry, number) for number, entry in enumerate(listed, start=1))
    )


def task_from(fields: Mapping[str, object]) -> Task:
    """Return a task from its fields as JSON gives them, or as text from a form or spreadsheet.

    Without a name it bears its id; without a side it is done by both. Predecessors may be a list,
    or text with ``;`` or ``,`` between the ids. Raises ``UnknownField``, ``UnknownSide``,
    ``WrongShape`` and the refusals of ``Task``, each with its field.
    """
    given = {ALIASES.get(name, name): value for name, value in fields.items()}
    for name in given:
        if name not in FIELDS:
            raise UnknownField(name)
    id_ = id_of(given.get("id", ""), "The task").strip()
    return Task(
        id=id_,
        name=_text(given, "name") or id_,
        side=_side(_text(given, "side")),
        owner=_text(given, "owner"),
        hours=_hours(given.get("hours"), id_),
        duration_days=_days(given.get("duration_days"), id_),
        predecessors=_ids(given.get("predecessors"), id_),
        acceptance_test=_text(given, "acceptance_test"),
        roll_back=_text(given, "roll_back"),
        group=_text(given, "group"),
    )


def task_fields(task: Task) -> dict[str, Json]:
    """Return a task's canonical fields, by the names of ``FIELDS``."""
    return {
        "id": task.id,
        "name": task.name,
        "side": task.side.value,
        "owner": task.owner,
        "hours": None if task.hours is None else _decimal_text(task.hours),
        "duration_days": str(task.duration_days),
        "predecessors": list(task.predecessors),
        "acceptance_test": task.acceptance_test,
        "roll_back": task.roll_back,
        "group": task.group,
    }


def _decimal_text(number: Decimal) -> str:
    """Return 12.50 as "12.5" and -0 as "0": equal numbers have one text, and so one hash."""
    return f"{abs(number.normalize()):f}"


def _numbered(entry: object, number: int) -> Task:
    if not isinstance(entry, dict):
        raise WrongShape(f"Task {number} is no JSON object: write its fields in curly brackets.")
    try:
        return task_from(entry)
    except Refusal as refusal:
        raise FaultyTask(number, refusal) from refusal


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongShape(f"The {name} is no text: write it in quotes.", field=name)
    return value


def _side(text: str) -> Side:
    if not text.strip():
        return Side.BOTH
    try:
        return Side(text.strip().lower())
    except ValueError:
        raise UnknownSide(text) from None


def _number(value: object) -> Fraction | None:
    return exact_text(value) if isinstance(value, str) else exact(value)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _hours(value: object, task: str) -> Decimal | None:
    if _is_blank(value):
        return None
    if _number(value) is None:
        raise AbsurdHours(
            f"The hours of '{task}' are no number: write one such as 12.5, or leave them empty.",
            field="hours",
        )
    return Decimal(str(value).strip())


def _days(value: object, task: str) -> int:
    days = _number(value)
    if days is None:
        raise AbsurdDuration(
            f"The duration of '{task}' is no number: write whole business days such as 5.",
            field="duration_days",
        )
    if days.denominator != 1:
        raise AbsurdDuration(
            f"The duration of '{task}' is a fraction of a day: write whole business days,"
            f" {math.ceil(days)} rather than {value}.",
            field="duration_days",
        )
    return days.numerator


def _ids(value: object, task: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(dict.fromkeys(one.strip() for one in SEPARATOR.split(value) if one.strip()))
    if not isinstance(value, list):
        raise WrongShape(f"The predecessors of '{task}' are no list.", field="predecessors")
    return tuple(id_of(one, f"A predecessor of '{task}'") for one in value)
