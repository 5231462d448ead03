"""What changed between two revisions of an implementation plan."""

from dataclasses import dataclass

from portal.domain.implementation.content import FIELDS, task_fields
from portal.domain.implementation.plan import ImplementationPlan, Task


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One field of one task, before and after, as canonical text: empty where there is nothing."""

    task: str
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanDifferences:
    """What a reader of the old plan has to look at in the new one.

    ``title`` holds the old and the new title if they differ; ``reordered`` tells that the tasks in
    both plans stand in another order.
    """

    title: tuple[str, str] | None
    added: tuple[Task, ...]
    removed: tuple[Task, ...]
    changed: tuple[TaskChange, ...]
    reordered: bool

    def __bool__(self) -> bool:
        """Tell whether there is any difference at all."""
        return bool(self.title or self.added or self.removed or self.changed or self.reordered)


def differences(old: ImplementationPlan, new: ImplementationPlan) -> PlanDifferences:
    """Compare two plans task by task, a task being the same when its id is."""
    before = {task.id: task for task in old.tasks}
    after = {task.id: task for task in new.tasks}
    kept = [id_ for id_ in before if id_ in after]
    return PlanDifferences(
        title=None if old.title == new.title else (old.title, new.title),
        added=tuple(task for task in new.tasks if task.id not in before),
        removed=tuple(task for task in old.tasks if task.id not in after),
        changed=tuple(change for id_ in kept for change in _changes(before[id_], after[id_])),
        reordered=kept != [id_ for id_ in after if id_ in before],
    )


def _changes(before: Task, after: Task) -> tuple[TaskChange, ...]:
    old, new = task_fields(before), task_fields(after)
    return tuple(
        TaskChange(after.id, after.name, field, _shown(old[field]), _shown(new[field]))
        for field in FIELDS
        if old[field] != new[field]
    )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
