"""Random edits of the playbook: what is accepted keeps every promise, what is broken is refused."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.back_schedule import PrerequisiteCircle
from portal.domain.playbook.editing import check, edited_playbook
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.people import people_may_shrink
from portal.domain.playbook.rules import (
    NEVER_LEFT_OUT,
    ROLES,
    Asked,
    OpportunityType,
    Playbook,
    Quorum,
    Rule,
)
from portal.domain.refusals import Refusal

unhurried = settings(deadline=None)  # a busy machine is no wrong rule

PLAYBOOK = standard_playbook()
MASTER = (files("portal.domain.playbook") / "master.json").read_text(encoding="utf-8")
CODES = [rule.code for rule in PLAYBOOK.milestones]

types = st.sampled_from(OpportunityType)
facts = st.sampled_from(sorted(PLAYBOOK.facts))
quorums = (
    st.sampled_from([Quorum.one(), Quorum.every()])
    | st.integers(1, 100).map(Quorum.percent)
    | st.integers(1, 5).flatmap(lambda n: st.builds(Quorum.number, st.just(n), st.integers(n, 9)))
)
whos = st.dictionaries(st.sampled_from(sorted(ROLES)), quorums, min_size=1, max_size=3).map(
    lambda asked: tuple(Asked(role, quorum) for role, quorum in asked.items())
)
days = st.tuples(*[st.none() | st.integers(0, 60)] * 4)
# One person a tier, of a role that few milestones ask: what may break is the roles alone.
rare = st.sampled_from(["site_lead", "executive_sponsor", "every_member", "step_owner"])
passed_on = st.dictionaries(
    st.integers(1, 4), rare.map(lambda role: (Asked(role, Quorum.one()),)), min_size=1
)
edits = st.one_of(
    st.fixed_dictionaries({"who_by_tier": passed_on}),
    st.fixed_dictionaries({"trigger": st.none() | facts}),
    st.fixed_dictionaries({"trigger_for_type": st.dictionaries(types, st.none() | facts)}),
    st.fixed_dictionaries({"smallest_tier_for_type": st.dictionaries(types, st.integers(1, 4))}),
    st.fixed_dictionaries({"prerequisites": st.lists(st.sampled_from(CODES)).map(tuple)}),
    st.fixed_dictionaries({"business_days_by_tier": days}),
    st.fixed_dictionaries({"after_go_live_days_by_tier": st.none() | days}),
    st.fixed_dictionaries({"who_by_tier": st.dictionaries(st.integers(1, 4), whos, min_size=1)}),
)


@st.composite
def edited_playbooks(draw: st.DrawFn) -> Playbook:
    rules = {rule.code: rule for rule in PLAYBOOK.milestones}
    for code in draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2)):
        rules[code] = replace(rules[code], **draw(edits))
    return replace(PLAYBOOK, milestones=tuple(rules.values()))


def accepted(playbook: Playbook) -> bool:
    try:
        check(playbook)
    except Refusal:
        return False
    return True


def needed(rule: Rule, tier: int, people: int) -> int:
    return sum(asked.quorum.needed(people) for asked in rule.who(tier))


def promises_kept(playbook: Playbook, kind: OpportunityType, true: frozenset[str]) -> None:
    codes: set[str] = set(NEVER_LEFT_OUT)
    roles: set[str] = set()
    for tier in range(kind.lowest_tier, 5):
        layout = lay_out(playbook, kind, tier, true)
        assert codes <= {one.code for one in layout.milestones}
        assert roles <= {asked.role for one in layout.milestones for asked in one.who}
        codes = {one.code for one in layout.milestones}
        roles = {asked.role for one in layout.milestones for asked in one.who}


@unhurried
@given(edited_playbooks(), types, st.frozensets(facts), st.integers(9, 150))
def test_an_accepted_edit_keeps_every_promise(
    playbook: Playbook, kind: OpportunityType, true: frozenset[str], people: int
) -> None:
    if not accepted(playbook):
        return
    promises_kept(playbook, kind, true)
    for rule in playbook.milestones:
        counts = [needed(rule, tier, people) for tier in (1, 2, 3, 4)]
        assert counts == sorted(counts)


@unhurried
@given(st.sampled_from(CODES), st.lists(st.integers(0, 200), min_size=4, max_size=4), st.text())
def test_other_durations_and_names_are_always_accepted(
    code: str, longer: list[int], name: str
) -> None:
    rules = tuple(
        replace(rule, name=name, business_days_by_tier=tuple(longer)) if rule.code == code else rule
        for rule in PLAYBOOK.milestones
    )
    check(replace(PLAYBOOK, milestones=rules))


@unhurried
@given(st.sampled_from(CODES), st.sampled_from(sorted(ROLES)), quorums)
def test_one_more_role_at_the_highest_tier_is_always_accepted(
    code: str, role: str, quorum: Quorum
) -> None:
    rule = PLAYBOOK.rule(code)
    who = rule.who(4)
    more = who if role in {one.role for one in who} else (*who, Asked(role, quorum))
    grown = replace(rule, who_by_tier={**rule.who_by_tier, 4: more})
    check(
        replace(
            PLAYBOOK,
            milestones=tuple(grown if one.code == code else one for one in PLAYBOOK.milestones),
        )
    )


@unhurried
@given(st.data(), types)
def test_a_prerequisite_turned_round_closes_a_circle_and_is_refused(
    data: st.DataObject, kind: OpportunityType
) -> None:
    pairs = [
        (before, rule.code)
        for rule in PLAYBOOK.milestones
        for before in rule.prerequisites_in(kind)
        if rule.after_go_live_days_by_tier is None
    ]
    before, code = data.draw(st.sampled_from(pairs))
    turned = tuple(
        replace(rule, prerequisites_for_type={kind: (*rule.prerequisites_in(kind), code)})
        if rule.code == before
        else rule
        for rule in PLAYBOOK.milestones
    )
    with pytest.raises(PrerequisiteCircle):
        check(replace(PLAYBOOK, milestones=turned))


@unhurried
@given(whos, whos)
def test_people_may_shrink_exactly_where_some_size_of_the_roles_shows_it(
    lower: tuple[Asked, ...], higher: tuple[Asked, ...]
) -> None:
    before = {asked.role: asked.quorum for asked in lower}
    after = {asked.role: asked.quorum for asked in higher}

    def least(role: str) -> int:
        known = [asked for asked in (before.get(role), after.get(role)) if asked is not None]
        smallest = max(1, *(quorum.of for quorum in known))
        return min(
            (after[role].needed(people) if role in after else 0)
            - (before[role].needed(people) if role in before else 0)
            for people in (*range(smallest, 220), 10_000)
        )

    worst = sum(least(role) for role in before.keys() | after.keys())
    assert people_may_shrink(lower, higher) == (worst < 0)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


PLACES = list(places(json.loads(MASTER)))
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@unhurried
@given(st.sampled_from(PLACES), junk)
def test_anything_written_anywhere_is_read_and_kept_or_refused(
    place: tuple[str | int, ...], written: object
) -> None:
    document = json.loads(MASTER)
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = written
    with suppress(Refusal):
        playbook = edited_playbook(json.dumps(document), version=2)
        promises_kept(playbook, OpportunityType.RENEWAL, frozenset())
