"""The smaller plans beside Meridian's: one untouched, a renewal, an upgrade, and a draft."""

from datetime import date
from decimal import Decimal

from portal.actions import draft, revise
from portal.actions.sellers import Seller
from portal.demonstration import papers
from portal.demonstration.deal import Deal
from portal.demonstration.stage import CALENDAR, ZONE, Person, Stage
from portal.domain.acts import Answer
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.outcomes import Outcome
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import Act, OpportunityType

SMALL = Answers(
    functions_deciding=1, data=Data.BUSINESS, integration=Integration.NONE, sites=1,
    funding=Funding.BUDGETED, paper=Paper.OURS, users_changing_habits=12, new_supplier=False,
)  # fmt: skip  # field by field
SOME = Answers(
    functions_deciding=3, data=Data.BUSINESS, integration=Integration.STANDARD, sites=2,
    funding=Funding.BUDGETED, paper=Paper.OURS, users_changing_habits=60, new_supplier=False,
)  # fmt: skip  # field by field


def kestrel(stage: Stage, owen: Seller) -> None:
    """Kestrel Parcel: shared this week, every document written, nothing answered yet."""
    ana, mila = "Ana Kovač", "Mila Horvat"
    people = (
        Person(ana, "ana.kovac@kestrelparcel.example", "Managing Director",
               ("economic_buyer", "champion", "authorised_signatory"), "100000"),
        Person(mila, "mila.horvat@kestrelparcel.example", "Office Manager", ("procurement",)),
    )  # fmt: skip  # a table
    stage.at(2, "09:15")
    drawn = _draft("Kestrel Parcel", OpportunityType.NEW_ACCOUNT, SMALL, stage.ahead(40))
    deal = Deal(stage, owen, drawn, people)
    _write_everything(deal, ana, amount="24000", yearly=8000, saved=15000)
    for code in ("M09", "M10", "M18", "M25"):
        deal.state(code)
    deal.state("M22", "The order form, equal to the proposal: EUR 24,000 for three years, paid"
               " yearly, ended with 60 days' notice.", amount="24000")  # fmt: skip  # one call
    stage.at(1, "10:00")
    deal.share()


def fjordline(stage: Stage, owen: Seller) -> None:
    """Fjordline Ferries: a renewal whose value is being looked at."""
    nora, erik = "Nora Lindqvist", "Erik Dahl"
    people = (
        Person(nora, "nora.lindqvist@fjordline.example", "Director of Operations",
               ("economic_buyer", "champion", "authorised_signatory"), "150000"),
        Person(erik, "erik.dahl@fjordline.example", "Head of Terminals",
               ("user_lead", "implementation_lead", "legal")),
    )  # fmt: skip  # a table
    stage.at(9, "08:30")
    term_ends = stage.ahead(60)
    drawn = _draft("Fjordline Ferries", OpportunityType.RENEWAL, SOME, term_ends,
                   notice_on=stage.ahead(38))  # fmt: skip  # one call
    deal = Deal(stage, owen, drawn, people)
    _outcome(deal, nora, "Every carrier is checked before it boards.", "Carriers checked", "%",
             "71", "98")  # fmt: skip  # one call
    for code in ("M02", "M04", "R1"):
        deal.state(code)
    deal.share()
    stage.at(7, "10:00")
    deal.says(nora, "M04", Act.PROVIDE, Answer.PROVIDED, values={
        "baseline": "93% of carriers checked, against 98% agreed last term",
        "source": "Boarding log, January to October",
    })  # fmt: skip  # one call
    deal.says(nora, "M04", Act.CONFIRM, Answer.CONFIRMED)
    stage.at(4, "13:40")
    deal.says(nora, "M01", Act.CONFIRM, Answer.CONFIRMED)


