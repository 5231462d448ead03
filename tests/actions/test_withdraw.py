"""Withdrawing: a buyer takes an answer back, the milestone reopens, and nothing is erased."""

import pytest

from portal.actions import withdraw
from portal.actions.answer import Receipt
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.domain.refusals import NothingToWithdraw, OrderPlaced, ReasonTooLong
from portal.store.doors import AnotherBody
from tests.actions.people import INGRID, PRIYA, Deal, Person

CONFIRM = Act.CONFIRM


@pytest.fixture
def confirmed(deal: Deal) -> Deal:
    """Give a plan whose S1 Ingrid has confirmed."""
    deal.give(INGRID, deal.own(CONFIRM, "economic_buyer"), CONFIRM)
    return deal


def take_back(
    deal: Deal, person: Person, code: str = "S1", act: Act = CONFIRM, reason: str = ""
) -> Receipt:
    seen = deal.page.plan.ledger_head
    return withdraw.withdraw(deal.means, deal.visit(person), code, act, seen, reason)


def test_withdrawing_reopens_and_answering_again_closes(confirmed: Deal) -> None:
    assert take_back(confirmed, INGRID, reason=" The depot moved. ").closed == ()
    assert confirmed.standing("S1") == "reopened"
    kept = confirmed.page.decisions[-1]
    assert (kept.answer, kept.words["reason"]) == ("withdrawn", "The depot moved.")
    assert confirmed.give(INGRID, "S1", CONFIRM).closed == ("S1",)
    assert len(confirmed.page.decisions) == 3


def test_the_statement_names_the_words_that_were_answered(confirmed: Deal) -> None:
    confirmed.write("S1", "Other words.")
    take_back(confirmed, INGRID)
    statement = confirmed.page.decisions[-1].words["statement"]
    assert "withdraw my answer to revision 1 of" in statement


def test_who_withdraws_gets_a_receipt(confirmed: Deal) -> None:
    take_back(confirmed, INGRID)
    answers = [row["payload"]["answer"] for row in confirmed.letters("receipt", INGRID)]
    assert sorted(answers) == ["confirmed", "withdrawn"]


def test_the_same_withdrawal_sent_twice_is_one(confirmed: Deal) -> None:
    buyer, seen = confirmed.visit(INGRID), confirmed.page.plan.ledger_head
    first = withdraw.withdraw(confirmed.means, buyer, "S1", CONFIRM, seen)
    assert withdraw.withdraw(confirmed.means, buyer, "S1", CONFIRM, seen) == first
    with pytest.raises(AnotherBody):
        withdraw.withdraw(confirmed.means, buyer, "S1", CONFIRM, seen, "Another reason.")
    assert len(confirmed.page.decisions) == 2


def test_only_ones_own_standing_answer_can_be_withdrawn(confirmed: Deal) -> None:
    for person, code, act in ((PRIYA, "S1", CONFIRM), (INGRID, "S1", Act.SIGN),
                              (INGRID, "M01", CONFIRM), (INGRID, "none", CONFIRM)):  # fmt: skip
        with pytest.raises(NothingToWithdraw):
            take_back(confirmed, person, code, act)
    take_back(confirmed, INGRID)
    with pytest.raises(NothingToWithdraw):
        take_back(confirmed, INGRID)
    assert confirmed.page.decisions[-1].answer == Answer.WITHDRAWN


def test_a_reason_has_a_length(confirmed: Deal) -> None:
    with pytest.raises(ReasonTooLong):
        take_back(confirmed, INGRID, reason="r" * 4001)


def test_after_the_order_nothing_before_it_is_withdrawn(deal: Deal) -> None:
    deal.write_everything()
    deal.close("M22")
    for code, act in (("M01", CONFIRM), ("M22", Act.SIGN)):
        with pytest.raises(OrderPlaced):
            take_back(deal, INGRID, code, act)
