"""What an organisation may not do to its copy of the playbook: one refusal for each broken rule."""

from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.back_schedule import PrerequisiteCircle
from portal.domain.playbook.editing import (
    CodeTwice,
    DueAfterWhatFollows,
    FactMissing,
    FewerPeopleAtAHigherTier,
    FewerRolesAtAHigherTier,
    LawLeftOut,
    NobodyAsked,
    NoBuyersAct,
    NoBuyersBenefit,
    NoDuration,
    UnknownPrerequisite,
    UnknownRole,
    UnknownTrigger,
    check,
    edited_playbook,
)
from portal.domain.playbook.fields import UnreadablePlaybook
from portal.domain.playbook.rules import NEVER_LEFT_OUT, Asked, OpportunityType, Playbook, Quorum

PLAYBOOK = standard_playbook()
RENEWAL = OpportunityType.RENEWAL
ONE, EVERY = Quorum.one(), Quorum.every()


def edited(code: str, **changes: Any) -> Playbook:
    rules = [
        replace(rule, **changes) if rule.code == code else rule for rule in PLAYBOOK.milestones
    ]
    return replace(PLAYBOOK, milestones=tuple(rules))


def asking(code: str, *entries: tuple[Asked, ...]) -> Playbook:
    return edited(code, who_by_tier=dict(enumerate(entries, start=1)))


def without(code: str) -> Playbook:
    kept = tuple(
        replace(rule, prerequisites=tuple(one for one in rule.prerequisites if one != code))
        for rule in PLAYBOOK.milestones
        if rule.code != code
    )
    return replace(PLAYBOOK, milestones=kept)


def test_the_standard_playbook_holds_every_rule() -> None:
    check(PLAYBOOK)


def test_an_edit_is_read_and_checked_in_one_call() -> None:
    text = (files("portal.domain.playbook") / "master.json").read_text(encoding="utf-8")
    assert edited_playbook(text, version=2).version == 2
    with pytest.raises(LawLeftOut):
        edited_playbook(text.replace('"M01",', "", 1), version=2)
    with pytest.raises(UnreadablePlaybook):
        edited_playbook("", version=2)


def test_a_milestone_may_be_renamed_and_take_longer() -> None:
    check(edited("M19", name="Terms agreed", business_days_by_tier=(9, 9, 30, 40)))


def test_a_milestone_outside_the_law_may_be_taken_out() -> None:
    check(without("M05"))


def test_two_milestones_with_one_code_are_refused() -> None:
    with pytest.raises(CodeTwice, match="'M05'"):
        check(replace(PLAYBOOK, milestones=(*PLAYBOOK.milestones, PLAYBOOK.rule("M05"))))


def test_an_unknown_prerequisite_is_refused() -> None:
    with pytest.raises(UnknownPrerequisite, match=r"M05 .*'M99'"):
        check(edited("M05", prerequisites=("M99",)))


def test_an_unknown_prerequisite_for_one_type_is_refused() -> None:
    with pytest.raises(UnknownPrerequisite, match=r"M05 .*'M99'"):
        check(edited("M05", prerequisites_for_type={RENEWAL: ("M99",)}))


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(UnknownRole, match="'oracle'"):
        check(asking("M05", (Asked("oracle", ONE),)))


def test_an_unknown_trigger_is_refused() -> None:
    with pytest.raises(UnknownTrigger, match="'weather'"):
        check(edited("M05", trigger="weather"))


def test_an_unknown_trigger_for_one_type_is_refused() -> None:
    with pytest.raises(UnknownTrigger, match="'weather'"):
        check(edited("M05", trigger_for_type={RENEWAL: "weather"}))


def test_a_fact_that_the_answers_set_must_stay() -> None:
    facts = {fact: told for fact, told in PLAYBOOK.facts.items() if fact != "unbudgeted"}
    with pytest.raises(FactMissing, match="'unbudgeted'"):
        check(replace(PLAYBOOK, facts=facts))


@pytest.mark.parametrize("changes", [{"closing_acts": ()}, {"buyer_action": " \n"}])
def test_a_milestone_without_a_buyers_act_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NoBuyersAct, match="M05"):
        check(edited("M05", **changes))


def test_a_milestone_without_a_benefit_for_the_buyer_is_refused() -> None:
    with pytest.raises(NoBuyersBenefit, match="M05"):
        check(edited("M05", why_for_the_buyer=""))


@pytest.mark.parametrize("who", [{}, {3: ()}])
def test_a_milestone_that_asks_nobody_is_refused(who: dict[int, tuple[Asked, ...]]) -> None:
    with pytest.raises(NobodyAsked, match="M05"):
        check(edited("M05", who_by_tier=who))


