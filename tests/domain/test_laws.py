"""The laws that the domain alone can break, each tried against every act and every standing."""

from dataclasses import replace

import pytest

from portal.domain.acts import ALL_YES, NO, TWO_PAGES, YES, Answer, offered, steps_up
from portal.domain.closing import Standing
from portal.domain.events import By, MilestoneClosed, MilestoneReported
from portal.domain.folding import ForeignAnswer
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import Refusal, StaleRevision
from tests.domain.people import (
    INGRID,
    OWEN,
    PRIYA,
    STRANGER,
    SYSTEM,
    TOMAS,
    Deal,
    Said,
    asks,
    entering,
    rule,
    says,
    up_to,
)

EVERY_YES = [(act, answer) for act, answers in YES.items() for answer in answers]
EVERY_NO = [(act, answer) for act, answers in NO.items() for answer in answers]


def asked(act: Act) -> Deal:
    """Return a deal in which Ingrid is asked for one act on a document of 400,000 EUR."""
    deal = Deal((rule("M01", act, document="statement:M01"),))
    deal.revise("statement:M01", "the words", amount="400000", currency="EUR")
    return deal


def complete() -> Said:
    return replace(entering(value="3.7"), limit=up_to("400000").limit)


# Law 1: only a buyer's act closes a milestone.


@pytest.mark.parametrize(("act", "answer"), EVERY_YES)
def test_the_buyers_own_yes_closes(act: Act, answer: Answer) -> None:
    deal = asked(act)
    deal.give(INGRID, "M01", act, answer, complete())
    assert deal.standing("M01") is Standing.CLOSED


@pytest.mark.parametrize(("act", "answer"), EVERY_NO)
def test_no_other_answer_closes(act: Act, answer: Answer) -> None:
    deal = asked(act)
    deal.give(INGRID, "M01", act, answer, complete())
    assert deal.standing("M01") is not Standing.CLOSED


@pytest.mark.parametrize("side", [OWEN, SYSTEM, By("supplier", INGRID), By("buyer", PRIYA)])
@pytest.mark.parametrize(("act", "answer"), EVERY_YES)
def test_nobody_answers_for_somebody_else(act: Act, answer: Answer, side: By) -> None:
    deal = asked(act)
    said = deal.decide(INGRID, "M01", act, answer, complete())
    with pytest.raises(ForeignAnswer):
        deal.record(said, side)
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("by", [OWEN, SYSTEM])
def test_neither_a_report_nor_a_claim_that_it_closed_counts(act: Act, by: By) -> None:
    deal = asked(act)
    deal.record(MilestoneReported("M01", "d" * 64), by)
    deal.record(MilestoneClosed("M01"), by)
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER


# Law 2: a yes is bound to exact words.


@pytest.mark.parametrize(("act", "answer"), EVERY_YES)
def test_a_yes_to_other_words_than_the_current_is_refused(act: Act, answer: Answer) -> None:
    deal = asked(act)
    shown = deal.history.documents["statement:M01"].hash
    deal.revise("statement:M01", "other words")
    with pytest.raises(StaleRevision):
        deal.give(INGRID, "M01", act, answer, replace(complete(), shown=shown))


@pytest.mark.parametrize(("act", "answer"), EVERY_YES)
def test_new_words_take_back_every_yes_but_a_fact(act: Act, answer: Answer) -> None:
    deal = asked(act)
    deal.give(INGRID, "M01", act, answer, complete())
    deal.revise("statement:M01", "other words", amount="400000", currency="EUR")
    expected = Standing.CLOSED if act is Act.PROVIDE else Standing.STALE
    assert deal.standing("M01") is expected


# Law 3: authority counts.


@pytest.mark.parametrize("role", ["economic_buyer", "finance", "champion", "every_member"])
@pytest.mark.parametrize("answer", YES[Act.APPROVE])
def test_no_seat_approves_above_its_limit(role: str, answer: Answer) -> None:
    who = (asks(role, Quorum.every()),)
    deal = Deal((rule("M13", Act.APPROVE, who=who, document="cost_benefit"),))
    deal.revise("cost_benefit", "the case", amount="400000", currency="EUR")
    for member in says(deal.state("M13")):
        deal.give(member, "M13", Act.APPROVE, answer, up_to("399999.99"))
    assert set(says(deal.state("M13")).values()) == {"recommended"}
    assert deal.standing("M13") is not Standing.CLOSED


def test_a_higher_amount_in_a_later_revision_needs_a_higher_limit() -> None:
    deal = Deal((rule("M13", Act.APPROVE, document="cost_benefit"),))
    deal.revise("cost_benefit", "the case", amount="400000", currency="EUR")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("400000"))
    deal.revise("cost_benefit", "the case, dearer", amount="400001", currency="EUR")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("400000"))
    assert says(deal.state("M13")) == {INGRID: "recommended"}


# Trust 3: putting one's name to something steps up; saying no costs nothing.


@pytest.mark.parametrize("act", list(Act))
def test_a_name_is_asked_for_on_a_yes_of_weight_and_never_on_a_no(act: Act) -> None:
    for answer in offered(act, go_no_go=True):
        free = answer not in ALL_YES and answer is not Answer.FAILED
        assert steps_up(act, answer) == (act in TWO_PAGES and not free)


# In whatever standing, a stranger and the seller are refused.


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("who", [STRANGER, PRIYA, TOMAS])
def test_whoever_is_not_asked_is_refused_in_every_standing(act: Act, who: str) -> None:
    yes = YES[act][0]
    waiting, closed, waived = asked(act), asked(act), asked(act)
    closed.give(INGRID, "M01", act, yes, complete())
    waived.waive(PRIYA, "M01")
    for deal in (waiting, closed, waived):
        before = deal.state("M01")
        with pytest.raises(Refusal):
            deal.give(who, "M01", act, yes, complete())
        assert deal.state("M01") == before
