"""An implementation plan as a form: tasks as they are typed, read into a plan, errors in place."""

from portal.domain.implementation.content import FIELDS, task_fields, task_from
from portal.domain.implementation.plan import MOST_TASKS, ImplementationPlan, Task
from portal.domain.implementation.reading import plan_from_csv, plan_from_json
from portal.domain.refusals import Refusal
from portal.domain.schedule import psplib
from portal.domain.schedule.network import Circle, DuplicateId, UnknownPredecessor
from portal.web.seller.documents import Answered, is_number

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def values_of(plan: ImplementationPlan) -> dict[str, str]:
    """Return a plan as a form shows it."""
    values = {"title": plan.title, "tasks": str(len(plan.tasks))}
    for place, task in enumerate(plan.tasks):
        for name, value in task_fields(task).items():
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            values[f"t{place}-{name}"] = "" if text is None else str(text)
    return values


def size(sent: Answered) -> int:
    """Return how many tasks a form has, at least one."""
    typed = sent.get("tasks")
    return max(1, min(int(typed), MOST_TASKS)) if is_number(typed) else 1


def with_task(sent: Answered) -> Answered:
    """Return the form with one task more, which has an id nobody else has."""
    tasks = size(sent)
    taken = {sent.get(f"t{place}-id") for place in range(tasks)}
    ids = (*LETTERS, *(str(n) for n in range(1, MOST_TASKS + 1)))
    free = next(one for one in ids if one not in taken)
    return Answered({**sent.values, "tasks": str(min(tasks + 1, MOST_TASKS)), f"t{tasks}-id": free})


def without_task(sent: Answered, taken: int) -> Answered:
    """Return the form without one of its tasks."""
    kept = [place for place in range(size(sent)) if place != taken]
    head = {name: sent.value(name) for name in ("title", "note", "text")}
    cells = {
        f"t{place}-{name}": sent.value(f"t{old}-{name}")
        for place, old in enumerate(kept)
        for name in FIELDS
    }
    return Answered({**head, **cells, "tasks": str(max(len(kept), 1))})


def read(sent: Answered) -> ImplementationPlan | None:
    """Return the plan that was typed, or nothing: then every error stands beside its field."""
    tasks = [_task(sent, place) for place in range(size(sent)) if _is_filled(sent, place)]
    if sent.errors:
        return None
    try:
        return ImplementationPlan(sent.get("title"), tuple(task for task in tasks if task))
    except (DuplicateId, UnknownPredecessor) as refusal:
        _beside_task(sent, refusal.activity, str(refusal.field), refusal)
    except Circle as refusal:
        for id_ in refusal.ids[:1]:
            _beside_task(sent, id_, "predecessors", refusal)
    except Refusal as refusal:
        sent.refuse("title" if refusal.field == "title" else "", refusal.sentence)
    return None


def load(text: str, title: str) -> ImplementationPlan:
    """Return the plan in a JSON, CSV or PSPLIB text; ``title`` serves where it has none.

    Raises:
        The refusals of the three readers.
    """
    named = title or "Implementation plan"
    start = text.lstrip()
    if start.startswith("{"):
        return plan_from_json(text, title=named)
    if psplib.is_psplib(text):
        network = psplib.read(text).network
        tasks = tuple(
            task_from(
                {"id": one.id, "duration_days": int(one.duration),
                 "predecessors": list(one.predecessors)}
            ) for one in network.activities
        )  # fmt: skip  # one task an activity
        return ImplementationPlan(named, tasks)
    return plan_from_csv(text, title=named)


def faulty(sent: Answered, place: int) -> bool:
    """Tell whether something is wrong with a task."""
    return any(name.startswith(f"t{place}-") for name in sent.errors)


def _is_filled(sent: Answered, place: int) -> bool:
    return any(sent.get(f"t{place}-{name}") for name in FIELDS if name not in ("id", "side"))


def _task(sent: Answered, place: int) -> Task | None:
    fields = {name: sent.get(f"t{place}-{name}") for name in FIELDS}
    if not fields["name"]:
        sent.refuse(f"t{place}-name", f"Task {place + 1} has no name: say what is done.")
    try:
        return task_from(fields)
    except Refusal as refusal:
        name = refusal.field if refusal.field in FIELDS else "name"
        sent.refuse(f"t{place}-{name}", f"Task {place + 1}: {_in_working_days(refusal.sentence)}")
        return None


def _beside_task(sent: Answered, id_: str, name: str, refusal: Refusal) -> None:
    places = [place for place in range(size(sent)) if sent.get(f"t{place}-id") == id_]
    place = places[-1] if places else 0
    sent.refuse(f"t{place}-{name}", f"Task {place + 1}: {refusal.sentence}")


def _in_working_days(sentence: str) -> str:
    return sentence.replace("business day", "working day")
