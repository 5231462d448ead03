"""The tier from size and complexity, its floors, and the seller's one step away from it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.playbook.complexity import (
    Answers,
    Data,
    Funding,
    ImpossibleCount,
    Integration,
    Paper,
    complexity_band,
    complexity_points,
    facts_from,
)
from portal.domain.playbook.purchase import NoSuchTier
from portal.domain.playbook.rules import OpportunityType
from portal.domain.playbook.tier import (
    ComputedTier,
    ImpossibleValue,
    TierBelowFloor,
    TierMovedTooFar,
    TierMovedWithoutReason,
    choose_tier,
    compute_tier,
    size_band,
)

LARGE, NATIONAL, NEW, RENEWAL, UPGRADE = OpportunityType
SIMPLE = Answers(1, Data.NONE, Integration.NONE, 1, Funding.BUDGETED, Paper.OURS, 0, False)
HARDEST = Answers(
    9, Data.PERSONAL, Integration.CUSTOM, 40, Funding.BOARD, Paper.NEGOTIATED, 5_000, True
)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", 1),
        ("29999.99", 1),
        ("30000", 2),
        ("149999.99", 2),
        ("150000", 3),
        ("499999.99", 3),
        ("500000", 4),
        ("5496170", 4),
    ],
)
def test_the_size_band_ends_below_its_multiple_of_the_median_deal(value: str, band: int) -> None:
    assert size_band(Decimal(value)) == band


def test_the_size_is_taken_against_the_organisations_own_median_deal() -> None:
    assert size_band(Decimal(30_000), Decimal(20_000)) == 3


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity"])
def test_a_contract_value_that_is_no_amount_is_refused(value: str) -> None:
    with pytest.raises(ImpossibleValue, match="contract value"):
        size_band(Decimal(value))


@pytest.mark.parametrize("median", ["0", "-5", "NaN"])
def test_a_median_deal_that_is_no_amount_is_refused(median: str) -> None:
    with pytest.raises(ImpossibleValue, match="median deal"):
        size_band(Decimal(1), Decimal(median))


def test_the_simplest_purchase_has_no_points_and_the_hardest_fifteen() -> None:
    assert (complexity_points(SIMPLE), complexity_points(HARDEST)) == (0, 15)


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (replace(SIMPLE, functions_deciding=2), 1),
        (replace(SIMPLE, functions_deciding=3), 1),
        (replace(SIMPLE, functions_deciding=4), 2),
        (replace(SIMPLE, data=Data.BUSINESS), 1),
        (replace(SIMPLE, data=Data.PERSONAL), 2),
        (replace(SIMPLE, integration=Integration.STANDARD), 1),
        (replace(SIMPLE, integration=Integration.CUSTOM), 2),
        (replace(SIMPLE, sites=2), 1),
        (replace(SIMPLE, sites=5), 1),
        (replace(SIMPLE, sites=6), 2),
        (replace(SIMPLE, funding=Funding.UNBUDGETED), 1),
        (replace(SIMPLE, funding=Funding.BOARD), 2),
        (replace(SIMPLE, paper=Paper.THEIRS), 1),
        (replace(SIMPLE, paper=Paper.NEGOTIATED), 2),
        (replace(SIMPLE, users_changing_habits=25), 0),
        (replace(SIMPLE, users_changing_habits=26), 1),
        (replace(SIMPLE, users_changing_habits=250), 1),
        (replace(SIMPLE, users_changing_habits=251), 2),
        (replace(SIMPLE, new_supplier=True), 1),
    ],
)
def test_each_answer_has_its_points(answers: Answers, points: int) -> None:
    assert complexity_points(answers) == points


def test_the_complexity_bands_end_at_three_seven_and_eleven_points() -> None:
    bands = [complexity_band(points) for points in (0, 3, 4, 7, 8, 11, 12, 15)]
    assert bands == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("field", "count"),
    [("functions_deciding", 0), ("sites", 0), ("users_changing_habits", -1), ("sites", 10**12)],
)
def test_a_count_that_no_purchase_has_is_refused_beside_its_field(field: str, count: Any) -> None:
    with pytest.raises(ImpossibleCount) as refusal:
        replace(SIMPLE, **{field: count})
    assert refusal.value.field == field


def test_the_tier_is_the_mean_of_size_and_complexity_with_halves_up() -> None:
    assert compute_tier(NEW, Decimal(40_000), SIMPLE).tier == 2
    assert compute_tier(NEW, Decimal(200_000), SIMPLE).tier == 2
    assert compute_tier(NEW, Decimal(900_000), SIMPLE).tier == 3
    assert compute_tier(NEW, Decimal(900_000), HARDEST).tier == 4


def test_what_led_to_the_tier_is_kept() -> None:
    computed = compute_tier(RENEWAL, Decimal(200_000), HARDEST)
    assert computed == ComputedTier(RENEWAL, size=3, points=15, complexity=4, floor=1, tier=4)


@pytest.mark.parametrize(("kind", "tier"), [(NATIONAL, 2), (LARGE, 2), (NEW, 1), (UPGRADE, 1)])
def test_the_smallest_purchase_has_the_floor_of_its_type(kind: OpportunityType, tier: int) -> None:
    assert compute_tier(kind, Decimal(1), SIMPLE).tier == tier


def test_a_follow_on_order_of_a_large_account_has_no_floor() -> None:
    assert compute_tier(LARGE, Decimal(1), SIMPLE, follow_on_order=True).tier == 1


def test_a_follow_on_order_keeps_the_floor_of_a_national_account() -> None:
    assert compute_tier(NATIONAL, Decimal(1), SIMPLE, follow_on_order=True).tier == 2


def test_the_computed_tier_is_taken_without_a_reason() -> None:
    computed = compute_tier(NEW, Decimal(200_000), SIMPLE)
    assert choose_tier(computed) == choose_tier(computed, 2, "because")
    assert choose_tier(computed).reason is None


def test_the_seller_moves_one_tier_with_a_recorded_reason() -> None:
    computed = compute_tier(NEW, Decimal(200_000), SIMPLE)
    chosen = choose_tier(computed, 3, " Meridian Freight asked for every step ")
    assert (chosen.tier, chosen.reason) == (3, "Meridian Freight asked for every step")


def test_a_move_without_a_reason_is_refused() -> None:
    with pytest.raises(TierMovedWithoutReason):
        choose_tier(compute_tier(NEW, Decimal(200_000), SIMPLE), 3, "  ")


def test_a_move_of_two_tiers_is_refused() -> None:
    with pytest.raises(TierMovedTooFar):
        choose_tier(compute_tier(NEW, Decimal(200_000), SIMPLE), 4, "They are cautious")


def test_a_move_below_the_floor_is_refused() -> None:
    with pytest.raises(TierBelowFloor):
        choose_tier(compute_tier(LARGE, Decimal(1), SIMPLE), 1, "It is tiny")


def test_a_move_to_a_tier_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchTier):
        choose_tier(compute_tier(NEW, Decimal(900_000), HARDEST), 5, "It is huge")


def test_the_simplest_answers_give_no_fact() -> None:
    assert facts_from(SIMPLE) == frozenset()


@pytest.mark.parametrize(
    ("answers", "fact"),
    [
        (replace(SIMPLE, data=Data.PERSONAL), "personal_data"),
        (replace(SIMPLE, integration=Integration.STANDARD), "integration_or_migration"),
        (replace(SIMPLE, integration=Integration.CUSTOM), "integration_or_migration"),
        (replace(SIMPLE, funding=Funding.UNBUDGETED), "unbudgeted"),
        (replace(SIMPLE, funding=Funding.BOARD), "unbudgeted"),
        (replace(SIMPLE, new_supplier=True), "supplier_not_on_vendor_list"),
    ],
)
def test_an_answer_gives_its_fact_so_that_it_is_not_asked_twice(
    answers: Answers, fact: str
) -> None:
    assert facts_from(answers) == {fact}


def test_business_data_gives_no_fact() -> None:
    assert facts_from(replace(SIMPLE, data=Data.BUSINESS)) == frozenset()
