"""What a task and a plan may hold, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from portal.domain.implementation.plan import (
    LONGEST_TASK,
    MOST_TASKS,
    AbsurdDuration,
    AbsurdHours,
    ImplementationPlan,
    MissingText,
    Side,
    Task,
    TooManyTasks,
    UnreadableText,
    UnusableId,
)
from portal.domain.schedule.network import (
    Activity,
    Circle,
    DuplicateId,
    EmptyNetwork,
    UnknownPredecessor,
)


def task(
    id_: str = "feed",
    *predecessors: str,
    name: str = "Data feed",
    hours: Decimal | None = None,
    days: int = 8,
    side: Side = Side.BUYER,
    owner: str = "Priya Raman",
) -> Task:
    return Task(id_, name, side, owner, hours, days, predecessors)


def plan(*tasks: Task) -> ImplementationPlan:
    return ImplementationPlan("Roll-out", tasks)


def test_hours_are_added_up_by_side() -> None:
    both_sides = plan(
        task("A", hours=Decimal(40)),
        task("B", hours=Decimal("2.5")),
        task("C"),
        task("D", hours=Decimal(7), side=Side.SUPPLIER, owner="Owen Hartley"),
    )
    assert both_sides.hours_of(Side.BUYER) == Decimal("42.5")
    assert both_sides.hours_of(Side.BOTH) == 0


def test_the_network_of_a_plan_counts_business_days() -> None:
    activity = plan(task("A"), task("B", "A", days=3)).network().activities[1]
    assert activity == Activity("B", Fraction(3), ("A",))


@pytest.mark.parametrize("days", [-1, LONGEST_TASK + 1])
def test_an_absurd_duration_is_refused(days: int) -> None:
    with pytest.raises(AbsurdDuration, match="write 0 to 1,000"):
        task(days=days)


@pytest.mark.parametrize("hours", ["-1", "100000.01", "NaN", "Infinity", "0.001"])
def test_absurd_hours_are_refused(hours: str) -> None:
    with pytest.raises(AbsurdHours, match="hours of 'feed'"):
        task(hours=Decimal(hours))


@pytest.mark.parametrize("name", ["", "  "])
def test_a_task_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(MissingText, match="'feed' has no name"):
        task(name=name)


def test_a_task_without_an_id_is_refused() -> None:
    with pytest.raises(MissingText, match="no id"):
        task("")


@pytest.mark.parametrize("id_", ["a,b", "a;b", " a", "a\n", "a\x07"])
def test_an_id_that_cannot_stand_in_a_list_is_refused(id_: str) -> None:
    with pytest.raises(UnusableId):
        task(id_)


@pytest.mark.parametrize("owner", ["Priya\0", "Priya \ud800"])
def test_text_that_cannot_be_stored_is_refused(owner: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        task(owner=owner)
    assert refused.value.field == "owner"


def test_a_plan_without_a_title_is_refused() -> None:
    with pytest.raises(MissingText, match="no title"):
        ImplementationPlan(" ", (task(),))


def test_a_plan_without_tasks_is_refused() -> None:
    with pytest.raises(EmptyNetwork):
        plan()


def test_a_plan_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(TooManyTasks):
        plan(*(task(str(n)) for n in range(MOST_TASKS + 1)))


def test_an_id_used_twice_is_refused() -> None:
    with pytest.raises(DuplicateId):
        plan(task("A"), task("A"))


def test_an_unknown_prerequisite_is_refused() -> None:
    with pytest.raises(UnknownPredecessor):
        plan(task("A", "B"))


def test_a_circle_in_the_prerequisites_is_refused_naming_it() -> None:
    with pytest.raises(Circle, match=r"A → B → A|B → A → B"):
        plan(task("A", "B"), task("B", "A"))
