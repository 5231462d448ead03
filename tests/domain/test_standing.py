"""Where a milestone stands, from not open to closed and back."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act, Quorum
from tests.domain.people import INGRID, PRIYA, TOMAS, Deal, asks, rule, says, up_to

FIRST = rule("M01", Act.CONFIRM)
CASE = rule("M13", Act.APPROVE, document="cost_benefit", after=("M01",))


def first_closed() -> Deal:
    deal = Deal((FIRST, CASE))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    return deal


def approved() -> Deal:
    deal = first_closed()
    deal.revise("cost_benefit", "the case", amount="400000", currency="EUR")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    return deal


def test_a_milestone_is_not_open_while_a_prerequisite_is_missing() -> None:
    deal = Deal((FIRST, CASE))
    assert deal.standing("M13") is Standing.NOT_OPEN
    assert deal.state("M13").missing == ("M01",)


def test_a_prerequisite_outside_the_plan_keeps_nothing_closed() -> None:
    deal = Deal((CASE,))
    assert deal.state("M13").missing == ()


def test_it_waits_for_the_supplier_until_the_document_is_there() -> None:
    assert first_closed().standing("M13") is Standing.WAITING_FOR_SUPPLIER


def test_it_waits_for_the_buyer_once_the_document_is_there() -> None:
    deal = first_closed()
    deal.revise("cost_benefit", "the case")
    assert deal.standing("M13") is Standing.WAITING_FOR_BUYER


def test_it_is_in_discussion_after_changes_were_asked() -> None:
    deal = first_closed()
    deal.revise("cost_benefit", "the case")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.CHANGES_ASKED)
    assert deal.standing("M13") is Standing.IN_DISCUSSION


def test_a_new_revision_ends_the_discussion_and_asks_again() -> None:
    deal = first_closed()
    deal.revise("cost_benefit", "the case")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.CHANGES_ASKED)
    deal.revise("cost_benefit", "the case, corrected")
    assert deal.standing("M13") is Standing.WAITING_FOR_BUYER
    assert says(deal.state("M13")) == {INGRID: "outdated"}


def test_it_is_closed_by_the_entry_that_holds_the_answer() -> None:
    deal = approved()
    state, last = deal.state("M13"), deal.facts[-1]
    assert (state.standing, state.closed_seq, state.closed_at) == (
        Standing.CLOSED,
        last.seq,
        last.at,
    )


def test_it_is_stale_after_a_material_change() -> None:
    deal = approved()
    deal.revise("cost_benefit", "another case", amount="450000", currency="EUR")
    state = deal.state("M13")
    assert (state.standing, state.closed_seq) == (Standing.STALE, None)


@pytest.mark.parametrize("words", ["the case", "another case"])
def test_the_same_or_other_words_for_more_money_are_a_material_change(words: str) -> None:
    deal = approved()
    deal.revise("cost_benefit", words, amount="499999", currency="EUR")
    assert deal.standing("M13") is Standing.STALE


def test_going_back_to_the_earlier_words_still_asks_again() -> None:
    deal = approved()
    deal.revise("cost_benefit", "another case", amount="400000", currency="EUR")
    deal.revise("cost_benefit", "the case", amount="400000", currency="EUR")
    assert deal.standing("M13") is Standing.STALE
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED, up_to("500000"))
    assert deal.standing("M13") is Standing.CLOSED


def test_it_is_reopened_after_a_withdrawal() -> None:
    deal = approved()
    deal.withdraw(INGRID, "M13", Act.APPROVE)
    assert deal.standing("M13") is Standing.REOPENED


def test_a_prerequisite_that_reopens_leaves_what_followed_closed() -> None:
    deal = approved()
    deal.withdraw(INGRID, "M01", Act.CONFIRM)
    assert deal.standing("M01") is Standing.REOPENED
    assert deal.standing("M13") is Standing.CLOSED


def test_it_is_not_needed_once_the_buyer_waived_it_and_lets_the_next_open() -> None:
    deal = Deal((FIRST, CASE))
    deal.waive(PRIYA, "M01")
    assert deal.standing("M01") is Standing.NOT_NEEDED
    assert deal.standing("M13") is Standing.WAITING_FOR_SUPPLIER


def test_what_was_closed_stays_closed_when_it_is_waived() -> None:
    deal = first_closed()
    deal.waive(PRIYA, "M01")
    assert deal.standing("M01") is Standing.CLOSED


def test_it_is_stopped_by_one_stop_whatever_the_others_said() -> None:
    who = (asks("economic_buyer"), asks("champion", Quorum.one()))
    deal = Deal((rule("M17", Act.DECIDE, who=who),))
    deal.give(INGRID, "M17", Act.DECIDE, Answer.GO)
    deal.give(PRIYA, "M17", Act.DECIDE, Answer.STOP)
    assert deal.standing("M17") is Standing.STOPPED


def test_a_report_by_telephone_shows_and_counts_for_nothing() -> None:
    deal = Deal((FIRST,))
    deal.report("M01")
    state = deal.state("M01")
    assert state.standing is Standing.WAITING_FOR_BUYER
    assert state.reported_at == deal.facts[-1].at


def test_a_report_disappears_when_the_buyer_answers() -> None:
    deal = Deal((FIRST,))
    deal.report("M01")
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.DECLINED)
    assert deal.state("M01").reported_at is None


def test_a_line_names_the_answer_and_the_entry_that_holds_it() -> None:
    deal = Deal((rule("M01", Act.CONFIRM, who=(asks("economic_buyer"), asks("finance"))),))
    fact = deal.give(TOMAS, "M01", Act.CONFIRM, Answer.CONFIRMED)
    ingrid, tomas = deal.state("M01").lines
    assert (ingrid.answer, ingrid.seq) == (None, None)
    assert (tomas.answer, tomas.seq) == (Answer.CONFIRMED, fact.seq)