def halden(stage: Stage, sofia: Seller) -> None:
    """Halden Paper: an upgrade whose case waits for the one who pays."""
    nils, siri = "Nils Aasen", "Siri Moen"
    people = (
        Person(nils, "nils.aasen@haldenpaper.example", "Finance Director",
               ("economic_buyer", "champion", "authorised_signatory", "legal"), "200000"),
        Person(siri, "siri.moen@haldenpaper.example", "Logistics Manager",
               ("user_lead", "implementation_lead")),
    )  # fmt: skip  # a table
    stage.at(12, "11:00")
    drawn = _draft("Halden Paper", OpportunityType.UPGRADE, SOME, stage.ahead(30))
    deal = Deal(stage, sofia, drawn, people)
    _write_everything(deal, nils, amount="128000", yearly=43000, saved=91000)
    for code in ("M04", "M09", "U1"):
        deal.state(code)
    deal.share()
    stage.at(10, "09:10")
    deal.says(nils, "M01", Act.CONFIRM, Answer.CONFIRMED)


def brightwater(stage: Stage, owen: Seller) -> None:
    """Brightwater Utilities: a draft nobody outside has seen."""
    stage.at(1, "16:45")
    drawn = _draft("Brightwater Utilities", OpportunityType.NEW_ACCOUNT, SOME, stage.ahead(95))
    draft.start(stage.means, owen, drawn)


def _draft(
    buyer: str,
    opportunity_type: OpportunityType,
    answers: Answers,
    go_live: date,
    notice_on: date | None = None,
) -> draft.Draft:
    row = papers.opportunities()[buyer]
    return draft.Draft(
        title=f"{row['Name']} for {buyer}", buyer=buyer, opportunity_type=opportunity_type,
        answers=answers, go_live=go_live, currency=row["CurrencyIsoCode"],
        amount=Decimal(row["Amount"]), calendar=CALENDAR, time_zone=ZONE, notice_on=notice_on,
        source=row["Id"],
    )  # fmt: skip  # field by field


def _outcome(deal: Deal, owner: str, words: str, *measured: str) -> None:
    measure, unit, baseline, target = measured
    by = deal.stage.ahead(200)
    one = Outcome(words, measure, unit, baseline, target, by, deal.members[owner])
    revise.outcomes(deal.means, deal.seller, deal.plan, [one])


def _write_everything(deal: Deal, owner: str, *, amount: str, yearly: int, saved: int) -> None:
    _outcome(deal, owner, "Nobody waits for a carrier that was never going to come.",
             "No-shows a month", "bookings", "46", "12")  # fmt: skip  # one call
    columns = range(3)
    rows = (
        Row(COST, "Fee", tuple(Decimal(yearly) for _ in columns), "Northwind’s proposal", owner),
        Row(COST, "Own hours", tuple(Decimal(h) for h in (3600, 1200, 1200)),
            "Hours at the yearly rate", owner),
        Row(BENEFIT, "Bookings not lost", tuple(Decimal(saved) for _ in columns),
            "Booking log of last year, a third of no-shows avoided", owner),
    )  # fmt: skip  # a table
    case = Case(rows, Decimal("0.08"), 1, "Three-year case", "EUR", None, Decimal(amount))
    revise.cost_benefit(deal.means, deal.seller, deal.plan, case)
    revise.implementation(deal.means, deal.seller, deal.plan, _tasks(owner))


def _tasks(owner: str) -> ImplementationPlan:
    return ImplementationPlan(
        "From order to go-live",
        (
            Task("A", "Name the people who use it", Side.BUYER, owner, Decimal(4), 1, (),
                 "A list of names and addresses", "Nothing to undo", "Begin"),
            Task("B", "Set up and connect", Side.SUPPLIER, "Jonas Keller", Decimal(16), 2, ("A",),
                 "A booking of today is scored", "Remove the connection", "Begin"),
            Task("C", "Train and start", Side.BOTH, owner, Decimal(10), 2, ("B",),
                 "Everybody has scored ten bookings", "Work as before", "Start"),
        ),
    )  # fmt: skip  # a table
