"""Canonical content of a plan, and the difference between two."""

from dataclasses import replace
from decimal import Decimal

from portal.domain.canonical import canonical
from portal.domain.implementation.content import from_content, to_content
from portal.domain.implementation.differences import TaskChange, differences
from portal.domain.implementation.plan import ImplementationPlan, Side, Task

KICK_OFF = Task("A", "Kick-off", Side.BOTH, "Tomás Aguiar", Decimal(14), 1)
FEED = Task("B", "Data feed", Side.BUYER, "Priya Raman", Decimal("12.50"), 8, ("A",))
TRAINING = Task("C", "Training", Side.SUPPLIER, "Owen Hartley", None, 3, ("A",))


def plan(*tasks: Task, title: str = "Roll-out") -> ImplementationPlan:
    return ImplementationPlan(title, tasks)


def test_content_holds_numbers_as_decimal_strings() -> None:
    assert to_content(plan(KICK_OFF, FEED))["tasks"] == [
        {
            "id": "A",
            "name": "Kick-off",
            "side": "both",
            "owner": "Tomás Aguiar",
            "hours": "14",
            "duration_days": "1",
            "predecessors": [],
            "acceptance_test": "",
            "roll_back": "",
            "group": "",
        },
        {
            "id": "B",
            "name": "Data feed",
            "side": "buyer",
            "owner": "Priya Raman",
            "hours": "12.5",
            "duration_days": "8",
            "predecessors": ["A"],
            "acceptance_test": "",
            "roll_back": "",
            "group": "",
        },
    ]


def test_equal_plans_have_equal_bytes() -> None:
    same = plan(KICK_OFF, replace(FEED, hours=Decimal("1.25E+1")))
    assert canonical(to_content(same)) == canonical(to_content(plan(KICK_OFF, FEED)))


def test_a_plan_comes_back_from_its_content() -> None:
    whole = plan(KICK_OFF, FEED, TRAINING)
    assert from_content(to_content(whole)) == whole


def test_two_equal_plans_do_not_differ() -> None:
    assert not differences(plan(KICK_OFF), plan(KICK_OFF))


def test_a_new_task_is_added_and_a_dropped_one_removed() -> None:
    found = differences(plan(KICK_OFF, FEED), plan(KICK_OFF, TRAINING))
    assert (found.added, found.removed, found.changed) == ((TRAINING,), (FEED,), ())


def test_each_changed_field_is_named_with_before_and_after() -> None:
    slower = replace(FEED, duration_days=10, hours=None, predecessors=())
    assert differences(plan(KICK_OFF, FEED), plan(KICK_OFF, slower)).changed == (
        TaskChange("B", "Data feed", "hours", "12.5", ""),
        TaskChange("B", "Data feed", "duration_days", "8", "10"),
        TaskChange("B", "Data feed", "predecessors", "A", ""),
    )


def test_a_number_written_differently_is_no_change() -> None:
    rewritten = replace(FEED, hours=Decimal("12.5"))
    assert not differences(plan(KICK_OFF, FEED), plan(KICK_OFF, rewritten))


def test_another_title_is_a_difference() -> None:
    found = differences(plan(KICK_OFF), plan(KICK_OFF, title="Switch"))
    assert found.title == ("Roll-out", "Switch")


def test_another_order_is_a_difference() -> None:
    found = differences(plan(KICK_OFF, FEED), plan(FEED, KICK_OFF))
    assert found.reordered
    assert not differences(plan(KICK_OFF), plan(FEED, KICK_OFF)).reordered
