"""Entering the room: what a link opens, for how long, in which browser, and what it never tells."""

from dataclasses import replace

import pytest

from portal.actions import answer, enter, share
from portal.actions.buyers import Buyer
from portal.actions.means import token_hash
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.domain.sharing import (
    LINK_LIFETIME,
    ROOM_LIFETIME,
    CodeMissing,
    CodeWrong,
    DeadLink,
    ForwardedLink,
    SignedOut,
)
from portal.store import doors
from portal.store.verifying import verify_plan
from tests.actions.people import INGRID, PRIYA, STRANGER, Deal, seller_of


@pytest.fixture
def asked(deal: Deal) -> Deal:
    """Give a plan that asks Ingrid to attend S1."""
    deal.own(Act.ATTEND, "economic_buyer")
    return deal


def exchange(deal: Deal, token: str, visiting: Buyer | None = None) -> str:
    organisation = deal.seller.organisation_id
    return enter.exchange(deal.means, organisation, token, visiting=visiting)


def refused(deal: Deal, organisation: str, token: str) -> tuple[str, str | None]:
    with pytest.raises(DeadLink) as dead:
        enter.exchange(deal.means, organisation, token)
    return dead.value.sentence, dead.value.field


def test_unknown_foreign_revoked_and_expired_links_are_one_and_the_same_refusal(deal: Deal) -> None:
    other = seller_of(deal.means, "Fabrikam Ltd", "fabrikam.example", "Ada Byron", "owner")
    organisation, token = deal.seller.organisation_id, deal.token_of(INGRID)
    unknown = refused(deal, organisation, "no such token")
    foreign = refused(deal, other.organisation_id, token)
    nowhere = refused(deal, "no such organisation", token)
    share.revoke(deal.means, deal.seller, deal.plan, deal.ids[INGRID])
    revoked = refused(deal, organisation, token)
    deal.clock.forward(days=LINK_LIFETIME.days)
    expired = refused(deal, organisation, deal.token_of(PRIYA))
    assert {unknown, foreign, nowhere, revoked, expired} == {unknown}


def test_a_link_opens_until_the_moment_it_expires(deal: Deal) -> None:
    deal.clock.forward(days=LINK_LIFETIME.days, seconds=-1)
    assert deal.enter_as(INGRID)


def test_a_link_opened_in_a_second_browser_reads_only(asked: Deal) -> None:
    first, second = asked.enter_as(INGRID), asked.enter_as(INGRID)
    sent = asked.form("S1", Act.ATTEND, Answer.ATTENDED)
    with pytest.raises(ForwardedLink):
        answer.answer(asked.means, second, sent)
    assert answer.answer(asked.means, first, sent).closed == ("S1",)


def test_the_same_browser_opening_twice_stays_whole(asked: Deal) -> None:
    buyer = asked.visit(INGRID)
    secret = exchange(asked, asked.token_of(INGRID), visiting=buyer)
    asked.visits[INGRID] = replace(buyer, session=token_hash(secret))
    assert asked.give(INGRID, "S1", Act.ATTEND).closed == ("S1",)


def test_opening_again_goes_on_under_a_new_token_for_no_longer_and_ends_the_old(
    deal: Deal,
) -> None:
    buyer = deal.visit(INGRID)
    before = session_of(deal, buyer.session)
    deal.clock.forward(days=3)
    secret = exchange(deal, deal.token_of(INGRID), visiting=buyer)
    with pytest.raises(SignedOut):
        enter_and_ask(deal, buyer)
    after = session_of(deal, token_hash(secret))
    assert (after.expires_at, after.reads_only) == (before.expires_at, False)
    plan = deal.page.plan
    key = (plan.organisation_id, plan.id, plan.ledger_seq, plan.ledger_head)
    with deal.means.store.reading() as connection:
        verify_plan(connection, *key)  # the day is proven by the visit


def test_a_new_link_opened_within_a_visit_counts_as_opened(deal: Deal) -> None:
    before = deal.visit(INGRID)
    share.renew(deal.means, deal.seller, deal.plan, deal.ids[INGRID], deal.page.plan.ledger_head)
    deal.clock.forward(minutes=5)
    token = deal.token_of(INGRID)
    first = exchange(deal, token, visiting=before)
    second = exchange(deal, token)
    assert not session_of(deal, token_hash(first)).reads_only
    assert session_of(deal, token_hash(second)).reads_only


def test_a_link_continued_where_somebody_else_visits_ends_their_visit(deal: Deal) -> None:
    priya = deal.visit(PRIYA)
    exchange(deal, deal.token_of(INGRID), visiting=priya)
    with pytest.raises(SignedOut):
        enter_and_ask(deal, priya)


def test_a_dead_link_ends_no_visit(deal: Deal) -> None:
    priya = deal.visit(PRIYA)
    share.revoke(deal.means, deal.seller, deal.plan, deal.ids[INGRID])
    with pytest.raises(DeadLink):
        exchange(deal, deal.token_of(INGRID), visiting=priya)
    assert session_of(deal, priya.session).revoked_at is None


def session_of(deal: Deal, hashed: str) -> doors.RoomSession:
    with deal.means.store.reading() as connection:
        found = doors.find_session(connection, deal.seller.organisation_id, hashed)
    assert found is not None
    return found


def test_a_browser_of_somebody_else_counts_as_another(deal: Deal) -> None:
    priya = deal.visit(PRIYA)
    deal.visit(INGRID)
    secret = exchange(deal, deal.token_of(INGRID), visiting=priya)
    with pytest.raises(ForwardedLink):
        enter_and_ask(deal, replace(deal.visit(INGRID), session=token_hash(secret)))


