"""Every plan of every type, tier and set of facts, against a slow reading of the master's notes."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.layout import Layout
from portal.domain.playbook.rules import NEVER_LEFT_OUT, Asked, OpportunityType

unhurried = settings(deadline=None)  # a busy machine is no wrong rule

PLAYBOOK = standard_playbook()
MASTER: dict[str, Any] = json.loads(
    (files("portal.domain.playbook") / "master.json").read_text(encoding="utf-8")
)
BY_CODE: dict[str, dict[str, Any]] = {one["code"]: one for one in MASTER["milestones"]}

types = st.sampled_from(OpportunityType)
tiers = st.integers(1, 4)
facts = st.frozensets(st.sampled_from(sorted(MASTER["facts"])))
restored = st.frozensets(st.sampled_from(sorted(BY_CODE)), max_size=6)
notices = st.integers(0, 120)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    kind = draw(types)
    notice = draw(st.none() | notices) if kind is OpportunityType.RENEWAL else None
    tier = max(draw(tiers), kind.lowest_tier)
    return lay_out(PLAYBOOK, kind, tier, draw(facts), notice, draw(restored))


def stands(code: str, layout: Layout) -> bool:
    one, kind = BY_CODE[code], layout.opportunity_type
    trigger = one["trigger_for_type"].get(kind, one["trigger"])
    appears = one["smallest_tier_for_type"].get(kind, 5) <= layout.tier
    return code in layout.restored or (appears and (trigger is None or trigger in layout.facts))


def waits_for(code: str, layout: Layout) -> set[str]:
    one = BY_CODE[code]
    found: set[str] = set()
    for before in one["prerequisites_for_type"].get(layout.opportunity_type, one["prerequisites"]):
        found |= {before} if stands(before, layout) else waits_for(before, layout)
    return found


def days(code: str, layout: Layout) -> int:
    one = BY_CODE[code]
    by_tier = one["business_days_for_type"].get(
        layout.opportunity_type, one["business_days_by_tier"]
    )
    own = by_tier[layout.tier - 1]
    return int(own if own is not None else next(each for each in by_tier if each is not None))


def slow_schedule(layout: Layout) -> dict[str, tuple[int, bool]]:
    """Latest finish and criticality by walking every path, straight from the notes."""
    codes = [
        code
        for code in BY_CODE
        if stands(code, layout) and BY_CODE[code]["after_go_live_days_by_tier"] is None
    ]
    before = {code: waits_for(code, layout) & set(codes) for code in codes}

    @cache
    def latest(code: str) -> int:
        pinned = layout.notice is not None and code == "M17"
        after = [latest(one) + days(one, layout) for one in codes if code in before[one]]
        return max([*after, 0, (layout.notice or 0) + 5 if pinned else 0])

    @cache
    def earliest(code: str) -> int:
        return max([earliest(one) for one in before[code]], default=0) + days(code, layout)

    path = max(latest(code) + days(code, layout) for code in codes)
    return {code: (latest(code), earliest(code) + latest(code) == path) for code in codes}


def required(layout: Layout) -> set[str]:
    return {asked.role for one in layout.milestones for asked in one.who}


def people_needed(who: tuple[Asked, ...], people: int) -> int:
    return sum(asked.quorum.needed(people) for asked in who)


def ruled(layout: Layout, tier: int) -> Layout:
    return lay_out(PLAYBOOK, layout.opportunity_type, tier, layout.facts)


@unhurried
@given(layouts())
def test_milestones_stand_by_type_tier_and_facts_in_the_masters_order(layout: Layout) -> None:
    assert [one.code for one in layout.milestones] == [
        code for code in BY_CODE if stands(code, layout)
    ]


@unhurried
@given(layouts())
def test_every_master_milestone_stands_or_is_left_out_with_a_reason(layout: Layout) -> None:
    standing = {one.code for one in layout.milestones}
    assert {one.code for one in layout.left_out} == set(BY_CODE) - standing
    assert all(one.sentence.endswith(".") for one in layout.left_out)


@unhurried
@given(layouts())
def test_prerequisites_are_those_of_the_notes_and_stand_themselves(layout: Layout) -> None:
    for one in layout.milestones:
        assert set(one.prerequisites) == waits_for(one.code, layout)


@unhurried
@given(layouts())
def test_latest_finishes_and_critical_milestones_are_those_of_every_path(layout: Layout) -> None:
    schedule = slow_schedule(layout)
    for one in layout.milestones:
        if one.after_anchor_business_days is None:
            found = (one.latest_finish_business_days_before_anchor, one.critical)
            assert found == schedule[one.code]
        else:
            assert (one.latest_finish_business_days_before_anchor, one.critical) == (None, False)


@unhurried
@given(layouts())
def test_the_path_is_the_time_from_the_first_start_to_the_anchor(layout: Layout) -> None:
    starts = [late + days(code, layout) for code, (late, _) in slow_schedule(layout).items()]
    assert layout.path_business_days == max(starts)


@unhurried
@given(layouts())
def test_no_milestone_is_due_before_what_it_waits_for(layout: Layout) -> None:
    due = {one.code: one.latest_finish_business_days_before_anchor for one in layout.milestones}
    for one in layout.milestones:
        own = due[one.code]
        if own is not None:
            assert all((due[code] or 0) >= own + one.business_days for code in one.prerequisites)


@unhurried
@given(layouts())
def test_sets_nest_and_roles_never_shrink_as_the_tier_grows(layout: Layout) -> None:
    lower = ruled(layout, layout.tier)
    for tier in range(layout.tier + 1, 5):
        higher = ruled(layout, tier)
        assert {one.code for one in lower.milestones} <= {one.code for one in higher.milestones}
        assert required(lower) <= required(higher)
        lower = higher


@unhurried
@given(layouts(), st.integers(1, 500))
def test_the_people_needed_at_a_milestone_never_shrink_as_the_tier_grows(
    layout: Layout, people: int
) -> None:
    asked = {one.code: one.who for one in ruled(layout, layout.tier).milestones}
    for tier in range(layout.tier + 1, 5):
        for one in ruled(layout, tier).milestones:
            lower, higher = asked.get(one.code, ()), one.who
            assert people_needed(lower, people) <= people_needed(higher, people)
            asked[one.code] = higher


@unhurried
@given(layouts())
def test_the_six_milestones_of_the_law_always_stand(layout: Layout) -> None:
    assert set(NEVER_LEFT_OUT) <= {one.code for one in layout.milestones}


@unhurried
@given(tiers, facts, notices)
def test_a_notice_date_never_makes_a_milestone_later(
    tier: int, true: frozenset[str], notice: int
) -> None:
    plain = lay_out(PLAYBOOK, OpportunityType.RENEWAL, tier, true)
    moved = lay_out(PLAYBOOK, OpportunityType.RENEWAL, tier, true, notice)
    for before, after in zip(plain.milestones, moved.milestones, strict=True):
        earlier = after.latest_finish_business_days_before_anchor or 0
        assert earlier >= (before.latest_finish_business_days_before_anchor or 0)
