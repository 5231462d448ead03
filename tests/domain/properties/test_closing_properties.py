"""Any plan, any committee, any order of moves: what closes a milestone, and what never does."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from portal.domain import closing, folding
from portal.domain.acts import ALL_YES
from portal.domain.closing import Say, Standing
from portal.domain.events import Answered, By
from portal.domain.facts import Fact
from portal.domain.folding import ForeignAnswer
from portal.domain.history import History
from portal.domain.playbook.rules import Act
from tests.domain.people import OWEN, SYSTEM
from tests.domain.properties.ledgers import PEOPLE, ledgers

UNHURRIED = settings(deadline=None)  # a busy machine is no wrong rule
FEWER = settings(UNHURRIED, max_examples=40)  # a ledger is a long thing to draw


def steps(facts: list[Fact]) -> Iterator[tuple[set[str], Fact, History]]:
    """Yield what was closed before each fact, the fact, and the plan after it."""
    history = History()
    for fact in facts:
        before = closed(history)
        folding.apply(history, fact)
        yield before, fact, history


def closed(history: History) -> set[str]:
    return {
        code for code in history.rules if closing.state(history, code).standing is Standing.CLOSED
    }


@UNHURRIED
@given(ledgers)
def test_only_a_yes_that_counts_closes_and_only_its_own_milestone(facts: list[Fact]) -> None:
    for before, fact, history in steps(facts):
        newly = closed(history) - before
        if not newly:
            continue
        answer = fact.event
        assert isinstance(answer, Answered)
        assert answer.answer in ALL_YES
        assert fact.by == By("buyer", answer.member)
        assert newly == {answer.milestone}
        rule = history.rules[answer.milestone]
        assert closing.asked_for(history, rule, answer.member)
        assert closing.is_met(history, rule)


@FEWER
@given(ledgers)
def test_what_closes_was_said_to_the_words_that_stand(facts: list[Fact]) -> None:
    for before, fact, history in steps(facts):
        for code in closed(history) - before:
            rule, answer = history.rules[code], fact.event
            assert isinstance(answer, Answered)
            document = history.documents.get(rule.document or "")
            assert document is None or answer.act is Act.PROVIDE or answer.hash == document.hash


@FEWER
@given(ledgers)
def test_money_is_never_committed_above_the_limit_of_everybody_who_said_yes(
    facts: list[Fact],
) -> None:
    for before, _, history in steps(facts):
        for code in closed(history) - before:
            rule = history.rules[code]
            document = history.documents.get(rule.document or "")
            roles = [asked.role for asked in rule.who]
            if rule.acts != (Act.APPROVE,) or not document or document.amount is None:
                continue
            for role in {*roles} - {"outcome_owner"}:
                given_limits = [
                    history.given[code][Act.APPROVE, member].limit
                    for member in closing.holders(history, role)
                    if closing.say(history, rule, Act.APPROVE, role, member) is Say.YES
                ]
                assert given_limits
                assert all(one is not None and one >= document.amount for one in given_limits)


@FEWER
@given(ledgers, st.data())
def test_an_answer_recorded_by_anybody_else_stops_the_fold(
    facts: list[Fact], data: st.DataObject
) -> None:
    places = [n for n, fact in enumerate(facts) if isinstance(fact.event, Answered)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    honest = facts[place]
    assert isinstance(honest.event, Answered)
    somebody = [OWEN, SYSTEM, By("supplier", honest.event.member), By("system", "")]
    somebody += [By("buyer", person) for person in PEOPLE if person != honest.event.member]
    forged = replace(honest, by=data.draw(st.sampled_from(somebody)))
    with pytest.raises(ForeignAnswer):
        folding.fold([*facts[:place], forged, *facts[place + 1 :]])


@FEWER
@given(ledgers)
def test_what_is_open_asks_somebody_or_says_why_nobody_can_be_asked(facts: list[Fact]) -> None:
    history = folding.fold(facts)
    for code, rule in history.rules.items():
        state = closing.state(history, code)
        if state.standing not in closing.OPEN or not rule.who:
            continue
        waiting = {line.say for line in state.lines} & {Say.ASKED, Say.OUTDATED}
        discussed = Say.OBJECTED in {line.say for line in state.lines}
        assert waiting or discussed or state.empty_seats or state.out_of_reach


@FEWER
@given(ledgers, st.data())
def test_folding_a_part_and_then_the_rest_is_folding_the_whole(
    facts: list[Fact], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(facts)))
    history = folding.fold(facts[:cut])
    for fact in facts[cut:]:
        folding.apply(history, fact)
    assert history == folding.fold(facts)


@FEWER
@given(ledgers)
def test_the_same_facts_give_the_same_state_and_stay_as_they_were(facts: list[Fact]) -> None:
    untouched = deepcopy(facts)
    first, second = folding.fold(facts), folding.fold(facts)
    assert first == second
    assert [closing.state(first, code) for code in first.rules] == [
        closing.state(second, code) for code in second.rules
    ]
    assert (facts, second) == (untouched, first)


@pytest.mark.parametrize("standing", [Standing.CLOSED, Standing.STALE, Standing.REOPENED])
def test_the_ledgers_drawn_here_do_close_and_reopen(standing: Standing) -> None:
    def reached(facts: list[Fact]) -> bool:
        history = folding.fold(facts)
        return any(closing.state(history, code).standing is standing for code in history.rules)

    quickly = settings(
        phases=[Phase.generate], max_examples=1000, derandomize=True, database=None, deadline=None
    )
    assert find(ledgers, reached, settings=quickly)
