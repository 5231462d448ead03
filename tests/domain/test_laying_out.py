"""Laying out plans: the layouts that must come out, and what the rules say of each type."""

import json
from pathlib import Path

import pytest

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.layout import LaidOutMilestone, Layout, LeftOut, WhyLeftOut
from portal.domain.playbook.purchase import (
    NoSuchTier,
    TierDoesNotExistForType,
    UnknownFact,
    UnknownOpportunityType,
    opportunity_type_named,
)
from portal.domain.playbook.rules import OpportunityType, UnknownMilestone

PLAYBOOK = standard_playbook()
EXPECTED = json.loads(
    (Path(__file__).parents[1] / "data/playbook/expected-large-account.json").read_text("utf-8")
)
LARGE, NATIONAL, NEW, RENEWAL, UPGRADE = OpportunityType


def codes(layout: Layout) -> list[str]:
    return [milestone.code for milestone in layout.milestones]


def before(layout: Layout, code: str) -> tuple[str, ...]:
    return next(one.prerequisites for one in layout.milestones if one.code == code)


def left_out(layout: Layout, code: str) -> LeftOut:
    return next(one for one in layout.left_out if one.code == code)


def figures(milestone: LaidOutMilestone) -> dict[str, object]:
    latest = milestone.latest_finish_business_days_before_anchor
    return {
        "code": milestone.code,
        "latest_finish_business_days_before_anchor": latest,
        "after_anchor_business_days": milestone.after_anchor_business_days,
        "business_days": milestone.business_days,
        "critical": milestone.critical,
        "who": [{"role": one.role, "quorum": one.quorum.kind} for one in milestone.who],
    }


@pytest.mark.parametrize(
    "expected", EXPECTED, ids=[f"tier {one['tier']}, {one['triggers']}" for one in EXPECTED]
)
def test_the_large_account_comes_out_exactly(expected: dict[str, object]) -> None:
    facts = PLAYBOOK.facts if expected["triggers"] == "all" else ()
    layout = lay_out(PLAYBOOK, LARGE, int(str(expected["tier"])), facts)
    assert layout.path_business_days == expected["path_business_days"]
    assert [figures(milestone) for milestone in layout.milestones] == expected["milestones"]


def test_an_express_renewal_holds_the_starting_point_and_the_decision() -> None:
    layout = lay_out(PLAYBOOK, RENEWAL, 1, ())
    assert codes(layout) == ["M01", "M04", "M07", "M13", "M16", "M17", "M22", "M26"]
    assert layout.path_business_days == 7


def test_a_new_supplier_is_always_put_on_the_vendor_list() -> None:
    assert "M18" in codes(lay_out(PLAYBOOK, NEW, 1, ()))


def test_a_fact_switches_on_its_milestone_and_no_other() -> None:
    without = lay_out(PLAYBOOK, UPGRADE, 2, ())
    with_fact = lay_out(PLAYBOOK, UPGRADE, 2, {"personal_data"})
    assert set(codes(with_fact)) - set(codes(without)) == {"M20"}


def test_a_prerequisite_that_is_not_laid_out_is_replaced_by_its_own() -> None:
    layout = lay_out(PLAYBOOK, LARGE, 1, ())
    assert before(layout, "M06") == ("M01",)
    assert before(layout, "M16") == ("M07", "M09")


def test_prerequisites_are_replaced_through_milestones_of_other_types() -> None:
    # M13 waits for the upgrade's U1, which stands for M07, and the renewal's R2, for M01 and M04.
    assert before(lay_out(PLAYBOOK, NATIONAL, 2, ()), "M13") == ("M01", "M07", "M09")


def test_a_milestone_due_after_the_anchor_takes_no_part_in_the_back_schedule() -> None:
    layout = lay_out(PLAYBOOK, NEW, 3, ())
    review = next(one for one in layout.milestones if one.code == "W2")
    assert review.after_anchor_business_days == 20
    assert review.latest_finish_business_days_before_anchor is None
    assert not review.critical


