"""Facts that only the buyer knows: done when every value asked for has been entered."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing, entered_values
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import NotAsked, ReasonTooLong, UnknownValue, ValueMissing
from portal.domain.words import LONGEST_TEXT
from tests.domain.people import INGRID, PRIYA, TOMAS, Deal, Said, asks, entering, rule, says


def facts_wanted() -> Deal:
    """Return a deal in which Priya and Tomás are asked for budget and paper."""
    who = (asks("champion", Quorum.every()), asks("finance", Quorum.every()))
    return Deal((rule("M06", Act.PROVIDE, who=who, values=("budget", "paper")),))


def provide(deal: Deal, member: str, **values: str) -> None:
    deal.give(member, "M06", Act.PROVIDE, Answer.PROVIDED, entering(**values))


def test_one_person_who_enters_every_value_is_enough() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes", paper="ours")
    assert deal.standing("M06") is Standing.CLOSED
    assert says(deal.state("M06")) == {PRIYA: "yes"}


def test_the_values_may_come_from_different_people() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes")
    assert deal.standing("M06") is Standing.WAITING_FOR_BUYER
    provide(deal, TOMAS, paper="theirs")
    assert deal.standing("M06") is Standing.CLOSED


def test_one_person_may_enter_them_piece_by_piece() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes")
    provide(deal, PRIYA, paper="ours")
    assert deal.standing("M06") is Standing.CLOSED


def test_whoever_entered_a_part_is_still_asked_for_the_rest() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes")
    assert says(deal.state("M06")) == {PRIYA: "asked", TOMAS: "asked"}


def test_correcting_one_value_keeps_the_others_and_stays_closed() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes", paper="ours")
    provide(deal, PRIYA, paper="theirs")
    assert deal.standing("M06") is Standing.CLOSED


def test_a_blank_is_no_value() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes", paper="  ")
    assert deal.standing("M06") is Standing.WAITING_FOR_BUYER
    m06 = deal.history.rules["M06"]
    assert entered_values(deal.history, m06, Act.PROVIDE) == ("budget",)


@pytest.mark.parametrize("said", [Said(), entering(), entering(budget="", paper=" ")])
def test_providing_nothing_is_refused(said: Said) -> None:
    with pytest.raises(ValueMissing):
        facts_wanted().give(PRIYA, "M06", Act.PROVIDE, Answer.PROVIDED, said)


def test_a_value_nobody_asked_for_is_refused() -> None:
    with pytest.raises(UnknownValue, match="'salary'"):
        provide(facts_wanted(), PRIYA, budget="yes", salary="90000")


def test_a_value_too_long_to_read_is_refused_beside_the_values() -> None:
    with pytest.raises(ReasonTooLong) as refused:
        provide(facts_wanted(), PRIYA, budget="x" * (LONGEST_TEXT + 1))
    assert refused.value.field == "values"


def test_values_withdrawn_are_missing_again() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes", paper="ours")
    deal.withdraw(PRIYA, "M06", Act.PROVIDE)
    assert deal.standing("M06") is Standing.REOPENED
    provide(deal, PRIYA, budget="yes")
    assert deal.standing("M06") is Standing.REOPENED


def test_what_somebody_entered_who_is_not_asked_is_refused() -> None:
    with pytest.raises(NotAsked):
        provide(facts_wanted(), INGRID, budget="yes")


def test_where_no_value_is_named_one_entry_is_enough() -> None:
    deal = Deal((rule("M02", Act.PROVIDE),))
    deal.give(INGRID, "M02", Act.PROVIDE, Answer.PROVIDED, entering(value="four people"))
    assert deal.standing("M02") is Standing.CLOSED


def test_a_provided_value_never_puts_the_others_out_of_reach() -> None:
    deal = facts_wanted()
    provide(deal, PRIYA, budget="yes")
    assert deal.state("M06").out_of_reach == ()
