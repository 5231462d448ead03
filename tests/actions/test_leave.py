"""Leaving the committee: final, by the buyer's side alone, and with everything said in one mail."""

from dataclasses import replace

import pytest

from portal.actions import answer, enter, invite, leave, share
from portal.actions.leave import HasCome
from portal.domain.acts import Answer
from portal.domain.allowing import NotLeading
from portal.domain.playbook.rules import Act
from portal.domain.sharing import DeadLink, SignedOut
from portal.store.plans import NotFound
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, begin


def off(deal: Deal) -> None:
    """Have Priya take Tomás off."""
    leave.take_off(deal.means, deal.visit(PRIYA), deal.ids[TOMAS])


def test_whoever_leads_takes_somebody_off_for_good(deal: Deal) -> None:
    visit, token = deal.visit(TOMAS), deal.token_of(TOMAS)
    off(deal)
    assert "member.left" in deal.events()
    with pytest.raises(SignedOut):
        answer.send_code(deal.means, visit, deal.form("M01", Act.CONFIRM, Answer.CONFIRMED))
    with pytest.raises(DeadLink):
        enter.exchange(deal.means, deal.seller.organisation_id, token)
    deal.clock.forward(days=1)
    organisation = deal.seller.organisation_id
    enter.request_link_again(deal.means, organisation, token)
    enter.request_link(deal.means, organisation, deal.plan, TOMAS.email)
    assert len(deal.letters("link", TOMAS)) == 1


def test_no_seller_mails_a_link_to_somebody_who_left(deal: Deal) -> None:
    off(deal)
    for act in (share.renew, share.revoke):
        with pytest.raises(NotFound):
            act(deal.means, deal.seller, deal.plan, deal.ids[TOMAS])
    assert deal.share() == 0


def test_a_revoked_link_is_replaced_by_its_person_and_a_person_who_left_is_not(deal: Deal) -> None:
    share.revoke(deal.means, deal.seller, deal.plan, deal.ids[INGRID])
    off(deal)
    deal.clock.forward(minutes=2)
    for person in (INGRID, TOMAS):
        enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, person.email)
    assert (len(deal.letters("link", INGRID)), len(deal.letters("link", TOMAS))) == (2, 1)
    assert deal.enter_as(INGRID)


def test_anybody_may_leave_and_only_whoever_leads_takes_others_off(deal: Deal) -> None:
    ingrid = deal.visit(INGRID)
    with pytest.raises(NotLeading):
        leave.take_off(deal.means, ingrid, deal.ids[TOMAS])
    leave.take_off(deal.means, ingrid, deal.ids[INGRID])
    left = deal.page.member(deal.ids[INGRID])
    assert left is not None
    assert left.left_at == deal.clock.now
    with pytest.raises(SignedOut):
        leave.take_off(deal.means, ingrid, deal.ids[INGRID])


def test_nobody_is_taken_off_twice(deal: Deal) -> None:
    off(deal)
    with pytest.raises(NotFound):
        off(deal)
    assert deal.events().count("member.left") == 1


def test_whoever_leaves_takes_every_answer_along(deal: Deal) -> None:
    deal.own(Act.ATTEND, "finance")
    deal.give(TOMAS, "S1", Act.ATTEND)
    off(deal)
    (farewell,) = deal.letters("left", TOMAS)
    (said,) = farewell["payload"]["answers"]
    assert said["statement"].startswith("I, Tomás Aguiar, Chief Operating Officer of Meridian")
    assert farewell["payload"]["head"] == deal.page.plan.ledger_head
    assert deal.standing("S1") == "closed"


def test_a_seller_takes_off_whom_they_named_by_mistake_and_nobody_who_came(deal: Deal) -> None:
    deal.visit(INGRID)
    with pytest.raises(HasCome, match="Ingrid Solheim has been here"):
        leave.take_off_unseen(deal.means, deal.seller, deal.plan, deal.ids[INGRID])
    leave.take_off_unseen(deal.means, deal.seller, deal.plan, deal.ids[TOMAS])
    assert [one.name for one in deal.page.present] == [INGRID.name, PRIYA.name]
    assert deal.letters("left", TOMAS)


def test_whoever_never_had_a_mail_gets_none_when_they_are_taken_off(deal: Deal) -> None:
    fresh = begin(deal.means)
    fresh.invite(TOMAS)
    leave.take_off_unseen(fresh.means, fresh.seller, fresh.plan, fresh.ids[TOMAS])
    assert fresh.letters("left") == []


def test_somebody_who_left_can_be_named_anew_as_another_person(deal: Deal) -> None:
    off(deal)
    again = invite.add_member(
        deal.means, deal.seller, deal.plan,
        name=TOMAS.name, email=TOMAS.email, title="", seats=("finance",),
    )  # fmt: skip  # one call
    assert again != deal.ids[TOMAS]
    assert deal.share() == 1
    deal.ids[replace(TOMAS, title="")] = again
    assert len(deal.letters("link", TOMAS)) == 2
