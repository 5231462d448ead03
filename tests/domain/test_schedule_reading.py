"""Reading networks from JSON: what is understood, and what is refused in one sentence."""

import json
from fractions import Fraction

import pytest

from portal.domain.schedule.claims import Published
from portal.domain.schedule.network import Activity
from portal.domain.schedule.reading import NotJson, WrongDuration, WrongShape, read_network


def written(*activities: object, **fields: object) -> str:
    return json.dumps({"activities": list(activities), **fields})


def one(**fields: object) -> Activity:
    text = written({"id": "A", "duration": 1, **fields})
    return read_network(text).network.activities[0]


def test_an_activity_is_read() -> None:
    network = read_network(
        written({"id": "A", "duration": 2}, {"id": "B", "duration": 3, "predecessors": ["A"]})
    ).network
    assert network.activities[1] == Activity("B", Fraction(3), ("A",))


def test_the_unit_is_days_unless_the_file_says_otherwise() -> None:
    activity = {"id": "A", "duration": 2}
    assert read_network(written(activity)).network.unit == "days"
    assert read_network(written(activity, unit="weeks")).network.unit == "weeks"


def test_numeric_ids_become_text_wherever_they_stand() -> None:
    text = written({"id": 1, "duration": 2}, {"id": "2", "duration": 3, "predecessors": [1]})
    assert [a.id for a in read_network(text).network.activities] == ["1", "2"]
    assert read_network(text).network.activities[1].predecessors == ("1",)


def test_a_decimal_duration_is_exact() -> None:
    assert one(duration=0.1).duration == Fraction(1, 10)


def test_a_duration_may_be_zero() -> None:
    assert one(duration=0).duration == 0


def test_a_three_point_estimate_wins_over_the_duration() -> None:
    assert one(duration=99, three_point=[1, 2, 9]).duration == 3


def test_a_three_point_estimate_stays_a_fraction() -> None:
    assert one(three_point=[1, 2, 4]).duration == Fraction(13, 6)


def test_a_three_point_estimate_needs_no_duration() -> None:
    text = written({"id": "A", "three_point": [2, 2, 8]})
    assert read_network(text).network.activities[0].duration == 3


def test_a_predecessor_named_twice_counts_once() -> None:
    text = written(
        {"id": "A", "duration": 1}, {"id": "B", "duration": 1, "predecessors": ["A"] * 2}
    )
    assert read_network(text).network.activities[1].predecessors == ("A",)


def test_published_figures_are_read_in_their_order() -> None:
    text = written(
        {"id": 1, "duration": 2},
        published={"critical": [1], "note": "from a book", "project_duration": 2.5},
    )
    assert read_network(text).published == (
        Published("critical", ("1",)),
        Published("project_duration", Fraction(5, 2)),
    )


@pytest.mark.parametrize(
    "text",
    ["", "{", "jobs: 3", '{"activities": NaN}', '{"activities": 1' + "0" * 5000 + "}", "[" * 99999],
    ids=["empty", "cut off", "prose", "not a number", "endless number", "endless nesting"],
)
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(NotJson):
        read_network(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "no JSON object"),
        ("3", "no JSON object"),
        ("{}", "no list 'activities'"),
        ('{"activities": {}}', "no list 'activities'"),
        (written("A"), "Activity 1 is no JSON object"),
        (written({"duration": 1}), "Activity 1 has no id"),
        (written({"id": "", "duration": 1}), "Activity 1 has no usable id"),
        (written({"id": True, "duration": 1}), "Activity 1 has no usable id"),
        (written({"id": "\ud800", "duration": 1}), "Activity 1 has no usable id"),
        (written({"id": "A", "duration": 1, "predecessors": "B"}), "predecessors of 'A'"),
        (written({"id": "A", "duration": 1, "predecessors": [None]}), "predecessor of 'A'"),
        (written({"id": "A", "duration": 1}, unit=5), "'unit' is no text"),
        (written({"id": "A", "duration": 1}, published=[]), "'published' is no JSON object"),
        (written({"id": "A", "duration": 1}, published={"critical": "A"}), "critical path"),
        (written({"id": "A", "duration": 1}, published={"project_duration": "1"}), "no number"),
    ],
)
def test_another_shape_is_refused(text: str, says: str) -> None:
    with pytest.raises(WrongShape, match=says):
        read_network(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"duration": None},
        {"duration": "3"},
        {"duration": True},
        {"duration": -1},
        {"duration": 1e300},
        {"duration": 1e-300},
        {"three_point": [1, 2]},
        {"three_point": [1, 2, "3"]},
        {"three_point": [3, 2, 1]},
        {"three_point": [-1, 2, 3]},
        {"three_point": 3},
    ],
)
def test_a_duration_that_is_none_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(WrongDuration, match="'A'"):
        one(**fields)


def test_an_activity_without_any_duration_is_refused() -> None:
    with pytest.raises(WrongDuration, match="duration of 'A' is no number"):
        read_network(written({"id": "A"}))


def test_a_number_with_an_endless_exponent_costs_nothing_and_is_refused() -> None:
    with pytest.raises(WrongDuration):
        read_network('{"activities": [{"id": "A", "duration": 1e999999999}]}')
