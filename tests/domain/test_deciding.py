"""Go, not yet, stop."""

from datetime import date

import pytest

from portal.domain.acts import Answer, offered, steps_up
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import NameDiffers, ReasonMissing, UntilMissing
from tests.domain.people import INGRID, PRIYA, TODAY, Deal, Said, asks, rule, says


def to_decide(quorum: Quorum | None = None) -> Deal:
    """Return a deal in which Ingrid and Priya decide, both of them unless told otherwise."""
    deal = Deal((rule("M17", Act.DECIDE, who=(asks("board", quorum or Quorum.every()),)),))
    deal.seat(INGRID, "board")
    deal.seat(PRIYA, "board")
    return deal


def test_two_goes_close() -> None:
    deal = to_decide()
    deal.give(INGRID, "M17", Act.DECIDE, Answer.GO)
    assert deal.standing("M17") is Standing.WAITING_FOR_BUYER
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.GO)
    assert deal.standing("M17") is Standing.CLOSED


def test_not_yet_keeps_it_open_until_a_day() -> None:
    deal = to_decide()
    deal.give(INGRID, "M17", Act.DECIDE, Answer.NOT_YET)
    assert deal.standing("M17") is Standing.IN_DISCUSSION


@pytest.mark.parametrize("until", [None, TODAY, date(2026, 3, 1)])
def test_not_yet_without_a_day_to_come_is_refused(until: date | None) -> None:
    with pytest.raises(UntilMissing):
        to_decide().give(INGRID, "M17", Act.DECIDE, Answer.NOT_YET, Said(until=until))


@pytest.mark.parametrize("answer", [Answer.NOT_YET, Answer.STOP])
def test_not_yet_and_stop_have_a_reason_and_cost_no_name(answer: Answer) -> None:
    assert not steps_up(Act.DECIDE, answer)
    deal = to_decide()
    with pytest.raises(ReasonMissing):
        deal.give(INGRID, "M17", Act.DECIDE, answer, Said(reason=""))
    deal.give(INGRID, "M17", Act.DECIDE, answer, Said(name=""))
    assert says(deal.state("M17"))[INGRID] == "objected"


def test_go_is_said_under_ones_name() -> None:
    with pytest.raises(NameDiffers):
        to_decide().give(INGRID, "M17", Act.DECIDE, Answer.GO, Said(name="Priya Raman"))


def test_a_stop_outweighs_every_go() -> None:
    deal = to_decide(Quorum.one())
    deal.give(INGRID, "M17", Act.DECIDE, Answer.STOP)
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.GO)
    assert deal.standing("M17") is Standing.STOPPED


def test_a_stop_reopens_what_was_closed() -> None:
    deal = to_decide(Quorum.one())
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.GO)
    deal.give(INGRID, "M17", Act.DECIDE, Answer.STOP)
    assert deal.standing("M17") is Standing.STOPPED
    assert deal.state("M17").closed_seq is None


@pytest.mark.parametrize("changed", [Answer.NOT_YET, None])
def test_taking_a_stop_back_closes_nothing_until_somebody_says_go(changed: Answer | None) -> None:
    deal = to_decide(Quorum.one())
    deal.give(INGRID, "M17", Act.DECIDE, Answer.STOP)
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.GO)
    if changed is None:
        deal.withdraw(INGRID, "M17", Act.DECIDE)
    else:
        deal.give(INGRID, "M17", Act.DECIDE, changed)
    assert deal.standing("M17") is not Standing.CLOSED
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.GO)
    assert deal.standing("M17") is Standing.CLOSED


def test_whoever_stopped_can_say_go_after_all() -> None:
    deal = to_decide(Quorum.one())
    deal.give(INGRID, "M17", Act.DECIDE, Answer.STOP)
    deal.give(INGRID, "M17", Act.DECIDE, Answer.GO)
    assert deal.standing("M17") is Standing.CLOSED


@pytest.mark.parametrize("act", list(Act))
def test_a_checkpoint_offers_not_yet_and_stop_once_besides_its_own_answers(act: Act) -> None:
    answers = offered(act, go_no_go=True)
    assert set(answers) >= {Answer.NOT_YET, Answer.STOP, *offered(act, go_no_go=False)}
    assert len(answers) == len(set(answers))
