"""A plan worth printing: Meridian and Northwind in the middle of their story, on a real store."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from portal.actions import revise
from portal.actions.means import Means
from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.cost_benefit.reading import read_case
from portal.domain.implementation.reading import plan_from_csv
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from portal.domain.words import Condition
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, asked_now, shared
from tests.actions.purchases import LARGE

DATA = Path(__file__).parents[1] / "data"
FORRESTER = DATA / "costbenefit" / "forrester-tei-salesloft.json"
TASKS = DATA / "implementation" / "meridian.csv"
CONDITION = Condition("Northwind reports held bookings weekly until June.", "Jonas Kovač",
                      date(2027, 6, 1))  # fmt: skip  # one condition


def believable(means: Means) -> Deal:
    """Return a plan with outcomes, case and tasks; the case is approved with a condition."""
    deal = shared(means, replace(LARGE, title="Fraud detection for Meridian Freight"))
    deal.write_everything()
    revise.outcomes(means, deal.seller, deal.plan, outcomes(deal))
    case = replace(
        read_case(FORRESTER.read_text()),
        title="Fraud detection",
        currency="EUR",
        amount=Decimal(420_000),
    )
    revise.cost_benefit(means, deal.seller, deal.plan, case)
    tasks = plan_from_csv(TASKS.read_text(), title="From order to go-live")
    revise.implementation(means, deal.seller, deal.plan, tasks)
    until(deal, "M13")
    deal.give(INGRID, "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, conditions=(CONDITION,))
    until(deal, "M16")
    return deal


def outcomes(deal: Deal) -> list[Outcome]:
    """Return two outcomes in the buyer's words."""
    return [
        Outcome("We stop paying out on carriers that do not exist.", "Fraud losses paid per year",
                "EUR", "640,000", "435,000", date(2028, 12, 31), deal.ids[INGRID]),
        Outcome("A flagged booking is cleared before the coffee is cold.",
                "Manual review per booking", "minutes", "14", "8", date(2027, 9, 1),
                deal.ids[TOMAS]),
    ]  # fmt: skip  # a table


def until(deal: Deal, code: str) -> None:
    """Let everybody asked say yes in the plan's order, an hour apart, until ``code`` is next."""
    while deal.standing(code) in (Standing.NOT_OPEN, Standing.WAITING_FOR_BUYER):
        milestone, line = next(asked_now(deal.page))
        if milestone.code == code:
            return
        people = {member: person for person, member in deal.ids.items()}
        deal.clock.forward(hours=1)
        deal.give(people[line.member], milestone.code, Act(line.act))


__all__ = ["CONDITION", "INGRID", "PRIYA", "TOMAS", "believable"]
