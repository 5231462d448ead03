"""Meridian Freight: a large purchase in mid-story, told by the acts that brought it there."""

from datetime import date
from decimal import Decimal

from portal.actions import draft, own_milestone, report, revise
from portal.actions.sellers import Seller
from portal.demonstration import papers
from portal.demonstration.deal import Deal
from portal.demonstration.stage import CALENDAR, ZONE, Person, Stage
from portal.demonstration.words import FACTS, WORDS
from portal.domain.acts import Answer
from portal.domain.outcomes import Outcome
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import Act, OpportunityType
from portal.domain.words import Condition

BUYER = "Meridian Freight"
WORKING_DAYS_LEFT = 58
INGRID, TOMAS, PRIYA = "Ingrid Solheim", "Tomás Aguiar", "Priya Raman"
LENA, DANIEL, MARC = "Lena Vogt", "Daniel Okafor", "Marc Delacroix"
HANNEKE, RUBEN = "Hanneke de Wit", "Ruben Haas"


def _at(name: str, local: str, title: str, seats: tuple[str, ...], limit: str = "") -> Person:
    return Person(name, f"{local}@meridianfreight.example", title, seats, limit or None)


PEOPLE = (
    _at(INGRID, "ingrid.solheim", "Chief Financial Officer",
        ("economic_buyer", "finance", "authorised_signatory"), "5000000"),
    _at(TOMAS, "tomas.aguiar", "Chief Operating Officer", ("executive_sponsor",), "500000"),
    _at(PRIYA, "priya.raman", "Head of Risk and Claims", ("champion", "user_lead"), "50000"),
    _at(LENA, "lena.vogt", "Director of Integration and Data",
        ("technical_evaluator", "implementation_lead"), "50000"),
    _at(DANIEL, "daniel.okafor", "Chief Information Security Officer", ("security_privacy",)),
    _at(MARC, "marc.delacroix", "Head of Procurement", ("procurement",), "250000"),
    _at(HANNEKE, "hanneke.dewit", "General Counsel and DPO", ("legal",)),
    _at(RUBEN, "ruben.haas", "Group Controller", ("finance",), "250000"),
)  # fmt: skip  # a table


def tell(stage: Stage, owen: Seller) -> None:
    """Tell the whole story, oldest act first."""
    stage.at(36, "09:20")
    deal = Deal(stage, owen, _draft(stage), PEOPLE)
    _begin(deal)
    _agree(deal)
    _accept(deal)
    _prove(deal)
    _decide(deal)


def _draft(stage: Stage) -> draft.Draft:
    row = papers.opportunities()[BUYER]
    return draft.Draft(
        title=f"{row['Name']} for {BUYER}",
        buyer=BUYER,
        opportunity_type=OpportunityType.LARGE_ACCOUNT,
        answers=Answers(
            functions_deciding=6, data=Data.PERSONAL, integration=Integration.STANDARD, sites=4,
            funding=Funding.UNBUDGETED, paper=Paper.THEIRS, users_changing_habits=180,
            new_supplier=True,
        ),
        go_live=stage.ahead(WORKING_DAYS_LEFT),
        currency=row["CurrencyIsoCode"],
        amount=Decimal(row["Amount"]),
        calendar=CALENDAR,
        time_zone=ZONE,
        known=frozenset({"confidential_data_exchanged", "buyer_data_or_system_access"}),
        tier=3,
        tier_reason="All eight people meet every week, so the longest form is not needed.",
        source=row["Id"],
    )  # fmt: skip  # field by field


def _begin(deal: Deal) -> None:
    at, plan = deal.stage.at, deal.plan
    at(36, "09:50")
    revise.outcomes(deal.means, deal.seller, plan, _outcomes(deal))
    for code in ("M02", "A1", "M04", "L1", "L2"):
        deal.state(code, WORDS[code])
    signature = deal.stage.ahead(WORKING_DAYS_LEFT - 30)
    _add(deal, "Business case presented to CFO", "Business case presented to the CFO", Act.ATTEND,
         "economic_buyer", signature, "You hear the figures from those who stand behind them.",
         "The case, its sources, and the two people who built it")  # fmt: skip  # one call
    _add(deal, "Board approval", "Board has approved the purchase", Act.PROVIDE,
         "executive_sponsor", signature, "The board’s date is known to everybody who plans by it.",
         "A two-page summary for the board pack")  # fmt: skip  # one call
    at(35, "10:05")
    deal.share()


def _add(
    deal: Deal,
    published: str,
    name: str,
    act: Act,
    seat: str,
    signature: date,
    why: str,
    gives: str,
) -> None:
    own_milestone.add_milestone(
        deal.means, deal.seller, deal.plan, name=name, act=act, seat=seat, why=why, provides=gives,
        due_on=deal.stage.calendar.on_or_before(papers.published_milestone(published, signature)),
    )  # fmt: skip  # one call


