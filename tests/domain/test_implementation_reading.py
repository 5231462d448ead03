"""Reading implementation plans from JSON, CSV and bare networks."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from portal.domain.implementation.content import FaultyTask, to_content
from portal.domain.implementation.plan import ImplementationPlan, MissingText, Side, Task
from portal.domain.implementation.reading import (
    BrokenCsv,
    FaultyCell,
    FaultyRow,
    WrongColumns,
    plan_from_csv,
    plan_from_json,
)
from portal.domain.schedule.dates import UnknownUnit
from portal.domain.schedule.network import Circle, EmptyNetwork
from portal.domain.schedule.reading import NotJson, WrongShape

NETWORKS = Path(__file__).parents[1] / "data" / "schedules"
HEAD = "id,name,side,owner,hours,duration,predecessors,acceptance_test,roll_back,group\n"
FEED = Task(
    id="B",
    name="Data feed, read-only",
    side=Side.BUYER,
    owner="Priya Raman",
    hours=Decimal("192.5"),
    duration_days=8,
    predecessors=("A",),
    acceptance_test="24 months of history match",
    roll_back="Switch the feed off",
    group="Access and data",
)
ROWS = (
    "A,Kick-off,both,Tomás Aguiar,,1,,,,Access and data\n"
    'B,"Data feed, read-only",buyer,Priya Raman,192.5,8,A,'
    "24 months of history match,Switch the feed off,Access and data\n"
)


def from_csv(text: str) -> ImplementationPlan:
    return plan_from_csv(text, title="Roll-out")


def from_json(content: object) -> ImplementationPlan:
    return plan_from_json(json.dumps(content), title="Roll-out")


def test_a_row_becomes_a_task() -> None:
    assert from_csv(HEAD + ROWS).tasks[1] == FEED


def test_an_empty_hours_cell_is_unknown() -> None:
    assert from_csv(HEAD + ROWS).tasks[0].hours is None


def test_a_spreadsheets_byte_order_mark_line_ends_and_empty_rows_are_passed_over() -> None:
    text = "\ufeff" + (HEAD + "\n" + ROWS + ",,,,,,,,,\n").replace("\n", "\r\n")
    assert from_csv(text) == from_csv(HEAD + ROWS)


def test_columns_may_come_in_any_order_and_only_two_are_needed() -> None:
    plan = from_csv("Duration;ID;Predecessors\n1;A;\n2;B;A\n3;C;A, B\n")
    assert [task.predecessors for task in plan.tasks] == [(), ("A",), ("A", "B")]
    assert plan.tasks[0] == Task("A", "A", Side.BOTH, "", None, 1)


def test_semicolons_part_predecessors_in_a_file_of_commas() -> None:
    plan = from_csv("id,duration,predecessors\nA,1,\nB,1,\nC,1,A; B\n")
    assert plan.tasks[2].predecessors == ("A", "B")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("C,Test,vendor,,,1,,,,", "Row 4, column side: 'vendor' is no side"),
        ("C,Test,buyer,,many,1,,,,", "Row 4, column hours: The hours of 'C' are no number"),
        ("C,Test,buyer,,-1,1,,,,", "Row 4, column hours: The hours of 'C' are -1"),
        ("C,Test,buyer,,1e9,1,,,,", "Row 4, column hours"),
        ("C,Test,buyer,,,,,,,", "Row 4, column duration: The duration of 'C' is no number"),
        ("C,Test,buyer,,,-2,,,,", "Row 4, column duration: The duration of 'C' is -2"),
        ("C,Test,buyer,,,2.5,,,,", "Row 4, column duration: .* 3 rather than 2.5"),
        ("C,Test,buyer,,,99999,,,,", "Row 4, column duration: .* write 0 to 1,000"),
        (",Test,buyer,,,1,,,,", "Row 4, column id: The task has no usable id"),
        ("C,Test,buyer,,,1,X,,,", "Row 4, column predecessors: 'C' waits for 'X'"),
        ("A,Test,buyer,,,1,,,,", "Row 4, column id: The id 'A' is used twice"),
    ],
)
def test_a_wrong_cell_is_refused_naming_row_and_column(row: str, says: str) -> None:
    with pytest.raises(FaultyCell, match=says):
        from_csv(HEAD + ROWS + row + "\n")


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(WrongColumns, match="'budget'"):
        from_csv("id,duration,budget\nA,1,9\n")


def test_of_a_column_as_long_as_a_file_only_the_beginning_is_told() -> None:
    with pytest.raises(WrongColumns) as refused:
        from_csv("[" * 100_000)
    assert len(refused.value.sentence) < 300


def test_a_column_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(WrongColumns, match="twice"):
        from_csv("id,duration,duration_days\nA,1,1\n")


@pytest.mark.parametrize("text", ["", "id\nA\n", "duration\n1\n"])
def test_a_missing_column_is_refused(text: str) -> None:
    with pytest.raises(WrongColumns, match="no column"):
        from_csv(text)


def test_a_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(FaultyRow, match="Row 2 has 3 cells for 2 columns"):
        from_csv("id,duration\nA,1,oops\n")


def test_a_quote_that_does_not_close_is_refused() -> None:
    with pytest.raises(BrokenCsv, match="Row 3"):
        from_csv('id,duration\nA,1\n"B,1\n')


def test_a_head_without_rows_is_refused() -> None:
    with pytest.raises(EmptyNetwork):
        from_csv(HEAD)


def test_a_circle_in_a_table_is_refused() -> None:
    with pytest.raises(Circle):
        from_csv("id,duration,predecessors\nA,1,B\nB,1,A\n")


def test_what_to_content_writes_is_read_again() -> None:
    plan = from_csv(HEAD + ROWS)
    assert from_json(to_content(plan)) == plan


def test_a_file_without_a_title_takes_the_given_one() -> None:
    tasks = [{"id": 1, "duration": 2, "hours": 3.5}]
    assert from_json({"tasks": tasks}).title == "Roll-out"
    assert from_json({"title": "Switch", "tasks": tasks}).title == "Switch"


def test_a_task_in_json_may_hold_numbers() -> None:
    task = from_json({"tasks": [{"id": 1, "duration": 2, "hours": 3.5}]}).tasks[0]
    assert (task.id, task.duration_days, task.hours) == ("1", 2, Decimal("3.5"))


def test_a_published_network_becomes_a_plan_in_business_days() -> None:
    text = (NETWORKS / "general-foundry.json").read_text(encoding="utf-8")
    plan = plan_from_json(text, title="Foundry")
    assert [task.duration_days for task in plan.tasks] == [10, 15, 10, 20, 20, 15, 25, 10]
    assert plan.tasks[6].predecessors == ("D", "E")
    assert [task.name for task in plan.tasks] == list("ABCDEFGH")


def test_an_activity_may_carry_the_other_fields_of_a_task() -> None:
    activity = {"id": "A", "duration": 1, "name": "Kick-off", "side": "buyer", "owner": "Priya"}
    task = from_json({"activities": [activity]}).tasks[0]
    assert (task.name, task.side, task.owner) == ("Kick-off", Side.BUYER, "Priya")


def test_a_part_of_a_day_in_a_network_takes_a_whole_one() -> None:
    network = {"unit": "weeks", "activities": [{"id": "A", "three_point": [1, 2, 4]}]}
    assert from_json(network).tasks[0].duration_days == 11


def test_a_network_in_another_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        from_json({"unit": "months", "activities": [{"id": "A", "duration": 1}]})


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"duration": 1}, "Task 1: The task has no usable id"),
        ({"id": "A", "duration": 1, "cost": 5}, "Task 1: 'cost' is no field"),
        ({"id": "A", "duration": 1, "owner": 5}, "Task 1: The owner is no text"),
        ({"id": "A", "duration": 1, "predecessors": 5}, "Task 1: The predecessors of 'A'"),
        ({"id": "A", "duration": []}, "Task 1: The duration of 'A' is no number"),
    ],
)
def test_a_faulty_task_in_json_is_refused_with_its_number(
    task: dict[str, object], says: str
) -> None:
    with pytest.raises(FaultyTask, match=says):
        from_json({"tasks": [task]})


@pytest.mark.parametrize("content", [[], {"tasks": 3}, {"tasks": [3]}, {"title": 3, "tasks": []}])
def test_another_shape_is_refused(content: object) -> None:
    with pytest.raises(WrongShape):
        from_json(content)


def test_an_empty_title_is_refused() -> None:
    with pytest.raises(MissingText):
        plan_from_json('{"tasks": [{"id": "A", "duration": 1}]}', title="")


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(NotJson):
        plan_from_json("id,duration", title="Roll-out")
