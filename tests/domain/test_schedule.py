"""Forward and backward pass over small networks, and the networks that cannot be."""

from fractions import Fraction

import pytest

from portal.domain.schedule.network import (
    Activity,
    Circle,
    DuplicateId,
    EmptyNetwork,
    NegativeDuration,
    Network,
    UnknownPredecessor,
    analyse,
)


def activity(name: str, duration: int | Fraction, *predecessors: str) -> Activity:
    return Activity(name, Fraction(duration), predecessors)


def fork() -> Network:
    """Kick-off, then a data feed of 8 beside a training of 3, then an acceptance test."""
    return Network(
        (
            activity("kick-off", 1),
            activity("feed", 8, "kick-off"),
            activity("training", 3, "kick-off"),
            activity("acceptance", 2, "feed", "training"),
        )
    )


def test_the_duration_is_that_of_the_longest_path() -> None:
    assert analyse(fork()).duration == 11


def test_the_critical_path_leaves_out_what_has_slack() -> None:
    assert analyse(fork()).critical == ("kick-off", "feed", "acceptance")


def test_an_activity_beside_the_critical_path_may_slip() -> None:
    training = analyse(fork()).activities[2]
    assert [training.early_start, training.early_finish] == [1, 4]
    assert [training.late_start, training.late_finish] == [6, 9]
    assert training.slack == 5


def test_activities_stay_in_the_order_of_the_file() -> None:
    network = Network((activity("last", 1, "first"), activity("first", 1)))
    assert [one.id for one in analyse(network).activities] == ["last", "first"]
    assert analyse(network).critical == ("last", "first")


def test_two_ends_share_one_end_of_the_network() -> None:
    schedule = analyse(Network((activity("short", 2), activity("long", 5))))
    assert [one.late_finish for one in schedule.activities] == [5, 5]
    assert schedule.critical == ("long",)


def test_thirds_add_up_exactly() -> None:
    third = Fraction(1, 3)
    network = Network((activity("A", third), activity("B", third, "A"), activity("C", third, "B")))
    assert analyse(network).duration == 1
    assert analyse(network).critical == ("A", "B", "C")


def test_an_activity_of_no_duration_is_scheduled() -> None:
    schedule = analyse(Network((activity("go", 0), activity("work", 2, "go"))))
    assert schedule.critical == ("go", "work")
    assert schedule.activities[0].early_finish == 0


def test_a_network_without_any_duration_is_critical_throughout() -> None:
    schedule = analyse(Network((activity("go", 0), activity("stop", 0))))
    assert schedule.duration == 0
    assert schedule.critical == ("go", "stop")


def test_a_network_without_activities_is_refused() -> None:
    with pytest.raises(EmptyNetwork, match="no activities"):
        Network(())


def test_an_id_used_twice_is_refused_by_name() -> None:
    with pytest.raises(DuplicateId, match="'feed' is used twice"):
        Network((activity("feed", 1), activity("feed", 2)))


def test_an_unknown_predecessor_is_refused_with_both_names() -> None:
    with pytest.raises(UnknownPredecessor, match="'feed' waits for 'contract'"):
        Network((activity("feed", 1, "contract"),))


def test_a_circle_is_refused_naming_all_its_members() -> None:
    with pytest.raises(Circle) as refused:
        Network((activity("A", 1, "C"), activity("B", 1, "A"), activity("C", 1, "B")))
    assert set(refused.value.ids) == {"A", "B", "C"}
    assert refused.value.ids[0] == refused.value.ids[-1]
    assert " → ".join(refused.value.ids) in refused.value.sentence


def test_a_circle_leaves_out_the_activities_outside_it() -> None:
    with pytest.raises(Circle) as refused:
        Network((activity("A", 1), activity("B", 1, "A", "C"), activity("C", 1, "B")))
    assert set(refused.value.ids) == {"B", "C"}


def test_an_activity_that_waits_for_itself_is_a_circle() -> None:
    with pytest.raises(Circle, match="A → A"):
        Network((activity("A", 1, "A"),))


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(NegativeDuration, match="'feed' is below 0"):
        activity("feed", -1)
