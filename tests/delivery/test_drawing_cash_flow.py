"""The cash flow chart, from cents to billions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.delivery.drawing.cash_flow import CashFlow, Series, draw_cash_flow
from portal.delivery.drawing.measure import width
from portal.delivery.drawing.money_axis import MINUS, exact, money_axis
from portal.delivery.drawing.svg import Drawing, Frame, Medium

SVG = "{http://www.w3.org/2000/svg}"


def amounts(*values: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


FLOW = CashFlow(
    title="Cumulative cash flow over 36 months",
    currency="EUR",
    periods=("Go-live", "12 months", "24 months", "36 months"),
    first=Series("Meridian’s values", amounts("-121880", "-99414", "101706", "302826")),
    second=Series("Northwind’s values", amounts("-105350", "148000", "536000", "923000")),
    payback=Decimal("1.494"),
    payback_label="Paid back: 18 months",
)


def words(drawing: Drawing) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawing).iter(f"{SVG}text")]


def span(text: ET.Element) -> tuple[float, float]:
    dress = text.get("class", "")
    size = 12 if "t-xs" in dress else 13
    length = width(text.text or "", size, bold="t-ink" in dress or "t-act" in dress)
    x = float(text.get("x", "0"))
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
    return x - share * length, x + (1 - share) * length


def test_the_chart_says_in_words_what_it_shows() -> None:
    desc = ET.fromstring(draw_cash_flow(FLOW, uid="c")).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == (
        "Meridian’s values: the line starts at EUR −121,880 (Go-live), is lowest at −121,880 "
        "(Go-live) and ends at 302,826 (36 months). "
        "Northwind’s values: the line starts at EUR −105,350 (Go-live), is lowest at −105,350 "
        "(Go-live) and ends at 923,000 (36 months). Paid back: 18 months."
    )


def test_a_case_that_never_pays_back_says_so_and_has_no_ring() -> None:
    drawing = draw_cash_flow(replace(FLOW, payback=None), uid="c")
    assert "The money is not back within these periods." in drawing
    assert "s-ink" not in drawing


def test_the_ring_stands_on_the_zero_line() -> None:
    root = ET.fromstring(draw_cash_flow(FLOW, uid="c"))
    (ring,) = [c for c in root.iter(f"{SVG}circle") if c.get("class") == "f-surface s-ink"]
    (zero,) = [t for t in root.iter(f"{SVG}text") if t.text == "0"]
    assert float(ring.get("cy", "0")) == pytest.approx(float(zero.get("y", "0")) - 4.5, abs=0.11)


def test_both_lines_are_named_wide_and_narrow() -> None:
    for frame in Frame:
        shown = words(draw_cash_flow(FLOW, uid="c", frame=frame))
        assert {"Meridian’s values", "Northwind’s values"} <= set(shown)


def test_two_lines_that_end_together_keep_their_names_apart() -> None:
    close = replace(FLOW.first, label="Northwind’s values")
    root = ET.fromstring(draw_cash_flow(replace(FLOW, second=close), uid="c"))
    heights = [
        float(t.get("y", "0")) for t in root.iter(f"{SVG}text") if "values" in (t.text or "")
    ]
    assert abs(heights[0] - heights[1]) >= 16


def test_on_a_phone_the_first_and_the_last_period_keep_their_names() -> None:
    shown = words(draw_cash_flow(FLOW, uid="c", frame=Frame.NARROW))
    assert {"Go-live", "36 months"} <= set(shown)
    assert "24 months" not in shown


def test_a_single_period_is_a_point() -> None:
    one = replace(FLOW, periods=("Go-live",), first=Series("Meridian", amounts("-5")), second=None)
    assert 'class="l-act"' not in draw_cash_flow(one, uid="c")


def test_no_period_is_refused() -> None:
    empty = replace(FLOW, periods=(), first=Series("Meridian", ()), second=None)
    with pytest.raises(ValueError, match="at least one period"):
        draw_cash_flow(empty, uid="c")


def test_a_series_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one value for each"):
        draw_cash_flow(replace(FLOW, second=Series("Northwind", amounts("1"))), uid="c")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (("-0.05", "0.07"), [f"{MINUS}0.06", f"{MINUS}0.04", f"{MINUS}0.02", "0", "0.02"]),
        (("-121880", "923000"), [f"{MINUS}200k", "0", "200k", "400k"]),
        (("-2500000", "1000000"), [f"{MINUS}3m", f"{MINUS}2m", f"{MINUS}1m", "0", "1m"]),
        (("0", "5400000000"), ["0", "1bn", "2bn", "3bn", "4bn", "5bn", "6bn"]),
        (("0", "0"), ["0", "1"]),
        (("-1", "0"), [f"{MINUS}1.0", f"{MINUS}0.8"]),
    ],
)
def test_the_money_axis_has_round_steps_from_cents_to_billions(
    values: tuple[str, ...], shown: list[str]
) -> None:
    axis = money_axis(amounts(*values), 6)
    assert [axis.words(mark) for mark in axis.marks()][: len(shown)] == shown


@pytest.mark.parametrize(
    ("amount", "written"), [("-121880", f"{MINUS}121,880"), ("0.35", "0.35"), ("0", "0")]
)
def test_an_amount_in_words_is_exact(amount: str, written: str) -> None:
    assert exact(Decimal(amount)) == written


money = st.decimals(Decimal("-9e9"), Decimal("9e9"), places=2)
labels = st.text(max_size=70)


@st.composite
def flows(draw: st.DrawFn) -> CashFlow:
    count = draw(st.integers(1, 40))
    one = st.lists(money, min_size=count, max_size=count).map(tuple)
    return CashFlow(
        title=draw(labels),
        currency="EUR",
        periods=tuple(draw(st.lists(labels, min_size=count, max_size=count))),
        first=Series(draw(labels), draw(one)),
        second=draw(st.none() | st.builds(Series, labels, one)),
        payback=draw(st.none() | st.decimals(0, 40, places=3)),
        payback_label=draw(labels),
    )


@settings(max_examples=80, deadline=None)
@given(flows(), st.sampled_from(Frame))
def test_whatever_the_case_no_label_leaves_the_picture(flow: CashFlow, frame: Frame) -> None:
    root = ET.fromstring(draw_cash_flow(flow, uid="c", frame=frame))
    room = float(root.get("viewBox", "").split()[2])
    spans = [span(text) for text in root.iter(f"{SVG}text")]
    assert all(left >= -1 and right <= room + 1 for left, right in spans)


@settings(max_examples=40, deadline=None)
@given(flows(), st.sampled_from(Frame))
def test_paper_and_screen_show_the_same_words(flow: CashFlow, frame: Frame) -> None:
    screen, paper = (draw_cash_flow(flow, uid="c", frame=frame, medium=m) for m in Medium)
    assert words(screen) == words(paper)
