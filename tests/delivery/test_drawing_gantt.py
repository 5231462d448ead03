"""The implementation plan as bars, from one task to a hundred and twenty."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.delivery.drawing.gantt import Gantt, Side, Task, draw_gantt, draw_gantt_pages
from portal.delivery.drawing.measure import width
from portal.delivery.drawing.svg import Drawing, Medium

SVG = "{http://www.w3.org/2000/svg}"
SIDES: tuple[Side, ...] = ("buyer", "supplier", "both")
FEED = Task(
    "feed", "Data feed", "buyer", date(2027, 1, 13), date(2027, 1, 22), True, "Access", note="8 d"
)
TUNE = Task(
    "tune",
    "Tune the rules",
    "supplier",
    date(2027, 1, 25),
    date(2027, 2, 4),
    True,
    "Configure",
    ("feed",),
    "9 d",
)
TRAIN = Task(
    "train",
    "Train reviewers",
    "both",
    date(2027, 1, 25),
    date(2027, 1, 28),
    False,
    "Configure",
    ("feed",),
    "4 d",
)
PLAN = Gantt("Implementation plan", (FEED, TUNE, TRAIN), date(2027, 3, 1))


def parts(drawing: Drawing, name: str, dress: str) -> list[ET.Element]:
    return [e for e in ET.fromstring(drawing).iter(f"{SVG}{name}") if e.get("class") == dress]


def long_plan(count: int) -> Gantt:
    first = date(2026, 2, 2)
    tasks = tuple(
        Task(
            str(n),
            f"Task {n}",
            SIDES[n % 3],
            first + timedelta(days=9 * n),
            first + timedelta(days=9 * n + 5),
            group=f"Part {n // 15}",
            after=(str(n - 1),),
        )
        for n in range(count)
    )
    return Gantt("Three years", tasks, tasks[-1].finish)


def test_the_chart_says_in_words_what_it_shows() -> None:
    desc = ET.fromstring(draw_gantt(PLAN, uid="g")).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == (
        "3 tasks from 13 Jan 2027 to go-live on 1 Mar 2027. "
        "Longest path: Data feed, Tune the rules. The same plan follows as a table."
    )


def test_the_buyers_bar_is_solid_and_the_suppliers_hatched() -> None:
    drawing = draw_gantt(PLAN, uid="g")
    assert len(parts(drawing, "rect", "f-buyer")) == 2
    hatched = [bar.get("fill") for bar in parts(drawing, "rect", "s-seller")]
    assert hatched == ["url(#g-h)", "url(#g-h)"]


def test_the_longest_path_is_underlined() -> None:
    assert len(parts(draw_gantt(PLAN, uid="g"), "path", "l-ink")) == 2


def test_a_dependency_within_the_longest_path_is_stronger() -> None:
    drawing = draw_gantt(PLAN, uid="g")
    assert len(parts(drawing, "path", "l-depc")) == 1
    assert len(parts(drawing, "path", "l-dep")) == 1


def test_a_dependency_on_a_task_that_is_not_drawn_is_left_out() -> None:
    alone = replace(PLAN, tasks=(TUNE,))
    assert not parts(draw_gantt(alone, uid="g"), "path", "l-depc")


def test_a_run_of_days_without_work_is_one_shade() -> None:
    weekends = len(parts(draw_gantt(PLAN, uid="g"), "rect", "f-off"))
    friday = replace(PLAN, non_working=frozenset({date(2027, 1, 22)}))
    tuesday = replace(PLAN, non_working=frozenset({date(2027, 1, 19)}))
    assert len(parts(draw_gantt(friday, uid="g"), "rect", "f-off")) == weekends
    assert len(parts(draw_gantt(tuesday, uid="g"), "rect", "f-off")) == weekends + 1


def test_a_week_that_rests_on_other_days_is_shaded_on_those() -> None:
    other = replace(PLAN, weekend=frozenset({4, 5}))
    assert draw_gantt(other, uid="g") != draw_gantt(PLAN, uid="g")


def test_a_short_plan_is_marked_by_weeks_and_a_long_one_by_months() -> None:
    assert "18 Jan" in draw_gantt(PLAN, uid="g")
    assert "Jan 2027" in draw_gantt(long_plan(120), uid="g")


def test_a_milestone_is_a_diamond_without_a_bar() -> None:
    live = Task("live", "Live", "buyer", date(2027, 3, 1), date(2027, 3, 1), milestone=True)
    drawing = draw_gantt(replace(PLAN, tasks=(live,)), uid="g")
    assert not parts(drawing, "rect", "f-buyer")
    assert len(parts(drawing, "path", "f-ink")) == 1


def test_a_plan_without_tasks_is_refused() -> None:
    with pytest.raises(ValueError, match="without a task"):
        draw_gantt(replace(PLAN, tasks=()), uid="g")


def test_a_short_plan_takes_one_page_of_paper() -> None:
    (page,) = draw_gantt_pages(PLAN, uid="g")
    assert page == draw_gantt(PLAN, uid="g-1", medium=Medium.PAPER)


def test_a_long_plan_is_parted_into_pages_that_hold_every_task_once() -> None:
    pages = draw_gantt_pages(long_plan(120), uid="g", height=610)
    heights = [float(ET.fromstring(page).get("height", "0")) for page in pages]
    assert max(heights) <= 610
    shown = [t.text for page in pages for t in ET.fromstring(page).iter(f"{SVG}text")]
    assert sorted(t for t in shown if t and t.startswith("Task")) == sorted(
        f"Task {n}" for n in range(120)
    )


def test_a_group_that_goes_on_is_headed_again() -> None:
    pages = draw_gantt_pages(long_plan(30), uid="g", height=300)
    assert "Part 0, continued" in pages[1]


def test_the_pages_of_a_plan_share_no_id() -> None:
    pages = draw_gantt_pages(long_plan(60), uid="g")
    ids = [e.get("id") for page in pages for e in ET.fromstring(page).iter() if e.get("id")]
    assert len(ids) == len(set(ids))


@st.composite
def plans(draw: st.DrawFn) -> Gantt:
    begin = date(2027, 1, 4)
    tasks = []
    for n in range(draw(st.integers(1, 30))):
        start = begin + timedelta(days=draw(st.integers(0, 1000)))
        finish = start + timedelta(days=draw(st.integers(0, 90)))
        name, group = draw(st.text(max_size=120)), draw(st.sampled_from(["", "A", "B" * 200]))
        critical, after = draw(st.booleans()), (str(draw(st.integers(0, 30))),)
        tasks.append(
            Task(str(n), name, SIDES[n % 3], start, finish, critical, group, after, "120 d")
        )
    return Gantt("Plan", tuple(tasks), begin + timedelta(days=draw(st.integers(0, 1100))))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_whatever_the_plan_no_label_leaves_the_picture(plan: Gantt) -> None:
    for text in ET.fromstring(draw_gantt(plan, uid="g")).iter(f"{SVG}text"):
        dress, x = text.get("class", ""), float(text.get("x", "0"))
        bold = "t-ink" in dress or "t-act" in dress
        length = width(text.text or "", 12 if "t-xs" in dress else 13, bold=bold)
        left = x - length if text.get("text-anchor") == "end" else x
        assert left >= 0
        assert left + length <= 1001
