"""Sharing: everybody is mailed their own link once, and the seller never sees one."""

from dataclasses import replace

import pytest

from portal.actions import enter, share
from portal.actions.means import Means
from portal.actions.share import ShareFirst
from portal.domain.document import MUTUAL_PLAN
from portal.domain.plan import NobodyToShareWith
from portal.domain.playbook.rules import Act
from portal.domain.sharing import DeadLink
from portal.store.plans import NotFound
from tests.actions.people import COMMITTEE, INGRID, PRIYA, TOMAS, Deal, begin

NEWCOMER = replace(TOMAS, name="Lena Brandt", email="lena.brandt@meridian.example")


def test_sharing_mails_each_person_their_own_link_once(means: Means) -> None:
    deal = begin(means)
    for person in COMMITTEE:
        deal.invite(person)
    assert (deal.share(), deal.share()) == (3, 0)
    assert sorted(row["recipient"] for row in deal.letters("link")) == sorted(
        person.email for person in COMMITTEE
    )


def test_sharing_again_mails_only_newcomers(deal: Deal) -> None:
    deal.invite(NEWCOMER)
    assert deal.share() == 1
    assert len(deal.letters("link")) == 4
    assert deal.letters("link", NEWCOMER)


def test_a_plan_is_not_shared_with_nobody(means: Means) -> None:
    deal = begin(means)
    with pytest.raises(NobodyToShareWith):
        deal.share()
    assert deal.page.plan.shared_at is None


def test_the_plan_is_offered_anew_only_if_it_changed(deal: Deal) -> None:
    assert deal.page.documents[MUTUAL_PLAN].number == 1
    deal.share()
    assert deal.page.documents[MUTUAL_PLAN].number == 1
    deal.own(Act.ACCESS, "champion")
    deal.share()
    assert deal.page.documents[MUTUAL_PLAN].number == 2
    assert deal.events().count("plan.shared") == 1


def test_a_letter_carries_no_token(deal: Deal) -> None:
    letter = deal.letters("link", INGRID)[0]
    assert deal.token_of(INGRID) not in repr(letter)
    assert letter["payload"]["plan"] == "Claims review for Meridian"


def test_renewing_kills_the_old_link_and_mails_a_new_one(deal: Deal) -> None:
    old = deal.token_of(INGRID)
    share.renew(deal.means, deal.seller, deal.plan, deal.ids[INGRID])
    with pytest.raises(DeadLink):
        enter.exchange(deal.means, deal.seller.organisation_id, old)
    assert deal.enter_as(INGRID)
    assert deal.events()[-2:] == ["link.revoked", "link.issued"]


def test_a_link_is_not_renewed_before_the_plan_is_shared(means: Means) -> None:
    deal = begin(means)
    member = deal.invite(INGRID)
    with pytest.raises(ShareFirst):
        share.renew(means, deal.seller, deal.plan, member)
    assert deal.letters("link") == []


def test_sharing_again_does_not_bring_back_somebody_whose_link_was_revoked(deal: Deal) -> None:
    share.revoke(deal.means, deal.seller, deal.plan, deal.ids[PRIYA])
    assert deal.share() == 0
    assert len(deal.letters("link", PRIYA)) == 1


def test_revoking_twice_is_no_harm(deal: Deal) -> None:
    for _ in range(2):
        share.revoke(deal.means, deal.seller, deal.plan, deal.ids[PRIYA])
    assert deal.events().count("link.revoked") == 1


def test_a_link_of_nobody_on_the_committee_is_not_found(deal: Deal) -> None:
    for act in (share.renew, share.revoke):
        with pytest.raises(NotFound):
            act(deal.means, deal.seller, deal.plan, "nobody")
