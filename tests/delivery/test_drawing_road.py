"""The road to go-live, in every season of a plan."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.delivery.drawing.measure import width
from portal.delivery.drawing.road import Point, PointState, Road, draw_road
from portal.delivery.drawing.svg import Drawing, Frame, Medium

SVG = "{http://www.w3.org/2000/svg}"
STATES: tuple[PointState, ...] = (
    "closed",
    "conditions",
    "you",
    "waiting",
    "supplier",
    "later",
)
ROAD = Road(
    points=(
        Point(date(2026, 10, 6), "closed", "Business outcomes agreed"),
        Point(date(2026, 11, 27), "you", "Cost versus benefit approved"),
        Point(date(2026, 12, 22), "later", "Decision recorded"),
        Point(date(2027, 9, 1), "later", "Value confirmed"),
    ),
    start=date(2026, 9, 25),
    go_live=date(2027, 3, 1),
    today=date(2026, 11, 23),
)


def texts(drawing: Drawing) -> list[ET.Element]:
    return list(ET.fromstring(drawing).iter(f"{SVG}text"))


def span(text: ET.Element) -> tuple[float, float]:
    dress = text.get("class", "")
    size = 12 if "t-xs" in dress else 13
    length = width(text.text or "", size, bold="t-ink" in dress or "t-act" in dress)
    x = float(text.get("x", "0"))
    return (x - length, x) if text.get("text-anchor") == "end" else (x, x + length)


def room_of(drawing: Drawing) -> float:
    return float(ET.fromstring(drawing).get("viewBox", "").split()[2])


def test_the_road_says_in_words_what_it_shows() -> None:
    desc = ET.fromstring(draw_road(ROAD, uid="r")).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == (
        "1 of 4 milestones are closed. Today is 23 Nov 2026; go-live is 1 Mar 2027. "
        "1 more follow after go-live."
    )


def test_the_same_road_is_drawn_the_same_way() -> None:
    assert draw_road(ROAD, uid="r") == draw_road(ROAD, uid="r")


def test_two_roads_on_a_page_share_no_id() -> None:
    ids = [
        {element.get("id") for element in ET.fromstring(draw_road(ROAD, uid=uid)).iter()} - {None}
        for uid in ("wide", "narrow")
    ]
    assert not ids[0] & ids[1]


def test_a_milestone_is_named_when_it_is_pointed_at() -> None:
    titles = [t.text for t in ET.fromstring(draw_road(ROAD, uid="r")).iter(f"{SVG}title")]
    assert "Cost versus benefit approved, 27 Nov" in titles


def test_a_milestone_after_go_live_is_not_drawn() -> None:
    assert "Value confirmed" not in draw_road(ROAD, uid="r")


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_told_apart_by_its_shape_on_paper_too(state: PointState) -> None:
    def drawn(of: PointState) -> Drawing:
        road = replace(ROAD, points=(Point(date(2026, 12, 1), of, "Proof accepted"),))
        return draw_road(road, uid="r", medium=Medium.PAPER)

    assert all(drawn(state) != drawn(other) for other in STATES if other != state)


def test_two_milestones_of_one_day_do_not_hide_each_other() -> None:
    same = tuple(Point(date(2026, 10, 6), "closed", name) for name in ("One", "Two"))
    root = ET.fromstring(draw_road(replace(ROAD, points=same), uid="r"))
    marks = [c.get("cx") for c in root.iter(f"{SVG}circle") if c.get("class") == "f-ink"]
    assert len(marks) == len(set(marks)) == 2


def test_a_go_live_most_of_a_year_away_is_written_with_its_year() -> None:
    assert "Go-live, Thu 1 Jun 2028" in draw_road(replace(ROAD, go_live=date(2028, 6, 1)), uid="r")


@pytest.mark.parametrize("frame", Frame)
@pytest.mark.parametrize("days_before", [0, 1, 4, 20, 60, -1, -10, -50])
def test_today_and_go_live_are_never_written_over_each_other(
    frame: Frame, days_before: int
) -> None:
    road = replace(ROAD, today=ROAD.go_live - timedelta(days=days_before))
    dated = [
        t for t in texts(draw_road(road, uid="r", frame=frame)) if "t-xs" not in t.get("class", "")
    ]
    (one, other) = dated
    assert (
        one.get("y") != other.get("y")
        or span(one)[1] < span(other)[0]
        or span(other)[1] < span(one)[0]
    )


days = st.integers(-400, 1200).map(lambda n: date(2026, 11, 23) + timedelta(days=n))
points = st.lists(
    st.builds(Point, days, st.sampled_from(STATES), st.text(max_size=60)), max_size=40
).map(tuple)


@settings(max_examples=80, deadline=None)
@given(st.builds(Road, points, days, days, days), st.sampled_from(Frame))
def test_whatever_the_dates_no_label_leaves_the_picture(road: Road, frame: Frame) -> None:
    drawing = draw_road(road, uid="r", frame=frame)
    spans = [span(text) for text in texts(drawing)]
    assert all(left >= -1 and right <= room_of(drawing) + 1 for left, right in spans)


CROWDED = tuple(Point(date(2026, 11, 23), "later", name) for name in "abc")


@settings(max_examples=80, deadline=None)
@given(st.builds(Road, points, days, days, days), st.sampled_from(Frame))
@example(Road(CROWDED, date(2026, 11, 24), date(2026, 11, 24), date(2029, 1, 1)), Frame.NARROW)
def test_whatever_the_dates_every_mark_stands_on_the_line(road: Road, frame: Frame) -> None:
    drawing = draw_road(road, uid="r", frame=frame)
    marks = [float(c.get("cx", "0")) for c in ET.fromstring(drawing).iter(f"{SVG}circle")]
    assert all(0 <= x <= room_of(drawing) for x in marks)