@pytest.mark.parametrize(
    "changes",
    [
        {"business_days_by_tier": (None,) * 4},
        {"business_days_for_type": {RENEWAL: (None,) * 4}},
        {"after_go_live_days_by_tier": (None,) * 4},
    ],
)
def test_a_milestone_without_any_duration_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NoDuration, match="M26"):
        check(edited("M26", **changes))


@pytest.mark.parametrize("code", NEVER_LEFT_OUT)
def test_a_milestone_of_the_law_cannot_leave_the_list(code: str) -> None:
    listed = tuple(one for one in NEVER_LEFT_OUT if one != code)
    with pytest.raises(LawLeftOut, match=code):
        check(replace(PLAYBOOK, never_left_out=listed))


@pytest.mark.parametrize(
    "changes",
    [
        {"smallest_tier_for_type": dict.fromkeys(OpportunityType, 2)},
        {"smallest_tier_for_type": {RENEWAL: 1}},
        {"trigger": "unbudgeted"},
        {"trigger_for_type": {RENEWAL: "unbudgeted"}},
    ],
)
def test_a_milestone_of_the_law_stands_at_the_lowest_tier_whatever_the_facts(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(LawLeftOut, match="M26"):
        check(edited("M26", **changes))


def test_a_milestone_of_the_law_cannot_be_taken_out() -> None:
    with pytest.raises(LawLeftOut, match="M26"):
        check(without("M26"))


def test_what_an_organisation_adds_to_the_law_holds_too() -> None:
    with pytest.raises(LawLeftOut, match="M05"):
        check(replace(PLAYBOOK, never_left_out=(*NEVER_LEFT_OUT, "M05")))


def test_a_circle_of_prerequisites_is_refused_with_its_milestones() -> None:
    with pytest.raises(PrerequisiteCircle, match=r"M01 -> M02 -> M01|M02 -> M01 -> M02"):
        check(edited("M01", prerequisites=("M02",)))


def test_a_circle_in_one_type_alone_is_refused() -> None:
    with pytest.raises(PrerequisiteCircle, match="'Renewal'"):
        check(edited("M04", prerequisites_for_type={RENEWAL: ("M02",)}))


def test_a_milestone_before_the_anchor_cannot_wait_for_one_after_it() -> None:
    with pytest.raises(DueAfterWhatFollows, match=r"M25 .*M26"):
        check(edited("M25", prerequisites=("M24", "M26")))


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ((Asked("legal", ONE), Asked("finance", ONE)), (Asked("legal", ONE),)),
        ((Asked("legal", EVERY),), (Asked("legal", ONE),)),
        ((Asked("legal", EVERY),), (Asked("legal", Quorum.percent(99)),)),
        ((Asked("legal", EVERY),), (Asked("finance", EVERY),)),
        ((Asked("legal", Quorum.percent(50)),), (Asked("legal", Quorum.number(3, 5)),)),
        ((Asked("legal", Quorum.number(3, 5)),), (Asked("legal", Quorum.number(2, 5)),)),
        ((Asked("legal", Quorum.number(5, 5)),), (Asked("legal", Quorum.percent(80)),)),
    ],
)
def test_a_higher_tier_cannot_need_fewer_people(
    lower: tuple[Asked, ...], higher: tuple[Asked, ...]
) -> None:
    with pytest.raises(FewerPeopleAtAHigherTier, match=r"M05 .*tier 2 than at tier 1"):
        check(asking("M05", lower, higher))


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ((Asked("legal", ONE),), (Asked("finance", ONE),)),
        ((Asked("legal", ONE),), (Asked("legal", Quorum.percent(50)),)),
        ((Asked("legal", Quorum.percent(50)),), (Asked("legal", EVERY),)),
        ((Asked("legal", Quorum.number(3, 5)),), (Asked("legal", EVERY),)),
        ((Asked("legal", Quorum.number(3, 5)),), (Asked("legal", Quorum.percent(60)),)),
    ],
)
def test_a_higher_tier_may_ask_other_or_more_people(
    lower: tuple[Asked, ...], higher: tuple[Asked, ...]
) -> None:
    check(asking("M05", lower, higher))


def test_a_role_asked_in_a_plan_is_asked_in_a_bigger_one() -> None:
    with pytest.raises(FewerRolesAtAHigherTier, match=r"'site_lead' at tier 3 .* tier 4"):
        check(asking("M05", *[(Asked("site_lead", ONE),)] * 3, (Asked("legal", ONE),)))


def test_a_role_is_kept_under_each_fact_of_its_own() -> None:
    with pytest.raises(FewerRolesAtAHigherTier, match="'site_lead'"):
        check(asking("M20", (Asked("site_lead", ONE),), (Asked("legal", ONE),)))
