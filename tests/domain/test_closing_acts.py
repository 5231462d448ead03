"""Milestones of two acts: both are needed, or one is enough."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing, State
from portal.domain.playbook.rules import Act, ClosingActsAre
from tests.domain.people import INGRID, PRIYA, Deal, asks, entering, rule


def paper() -> Deal:
    """Return a deal in which Priya signs the confidentiality agreement, or attests one exists."""
    a1 = rule(
        "A1",
        Act.SIGN,
        Act.ATTEST,
        who=(asks("champion"),),
        acts_are=ClosingActsAre.ALTERNATIVES,
        document="statement:A1",
    )
    deal = Deal((a1,))
    deal.revise("statement:A1", "We keep each other's secrets.")
    return deal


@pytest.mark.parametrize(("act", "yes"), [(Act.SIGN, Answer.SIGNED), (Act.ATTEST, Answer.PASSED)])
def test_one_of_two_alternatives_closes(act: Act, yes: Answer) -> None:
    deal = paper()
    deal.give(PRIYA, "A1", act, yes)
    assert deal.standing("A1") is Standing.CLOSED


def test_declining_one_alternative_leaves_the_other_in_reach() -> None:
    deal = paper()
    deal.give(PRIYA, "A1", Act.SIGN, Answer.DECLINED)
    assert deal.state("A1").out_of_reach == ()
    deal.give(PRIYA, "A1", Act.ATTEST, Answer.PASSED)
    assert deal.standing("A1") is Standing.CLOSED


def test_declining_both_alternatives_puts_the_milestone_out_of_reach() -> None:
    deal = paper()
    deal.give(PRIYA, "A1", Act.SIGN, Answer.DECLINED)
    deal.give(PRIYA, "A1", Act.ATTEST, Answer.FAILED)
    assert deal.state("A1").out_of_reach == ("champion",)


def baseline() -> Deal:
    """Return a deal in which Ingrid provides today's values and confirms a statement."""
    m04 = rule(
        "M04", Act.PROVIDE, Act.CONFIRM, document="statement:M04", values=("baseline", "source")
    )
    deal = Deal((m04,))
    deal.revise("statement:M04", "Today 37 % of deliveries come late.")
    return deal


def say_to(state: State, act: Act) -> Say:
    return next(line.say for line in state.lines if line.act is act)


def test_two_acts_that_are_both_needed_close_with_the_second() -> None:
    deal = baseline()
    deal.give(INGRID, "M04", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M04") is Standing.WAITING_FOR_BUYER
    deal.give(INGRID, "M04", Act.PROVIDE, Answer.PROVIDED, entering(baseline="37", source="WMS"))
    assert deal.standing("M04") is Standing.CLOSED


def test_an_answer_to_one_act_is_none_to_the_other() -> None:
    deal = baseline()
    deal.give(INGRID, "M04", Act.CONFIRM, Answer.CONFIRMED)
    assert say_to(deal.state("M04"), Act.CONFIRM) is Say.YES
    assert say_to(deal.state("M04"), Act.PROVIDE) is Say.ASKED


def test_new_words_ask_for_the_confirmation_again_and_not_for_the_facts() -> None:
    deal = baseline()
    deal.give(INGRID, "M04", Act.PROVIDE, Answer.PROVIDED, entering(baseline="37", source="WMS"))
    deal.give(INGRID, "M04", Act.CONFIRM, Answer.CONFIRMED)
    deal.revise("statement:M04", "Today 36 % of deliveries come late.")
    assert say_to(deal.state("M04"), Act.CONFIRM) is Say.OUTDATED
    assert say_to(deal.state("M04"), Act.PROVIDE) is Say.YES
    assert deal.standing("M04") is Standing.STALE
