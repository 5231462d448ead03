"""Any network, against networkx and against what must hold of every schedule."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar import BusinessCalendar
from portal.domain.schedule.dates import latest_dates
from portal.domain.schedule.network import Activity, Circle, Network, analyse

START, END = "start", "end"  # never ids: those are numbers

whole_days = st.integers(0, 30).map(Fraction)
any_length = st.fractions(0, 30, max_denominator=12)


@st.composite
def networks(draw: st.DrawFn, lengths: st.SearchStrategy[Fraction] = any_length) -> Network:
    """Draw a network whose activities wait for earlier ones, then shuffle them."""
    count = draw(st.integers(1, 12))
    activities = [
        Activity(str(n), draw(lengths), tuple(map(str, draw(earlier(n))))) for n in range(count)
    ]
    return Network(tuple(draw(st.permutations(activities))))


def earlier(number: int) -> st.SearchStrategy[list[int]]:
    if not number:
        return st.just([])
    return st.lists(st.integers(0, number - 1), max_size=4, unique=True)


def graph_of(network: Network) -> "networkx.DiGraph[str]":
    """Return the graph in which the way from start to an activity's end takes its time."""
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for activity in network.activities:
        graph.add_edge(START, activity.id, weight=activity.duration)
        graph.add_edge(activity.id, END, weight=0)
        for predecessor in activity.predecessors:
            graph.add_edge(predecessor, activity.id, weight=activity.duration)
    return graph


@given(networks())
def test_the_duration_is_the_longest_path(network: Network) -> None:
    assert analyse(network).duration == networkx.dag_longest_path_length(graph_of(network))


@given(networks())
def test_an_early_finish_is_the_longest_path_to_it(network: Network) -> None:
    graph = graph_of(network)
    for one in analyse(network).activities:
        up_to = graph.subgraph(networkx.ancestors(graph, one.id) | {one.id})
        assert one.early_finish == networkx.dag_longest_path_length(up_to)


@given(networks())
def test_a_late_finish_leaves_the_longest_path_after_it(network: Network) -> None:
    graph, schedule = graph_of(network), analyse(network)
    for one in schedule.activities:
        onwards = graph.subgraph(networkx.descendants(graph, one.id) | {one.id})
        left = networkx.dag_longest_path_length(onwards)
        assert schedule.duration - one.late_finish == left


@given(networks())
def test_nobody_begins_before_its_predecessors_have_ended(network: Network) -> None:
    times = {one.id: one for one in analyse(network).activities}
    for activity in network.activities:
        for predecessor in activity.predecessors:
            assert times[predecessor].early_finish <= times[activity.id].early_start
            assert times[predecessor].late_finish <= times[activity.id].late_start


@given(networks())
def test_the_critical_path_is_a_whole_path(network: Network) -> None:
    schedule = analyse(network)
    critical = set(schedule.critical)
    path = graph_of(network).subgraph(critical | {START, END})
    assert networkx.dag_longest_path_length(path) == schedule.duration


@given(networks(), st.data())
def test_a_link_back_is_always_a_circle_of_real_links(
    network: Network, data: st.DataObject
) -> None:
    graph = graph_of(network)
    first = data.draw(st.sampled_from([activity.id for activity in network.activities]))
    last = data.draw(
        st.sampled_from(sorted((networkx.descendants(graph, first) | {first}) - {END}))
    )
    links = {
        a.id: (*a.predecessors, *([last] if a.id == first else [])) for a in network.activities
    }
    tied = tuple(Activity(a.id, a.duration, links[a.id]) for a in network.activities)
    with pytest.raises(Circle) as refused:
        Network(tied)
    circle = refused.value.ids
    assert circle[0] == circle[-1]
    assert all(a in links[b] for a, b in pairwise(circle))


calendars = st.frozensets(st.dates(date(2026, 10, 1), date(2027, 2, 26)), max_size=30).map(
    lambda days: BusinessCalendar(days_off=days)
)


@given(networks(whole_days), calendars)
def test_whole_days_take_exactly_their_business_days(
    network: Network, calendar: BusinessCalendar
) -> None:
    schedule, finish = analyse(network), date(2027, 3, 1)
    dated = latest_dates(schedule, finish, calendar)
    for times, dates in zip(schedule.activities, dated.activities, strict=True):
        worked = calendar.count(dates.start - timedelta(days=1), dates.finish)
        assert worked == max(times.duration, 1)
        assert calendar.count(dates.finish, finish) == schedule.duration - times.late_finish


@given(networks(), calendars, st.sampled_from([1, 5]))
def test_no_latest_date_is_too_late(
    network: Network, calendar: BusinessCalendar, per_unit: int
) -> None:
    schedule, finish = analyse(network), date(2027, 3, 1)
    dated = latest_dates(schedule, finish, calendar, days_per_unit=per_unit)
    for times, dates in zip(schedule.activities, dated.activities, strict=True):
        left = (schedule.duration - times.late_finish) * per_unit
        assert calendar.count(dates.finish, finish) >= left
        assert dates.start <= dates.finish
        if times.duration:
            assert dated.start <= dates.start
