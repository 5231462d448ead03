"""Published figures held against their rows: the collected cases, and each rule by itself."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal.domain.cost_benefit.answer import answer, answers, json_text
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.claims import Claim, Figure, PublishedFigure, judge
from portal.domain.cost_benefit.evaluation import Evaluation, evaluate
from portal.domain.cost_benefit.reading import PublishedCase, read_published
from portal.domain.cost_benefit.refusals import NegativeTolerance, UnknownRelation

DATA = Path(__file__).parents[1] / "data" / "costbenefit"
BY_ROWS = sorted(path.name for path in DATA.glob("*.json") if not path.name.startswith("mini"))
ONE_LINE = "mini-npv-irr-payback-set.json"


def answered(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a file's own content and our answer as its reader sees it."""
    text = (DATA / name).read_text(encoding="utf-8")
    published = read_published(text)
    ours = answer(published) if isinstance(published, PublishedCase) else answers(published)
    return json.loads(text), json.loads(json_text(ours))


@pytest.mark.parametrize("name", BY_ROWS)
def test_every_published_figure_is_found_to_follow_or_not(name: str) -> None:
    file, ours = answered(name)
    expected = [(check["metric"], check["reproduces"]) for check in file["verification"]]
    assert [(claim["metric"], claim["follows"]) for claim in ours["claims"]] == expected


@pytest.mark.parametrize("name", BY_ROWS)
def test_every_figure_is_the_one_worked_out_with_the_collection(name: str) -> None:
    file, ours = answered(name)
    theirs = file["computed_by_us"]
    assert ours["net_present_value"] == pytest.approx(theirs["npv"], abs=2e-6)
    assert 100 * ours["return_on_investment"] == pytest.approx(theirs["roi_pct"], abs=1e-4)
    assert 100 * ours["internal_rates_of_return"][0] == pytest.approx(theirs["irr_pct"], abs=1e-4)
    discounted = theirs["payback_years_discounted_linear"]
    assert ours["discounted_payback_periods"] == pytest.approx(discounted, abs=2e-6)


def test_every_one_line_case_follows() -> None:
    file, ours = answered(ONE_LINE)
    assert [case["id"] for case in ours["cases"]] == [case["id"] for case in file["cases"]]
    claims = [claim for case in ours["cases"] for claim in case["claims"]]
    assert [claim["metric"] for claim in claims if not claim["follows"]] == []


EVALUATION = evaluate(
    Case(
        (
            Row(COST, "Costs", (Decimal(100), Decimal(0))),
            Row(BENEFIT, "Benefits", (Decimal(0), Decimal(110))),
        ),
        Decimal("0.1"),
    )
)
TWO_RATES = evaluate(Case((Row(BENEFIT, "Flows", (Decimal(-1), Decimal(3), Decimal(-2))),), None))


def judged(
    key: str | None, value: Figure, evaluation: Evaluation = EVALUATION, **how: Any
) -> Claim:
    return judge(PublishedFigure("metric", value, key, **how), evaluation)


def test_a_figure_exactly_at_the_tolerance_follows() -> None:
    assert judged("total_costs", Decimal("100.5"), tolerance=Decimal("0.5")).follows is True


def test_a_figure_just_beyond_the_tolerance_does_not_follow() -> None:
    assert judged("total_costs", Decimal("100.51"), tolerance=Decimal("0.5")).follows is False


def test_without_a_tolerance_only_the_same_figure_follows() -> None:
    assert judged("npv", Decimal(0)).follows is True
    assert judged("npv", Decimal("0.000001")).follows is False


def test_a_figure_is_scaled_before_it_is_compared() -> None:
    claim = judged("total_costs", Decimal("0.1"), scale=Decimal("0.001"))
    assert (claim.computed, claim.follows) == (Decimal("0.1"), True)


def test_below_means_strictly_below() -> None:
    assert judged("total_costs", Decimal(101), relation="<").follows is True
    assert judged("total_costs", Decimal(100), relation="<").follows is False


def test_percentages_are_a_hundred_times_ours() -> None:
    assert judged("irr_pct", None).computed == 10
    assert judged("roi_pct", None).computed == 0


def test_a_rate_claimed_where_there_are_two_does_not_follow() -> None:
    claim = judged("irr_pct", Decimal(100), TWO_RATES)
    assert (claim.computed, claim.follows) == (None, False)


def test_rates_follow_only_all_together() -> None:
    assert judged("irr_roots", (Decimal(0), Decimal(1)), TWO_RATES).follows is True
    assert judged("irr_roots", (Decimal(0),), TWO_RATES).follows is False
    assert judged("irr_roots", (Decimal(0), Decimal(2)), TWO_RATES).follows is False
    assert judged("irr_roots", None, TWO_RATES).follows is False


def test_where_nothing_is_computed_only_nothing_follows() -> None:
    assert judged("npv", None, TWO_RATES).follows is True
    assert judged("npv", Decimal(0), TWO_RATES).follows is False


def test_a_figure_of_a_name_we_do_not_know_is_neither_computed_nor_judged() -> None:
    assert judged(None, Decimal(5)) == Claim("metric", Decimal(5), None, None)


def test_a_relation_other_than_equal_or_below_is_refused() -> None:
    with pytest.raises(UnknownRelation, match="use '=' or '<'"):
        judged("npv", Decimal(0), relation=">")


def test_a_tolerance_below_zero_is_refused() -> None:
    with pytest.raises(NegativeTolerance, match="give 0 or more"):
        judged("npv", Decimal(0), tolerance=Decimal(-1))


def test_figures_are_written_as_numbers_with_six_decimals() -> None:
    text = json_text({"a": [Decimal("1.500000"), None, True], "é": "\ud800"})
    assert text == '{"a": [1.500000, null, true], "\\u00e9": "\\ud800"}'
