"""Taking an answer back: before the order, by the one who gave it, as a new fact."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.events import Answered
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import NothingToWithdraw, OrderPlaced
from tests.domain.people import (
    INGRID,
    PRIYA,
    STRANGER,
    THREE_SITE_LEADS,
    TOMAS,
    Deal,
    asks,
    entering,
    rule,
    says,
)


def confirmed() -> Deal:
    deal = Deal((rule("M01", Act.CONFIRM), rule("M22", Act.SIGN), rule("M26", Act.MEASURE)))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    return deal


def ordered() -> Deal:
    deal = confirmed()
    deal.give(INGRID, "M22", Act.SIGN, Answer.SIGNED)
    return deal


def test_a_withdrawal_reopens_and_the_answer_stays_in_the_ledger() -> None:
    deal = confirmed()
    fact = deal.withdraw(INGRID, "M01", Act.CONFIRM)
    assert deal.standing("M01") is Standing.REOPENED
    answers = [f.event.answer for f in deal.facts if isinstance(f.event, Answered)]
    assert answers == [Answer.CONFIRMED, Answer.WITHDRAWN]
    assert says(deal.state("M01")) == {INGRID: "asked"}
    assert deal.facts[-1] is fact


def test_a_withdrawal_names_the_words_that_the_answer_was_given_to() -> None:
    deal = Deal((rule("M05", Act.CONFIRM, document="statement:M05"),))
    deal.revise("statement:M05", "a day ahead")
    given = deal.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED).event
    deal.revise("statement:M05", "two days ahead")
    taken = deal.withdraw(INGRID, "M05", Act.CONFIRM).event
    assert isinstance(given, Answered)
    assert isinstance(taken, Answered)
    assert (taken.hash, taken.revision) == (given.hash, given.revision)


def test_after_a_withdrawal_the_person_can_answer_again() -> None:
    deal = confirmed()
    deal.withdraw(INGRID, "M01", Act.CONFIRM)
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED


def test_a_withdrawal_that_leaves_enough_others_reopens_nothing() -> None:
    who = (asks("site_lead", Quorum.number(2, 3)),)
    deal = Deal((rule("N3", Act.CONFIRM, who=who),), THREE_SITE_LEADS)
    for member in (INGRID, PRIYA, TOMAS):
        deal.give(member, "N3", Act.CONFIRM, Answer.CONFIRMED)
    deal.withdraw(INGRID, "N3", Act.CONFIRM)
    assert deal.standing("N3") is Standing.CLOSED


def test_withdrawing_an_objection_closes_nothing_by_itself() -> None:
    who = (asks("site_lead", Quorum.one(veto=True)),)
    deal = Deal((rule("N3", Act.CONFIRM, who=who),), THREE_SITE_LEADS)
    deal.give(TOMAS, "N3", Act.CONFIRM, Answer.DECLINED)
    deal.give(PRIYA, "N3", Act.CONFIRM, Answer.CONFIRMED)
    deal.withdraw(TOMAS, "N3", Act.CONFIRM)
    assert deal.standing("N3") is Standing.WAITING_FOR_BUYER
    assert says(deal.state("N3"))[PRIYA] == "outdated"
    deal.give(PRIYA, "N3", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("N3") is Standing.CLOSED


@pytest.mark.parametrize(
    ("member", "code"), [(PRIYA, "M01"), (STRANGER, "M01"), (INGRID, "M22"), (INGRID, "M99")]
)
def test_only_an_answer_of_ones_own_can_be_withdrawn(member: str, code: str) -> None:
    with pytest.raises(NothingToWithdraw):
        confirmed().withdraw(member, code, Act.CONFIRM)


def test_an_answer_is_withdrawn_once() -> None:
    deal = confirmed()
    deal.withdraw(INGRID, "M01", Act.CONFIRM)
    with pytest.raises(NothingToWithdraw):
        deal.withdraw(INGRID, "M01", Act.CONFIRM)


@pytest.mark.parametrize(("code", "act"), [("M01", Act.CONFIRM), ("M22", Act.SIGN)])
def test_after_the_order_what_led_to_it_can_no_longer_be_withdrawn(code: str, act: Act) -> None:
    with pytest.raises(OrderPlaced):
        ordered().withdraw(INGRID, code, act)


def test_what_was_answered_after_the_order_can_still_be_corrected() -> None:
    deal = ordered()
    deal.give(INGRID, "M26", Act.MEASURE, Answer.MEASURED, entering(value="3.7"))
    deal.withdraw(INGRID, "M26", Act.MEASURE)
    assert deal.standing("M26") is Standing.REOPENED
