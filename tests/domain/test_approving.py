"""Approving money: limits, conditions, recommendations."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.events import Answered
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import (
    ConditionIncomplete,
    ConditionsMissing,
    LimitMissing,
    NameDiffers,
    ReasonTooLong,
)
from portal.domain.words import LONGEST_TEXT, Condition
from tests.domain.people import (
    INGRID,
    PRIYA,
    TODAY,
    TOMAS,
    TOMORROW,
    Deal,
    Said,
    asks,
    rule,
    says,
    up_to,
)


def case(amount: str | None = "400000", *roles: str) -> Deal:
    """Return a deal with a cost-benefit case of 400,000 EUR to approve."""
    who = tuple(asks(role) for role in roles or ("economic_buyer",))
    deal = Deal((rule("M13", Act.APPROVE, who=who, document="cost_benefit"),))
    deal.revise("cost_benefit", "the case", amount=amount, currency="EUR" if amount else None)
    return deal


@pytest.mark.parametrize("limit", ["400000", "400000.00", "400000.01", "1000000"])
def test_a_limit_at_or_above_the_amount_closes(limit: str) -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to(limit))
    assert deal.standing("M13") is Standing.CLOSED


@pytest.mark.parametrize("limit", ["0", "399999.99"])
def test_an_approval_above_the_approvers_limit_is_a_recommendation(limit: str) -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to(limit))
    assert deal.standing("M13") is Standing.WAITING_FOR_BUYER
    assert says(deal.state("M13")) == {INGRID: "recommended"}


def test_a_limit_in_another_currency_is_below() -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("9000000", "USD"))
    assert says(deal.state("M13")) == {INGRID: "recommended"}


def test_a_recommendation_says_at_once_that_the_seat_cannot_approve() -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("0"))
    assert deal.state("M13").out_of_reach == ("economic_buyer",)


def test_opening_the_seat_to_somebody_with_authority_closes_it() -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("0"))
    deal.seat(TOMAS, "economic_buyer")
    assert deal.state("M13").out_of_reach == ()
    deal.give(TOMAS, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    assert deal.standing("M13") is Standing.CLOSED


def test_a_recommendation_can_be_withdrawn_and_given_again_with_a_higher_limit() -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("0"))
    deal.withdraw(INGRID, "M13", Act.APPROVE)
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    assert deal.standing("M13") is Standing.CLOSED


def test_where_no_money_is_asked_for_any_stated_limit_will_do() -> None:
    deal = case(None)
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("0"))
    assert deal.standing("M13") is Standing.CLOSED


def test_every_approving_role_needs_authority() -> None:
    deal = case("400000", "economic_buyer", "finance")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    deal.give(TOMAS, "M13", Act.APPROVE, Answer.APPROVED, up_to("100000"))
    assert says(deal.state("M13")) == {INGRID: "yes", TOMAS: "recommended"}


def test_an_outcomes_owner_approves_their_own_line_without_authority_over_the_amount() -> None:
    who = (asks("outcome_owner", Quorum.every()),)
    deal = Deal((rule("M13", Act.APPROVE, who=who, document="cost_benefit"),))
    deal.revise("outcomes", "one", parts={PRIYA: "fewer calls"})
    deal.revise("cost_benefit", "the case", amount="400000", currency="EUR")
    deal.give(PRIYA, "M13", Act.APPROVE, Answer.APPROVED, up_to("0"))
    assert deal.standing("M13") is Standing.CLOSED


@pytest.mark.parametrize("answer", [Answer.APPROVED, Answer.APPROVED_WITH_CONDITIONS])
def test_whoever_approves_states_a_limit(answer: Answer) -> None:
    with pytest.raises(LimitMissing):
        case().give(INGRID, "M13", Act.APPROVE, answer)


def test_the_record_keeps_limit_and_currency_as_they_stood() -> None:
    said = case().decide(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("5E+5"))
    assert (said.limit, said.currency) == ("500000", "EUR")


def test_an_approval_with_conditions_closes_and_counts_them() -> None:
    deal = case()
    said = replace(up_to("500000"), conditions=(condition(), condition(owner="owen")))
    fact = deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, said)
    assert deal.standing("M13") is Standing.CLOSED
    assert isinstance(fact.event, Answered)
    assert fact.event.conditions == 2


def condition(text: str = "Train the depot", owner: str = PRIYA) -> Condition:
    return Condition(text, owner, TOMORROW)


def test_conditions_are_written_out() -> None:
    said = replace(up_to("500000"), conditions=())
    with pytest.raises(ConditionsMissing):
        case().give(INGRID, "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, said)


@pytest.mark.parametrize(
    "incomplete",
    [condition(text=" "), condition(owner=" "), replace(condition(), due=TODAY)],
    ids=["text", "owner", "date"],
)
def test_a_condition_without_text_owner_or_a_day_to_come_is_refused(incomplete: Condition) -> None:
    said = replace(up_to("500000"), conditions=(condition(), incomplete))
    with pytest.raises(ConditionIncomplete):
        case().give(INGRID, "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, said)


def test_a_condition_too_long_to_read_is_refused_beside_its_field() -> None:
    said = replace(up_to("500000"), conditions=(condition(text="x" * (LONGEST_TEXT + 1)),))
    with pytest.raises(ReasonTooLong) as refused:
        case().give(INGRID, "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, said)
    assert refused.value.field == "condition"


@pytest.mark.parametrize("typed", ["", "Priya Raman", "Ingrid"])
def test_approving_asks_for_the_name_of_the_person_invited(typed: str) -> None:
    with pytest.raises(NameDiffers, match="Ingrid Solheim"):
        case().give(INGRID, "M13", Act.APPROVE, Answer.APPROVED,
                    Said(limit=Decimal(500000), name=typed))  # fmt: skip  # one answer


@pytest.mark.parametrize("answer", [Answer.CHANGES_ASKED, Answer.DECLINED])
def test_a_no_to_money_asks_for_neither_name_nor_limit(answer: Answer) -> None:
    deal = case()
    deal.give(INGRID, "M13", Act.APPROVE, answer, Said(name=""))
    assert deal.standing("M13") is Standing.IN_DISCUSSION


def test_the_word_of_somebody_else_in_the_seat_is_not_needed_twice() -> None:
    deal = case()
    deal.seat(PRIYA, "economic_buyer")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    assert says(deal.state("M13")) == {INGRID: "yes", PRIYA: "asked"}
    assert deal.standing("M13") is Standing.CLOSED
