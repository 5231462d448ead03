"""Authority: what a person's approval limit makes of their yes."""

from dataclasses import replace
from decimal import Decimal

from portal.actions import revise
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.domain.words import Condition
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, Person, line_of
from tests.actions.purchases import CASE, GO_LIVE

APPROVE = Act.APPROVE


def test_an_approval_above_the_limit_is_a_recommendation_and_closes_nothing(deal: Deal) -> None:
    code = deal.own(APPROVE, "champion", amount=9_000)
    receipt = deal.give(PRIYA, code, APPROVE, limit=Decimal("8999.99"))
    assert (receipt.recommendation, receipt.closed) == (True, ())
    found = deal.milestone(code)
    assert (found.standing, found.out_of_reach) == ("waiting_for_buyer", ["champion"])
    assert line_of(found, deal.ids[PRIYA]).say == "recommended"
    assert "as a recommendation" in deal.page.decisions[-1].words["statement"]
    assert deal.page.decisions[-1].recommendation


def test_an_approval_at_the_limit_closes(deal: Deal) -> None:
    code = deal.own(APPROVE, "champion", amount=9_000)
    assert deal.give(PRIYA, code, APPROVE, limit=Decimal(9_000)).closed == (code,)
    assert "within my approval limit of EUR 9,000" in deal.page.decisions[-1].words["statement"]


def test_somebody_with_the_authority_closes_what_another_recommended(deal: Deal) -> None:
    code = deal.own(APPROVE, "finance", amount=9_000)
    deal.give(TOMAS, code, APPROVE, limit=Decimal(1_000))
    newcomer = Person("Lena Brandt", "lena.brandt@meridian.example", "Treasurer", ("finance",))
    deal.invite(newcomer)
    deal.share()
    assert deal.give(newcomer, code, APPROVE, limit=Decimal(9_000)).closed == (code,)
    assert line_of(deal.milestone(code), deal.ids[TOMAS]).say == "recommended"


def test_an_approval_with_conditions_closes_and_keeps_them(deal: Deal) -> None:
    code = deal.own(APPROVE, "economic_buyer", amount=9_000)
    conditions = (Condition("Train the depot first", "Tomás Aguiar", GO_LIVE),)
    said = Answer.APPROVED_WITH_CONDITIONS
    assert deal.give(INGRID, code, APPROVE, said, conditions=conditions).closed == (code,)
    assert deal.page.decisions[-1].words["conditions"] == [
        {"text": "Train the depot first", "owner": "Tomás Aguiar", "due": GO_LIVE.isoformat()}
    ]


def test_a_raised_amount_reopens_and_asks_for_the_authority_again(deal: Deal) -> None:
    code = deal.own(APPROVE, "economic_buyer", amount=9_000)
    deal.give(INGRID, code, APPROVE, limit=Decimal(9_000))
    deal.write(code, "Claims are paid once.", 9_001)
    assert deal.standing(code) == "stale"
    assert deal.give(INGRID, code, APPROVE, limit=Decimal(9_000)).recommendation
    assert deal.standing(code) == "reopened"


def test_a_lowered_amount_does_not_turn_a_recommendation_into_an_approval(deal: Deal) -> None:
    code = deal.own(APPROVE, "economic_buyer", amount=9_000)
    deal.give(INGRID, code, APPROVE, limit=Decimal(5_000))
    deal.write(code, "Claims are paid once.", 4_000)
    assert deal.standing(code) == "waiting_for_buyer"
    assert deal.give(INGRID, code, APPROVE, limit=Decimal(5_000)).closed == (code,)


def test_a_limit_counts_in_the_plans_currency_alone(deal: Deal) -> None:
    deal.write_everything()
    deal.close("M09")
    in_pounds = replace(CASE, currency="GBP")
    revise.cost_benefit(deal.means, deal.seller, deal.plan, in_pounds)
    assert deal.give(INGRID, "M13", APPROVE).recommendation
    assert deal.standing("M13") == "waiting_for_buyer"


def test_the_signature_of_an_order_above_the_limit_closes_nothing(deal: Deal) -> None:
    code = deal.own(Act.SIGN, "authorised_signatory", amount=9_000)
    assert deal.give(INGRID, code, Act.SIGN, limit=Decimal(1)).recommendation
    assert deal.standing(code) == "waiting_for_buyer"


def test_a_limit_stated_once_stands_until_another_is_stated(deal: Deal) -> None:
    first = deal.own(APPROVE, "economic_buyer", amount=9_000)
    second = deal.own(APPROVE, "economic_buyer", amount=9_000)
    deal.give(INGRID, first, APPROVE, limit=Decimal(9_000))
    assert deal.give(INGRID, second, APPROVE, limit=None, title=None).closed == (second,)
    assert deal.events().count("member.introduced") == 1
