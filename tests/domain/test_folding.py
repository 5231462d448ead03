"""What each fact does to a plan, and which ledgers cannot be folded at all."""

from dataclasses import replace

import pytest

from portal.domain import folding
from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing
from portal.domain.events import (
    By,
    LinkIssued,
    MemberIntroduced,
    MilestoneAdded,
    MilestoneClosed,
    MilestoneWaived,
    PlanLaidOut,
    PlanShared,
)
from portal.domain.folding import ForeignAnswer, ForeignWaiver
from portal.domain.playbook.rules import Act, Quorum
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
    rule,
    says,
)

M01 = rule(
    "M01",
    Act.CONFIRM,
    who=(asks("economic_buyer"), asks("outcome_owner", Quorum.every())),
    document="outcomes",
)


def two_owners() -> Deal:
    """Return a deal in which Priya and Tomás own one outcome each, and all have confirmed."""
    deal = Deal((M01,))
    deal.revise("outcomes", "both", parts={PRIYA: "fewer calls", TOMAS: "fewer claims"})
    for member in (INGRID, PRIYA, TOMAS):
        deal.give(member, "M01", Act.CONFIRM, Answer.CONFIRMED)
    return deal


def test_only_those_whose_part_changed_are_asked_again() -> None:
    deal = two_owners()
    assert deal.standing("M01") is Standing.CLOSED
    deal.revise("outcomes", "both, new", parts={PRIYA: "fewer calls", TOMAS: "no claims"})
    assert deal.standing("M01") is Standing.STALE
    assert says(deal.state("M01")) == {INGRID: "outdated", PRIYA: "yes", TOMAS: "outdated"}


def test_the_last_of_those_asked_again_closes_it_again() -> None:
    deal = two_owners()
    deal.revise("outcomes", "both, new", parts={PRIYA: "fewer calls", TOMAS: "no claims"})
    deal.give(TOMAS, "M01", Act.CONFIRM, Answer.CONFIRMED)
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED


def test_who_answers_for_the_whole_is_asked_again_even_if_their_own_outcome_stands() -> None:
    deal = Deal((M01,))
    deal.revise("outcomes", "both", parts={INGRID: "lower cost", TOMAS: "fewer claims"})
    for member in (INGRID, TOMAS):
        deal.give(member, "M01", Act.CONFIRM, Answer.CONFIRMED)
    deal.revise("outcomes", "both, new", parts={INGRID: "lower cost", TOMAS: "no claims"})
    lines = {line.role: line.say for line in deal.state("M01").lines if line.member == INGRID}
    assert lines == {"economic_buyer": Say.OUTDATED, "outcome_owner": Say.YES}
    deal.give(TOMAS, "M01", Act.CONFIRM, Answer.CONFIRMED)
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED


def test_taking_an_owner_off_the_outcomes_closes_nothing() -> None:
    deal = Deal((replace(M01, who=(asks("outcome_owner", Quorum.every()),)),))
    deal.revise("outcomes", "both", parts={PRIYA: "fewer calls", TOMAS: "fewer claims"})
    deal.give(PRIYA, "M01", Act.CONFIRM, Answer.CONFIRMED)
    deal.revise("outcomes", "one", parts={PRIYA: "fewer calls"})
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER
    assert says(deal.state("M01")) == {PRIYA: "outdated"}
    deal.give(PRIYA, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("M01") is Standing.CLOSED


def test_an_answer_that_reaches_the_ledger_after_a_new_revision_counts_for_nothing() -> None:
    deal = Deal((replace(M01, who=(asks("outcome_owner"),)),))
    deal.revise("outcomes", "first", parts={PRIYA: "fewer calls"})
    late = deal.decide(PRIYA, "M01", Act.CONFIRM, Answer.CONFIRMED, Said())
    deal.revise("outcomes", "second", parts={PRIYA: "half the calls"})
    deal.record(late, By("buyer", PRIYA))
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER
    assert says(deal.state("M01")) == {PRIYA: "outdated"}


@pytest.mark.parametrize("by", [OWEN, SYSTEM, By("buyer", PRIYA), By("supplier", INGRID)])
def test_an_answer_recorded_by_anybody_but_its_person_stops_the_fold(by: By) -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    fact = deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    forged = [*deal.facts[:-1], replace(fact, by=by)]
    with pytest.raises(ForeignAnswer, match=f"entry {fact.seq} "):
        folding.fold(forged)


@pytest.mark.parametrize("by", [OWEN, SYSTEM, By("buyer", STRANGER)])
def test_a_waiver_by_anybody_outside_the_committee_stops_the_fold(by: By) -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    with pytest.raises(ForeignWaiver):
        deal.record(MilestoneWaived("M01", "e" * 64), by)
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER


def test_a_yes_of_somebody_never_asked_closes_nothing() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    said = deal.decide(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED, Said())
    deal.record(replace(said, member=TOMAS), By("buyer", TOMAS))
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER


def test_what_follows_from_an_answer_changes_nothing_by_itself() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    deal.record(MilestoneClosed("M01"), SYSTEM)
    deal.record(LinkIssued(INGRID, "link"), OWEN)
    assert deal.standing("M01") is Standing.WAITING_FOR_BUYER


def test_a_person_states_title_and_limit_in_figures() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    deal.record(MemberIntroduced(INGRID, "250000.50", "EUR", "c" * 64), By("buyer", INGRID))
    seated = deal.history.members[INGRID]
    assert (str(seated.limit), seated.currency, seated.introduced) == ("250000.50", "EUR", True)


def test_sharing_again_keeps_the_first_day() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    first = deal.history.shared_at
    deal.record(PlanShared())
    assert deal.history.shared_at == first


def test_an_added_milestone_is_asked_like_any_other() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    deal.record(MilestoneAdded(rule("X1", Act.CONFIRM)), By("buyer", PRIYA))
    deal.give(INGRID, "X1", Act.CONFIRM, Answer.CONFIRMED)
    assert deal.standing("X1") is Standing.CLOSED


def test_a_layout_that_asks_more_reopens_what_it_no_longer_finds_met() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    stricter = rule("M01", Act.CONFIRM, who=(asks("economic_buyer"), asks("champion")))
    deal.record(PlanLaidOut((stricter,), "2026-09-01"))
    assert deal.standing("M01") is Standing.REOPENED


def test_a_milestone_laid_out_again_does_not_come_back_closed() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    deal.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    deal.record(PlanLaidOut((), "2026-09-01"))
    deal.record(PlanLaidOut((rule("M01", Act.CONFIRM),), "2026-09-01"))
    assert deal.standing("M01") is not Standing.CLOSED
