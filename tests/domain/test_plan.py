"""The plan as one aggregate: sharing it, laying it out, offering it to be signed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.domain.plan import (
    Milestone,
    NobodyToShareWith,
    Plan,
    PlanAlreadyShared,
    asked,
    is_statement,
    stored,
)
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, ImpossibleQuorum, Quorum
from tests.domain.people import INGRID, NOON, PRIYA, member


def milestone(code: str = "M01", position: int = 1, **changes: Any) -> Milestone:
    laid_out = Milestone(
        "org", "plan", code, position, f"Milestone {code}", 1, ["confirm"], "all", False, [],
        stored([Asked("economic_buyer", Quorum.one())]), "outcomes", [], 5, date(2026, 4, 1), True,
        "so that all agree", "Confirm", "A draft",
    )  # fmt: skip  # a row
    return replace(laid_out, **changes)


def plan(*milestones: Milestone) -> Plan:
    return Plan(
        "org", "plan", "Route planning", "Meridian Freight", "Northwind Analytics",
        "large_account", 3, [], date(2026, 9, 1), None, "NO", "Europe/Oslo", "EUR", None, "owen",
        NOON, 1, milestones=list(milestones),
    )  # fmt: skip  # a row


def test_sharing_without_a_committee_is_refused() -> None:
    begun = plan(milestone())
    with pytest.raises(NobodyToShareWith):
        begun.share(NOON)
    assert begun.shared_at is None


def test_sharing_again_keeps_the_first_moment() -> None:
    begun = plan(milestone())
    begun.members.append(member(INGRID))
    begun.share(NOON)
    begun.share(datetime(2026, 4, 1, tzinfo=UTC))
    assert begun.shared_at == NOON


def test_a_layout_is_replaced_until_the_plan_is_shared() -> None:
    begun = plan(milestone("M01"))
    begun.replace_milestones([milestone("M13")])
    assert [m.code for m in begun.milestones] == ["M13"]
    begun.members.append(member(INGRID))
    begun.share(NOON)
    with pytest.raises(PlanAlreadyShared):
        begun.replace_milestones([])
    assert [m.code for m in begun.milestones] == ["M13"]


def test_milestones_and_members_are_found_by_their_names() -> None:
    begun = plan(milestone("M01"))
    begun.members.append(member(PRIYA))
    assert begun.milestone("M01") is begun.milestones[0]
    assert begun.member(PRIYA) is begun.members[0]
    assert (begun.milestone("M02"), begun.member(INGRID)) == (None, None)


@pytest.mark.parametrize(
    ("document", "kind", "title"),
    [
        ("cost_benefit", "cost_benefit", "Cost–benefit case"),
        ("statement:M05", "statement", "Milestone M05"),
        ("statement:M99", "statement", "statement"),
    ],
)
def test_a_document_is_begun_once_under_its_own_title(document: str, kind: str, title: str) -> None:
    begun = plan(milestone("M05"))
    made = begun.document(document)
    assert (made.kind, made.title, made.current) == (kind, title, None)
    assert begun.document(document) is made


def test_only_statements_are_statements() -> None:
    assert is_statement("statement:M05")
    assert not is_statement("cost_benefit")


QUORUMS = [
    Quorum.one(),
    Quorum.every(veto=True),
    Quorum.percent(67),
    Quorum.number(2, 3, veto=True),
]


@pytest.mark.parametrize("quorum", QUORUMS, ids=lambda quorum: quorum.kind.value)
def test_a_quorum_comes_back_from_its_stored_form(quorum: Quorum) -> None:
    role = Asked("site_lead", quorum)
    assert [asked(one) for one in stored([role])] == [role]


def test_a_stored_quorum_nobody_could_meet_is_refused() -> None:
    with pytest.raises(ImpossibleQuorum):
        asked({"role": "site_lead", "kind": "number", "amount": 3, "of": 2})


def test_a_milestones_rule_says_all_that_closing_needs() -> None:
    rule = milestone(
        "M06", acts=["provide"], asks=[["budget", "Is it budgeted"]], prerequisites=["M01"]
    ).rule()
    assert (rule.code, rule.acts, rule.acts_are) == ("M06", (Act.PROVIDE,), ClosingActsAre.ALL)
    assert (rule.values, rule.prerequisites) == (("budget",), ("M01",))
    assert rule.who == (Asked("economic_buyer", Quorum.one()),)


def test_the_offer_says_what_who_and_by_when_in_the_order_of_the_plan() -> None:
    offer = plan(milestone("M13", 2, due_on=None), milestone("M01", 1)).offer()
    assert (offer["buyer"], offer["go_live"]) == ("Meridian Freight", "2026-09-01")
    assert offer["milestones"] == [
        {
            "code": "M01",
            "name": "Milestone M01",
            "due": "2026-04-01",
            "acts": ["confirm"],
            "who": ["economic_buyer"],
        },
        {
            "code": "M13",
            "name": "Milestone M13",
            "due": None,
            "acts": ["confirm"],
            "who": ["economic_buyer"],
        },
    ]
