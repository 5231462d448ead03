"""Signing one version with one's own name."""

import unicodedata

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import LimitMissing, NameDiffers, StaleRevision
from portal.domain.words import same_name
from tests.domain.people import INGRID, PRIYA, TOMAS, Deal, Said, asks, rule, says, up_to


def plan_to_sign(*members: str) -> Deal:
    who = (asks("every_member", Quorum.every()),)
    deal = Deal((rule("M16", Act.SIGN, who=who, document="implementation_plan"),))
    deal.revise("implementation_plan", "the tasks")
    for member in members:
        deal.give(member, "M16", Act.SIGN, Answer.SIGNED)
    return deal


def order(amount: str | None) -> Deal:
    who = (asks("authorised_signatory"),)
    deal = Deal((rule("M22", Act.SIGN, who=who, document="statement:M22"),))
    deal.revise("statement:M22", "the order", amount=amount, currency="EUR" if amount else None)
    return deal


def test_the_last_signature_closes() -> None:
    assert plan_to_sign(INGRID, PRIYA).standing("M16") is Standing.WAITING_FOR_BUYER
    assert plan_to_sign(INGRID, PRIYA, TOMAS).standing("M16") is Standing.CLOSED


@pytest.mark.parametrize("typed", ["", " ", "Ingrid Solheim", "Tomas Aguiar", "Tomás"])
def test_a_signature_under_another_name_is_refused(typed: str) -> None:
    with pytest.raises(NameDiffers, match="Tomás Aguiar"):
        plan_to_sign().give(TOMAS, "M16", Act.SIGN, Answer.SIGNED, Said(name=typed))


@pytest.mark.parametrize(
    "typed",
    [
        "tomás aguiar",
        "  Tomás   Aguiar ",
        "TOMÁS AGUIAR",
        unicodedata.normalize("NFD", "Tomás Aguiar"),
    ],
    ids=["case", "spaces", "capitals", "accent as a mark of its own"],
)
def test_case_spacing_and_the_way_an_accent_is_typed_do_not_matter(typed: str) -> None:
    assert same_name(typed, "Tomás Aguiar")


def test_a_signature_counts_for_one_version_only() -> None:
    deal = plan_to_sign(INGRID, PRIYA, TOMAS)
    deal.revise("implementation_plan", "the tasks, a week later")
    assert deal.standing("M16") is Standing.STALE
    assert says(deal.state("M16")) == dict.fromkeys((INGRID, PRIYA, TOMAS), "outdated")


def test_a_signature_under_a_version_no_longer_current_is_refused() -> None:
    deal = plan_to_sign()
    shown = deal.history.documents["implementation_plan"].hash
    deal.revise("implementation_plan", "the tasks, a week later")
    with pytest.raises(StaleRevision):
        deal.give(INGRID, "M16", Act.SIGN, Answer.SIGNED, Said(shown=shown))


@pytest.mark.parametrize("answer", [Answer.CHANGES_ASKED, Answer.DECLINED])
def test_declining_to_sign_costs_no_name(answer: Answer) -> None:
    deal = plan_to_sign()
    deal.give(PRIYA, "M16", Act.SIGN, answer, Said(name=""))
    assert deal.standing("M16") is Standing.IN_DISCUSSION


@pytest.mark.parametrize(("limit", "say"), [("400000", "yes"), ("399999", "recommended")])
def test_the_signature_under_the_order_needs_authority_over_its_amount(
    limit: str, say: str
) -> None:
    deal = order("400000")
    deal.give(INGRID, "M22", Act.SIGN, Answer.SIGNED, up_to(limit))
    assert says(deal.state("M22")) == {INGRID: say}


def test_whoever_signs_an_order_with_an_amount_states_a_limit_first() -> None:
    deal = order("400000")
    with pytest.raises(LimitMissing) as refused:
        deal.decide(INGRID, "M22", Act.SIGN, Answer.SIGNED, Said())
    assert refused.value.field == "limit"


def test_an_order_without_an_amount_needs_no_limit() -> None:
    deal = order(None)
    deal.give(INGRID, "M22", Act.SIGN, Answer.SIGNED)
    assert deal.standing("M22") is Standing.CLOSED


def test_signing_a_plan_commits_no_money() -> None:
    who = (asks("economic_buyer"),)
    deal = Deal((rule("M16", Act.SIGN, who=who, document="implementation_plan"),))
    deal.revise("implementation_plan", "the tasks", amount="400000", currency="EUR")
    deal.give(INGRID, "M16", Act.SIGN, Answer.SIGNED)
    assert deal.standing("M16") is Standing.CLOSED
