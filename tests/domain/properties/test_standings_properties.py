"""Any plan and any order of moves: judging what a fact can have moved is judging everything."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import closing, folding
from portal.domain.events import MilestoneAdded, MilestoneRule, PlanLaidOut
from portal.domain.facts import Fact
from portal.domain.standings import Standings
from tests.domain.properties.ledgers import CODES, ledgers

UNHURRIED = settings(deadline=None)  # a busy machine is no wrong rule
FEWER = settings(UNHURRIED, max_examples=40)  # a ledger is a long thing to draw
Waits = Mapping[str, tuple[str, ...]]
# What each milestone waits for; a playbook has no circles, but nothing here may depend on that.
waits: st.SearchStrategy[Waits] = st.fixed_dictionaries(
    {code: st.lists(st.sampled_from(CODES), unique=True).map(tuple) for code in CODES}
)


def waiting(fact: Fact, waits: Waits) -> Fact:
    """Return the fact with its milestones waiting for one another."""

    def of(rule: MilestoneRule) -> MilestoneRule:
        return replace(rule, prerequisites=waits[rule.code])

    event = fact.event
    if isinstance(event, PlanLaidOut):
        rules = tuple(of(rule) for rule in event.milestones)
        return replace(fact, event=replace(event, milestones=rules))
    if isinstance(event, MilestoneAdded):
        return replace(fact, event=replace(event, milestone=of(event.milestone)))
    return fact


def judged_whole(standings: Standings) -> dict[str, closing.State]:
    history = standings.history
    return {code: closing.state(history, code) for code in history.rules}


@UNHURRIED
@given(ledgers, waits)
def test_states_brought_up_to_date_fact_by_fact_equal_those_judged_whole(
    facts: list[Fact], waits: Waits
) -> None:
    standings = Standings()
    for fact in facts:
        standings.take(waiting(fact, waits))
        standings.judge()
        assert standings.states == judged_whole(standings)


@FEWER
@given(ledgers, waits, st.data())
def test_several_facts_may_be_taken_before_they_are_judged(
    facts: list[Fact], waits: Waits, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(facts)))
    standings = Standings()
    for part in (facts[:cut], facts[cut:]):
        for fact in part:
            standings.take(waiting(fact, waits))
        standings.judge()
        assert standings.states == judged_whole(standings)


@FEWER
@given(ledgers, st.data())
def test_what_happens_to_a_copy_leaves_the_original_as_it_was(
    facts: list[Fact], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(facts)))
    standings = Standings()
    for fact in facts[:cut]:
        standings.take(fact)
    standings.judge()
    states = dict(standings.states)
    copied = standings.copy()
    for fact in facts[cut:]:
        copied.take(fact)
    copied.judge()
    assert copied.history == folding.fold(facts)
    assert (standings.history, standings.states) == (folding.fold(facts[:cut]), states)
