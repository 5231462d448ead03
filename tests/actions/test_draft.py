"""Starting a plan: laid out by rule, kept as previewed, and told to nobody."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.actions import draft, own_milestone
from portal.actions.draft import (
    BuyerMissing,
    Draft,
    TitleTooLong,
    UnknownTimeZone,
)
from portal.actions.means import Means
from portal.actions.own_milestone import MilestoneIncomplete
from portal.domain.committee import UnknownSeat
from portal.domain.playbook.dates import AnchorInThePast
from portal.domain.playbook.rules import Act, OpportunityType
from portal.domain.playbook.tier import TierMovedWithoutReason
from portal.domain.refusals import Refusal
from portal.store import verifying
from tests.actions.people import INGRID, Deal, begin, owen
from tests.actions.purchases import LARGE, SMALL
from tests.actions.snapshot import everything

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("opportunity_type", OpportunityType)
def test_every_type_of_plan_is_kept_as_it_was_previewed(
    means: Means, opportunity_type: OpportunityType
) -> None:
    wanted = replace(LARGE, opportunity_type=opportunity_type)
    deal = begin(means, wanted)
    previewed = draft.preview(wanted, deal.seller.median_deal, TODAY)
    page = deal.page
    assert {one.code: one.due_on for one in page.milestones} == previewed.due
    assert [one.code for one in page.milestones] == [o.code for o in previewed.layout.milestones]
    assert (page.plan.tier, page.plan.owner) == (previewed.chosen.tier, "Owen Hartley")
    assert [one["code"] for one in page.plan.left_out] == [
        one.code for one in previewed.layout.left_out
    ]


def test_a_plan_begins_its_ledger_and_tells_nobody(means: Means) -> None:
    deal = begin(means)
    assert deal.events() == ["plan.started", "plan.laid_out"]
    assert deal.letters("link") == []
    with means.store.reading() as connection:
        assert verifying.verify(connection).whole


def test_a_plan_without_a_title_is_called_after_both_companies(means: Means) -> None:
    deal = begin(means, replace(SMALL, title="  "))
    assert deal.page.plan.title == "Meridian Freight with Northwind Analytics"


def test_a_tier_moved_with_a_reason_keeps_the_reason(means: Means) -> None:
    deal = begin(means, replace(SMALL, tier=2, tier_reason=" They asked for a proof. "))
    assert (deal.page.plan.tier, deal.page.plan.tier_reason) == (2, "They asked for a proof.")


def test_what_was_left_out_can_be_restored(means: Means) -> None:
    left_out = begin(means).page.plan.left_out[0]["code"]
    restored = begin(means, replace(SMALL, restored=frozenset({left_out})))
    assert restored.page.milestone(left_out) is not None


REFUSED: tuple[tuple[Draft, type[Refusal]], ...] = (
    (replace(SMALL, buyer=" "), BuyerMissing),
    (replace(SMALL, buyer="M" * 121), TitleTooLong),
    (replace(SMALL, title="T" * 121), TitleTooLong),
    (replace(SMALL, time_zone="Europe/Nowhere"), UnknownTimeZone),
    (replace(SMALL, time_zone="../etc/passwd"), UnknownTimeZone),
    (replace(SMALL, go_live=TODAY), AnchorInThePast),
    (replace(SMALL, tier=2), TierMovedWithoutReason),
)


def test_a_faulty_draft_is_refused_and_nothing_is_kept(means: Means) -> None:
    seller = owen(means)
    before = everything(means.store)
    for faulty, refused in REFUSED:
        with pytest.raises(refused):
            draft.start(means, seller, faulty)
    assert everything(means.store) == before


def test_the_day_is_the_one_where_the_buyer_works(deal: Deal) -> None:
    deal.clock.forward(hours=14, minutes=30)  # 23:30 in London, past midnight in Berlin
    with pytest.raises(MilestoneIncomplete, match="after today"):
        own_milestone.add_milestone(
            deal.means, deal.seller, deal.plan, name="A visit", act=Act.ATTEND, seat="champion",
            due_on=date(2026, 11, 24), why="You asked for it.", provides="",
        )  # fmt: skip  # one call


def test_every_act_can_close_a_milestone_of_the_sellers_own(deal: Deal) -> None:
    for act in Act:
        code = deal.own(act, "economic_buyer", amount=9_000 if act is Act.APPROVE else None)
        assert deal.standing(code) == "waiting_for_buyer"
        assert deal.give(INGRID, code, act).closed == (code,)
    assert [one.code for one in deal.page.milestones if one.standing == "closed"] == [
        f"S{number}" for number in range(1, len(Act) + 1)
    ]


def test_a_milestone_with_words_waits_for_the_supplier_to_write_them(deal: Deal) -> None:
    code = own_milestone.add_milestone(
        deal.means, deal.seller, deal.plan, name="A  visit", act=Act.ATTEND, seat="champion",
        due_on=date(2027, 1, 11), why="You asked for it.", provides="A room",
    )  # fmt: skip  # one call
    found = deal.milestone(code)
    assert (found.name, found.origin, found.standing) == (
        "A visit", "supplier", "waiting_for_supplier",
    )  # fmt: skip  # one comparison


INCOMPLETE: tuple[tuple[dict[str, Any], type[Refusal]], ...] = (
    ({"name": " "}, MilestoneIncomplete),
    ({"why": ""}, MilestoneIncomplete),
    ({"seat": ""}, MilestoneIncomplete),
    ({"due_on": TODAY}, MilestoneIncomplete),
    ({"name": "N" * 121}, TitleTooLong),
    ({"seat": "king"}, UnknownSeat),
)


def test_a_milestone_that_asks_nobody_for_nothing_is_refused(deal: Deal) -> None:
    whole: dict[str, Any] = {
        "name": "A visit", "seat": "champion", "why": "You asked.", "due_on": date(2027, 1, 11),
    }  # fmt: skip  # one milestone
    for faulty, refused in INCOMPLETE:
        with pytest.raises(refused):
            own_milestone.add_milestone(
                deal.means, deal.seller, deal.plan, act=Act.ATTEND, provides="", **(whole | faulty)
            )
    assert deal.page.milestone("S1") is None
