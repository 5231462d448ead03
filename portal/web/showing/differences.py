"""What changed between two revisions of a document, told kind by kind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.domain.cost_benefit import differences as case_differences
from portal.domain.cost_benefit.evaluation import evaluate
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, MUTUAL_PLAN, OUTCOMES
from portal.domain.implementation import differences as plan_differences
from portal.domain.refusals import Refusal
from portal.domain.statement import money
from portal.store.pages.rows import MemberRow, RevisionRow
from portal.web.showing.cost_benefit import case_of
from portal.web.showing.figures import exact, headline, percent, year
from portal.web.showing.implementation import plan_of
from portal.web.showing.outcomes import day_of, field_words
from portal.web.showing.statements import due

PERIOD = re.compile(r", period (-?\d+)$")
QUOTED = re.compile(r"'(.*)'")
TASK_FIELDS = {
    "name": "name", "side": "side", "owner": "who", "hours": "hours",
    "duration_days": "working days", "predecessors": "comes after",
    "acceptance_test": "acceptance test", "roll_back": "way back", "group": "heading",
}  # fmt: skip  # a table


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what, its words before and after (empty: not there), the effect."""

    what: str
    before: str
    after: str
    effect: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """What a reader of revision ``old`` has to look at in revision ``new``.

    ``sentence`` tells it as a whole; ``was`` and ``is_now`` hold two wordings, where the document
    is prose.
    """

    old: int
    new: int
    changes: tuple[Change, ...] = ()
    was: str = ""
    is_now: str = ""
    sentence: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.changes) or self.was != self.is_now


def between(old: RevisionRow, new: RevisionRow, members: Sequence[MemberRow]) -> Differences:
    """Compare two revisions of one document."""
    if new.kind in BY_KIND:
        changes = [*BY_KIND[new.kind](old.content, new.content)]
        if new.kind == OUTCOMES:
            changes = _with_names(changes, members)
    else:
        changes = []
    if new.kind != COST_BENEFIT and (old.amount, old.currency) != (new.amount, new.currency):
        changes.append(Change("Amount", _amount(old), _amount(new)))
    return Differences(
        old.number, new.number, tuple(changes),
        was=old.content.get("text", ""), is_now=new.content.get("text", ""),
        sentence=_effect(old, new),
    )  # fmt: skip  # one value


def _of_the_case(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for found in case_differences.differences(case_of(old), case_of(new)):
        words = PERIOD.sub(lambda at: f", {year(int(at[1])).lower()}", found.label)
        rate = found.label == "discount rate"
        before, after = (_value(value, rate) for value in (found.before, found.after))
        words = QUOTED.sub(r"“\1”", words)
        yield Change(words[:1].upper() + words[1:], before, after)


def _value(value: case_differences.Value, rate: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return percent(value, 2) if rate else exact(value)
    if isinstance(value, tuple):
        return " · ".join(exact(one) if isinstance(one, Decimal) else one for one in value)
    return str(value)


def _effect(old: RevisionRow, new: RevisionRow) -> str:
    """Say what the changes of a case do to its worth, together."""
    if new.kind != COST_BENEFIT:
        return ""
    try:
        before, after = (evaluate(case_of(row.content)).net_present_value for row in (old, new))
    except Refusal:
        return ""
    if before is None or after is None:
        return ""
    case = case_of(new.content)
    if before == after:
        return "The net present value stays as it was."
    word = "higher" if after > before else "lower"
    change = headline(abs(after - before), case.currency, case.unit)
    return f"All in all the net present value is {change} {word}."


def _of_the_plan(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    found = plan_differences.differences(plan_of(old), plan_of(new))
    if found.title:
        yield Change("Title", *found.title)
    for task in found.added:
        yield Change(f"Task “{task.name}”", "", f"{task.duration_days} working days, {task.owner}")
    for task in found.removed:
        yield Change(f"Task “{task.name}”", f"{task.duration_days} working days, {task.owner}", "")
    for change in found.changed:
        what = f"“{change.name}”, {TASK_FIELDS.get(change.field, change.field)}"
        yield Change(what, change.before or "none", change.after or "none")
    if found.reordered:
        yield Change("Order of the tasks", "", "shown in another order")


def _of_the_mutual_plan(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["go_live"] != new["go_live"]:
        yield Change("Go-live", day_of(old["go_live"]), day_of(new["go_live"]))
    before = {one["code"]: one for one in old["milestones"]}
    after = {one["code"]: one for one in new["milestones"]}
    for code, one in after.items():
        if code not in before:
            yield Change(f"“{one['name']}”", "", f"added, due {due(one)}")
        elif due(before[code]) != due(one):
            yield Change(f"“{one['name']}”, due", due(before[code]), due(one))
        elif before[code] != one:
            yield Change(f"“{one['name']}”", "", "asks others, or for another answer")
    for code, one in before.items():
        if code not in after:
            yield Change(f"“{one['name']}”", f"due {due(one)}", "")


def _of_the_outcomes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = list(old["outcomes"]), list(new["outcomes"])
    for number, one in enumerate(after, 1):
        was = _same(one, before)
        if was is None:
            yield Change(f"Outcome {number}", "", one["words"])
            continue
        before.remove(was)
        for name in one:
            if was[name] != one[name]:
                what = f"Outcome {number}, {field_words(name).lower()}"
                yield Change(what, *(_field(name, each[name]) for each in (was, one)))
    for one in before:
        yield Change("Outcome", one["words"], "")


def _same(one: Mapping[str, Any], among: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the outcome that this one was: by its words, else by what it measures."""
    for name in ("words", "measure"):
        for other in among:
            if other[name] == one[name]:
                return other
    return None


def _field(name: str, text: str) -> str:
    return day_of(text) if name == "by" else text or "none"


def _with_names(changes: Sequence[Change], members: Sequence[MemberRow]) -> list[Change]:
    names = {member.id: member.name for member in members}
    return [
        Change(c.what, names.get(c.before, c.before), names.get(c.after, c.after)) for c in changes
    ]


def _amount(row: RevisionRow) -> str:
    return "" if row.amount is None else money(row.amount, row.currency)


BY_KIND: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Change]]] = {
    COST_BENEFIT: _of_the_case,
    IMPLEMENTATION_PLAN: _of_the_plan,
    MUTUAL_PLAN: _of_the_mutual_plan,
    OUTCOMES: _of_the_outcomes,
}