def test_the_names_are_those_of_the_type() -> None:
    layout = lay_out(PLAYBOOK, NATIONAL, 2, ())
    names = {one.code: one.name for one in layout.milestones}
    assert names["M16"] == "Roll-out plan by wave signed off"


def test_a_milestone_of_another_type_is_left_out_for_that_reason() -> None:
    told = left_out(lay_out(PLAYBOOK, RENEWAL, 4, PLAYBOOK.facts), "L1")
    assert (told.reason, told.tier, told.fact) == (WhyLeftOut.ANOTHER_TYPE, None, None)
    assert told.sentence == "A step of another kind of purchase: Large account."


def test_a_milestone_of_a_higher_tier_is_left_out_with_that_tier() -> None:
    told = left_out(lay_out(PLAYBOOK, LARGE, 2, ()), "M04")
    assert (told.reason, told.tier) == (WhyLeftOut.HIGHER_TIER, 3)
    assert told.sentence == "Appears from tier 3 (Standard)."


def test_a_milestone_whose_fact_is_not_true_is_left_out_with_that_fact() -> None:
    told = left_out(lay_out(PLAYBOOK, LARGE, 2, ()), "M20")
    assert (told.reason, told.fact) == (WhyLeftOut.FACT_NOT_TRUE, "personal_data")
    assert told.sentence == "Appears only where this holds: Personal data is processed."


def test_a_milestone_kept_out_by_tier_and_fact_names_both() -> None:
    told = left_out(lay_out(PLAYBOOK, LARGE, 2, ()), "A1")
    assert (told.reason, told.tier) == (WhyLeftOut.HIGHER_TIER, 3)
    assert told.fact == "confidential_data_exchanged"
    assert told.sentence == (
        "Appears from tier 3 (Standard), where this holds: Confidential data will be exchanged."
    )


def test_a_restored_milestone_stands_with_the_duration_of_the_lowest_tier_that_has_one() -> None:
    layout = lay_out(PLAYBOOK, LARGE, 1, (), restored={"M04"})
    restored = next(one for one in layout.milestones if one.code == "M04")
    assert (restored.business_days, restored.prerequisites) == (5, ("M01",))
    assert "M04" in before(layout, "M07")


def test_the_buyer_may_restore_what_a_fact_or_the_type_left_out() -> None:
    layout = lay_out(PLAYBOOK, UPGRADE, 3, (), restored={"M20", "L1"})
    assert {"M20", "L1"} <= set(codes(layout))
    assert not {"M20", "L1"} & {one.code for one in layout.left_out}


def test_restoring_what_stands_anyway_changes_no_milestone() -> None:
    plain, restored = lay_out(PLAYBOOK, NEW, 2, ()), lay_out(PLAYBOOK, NEW, 2, (), None, {"M01"})
    assert plain.milestones == restored.milestones


def test_an_unknown_type_is_refused_with_the_five() -> None:
    with pytest.raises(UnknownOpportunityType, match=r"'huge'.*large_account, national_account"):
        opportunity_type_named("huge")


@pytest.mark.parametrize("tier", [0, 5, -1])
def test_a_tier_outside_one_to_four_is_refused(tier: int) -> None:
    with pytest.raises(NoSuchTier, match=f"tier {tier};"):
        lay_out(PLAYBOOK, NEW, tier, ())


def test_a_national_account_at_tier_one_does_not_exist() -> None:
    with pytest.raises(TierDoesNotExistForType, match="from 2 to 4"):
        lay_out(PLAYBOOK, NATIONAL, 1, ())


def test_an_unknown_fact_is_refused_by_name() -> None:
    with pytest.raises(UnknownFact, match="'weather'"):
        lay_out(PLAYBOOK, NEW, 2, {"personal_data", "weather"})


def test_an_unknown_milestone_cannot_be_restored() -> None:
    with pytest.raises(UnknownMilestone, match="'M99'"):
        lay_out(PLAYBOOK, NEW, 2, (), restored={"M99"})
