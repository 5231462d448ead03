"""Law 1 at this floor: whatever a supplier does, in whatever order, closes nothing."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from portal.actions import allow, enter, report
from portal.actions.asking_again import WrongOldPassword
from portal.actions.sellers import OwnersOnly, ReaderOnly
from portal.domain.ledger import ChainBroken
from portal.domain.passkeys import PasskeyNotKept
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal
from portal.domain.second_factor import NoSecondStep
from portal.store.plans import NotFound
from portal.store.verifying import verify_plan
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, seller_of
from tests.actions.snapshot import everything
from tests.actions.supplier_acts import (
    ON_A_PLAN,
    ON_ACCOUNTS,
    ON_ONESELF,
    STARTING,
    taken_by_sellers,
)

STEPS = 80


def closed(deal: Deal) -> set[str]:
    return {one.code for one in deal.page.milestones if one.standing == "closed"}


def broken(deal: Deal) -> str | None:
    """Return what the plan's rows and its chain disagree about: an act without its entry would."""
    plan, organisation = deal.page.plan, deal.seller.organisation_id
    with deal.means.store.reading() as connection:
        try:
            verify_plan(connection, organisation, plan.id, plan.ledger_seq, plan.ledger_head)
        except ChainBroken as one:
            return one.reason
    return None


def all_but_one_owner(deal: Deal) -> None:
    """Let everybody who owns an outcome confirm the starting point, except Tomás."""
    deal.write_outcomes(INGRID, PRIYA, TOMAS)
    deal.close("M01")
    deal.write("M04", "Today 3.1 % are paid twice.")
    deal.give(INGRID, "M04", Act.PROVIDE)
    deal.give(INGRID, "M04", Act.CONFIRM)
    deal.give(PRIYA, "M04", Act.CONFIRM)


def almost_there(deal: Deal) -> None:
    """Let the buyer's side say everything but what would close the last milestones."""
    all_but_one_owner(deal)
    deal.own(Act.APPROVE, "finance", amount=9_000)
    deal.give(TOMAS, "S1", Act.APPROVE, limit=Decimal(8_999))
    deal.own(Act.CONFIRM, "champion")
    deal.give(PRIYA, "S2", Act.CONFIRM)


def walk(deal: Deal, seed: int) -> Iterator[str]:
    """Do what a seller can do, at random, telling what was done; refusals are no matter."""
    chance = Random(seed)
    for _ in range(STEPS):
        name = chance.choice(sorted(ON_A_PLAN))
        with suppress(Refusal):
            ON_A_PLAN[name](deal, deal.seller, chance)
            yield name


def newcomer(deal: Deal) -> None:
    """Have somebody join by their domain, for a seller to give a seat."""
    lena = replace(PRIYA, name="Lena Vogt", email="lena.vogt@meridian.example")
    allow.allow(deal.means, deal.visit(PRIYA), "meridian.example")
    enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, lena.email)
    enter.exchange(deal.means, deal.seller.organisation_id, deal.token_of(lena))
    deal.ids[lena] = next(one.id for one in deal.page.members if one.waits)


def test_no_supplier_act_in_any_order_closes_a_milestone(large: Deal) -> None:
    almost_there(large)
    was_closed = closed(large)
    assert was_closed == {"M01", "S2"}
    newcomer(large)
    done = set()
    for name in walk(large, seed=20261123):
        done.add(name)
        now_closed = closed(large)
        assert now_closed <= was_closed, name
        was_closed = now_closed
    assert done == set(ON_A_PLAN)
    assert large.events().count("milestone.closed") == 2  # the buyers' own


def test_every_supplier_act_leaves_the_record_whole(large: Deal) -> None:
    almost_there(large)
    newcomer(large)
    for name in walk(large, seed=20261127):
        assert broken(large) is None, name


def test_what_only_a_suppliers_move_completed_waits_for_a_buyers_yes(large: Deal) -> None:
    all_but_one_owner(large)
    large.write_outcomes(INGRID, PRIYA)  # Tomás owns none any more: nobody else is missing
    report.report(large.means, large.seller, large.plan, "M04", "They all said yes.")
    large.close("M01")
    large.share()
    assert large.standing("M04") == "waiting_for_buyer"
    assert large.give(PRIYA, "M04", Act.CONFIRM).closed == ("M04",)


def test_every_action_open_to_sellers_is_tried(large: Deal) -> None:
    assert set(taken_by_sellers()) == {*ON_A_PLAN, *STARTING, *ON_ACCOUNTS, *ON_ONESELF}


def test_a_readers_account_can_do_nothing(large: Deal) -> None:
    reader = replace(large.seller, role="reader")
    before = everything(large.means.store)
    for doing in (ON_A_PLAN | STARTING).values():
        with pytest.raises(ReaderOnly):
            doing(large, reader, Random(1))
    assert everything(large.means.store) == before


@pytest.mark.parametrize("role", ["manager", "seller", "reader"])
def test_only_owners_change_accounts(deal: Deal, role: str) -> None:
    seller = replace(deal.seller, role=role)
    for doing in ON_ACCOUNTS.values():
        with pytest.raises(OwnersOnly):
            doing(deal, seller, Random(1))


def test_what_owners_do_to_accounts_closes_nothing(large: Deal) -> None:
    almost_there(large)
    was_closed = closed(large)
    owner = seller_of(large.means, "Northwind Analytics", "northwind.example", "Ida Ek", "owner")
    for doing in (ON_ACCOUNTS | ON_ONESELF).values():
        with suppress(WrongOldPassword, NoSecondStep, PasskeyNotKept, NotFound):
            doing(large, owner, Random(1))
    assert closed(large) == was_closed
    assert broken(large) is None


def test_another_organisations_seller_finds_nothing(large: Deal) -> None:
    other = seller_of(large.means, "Fabrikam Ltd", "fabrikam.example", "Ada Byron", "owner")
    before = everything(large.means.store)
    for doing in ON_A_PLAN.values():
        with pytest.raises(NotFound):
            doing(large, other, Random(1))
    assert everything(large.means.store) == before
