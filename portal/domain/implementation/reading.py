"""Reading an implementation plan from a file: JSON, a spreadsheet's CSV, or a bare network."""

import csv
import io
import math
from collections.abc import Mapping, Sequence

from portal.domain.implementation.content import ALIASES, FIELDS, from_content, task_from
from portal.domain.implementation.plan import ImplementationPlan, Task
from portal.domain.refusals import Refusal
from portal.domain.schedule.dates import business_days_per_unit
from portal.domain.schedule.network import Activity, DuplicateId, UnknownPredecessor
from portal.domain.schedule.reading import load_object, network_from

REQUIRED_COLUMNS = ("id", "duration_days")
OPTIONAL_OF_AN_ACTIVITY = frozenset(FIELDS) - {"id", "duration_days", "predecessors"}


class WrongColumns(Refusal):
    """A column that is missing, or that nobody reads, would lose what stands in it."""


class BrokenCsv(Refusal):
    """Text whose quotes do not close cannot be cut into cells."""

    def __init__(self, row: int) -> None:
        super().__init__(f"Row {row} cannot be cut into cells: close its quotes, or save it anew.")


class FaultyRow(Refusal):
    """A row with more cells than columns has a separator too many."""

    def __init__(self, row: int, cells: int, columns: int) -> None:
        super().__init__(
            f"Row {row} has {cells} cells for {columns} columns: put text with commas in quotes."
        )


class FaultyCell(Refusal):
    """A refusal inside a table says in which row and column; the head is row 1."""

    def __init__(self, row: int, column: str, reason: Refusal) -> None:
        super().__init__(f"Row {row}, column {column}: {reason.sentence}", field=column)


def plan_from_json(text: str, *, title: str) -> ImplementationPlan:
    """Read a plan (``tasks``, as ``to_content`` writes it) or a bare network (``activities``).

    ``title`` serves where the file has none. An activity may carry a task's other fields; without a
    name it bears its id. Weeks become five business days, and what is left of a day a whole one.
    Raises the refusals of ``load_object``, ``network_from``, ``business_days_per_unit`` and
    ``from_content``.
    """
    content = load_object(text)
    if "activities" not in content or "tasks" in content:
        return from_content({"title": title, **content})
    network = network_from(content).network
    per_unit = business_days_per_unit(network)
    entries = content["activities"]
    assert isinstance(entries, list)  # network_from has refused anything else
    tasks = (
        _task_of(activity, entry, per_unit)
        for activity, entry in zip(network.activities, entries, strict=True)
    )
    return from_content({"title": content.get("title", title), "tasks": list(tasks)})


def plan_from_csv(text: str, *, title: str) -> ImplementationPlan:
    """Read a plan from CSV with the columns ``id, duration`` and any other field of a task.

    Cells are parted by commas, or by semicolons if the head is; ids in ``predecessors`` by either.
    Empty rows are passed over. Raises ``WrongColumns``, ``BrokenCsv``, ``FaultyRow``,
    ``FaultyCell`` and the refusals of ``ImplementationPlan``.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    head = rows[0] if rows else []
    columns = _columns(head)
    tasks: list[Task] = []
    numbers: list[int] = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells):
            tasks.append(_task_in(number, cells, columns, head))
            numbers.append(number)
    try:
        return ImplementationPlan(title, tuple(tasks))
    except (DuplicateId, UnknownPredecessor) as refusal:
        row = max(n for n, task in zip(numbers, tasks, strict=True) if task.id == refusal.activity)
        raise FaultyCell(row, str(refusal.field), refusal) from refusal


def _task_of(activity: Activity, entry: Mapping[str, object], per_unit: int) -> dict[str, object]:
    kept = {name: value for name, value in entry.items() if name in OPTIONAL_OF_AN_ACTIVITY}
    return {
        **kept,
        "id": activity.id,
        "duration_days": math.ceil(activity.duration * per_unit),
        "predecessors": list(activity.predecessors),
    }


def _rows(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            rows.append([cell.strip() for cell in cells])
            while rows[-1] and not rows[-1][-1]:
                rows[-1].pop()
    except csv.Error:
        raise BrokenCsv(len(rows) + 1) from None
    return rows


def _columns(head: Sequence[str]) -> list[str]:
    words = ["_".join(cell.lower().replace("-", " ").split()) for cell in head]
    columns = [ALIASES.get(word, word) for word in words]
    for cell, column in zip(head, columns, strict=True):
        if column not in FIELDS or columns.count(column) > 1:
            raise WrongColumns(
                f"Row 1 has a column '{cell[:40]}' that is unknown or stands there twice: use each"
                f" of {', '.join(FIELDS)} once."
            )
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            raise WrongColumns(f"Row 1 has no column {column}: write one.", field=column)
    return columns


def _task_in(row: int, cells: list[str], columns: list[str], head: list[str]) -> Task:
    if len(cells) > len(columns):
        raise FaultyRow(row, len(cells), len(columns))
    try:
        return task_from(dict(zip(columns, cells, strict=False)))
    except Refusal as refusal:
        column = head[columns.index(refusal.field)] if refusal.field in columns else head[0]
        raise FaultyCell(row, column, refusal) from refusal