def enter_and_ask(deal: Deal, buyer: Buyer) -> None:
    answer.send_code(deal.means, buyer, deal.form("M01", Act.CONFIRM, Answer.CONFIRMED))


def test_a_forwarded_visit_acts_once_its_mailbox_was_shown(asked: Deal) -> None:
    asked.visit(INGRID)
    second = asked.enter_as(INGRID)
    enter.send_vouching_code(asked.means, second)
    secret = enter.vouch(asked.means, second, asked.code_for(INGRID))
    sent = asked.form("S1", Act.ATTEND, Answer.ATTENDED)
    freed = replace(second, session=token_hash(secret))
    assert answer.answer(asked.means, freed, sent).closed == ("S1",)


def test_the_code_gives_a_forwarded_visit_a_new_token_and_ends_the_old(deal: Deal) -> None:
    deal.visit(INGRID)
    second = deal.enter_as(INGRID)
    enter.send_vouching_code(deal.means, second)
    secret = enter.vouch(deal.means, second, deal.code_for(INGRID))
    with pytest.raises(SignedOut):
        enter_and_ask(deal, second)
    before, after = session_of(deal, second.session), session_of(deal, token_hash(secret))
    assert (after.expires_at, after.vouched_at) == (before.expires_at, deal.clock.now)


def test_a_code_vouches_for_the_browser_that_asked_for_it_alone(deal: Deal) -> None:
    deal.visit(INGRID)
    second, third = deal.enter_as(INGRID), deal.enter_as(INGRID)
    enter.send_vouching_code(deal.means, second)
    with pytest.raises(CodeMissing):
        enter.vouch(deal.means, third, deal.code_for(INGRID))


def test_a_wrong_vouching_code_leaves_the_visit_reading(deal: Deal) -> None:
    deal.visit(INGRID)
    second = deal.enter_as(INGRID)
    enter.send_vouching_code(deal.means, second)
    wrong = f"{(int(deal.code_for(INGRID)) + 1) % 1_000_000:06d}"
    with pytest.raises(CodeWrong, match="4 tries are left"):
        enter.vouch(deal.means, second, wrong)
    with pytest.raises(ForwardedLink):
        enter_and_ask(deal, second)


def test_revoking_ends_visits_at_once(asked: Deal) -> None:
    buyer = asked.visit(INGRID)
    sent = asked.form("S1", Act.ATTEND, Answer.ATTENDED)
    share.revoke(asked.means, asked.seller, asked.plan, asked.ids[INGRID])
    with pytest.raises(SignedOut):
        answer.answer(asked.means, buyer, sent)
    assert asked.standing("S1") == "waiting_for_buyer"


def test_revoking_one_persons_link_leaves_the_others_whole(asked: Deal) -> None:
    asked.visit(INGRID)
    share.revoke(asked.means, asked.seller, asked.plan, asked.ids[PRIYA])
    assert exchange(asked, asked.token_of(INGRID)) is not None
    assert asked.give(INGRID, "S1", Act.ATTEND).closed == ("S1",)


def test_a_visit_that_expired_or_was_left_acts_no_more(asked: Deal) -> None:
    left, late = asked.visit(INGRID), asked.visit(PRIYA)
    for _ in range(2):  # leaving twice is no harm
        enter.leave(asked.means, left)
    with pytest.raises(SignedOut):
        enter_and_ask(asked, left)
    asked.clock.forward(days=ROOM_LIFETIME.days)
    with pytest.raises(SignedOut):
        enter_and_ask(asked, late)


def test_a_session_is_good_for_its_own_member_and_plan_alone(asked: Deal) -> None:
    priya, ingrid = asked.visit(PRIYA), asked.ids[INGRID]
    sent = asked.form("S1", Act.ATTEND, Answer.ATTENDED)
    for buyer in (
        replace(priya, member_id=ingrid),
        replace(priya, member_id="nobody"),
        replace(priya, session="no such session"),
    ):
        with pytest.raises(SignedOut):
            answer.answer(asked.means, buyer, sent)


def test_only_the_day_of_continuing_is_kept_and_pages_notice(deal: Deal) -> None:
    before = deal.page.plan.counter
    deal.visit(INGRID)
    page = deal.page
    member = page.member(deal.ids[INGRID])
    assert member is not None
    assert member.continued_on == deal.clock.now.date()
    assert page.plan.counter == before + 1
    deal.enter_as(INGRID)
    assert deal.page.plan.counter == before + 1


def test_members_and_strangers_get_the_same_answer_and_only_members_a_link(deal: Deal) -> None:
    organisation = deal.seller.organisation_id
    deal.clock.forward(minutes=2)
    for plan in (deal.plan, "no such plan"):
        for email in (f" {INGRID.email.upper()} ", STRANGER, deal.seller.email, "not an address"):
            enter.request_link(deal.means, organisation, plan, email)
    assert len(deal.letters("link", INGRID)) == 2
    assert len(deal.letters("link")) == 4


def test_links_on_request_are_paced(deal: Deal) -> None:
    organisation = deal.seller.organisation_id
    for seconds, mailed in ((119, 1), (1, 2), (60, 2), (60, 3)):
        deal.clock.forward(seconds=seconds)
        enter.request_link(deal.means, organisation, deal.plan, INGRID.email)
        assert len(deal.letters("link", INGRID)) == mailed


def test_a_dead_link_asks_for_a_new_one_to_the_address_on_file(deal: Deal) -> None:
    organisation, dead = deal.seller.organisation_id, deal.token_of(INGRID)
    deal.clock.forward(days=LINK_LIFETIME.days)
    for token in (dead, "no such token"):
        enter.request_link_again(deal.means, organisation, token)
    assert len(deal.letters("link", INGRID)) == 2
    assert deal.enter_as(INGRID)
