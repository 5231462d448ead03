"""How many yeses of a role close a milestone, and when they no longer can."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act, Quorum
from tests.domain.people import (
    INGRID,
    PRIYA,
    THREE_SITE_LEADS,
    TOMAS,
    Deal,
    asks,
    rule,
)


def sites(quorum: Quorum) -> Deal:
    """Return a deal in which all three lead a site and are asked to confirm N3."""
    who = (asks("site_lead", quorum),)
    return Deal((rule("N3", Act.CONFIRM, who=who),), THREE_SITE_LEADS)


def confirm(deal: Deal, *members: str) -> Standing:
    for member in members:
        deal.give(member, "N3", Act.CONFIRM, Answer.CONFIRMED)
    return deal.standing("N3")


def test_one_yes_closes_a_quorum_of_one() -> None:
    assert confirm(sites(Quorum.one()), TOMAS) is Standing.CLOSED


@pytest.mark.parametrize(
    ("quorum", "needed"),
    [
        (Quorum.every(), 3),
        (Quorum.percent(1), 1),
        (Quorum.percent(50), 2),
        (Quorum.percent(67), 3),
        (Quorum.number(2, 3), 2),
        (Quorum.number(3, 3), 3),
    ],
)
def test_a_quorum_closes_with_its_last_yes_and_not_before(quorum: Quorum, needed: int) -> None:
    deal, people = sites(quorum), (INGRID, PRIYA, TOMAS)
    assert confirm(deal, *people[: needed - 1]) is Standing.WAITING_FOR_BUYER
    assert confirm(deal, people[needed - 1]) is Standing.CLOSED


def test_a_number_larger_than_the_people_seated_is_out_of_reach_at_once() -> None:
    assert sites(Quorum.number(4, 4)).state("N3").out_of_reach == ("site_lead",)


def test_an_objection_leaves_a_quorum_of_one_open_to_the_others() -> None:
    deal = sites(Quorum.one())
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("N3").out_of_reach == ()
    assert confirm(deal, PRIYA) is Standing.CLOSED


def test_one_objection_puts_a_quorum_of_every_out_of_reach() -> None:
    deal = sites(Quorum.every())
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.CHANGES_ASKED)
    assert deal.state("N3").out_of_reach == ("site_lead",)


def test_two_of_three_stay_in_reach_after_one_objection_and_not_after_two() -> None:
    deal = sites(Quorum.number(2, 3))
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("N3").out_of_reach == ()
    deal.give(PRIYA, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("N3").out_of_reach == ("site_lead",)


def test_half_of_three_is_out_of_reach_after_two_objections() -> None:
    deal = sites(Quorum.percent(50))
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    deal.give(PRIYA, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("N3").out_of_reach == ("site_lead",)


def test_a_veto_keeps_open_what_enough_others_confirmed() -> None:
    deal = sites(Quorum.one(veto=True))
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    assert confirm(deal, INGRID, PRIYA) is Standing.IN_DISCUSSION


def test_a_veto_says_at_once_that_the_quorum_is_out_of_reach() -> None:
    deal = sites(Quorum.one(veto=True))
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("N3").out_of_reach == ("site_lead",)


def test_a_veto_after_the_closing_reopens() -> None:
    deal = sites(Quorum.one(veto=True))
    assert confirm(deal, INGRID) is Standing.CLOSED
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    assert deal.standing("N3") is Standing.IN_DISCUSSION


def test_an_objection_withdrawn_brings_the_quorum_back_into_reach() -> None:
    deal = sites(Quorum.every())
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    deal.withdraw(TOMAS, "N3", Act.CONFIRM)
    assert deal.state("N3").out_of_reach == ()


def test_each_role_needs_its_own_quorum() -> None:
    who = (asks("economic_buyer"), asks("champion"))
    deal = Deal((rule("M01", Act.CONFIRM, who=who),))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER
    deal.give(PRIYA, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED


def test_one_person_in_two_seats_answers_once_for_both() -> None:
    who = (asks("economic_buyer"), asks("authorised_signatory"))
    deal = Deal((rule("M01", Act.CONFIRM, who=who),))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED
    assert [line.role for line in deal.state("M01").lines] == [
        "economic_buyer",
        "authorised_signatory",
    ]
