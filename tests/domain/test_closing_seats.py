"""Who is asked: seats given, seats that follow from the plan, and seats nobody holds."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing, asked_for, holders
from portal.domain.events import By, MemberIntroduced
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import AlreadyAnswered
from tests.domain.people import (
    INGRID,
    PRIYA,
    STRANGER,
    THREE_SITE_LEADS,
    TOMAS,
    Deal,
    Said,
    asks,
    rule,
    says,
)

EVERY_OWNER = (asks("outcome_owner", Quorum.every()),)
OUTCOMES = rule("M01", Act.CONFIRM, who=EVERY_OWNER, document="outcomes")


def test_a_seat_is_held_by_those_who_were_given_it_in_the_order_they_joined() -> None:
    deal = Deal((rule("N3", Act.CONFIRM),), THREE_SITE_LEADS)
    assert holders(deal.history, "site_lead") == (INGRID, PRIYA, TOMAS)
    assert holders(deal.history, "champion") == ()


def test_an_outcomes_owner_holds_that_seat_by_owning_it() -> None:
    deal = Deal((OUTCOMES,))
    assert holders(deal.history, "outcome_owner") == ()
    deal.revise("outcomes", "two", parts={TOMAS: "fewer claims", PRIYA: "fewer calls"})
    assert holders(deal.history, "outcome_owner") == (TOMAS, PRIYA)


def test_every_member_is_asked_with_or_without_a_seat() -> None:
    deal = Deal((rule("M17", Act.DECIDE, who=(asks("every_member", Quorum.every()),)),))
    deal.seat(STRANGER)
    assert says(deal.state("M17")) == dict.fromkeys((INGRID, PRIYA, TOMAS, STRANGER), "asked")


def test_a_step_owner_holds_a_seat_that_some_milestone_asks_or_owns_an_outcome() -> None:
    plan = rule("M07", Act.SIGN, who=(asks("step_owner", Quorum.every()),))
    deal = Deal((rule("M13", Act.APPROVE), plan, OUTCOMES))
    assert holders(deal.history, "step_owner") == (INGRID,)
    deal.revise("outcomes", "one", parts={PRIYA: "fewer calls"})
    assert holders(deal.history, "step_owner") == (INGRID, PRIYA)


def test_a_seat_nobody_holds_is_named_and_never_met() -> None:
    who = (asks("economic_buyer"), asks("procurement", Quorum.every()))
    deal = Deal((rule("M18", Act.CONFIRM, who=who),))
    deal.give(INGRID, "M18", Act.CONFIRM, Answer.CONFIRMED)
    state = deal.state("M18")
    assert state.empty_seats == ("procurement",)
    assert state.out_of_reach == ()
    assert state.standing is Standing.WAITING_FOR_BUYER


def test_only_holders_of_the_seats_named_are_asked() -> None:
    deal = Deal((rule("M13", Act.APPROVE),))
    m13 = deal.history.rules["M13"]
    assert asked_for(deal.history, m13, INGRID)
    assert not asked_for(deal.history, m13, TOMAS)
    assert not asked_for(deal.history, m13, STRANGER)


def everybody_confirms(*members: str) -> Deal:
    who = (asks("site_lead", Quorum.every()),)
    deal = Deal((rule("N3", Act.CONFIRM, who=who),), THREE_SITE_LEADS)
    for member in members:
        deal.give(member, "N3", Act.CONFIRM, Answer.CONFIRMED)
    return deal


def test_somebody_who_joins_later_does_not_undo_what_the_others_closed() -> None:
    deal = everybody_confirms(INGRID, PRIYA, TOMAS)
    deal.seat(STRANGER, "site_lead")
    assert deal.standing("N3") is Standing.CLOSED


def test_a_late_yes_never_reopens() -> None:
    deal = everybody_confirms(INGRID, PRIYA, TOMAS)
    deal.seat(STRANGER, "site_lead")
    deal.seat("fourth", "site_lead")
    deal.give(STRANGER, "N3", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("N3") is Standing.CLOSED


def test_taking_the_last_missing_person_off_a_seat_closes_nothing() -> None:
    deal = everybody_confirms(INGRID, PRIYA)
    deal.seat(TOMAS, "finance")
    assert deal.standing("N3") is Standing.WAITING_FOR_BUYER


def test_after_a_seat_changed_hands_one_of_those_who_said_yes_is_enough() -> None:
    deal = everybody_confirms(INGRID, PRIYA)
    deal.seat(TOMAS, "finance")
    assert says(deal.state("N3")) == {INGRID: "outdated", PRIYA: "outdated"}
    deal.give(INGRID, "N3", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("N3") is Standing.CLOSED


def test_the_yes_that_closes_then_must_itself_count() -> None:
    deal = everybody_confirms(INGRID, PRIYA)
    said = deal.decide(TOMAS, "N3", Act.CONFIRM, Answer.CONFIRMED, Said())
    deal.seat(TOMAS, "finance")
    deal.record(said, By("buyer", TOMAS))
    assert deal.standing("N3") is Standing.WAITING_FOR_BUYER


def test_once_it_is_closed_nobody_says_yes_twice() -> None:
    deal = everybody_confirms(INGRID, PRIYA, TOMAS)
    with pytest.raises(AlreadyAnswered):
        deal.give(INGRID, "N3", Act.CONFIRM, Answer.CONFIRMED)


def test_a_yes_of_somebody_who_lost_the_seat_no_longer_counts() -> None:
    deal = Deal((rule("N3", Act.CONFIRM, who=(asks("site_lead", Quorum.number(2, 3)),)),),
                THREE_SITE_LEADS)  # fmt: skip  # one deal
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.CONFIRMED)
    deal.seat(TOMAS, "finance")
    deal.give(PRIYA, "N3", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("N3") is Standing.WAITING_FOR_BUYER
    assert [line.say for line in deal.state("N3").lines] == [Say.ASKED, Say.YES]


def test_new_seats_leave_what_a_person_stated_as_it_was() -> None:
    deal = everybody_confirms()
    deal.record(MemberIntroduced(INGRID, "1000", "EUR", "c" * 64))
    deal.seat(INGRID, "finance")
    assert deal.history.members[INGRID].introduced
