"""Writing documents: a revision each, for the people on the committee, with sums that mean one."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from portal.actions import revise
from portal.actions.revise import AmountMissing, AmountOutOfRange, UnknownOwner
from portal.domain.document import EmptyStatement, NothingChanged
from portal.domain.outcomes import Outcome, TooManyOutcomes
from portal.domain.playbook.rules import Act
from portal.store import verifying
from portal.store.pages.plan import revisions_of
from portal.store.plans import NotFound
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal
from tests.actions.purchases import CASE, GO_LIVE, TASKS

OURS = Outcome("Fewer claims paid twice", "Paid twice", "%", "3.1 %", "0.8 %", GO_LIVE, "nobody")


def test_every_document_is_written_revision_by_revision(deal: Deal) -> None:
    deal.write_everything()
    case = replace(CASE, discount_rate=Decimal("0.1"))
    tasks = replace(TASKS, title="To go-live")
    assert deal.write_outcomes(INGRID) == 2
    assert revise.cost_benefit(deal.means, deal.seller, deal.plan, case, " Rate. ") == 2
    assert revise.implementation(deal.means, deal.seller, deal.plan, tasks) == 2
    assert deal.write("M09", "What we have seen.") == 2
    page = deal.page
    assert page.documents["cost_benefit"].note == "Rate."
    assert (page.documents["cost_benefit"].amount, page.documents["cost_benefit"].currency) == (
        Decimal(24_000), "EUR",
    )  # fmt: skip  # one comparison
    with deal.means.store.reading() as connection:
        assert verifying.verify(connection).whole


def test_the_words_before_stay_readable(deal: Deal) -> None:
    code = deal.own(Act.CONFIRM, "champion")
    deal.write(code, "Other words.")
    with deal.means.store.reading() as connection:
        kept = revisions_of(connection, deal.seller.organisation_id, deal.plan, f"statement:{code}")
    assert [one.content["text"] for one in kept] == ["Claims are paid once.", "Other words."]


def test_writing_the_same_again_makes_no_revision(deal: Deal) -> None:
    deal.write_everything()
    head = deal.page.plan.ledger_head
    same: tuple[Callable[[], int], ...] = (
        lambda: deal.write_outcomes(*deal.ids),
        lambda: revise.cost_benefit(deal.means, deal.seller, deal.plan, CASE),
        lambda: revise.implementation(deal.means, deal.seller, deal.plan, TASKS),
        lambda: deal.write("M09", deal.page.documents["statement:M09"].content["text"]),
    )
    for again in same:
        with pytest.raises(NothingChanged):
            again()
    assert deal.page.plan.ledger_head == head


def test_the_owner_of_an_outcome_is_on_the_committee(deal: Deal) -> None:
    mine = replace(OURS, owner=deal.ids[PRIYA])
    with pytest.raises(UnknownOwner):
        revise.outcomes(deal.means, deal.seller, deal.plan, [mine, OURS])
    with pytest.raises(TooManyOutcomes):
        revise.outcomes(deal.means, deal.seller, deal.plan, [mine] * 6)
    assert "outcomes" not in deal.page.documents


def test_a_case_in_another_unit_names_its_amount_in_full(deal: Deal) -> None:
    in_thousands = replace(CASE, unit="thousands", amount=None)
    with pytest.raises(AmountMissing):
        revise.cost_benefit(deal.means, deal.seller, deal.plan, in_thousands)
    whole = replace(in_thousands, amount=Decimal(24_000))
    assert revise.cost_benefit(deal.means, deal.seller, deal.plan, whole) == 1


def test_where_no_amount_is_given_all_costs_are_to_be_approved(deal: Deal) -> None:
    bare = replace(CASE, amount=None, currency=None)
    revise.cost_benefit(deal.means, deal.seller, deal.plan, bare)
    current = deal.page.documents["cost_benefit"]
    assert (current.amount, current.currency) == (Decimal(24_000), "EUR")


def test_a_statement_asks_for_a_sum_that_can_be_held_against_a_limit(deal: Deal) -> None:
    code = deal.own(Act.APPROVE, "champion")
    for absurd in ("-1", "NaN", "sNaN", "Infinity", "1E+12"):
        with pytest.raises(AmountOutOfRange):
            revise.milestone_statement(
                deal.means, deal.seller, deal.plan, code, "Pay.", Decimal(absurd)
            )
    assert deal.page.documents[f"statement:{code}"].number == 1


def test_a_sum_is_part_of_the_words_that_are_approved(deal: Deal) -> None:
    code = deal.own(Act.APPROVE, "champion", amount=9_000)
    assert deal.write(code, "Claims are paid once.", 9_001) == 2


def test_only_a_milestone_that_takes_words_gets_them(deal: Deal) -> None:
    for code in ("M01", "M06", "none"):
        with pytest.raises(NotFound):
            deal.write(code, "Words.")
    with pytest.raises(EmptyStatement):
        deal.write("M09", "  ")


def test_a_change_asks_again_only_the_owner_of_what_changed(large: Deal) -> None:
    large.write_outcomes(PRIYA, TOMAS)
    large.close("M01")
    written = [
        Outcome("Priya sees fewer", "Paid twice", "%", "3.1 %", target, GO_LIVE, large.ids[person])
        for person, target in ((PRIYA, "0.8 %"), (TOMAS, "0.5 %"))
    ]
    revise.outcomes(large.means, large.seller, large.plan, written)
    assert large.standing("M01") == "stale"
