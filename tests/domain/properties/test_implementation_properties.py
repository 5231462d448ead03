"""Any implementation plan: its content is exact, its dates fit, its differences are complete."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar import BusinessCalendar
from portal.domain.canonical import canonical
from portal.domain.implementation.content import FIELDS, from_content, task_fields, to_content
from portal.domain.implementation.differences import differences
from portal.domain.implementation.layout import lay_out
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.implementation.reading import plan_from_csv

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
names = texts.filter(lambda text: bool(text.strip()))
ids = st.text(st.characters(categories=["L", "N"], exclude_characters=",;"), min_size=1, max_size=4)
hours = st.none() | st.decimals(0, 100_000, places=2)
WEEKENDS = BusinessCalendar()


@st.composite
def plans(draw: st.DrawFn) -> ImplementationPlan:
    """Draw a plan whose tasks wait for earlier ones, in any order."""
    tasks: list[Task] = []
    for id_ in draw(st.lists(ids, min_size=1, max_size=6, unique=True)):
        before = [task.id for task in tasks]
        waits = draw(st.lists(st.sampled_from(before), max_size=3)) if before else []
        days = draw(st.integers(0, 20))
        side, owner = draw(st.sampled_from(Side)), draw(texts)
        tail = (draw(texts), draw(texts), draw(texts))
        tasks.append(Task(id_, draw(names), side, owner, draw(hours), days, tuple(waits), *tail))
    return ImplementationPlan(draw(names), tuple(draw(st.permutations(tasks))))


@given(plans())
def test_a_plan_comes_back_exactly_from_its_canonical_bytes(plan: ImplementationPlan) -> None:
    content = canonical(to_content(plan))
    assert from_content(json.loads(content)) == plan
    assert canonical(to_content(from_content(json.loads(content)))) == content


@given(plans())
def test_a_plan_written_as_a_spreadsheet_is_read_again(plan: ImplementationPlan) -> None:
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(FIELDS)
    for task in plan.tasks:
        fields = {**task_fields(task), "predecessors": ";".join(task.predecessors)}
        table.writerow([fields[name] for name in FIELDS])
    read = plan_from_csv(written.getvalue(), title=plan.title)
    assert [(t.id, t.duration_days, t.hours) for t in read.tasks] == [
        (t.id, t.duration_days, t.hours) for t in plan.tasks
    ]
    assert [set(t.predecessors) for t in read.tasks] == [set(t.predecessors) for t in plan.tasks]


@given(plans(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_plan_can_be_met_exactly_when_its_spans_fit(
    plan: ImplementationPlan, today: date
) -> None:
    laid = lay_out(plan, date(2027, 3, 1), WEEKENDS, today)
    fits = all(
        one.earliest_start <= one.latest_start for one in laid.tasks if one.task.duration_days
    )
    met = laid.cannot_be_met is None
    assert met == (laid.room_days >= 0)
    assert met == (not any(one.late_by for one in laid.tasks))
    assert fits or not met


@given(plans(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_earliest_go_live_can_be_met_and_the_day_before_cannot(
    plan: ImplementationPlan, today: date
) -> None:
    earliest = lay_out(plan, date(2027, 3, 1), WEEKENDS, today).earliest_go_live
    assert lay_out(plan, earliest, WEEKENDS, today).cannot_be_met is None
    assert lay_out(plan, WEEKENDS.before(earliest, 1), WEEKENDS, today).cannot_be_met is not None


@given(plans(), st.sampled_from(["Priya Raman", ""]), st.sampled_from([0, 1, 2]))
def test_plans_differ_exactly_when_their_content_does(
    old: ImplementationPlan, owner: str, days: int
) -> None:
    first, *others = old.tasks
    edited = replace(first, owner=owner, duration_days=days)
    new = ImplementationPlan(old.title, (edited, *others))
    assert bool(differences(old, new)) == (to_content(old) != to_content(new))