def _outcomes(deal: Deal) -> tuple[Outcome, ...]:
    by = deal.stage.ahead(WORKING_DAYS_LEFT + 130)
    priya, tomas = deal.members[PRIYA], deal.members[TOMAS]
    return (
        Outcome("We stop paying out on carriers that do not exist.",
                "Fraud losses paid per year", "USD", "690,000", "470,000", by, priya),
        Outcome("A flagged booking is cleared before the coffee is cold.",
                "Minutes of manual review per booking", "minutes", "14", "8", by, tomas),
        Outcome("Good carriers are not held because of us.",
                "Good carriers held by mistake", "%", "3.8", "1.5", by, tomas),
    )  # fmt: skip  # a table


def _agree(deal: Deal) -> None:
    at, says = deal.stage.at, deal.says
    at(34, "08:45")
    for name in (PRIYA, TOMAS, INGRID):
        says(name, "M01", Act.CONFIRM, Answer.CONFIRMED)
    at(33, "11:10")
    says(PRIYA, "M02", Act.CONFIRM, Answer.CONFIRMED)
    _gives(deal, PRIYA, "M02")
    at(31, "15:30")
    says(HANNEKE, "A1", Act.ATTEST, Answer.PASSED, note="Mutual, three years, on neutral terms.")
    says(LENA, "M03", Act.ACCESS, Answer.ACCEPTED)
    at(30, "09:05")
    says(PRIYA, "M03", Act.ACCESS, Answer.ACCEPTED)
    says(INGRID, "M03", Act.ACCESS, Answer.ACCEPTED)
    at(29, "14:20")
    _gives(deal, PRIYA, "M04")
    for name in (PRIYA, TOMAS, INGRID):
        says(name, "M04", Act.CONFIRM, Answer.CONFIRMED)
    at(28, "10:40")
    _gives(deal, LENA, "M05")
    _gives(deal, MARC, "M06")
    at(27, "16:00")
    says(TOMAS, "L1", Act.CONFIRM, Answer.CONFIRMED)
    says(MARC, "L2", Act.CONFIRM, Answer.CONFIRMED)


def _gives(deal: Deal, name: str, code: str) -> None:
    deal.says(name, code, Act.PROVIDE, Answer.PROVIDED, values=FACTS[code])


def _accept(deal: Deal) -> None:
    for days_ago, names in (
        (26, (PRIYA, INGRID, LENA)),
        (25, (TOMAS, DANIEL, MARC)),
        (24, (HANNEKE, RUBEN)),
    ):
        deal.stage.at(days_ago, "09:30")
        for name in names:
            deal.says(name, "M07", Act.SIGN, Answer.SIGNED)


def _prove(deal: Deal) -> None:
    at, says = deal.stage.at, deal.says
    at(23, "09:00")
    deal.state("M08", WORDS["M08"])
    at(22, "13:15")
    says(PRIYA, "M08", Act.CONFIRM, Answer.CONFIRMED)
    says(LENA, "M08", Act.CONFIRM, Answer.CONFIRMED)
    at(10, "17:05")
    for code in ("M09", "M11"):
        deal.state(code, WORDS[code])
    at(9, "10:20")
    says(PRIYA, "M09", Act.ATTEST, Answer.PASSED)
    held = Condition("Northwind reports the carriers held every week until the end of the quarter.",
                     "Jonas Keller", deal.stage.ahead(40))  # fmt: skip  # one condition
    says(LENA, "M09", Act.ATTEST, Answer.PASSED_WITH_CONDITIONS, conditions=(held,))
    at(8, "11:45")
    says(LENA, "M11", Act.ATTEST, Answer.PASSED)


def _decide(deal: Deal) -> None:
    at, says, plan = deal.stage.at, deal.says, deal.plan
    means, owen = deal.means, deal.seller
    title = "Three-year case for the freight-risk platform"
    at(8, "15:00")
    revise.cost_benefit(means, owen, plan, papers.published_case(title, "1310000", INGRID))
    for code in ("M12", "M14", "M18", "M20", "L3"):
        deal.state(code, WORDS[code])
    at(7, "09:40")
    says(
        RUBEN,
        "M13",
        Act.APPROVE,
        Answer.CHANGES_ASKED,
        reason="The price counts the onboarding twice: once in the fee, once in the first year.",
    )
    says(PRIYA, "L3", Act.ATTEST, Answer.PASSED)
    says(LENA, "L3", Act.ATTEST, Answer.PASSED)
    at(6, "14:30")
    revise.cost_benefit(
        means, owen, plan, papers.published_case(title, "1240000", INGRID),
        note="The onboarding is counted once, so the price falls by USD 70,000.",
    )  # fmt: skip  # one call
    revise.implementation(means, owen, plan, papers.published_network())
    at(5, "10:10")
    says(RUBEN, "M13", Act.APPROVE, Answer.APPROVED)
    says(
        TOMAS,
        "M14",
        Act.ATTEND,
        Answer.CHANGES_ASKED,
        reason="The recap leaves out that Northwind’s director takes the monthly review himself.",
    )
    at(4, "16:20")
    says(DANIEL, "M20", Act.ATTEST, Answer.PASSED)
    at(2, "11:00")
    report.report(
        means,
        owen,
        plan,
        "M18",
        "Marc said by telephone that the vendor number was issued this morning.",
    )
