"""What Meridian Freight buys from Northwind Analytics: two purchases, a case, and its tasks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.actions import draft
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import OpportunityType

GO_LIVE = date(2027, 5, 24)
SIMPLE = Answers(
    functions_deciding=1, data=Data.BUSINESS, integration=Integration.NONE, sites=1,
    funding=Funding.BUDGETED, paper=Paper.OURS, users_changing_habits=20, new_supplier=False,
)  # fmt: skip  # one purchase
INVOLVED = replace(SIMPLE, functions_deciding=4, paper=Paper.THEIRS, users_changing_habits=120)
SMALL = draft.Draft(
    title="Claims review for Meridian", buyer="Meridian Freight",
    opportunity_type=OpportunityType.NEW_ACCOUNT, answers=SIMPLE, go_live=GO_LIVE, currency="EUR",
    amount=Decimal(24_000), calendar="DE", time_zone="Europe/Berlin",
)  # fmt: skip  # one purchase, of tier 1
LARGE = replace(
    SMALL, opportunity_type=OpportunityType.LARGE_ACCOUNT, answers=INVOLVED, amount=Decimal(420_000)
)  # of tier 3
CASE = Case(
    title="Claims review", currency="EUR", amount=Decimal(24_000), discount_rate=Decimal("0.08"),
    rows=(
        Row(COST, "Licence and support", (Decimal(12_000), Decimal(12_000))),
        Row(BENEFIT, "Claims paid once", (Decimal(9_000), Decimal(31_000))),
    ),
)  # fmt: skip  # one case
TASKS = ImplementationPlan(
    "From order to go-live",
    (
        Task("A", "Map the claims data", Side.BUYER, "Tomás Aguiar", Decimal(16), 4),
        Task("B", "Load and check", Side.BOTH, "Tomás Aguiar", Decimal(30), 5, ("A",)),
    ),
)
