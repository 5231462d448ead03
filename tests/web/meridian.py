"""The plan that Owen Hartley of Northwind shared with Meridian Freight, as web tests use it."""

import itertools
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from portal.actions import draft, invite, revise, share, sign_in
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.outcomes import Outcome
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import OpportunityType
from portal.store.transaction import Store
from tests.web.house import PASSWORD as PASSWORD  # tests take both from here
from tests.web.house import House as House
from tests.web.visitor import BASE_URL

KEY = "b7f2c9d4e1a86035b7f2c9d4e1a86035"
INGRID, PRIYA, TOMAS = "ingrid", "priya", "tomas"
# Name, title and seats; nobody holds the seat of legal, as it is in a young plan.
PEOPLE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    INGRID: (
        "Ingrid Solheim",
        "Chief Financial Officer",
        ("economic_buyer", "authorised_signatory", "executive_sponsor"),
    ),
    PRIYA: ("Priya Raman", "Head of Risk and Claims", ("champion", "user_lead")),
    TOMAS: (
        "Tomás Aguiar",
        "Chief Operating Officer",
        ("finance", "implementation_lead", "technical_evaluator", "procurement"),
    ),
}
GO_LIVE = date(2027, 3, 22)
OPPORTUNITY = draft.Draft(
    title="Meridian Freight with Northwind Analytics",
    buyer="Meridian Freight",
    opportunity_type=OpportunityType.LARGE_ACCOUNT,
    answers=Answers(
        functions_deciding=3, data=Data.BUSINESS, integration=Integration.STANDARD, sites=1,
        funding=Funding.BUDGETED, paper=Paper.OURS, users_changing_habits=120, new_supplier=False,
    ),
    go_live=GO_LIVE,
    currency="EUR",
    amount=Decimal(420_000),
    calendar="DE",
    time_zone="Europe/Berlin",
)  # fmt: skip  # the answers read as one
CASE = Case(
    title="Claims handling",
    currency="EUR",
    amount=Decimal(420_000),
    discount_rate=Decimal("0.08"),
    rows=(
        Row(COST, "Licence and support", tuple(map(Decimal, (120000, 150000, 150000, 0)))),
        Row(COST, "Our own hours", tuple(map(Decimal, (22000, 0, 0, 0))), "HR rate card", "Priya"),
        Row(BENEFIT, "Fewer claims paid twice", tuple(map(Decimal, (0, 240000, 310000, 330000)))),
    ),
)
TASKS = ImplementationPlan(
    "From order to go-live",
    (
        Task("A", "Map the claims data", Side.BUYER, "Tomás Aguiar", Decimal(16), 4),
        Task("B", "Set up the environment", Side.SUPPLIER, "Sofia Brandt", Decimal(24), 3),
        Task("C", "Load and check", Side.BOTH, "Tomás Aguiar", Decimal(30), 5, ("A", "B"),
             "Every claim of May is there", "Keep the old system for a month"),
    ),
)  # fmt: skip  # one task a line


def make_means(store: Store, clock: Callable[[], datetime], name: str) -> Means:
    """Return means whose "random" texts are numbered, so that the last one sorts last."""
    numbers = itertools.count(1)
    return Means(store, KEY.encode(), BASE_URL, clock, lambda: f"{name}-{next(numbers):06d}")


def found_organisation(means: Means) -> Seller:
    """Make Northwind's first account, with a password, and return Owen Hartley."""
    address = sign_in.create_account(
        means, "owen@northwind.example", organisation="Northwind Analytics", role="owner",
        name="Owen Hartley", title="Account Director",
    )  # fmt: skip  # one call
    organisation, token = address.rsplit("/", 1)[1].split(".")
    sign_in.set_password(means, organisation, token, PASSWORD)
    session = sign_in.sign_in(means, "owen@northwind.example", PASSWORD)
    seller = sign_in.seller_of(means, *session)
    assert seller is not None
    return seller


def lay_out_and_share(means: Means, seller: Seller) -> tuple[str, dict[str, str]]:
    """Draft, write and share the plan; return its id and the people's."""
    plan = draft.start(means, seller, OPPORTUNITY)
    people = {
        who: invite.add_member(
            means, seller, plan,
            name=name, email=f"{who}@meridian.example", title=title, seats=seats,
        )
        for who, (name, title, seats) in PEOPLE.items()
    }  # fmt: skip  # one call a person
    revise.outcomes(means, seller, plan, OUTCOMES(people))
    revise.cost_benefit(means, seller, plan, CASE)
    revise.implementation(means, seller, plan, TASKS)
    share.share(means, seller, plan)
    return plan, people


def OUTCOMES(people: Mapping[str, str]) -> tuple[Outcome, ...]:  # noqa: N802  # a table with ids in it
    """Return what must change, each owned by one person."""
    return (
        Outcome("We pay no claim twice.", "Claims paid twice", "a year", "214", "20",
                date(2027, 9, 30), people[PRIYA]),
        Outcome("A claim is settled within a week.", "Days to settle", "days", "19", "7",
                date(2027, 9, 30), people[TOMAS]),
    )  # fmt: skip  # one outcome after the other
