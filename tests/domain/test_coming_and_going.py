"""What joining, taking a seat and leaving do to a plan's milestones, and who may bring it about."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.committee_events import (
    DomainAllowed,
    DomainDisallowed,
    GuestInvited,
    MemberJoined,
    MemberLeft,
    MemberReaddressed,
    MemberSeated,
)
from portal.domain.events import By, MemberIntroduced
from portal.domain.folding import ForeignDomain, ForeignLeaving
from portal.domain.playbook.rules import Act, Quorum
from tests.domain.people import INGRID, OWEN, PRIYA, SYSTEM, TOMAS, Deal, asks, rule, says

LENA, DOMAIN, SALTED = "lena", "meridian.example", "c" * 64
EVERY = rule("M16", Act.CONFIRM, who=(asks("every_member", Quorum.every()),))


def left(member: str) -> MemberLeft:
    return MemberLeft(member)


def test_whoever_joined_by_a_domain_is_asked_nothing_before_they_are_seated() -> None:
    deal = Deal((EVERY,))
    deal.record(MemberJoined(LENA, SALTED), By("buyer", LENA))
    assert LENA not in says(deal.state("M16"))
    deal.record(MemberSeated(LENA, ("legal",), SALTED), By("buyer", PRIYA))
    assert says(deal.state("M16"))[LENA] == "asked"


def test_a_link_to_a_newcomer_changes_nothing() -> None:
    deal = Deal((EVERY,))
    before = deal.state("M16")
    deal.record(GuestInvited(LENA, DOMAIN, SALTED), SYSTEM)
    deal.record(MemberReaddressed(PRIYA, SALTED), By("buyer", PRIYA))
    assert deal.state("M16") == before


def test_only_a_member_allows_a_domain() -> None:
    deal = Deal((EVERY,))
    for by in (OWEN, SYSTEM, By("buyer", "a stranger")):
        with pytest.raises(ForeignDomain):
            deal.record(DomainAllowed(DOMAIN), by)
    deal.record(DomainAllowed(DOMAIN), By("buyer", PRIYA))
    assert set(deal.history.domains) == {DOMAIN}
    deal.record(DomainDisallowed(DOMAIN), By("buyer", PRIYA))
    assert deal.history.domains == {}


def test_whoever_left_is_asked_no_more_and_the_others_answers_count() -> None:
    deal = Deal((EVERY,))
    deal.give(INGRID, "M16", Act.CONFIRM, Answer.CONFIRMED)
    deal.record(left(TOMAS), By("buyer", PRIYA))
    assert TOMAS not in says(deal.state("M16"))
    deal.give(PRIYA, "M16", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M16") is Standing.CLOSED


def test_leaving_closes_nothing_by_itself() -> None:
    deal = Deal((EVERY,))
    for member in (INGRID, PRIYA):
        deal.give(member, "M16", Act.CONFIRM, Answer.CONFIRMED)
    deal.record(left(TOMAS), By("buyer", PRIYA))
    assert deal.standing("M16") is Standing.WAITING_FOR_BUYER


def test_leaving_reopens_nothing_that_is_closed() -> None:
    deal = Deal((EVERY,))
    for member in (INGRID, PRIYA, TOMAS):
        deal.give(member, "M16", Act.CONFIRM, Answer.CONFIRMED)
    deal.record(left(TOMAS), By("buyer", TOMAS))
    assert deal.standing("M16") is Standing.CLOSED


def test_a_stop_leaves_with_whoever_said_it() -> None:
    one = rule("M17", Act.DECIDE, who=(asks("every_member", Quorum.one()),))
    deal = Deal((one,))
    deal.give(TOMAS, "M17", Act.DECIDE, Answer.STOP)
    assert deal.standing("M17") is Standing.STOPPED
    deal.record(left(TOMAS), By("buyer", PRIYA))
    assert deal.standing("M17") is Standing.WAITING_FOR_BUYER


def test_an_owner_of_an_outcome_who_left_is_not_waited_for() -> None:
    owned = rule("M01", Act.CONFIRM, who=(asks("outcome_owner", Quorum.every()),),
                 document="outcomes")  # fmt: skip  # one rule
    deal = Deal((owned,))
    deal.revise("outcomes", "both", parts={PRIYA: "fewer calls", TOMAS: "fewer claims"})
    deal.record(left(TOMAS), By("buyer", PRIYA))
    assert says(deal.state("M01")) == {PRIYA: "asked"}


def test_a_supplier_takes_nobody_off_who_has_spoken() -> None:
    deal = Deal((EVERY,))
    deal.give(INGRID, "M16", Act.CONFIRM, Answer.DECLINED)
    deal.record(MemberIntroduced(PRIYA, None, None, SALTED), By("buyer", PRIYA))
    for member in (INGRID, PRIYA, "a stranger"):
        with pytest.raises(ForeignLeaving):
            deal.record(left(member), OWEN)
    deal.record(left(TOMAS), OWEN)
    assert TOMAS not in deal.history.members


def test_nobody_from_outside_takes_anybody_off() -> None:
    deal = Deal((EVERY,))
    for by in (SYSTEM, By("buyer", "a stranger")):
        with pytest.raises(ForeignLeaving):
            deal.record(left(TOMAS), by)
