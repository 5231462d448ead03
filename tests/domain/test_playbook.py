"""The values of a playbook: quorums, and rules resolved for a type and a tier."""

import pytest

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.rules import (
    ROLES,
    Asked,
    ImpossibleQuorum,
    OpportunityType,
    Quorum,
    UnknownMilestone,
)

PLAYBOOK = standard_playbook()


def test_the_standard_playbook_has_forty_milestones_five_types_and_six_facts() -> None:
    assert len(PLAYBOOK.milestones) == 40
    assert set(PLAYBOOK.type_names) == set(OpportunityType)
    assert len(PLAYBOOK.facts) == 6
    assert PLAYBOOK.version == 1


def test_every_role_of_the_standard_playbook_has_a_name() -> None:
    asked = {
        one.role for rule in PLAYBOOK.milestones for who in rule.who_by_tier.values() for one in who
    }
    assert asked == set(ROLES)


@pytest.mark.parametrize(
    ("percent", "people", "needed"),
    [(50, 3, 2), (50, 4, 2), (80, 5, 4), (80, 6, 5), (100, 7, 7), (1, 1, 1), (33, 100, 33)],
)
def test_a_percentage_needs_the_ceiling_of_its_share(
    percent: int, people: int, needed: int
) -> None:
    assert Quorum.percent(percent).needed(people) == needed


def test_one_needs_one_however_many_there_are() -> None:
    assert [Quorum.one().needed(people) for people in (1, 2, 40)] == [1, 1, 1]


def test_every_needs_each_of_the_people() -> None:
    assert Quorum.every().needed(4) == 4


def test_a_number_needs_that_many_of_its_group() -> None:
    assert Quorum.number(2, 3).needed(3) == 2


@pytest.mark.parametrize(
    "quorum", [Quorum.one(), Quorum.every(), Quorum.percent(50), Quorum.number(2, 3)]
)
def test_a_role_that_nobody_holds_is_never_met(quorum: Quorum) -> None:
    assert quorum.needed(0) >= 1


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_percentage_that_means_nobody_or_too_many_is_refused(percent: int) -> None:
    with pytest.raises(ImpossibleQuorum, match=f"{percent} %"):
        Quorum.percent(percent)


@pytest.mark.parametrize(("number", "group"), [(0, 3), (4, 3), (1, 0)])
def test_a_number_that_its_group_cannot_give_is_refused(number: int, group: int) -> None:
    with pytest.raises(ImpossibleQuorum, match=f"{number} of {group}"):
        Quorum.number(number, group)


def test_a_veto_makes_another_quorum() -> None:
    assert Quorum.one(veto=True) != Quorum.one()


def test_a_name_for_the_type_replaces_the_name() -> None:
    rule = PLAYBOOK.rule("M01")
    assert rule.name_in(OpportunityType.RENEWAL) == "Next-term outcomes agreed"
    assert rule.name_in(OpportunityType.NEW_ACCOUNT) == "Business outcomes agreed"


def test_prerequisites_for_the_type_replace_the_prerequisites_as_a_whole() -> None:
    rule = PLAYBOOK.rule("M16")
    assert rule.prerequisites_in(OpportunityType.RENEWAL) == ("M07",)
    assert rule.prerequisites_in(OpportunityType.UPGRADE) == ("M09", "M11", "U1", "L3")


def test_an_empty_list_for_the_type_replaces_the_prerequisites_too() -> None:
    assert PLAYBOOK.rule("M04").prerequisites_in(OpportunityType.RENEWAL) == ()


def test_durations_for_the_type_replace_the_durations_as_a_whole() -> None:
    rule = PLAYBOOK.rule("M24")
    assert rule.business_days(OpportunityType.UPGRADE, 3) == 10
    assert rule.business_days(OpportunityType.LARGE_ACCOUNT, 3) == 25


def test_below_its_tier_a_milestone_takes_the_duration_of_the_lowest_tier_that_has_one() -> None:
    assert PLAYBOOK.rule("M04").business_days(OpportunityType.LARGE_ACCOUNT, 1) == 5
    assert PLAYBOOK.rule("M21").business_days(OpportunityType.RENEWAL, 2) == 4


def test_a_trigger_for_the_type_replaces_the_trigger_even_by_none() -> None:
    rule = PLAYBOOK.rule("M18")
    assert rule.trigger_in(OpportunityType.NEW_ACCOUNT) is None
    assert rule.trigger_in(OpportunityType.RENEWAL) == "supplier_not_on_vendor_list"


def test_below_its_lowest_entry_a_milestone_asks_the_people_of_that_entry() -> None:
    assert PLAYBOOK.rule("A1").who(1) == (Asked("legal", Quorum.one()),)


def test_an_unknown_code_is_refused_by_name() -> None:
    with pytest.raises(UnknownMilestone, match="'M99'"):
        PLAYBOOK.rule("M99")
