"""The plan that Owen Hartley of Northwind shared with Meridian Freight, as web tests use it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.actions import answer, draft, invite, revise, share, sign_in
from portal.actions.buyers import Buyer
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.domain import acts
from portal.domain.acts import YES, Answer
from portal.domain.canonical import fingerprint
from portal.domain.closing import Say, Standing
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.outcomes import Outcome
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import Act, OpportunityType
from portal.domain.sharing import ROOM_LIFETIME
from portal.store import doors
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.store.schema.outgoing import outbox
from portal.store.transaction import Store
from tests.web.visitor import BASE_URL, Visitor

KEY = "b7f2c9d4e1a86035b7f2c9d4e1a86035"
PASSWORD = "a long sentence to sign in with"
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
FACTS = frozenset({Act.PROVIDE, Act.MEASURE})
STATED: Mapping[Act, Mapping[str, Any]] = {
    Act.ACCESS: {"title": "Director"},
    Act.APPROVE: {"title": "Director", "limit": Decimal(1_000_000)},
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


@dataclass
class House:
    """A running portal with one plan, and ways to visit it; ``people`` maps a name to an id."""

    app: Flask
    means: Means
    seller: Seller
    plan: str
    people: Mapping[str, str]

    def browser(self) -> Visitor:
        """Give a browser nobody has used."""
        self.app.test_client_class = Visitor
        return self.app.test_client()  # type: ignore[return-value]  # of the class just named

    def at(self, day: date) -> "House":
        """Return the same portal on another day, at the same hour."""
        moment = datetime.combine(day, self.means.clock().timetz())
        means = replace(self.means, clock=lambda: moment)
        self.app.extensions["portal.means"] = means
        return replace(self, means=means)

    def link(self, who: str) -> str:
        """Return the way through the door that was mailed to this person last."""
        secret = self._mailed(who, "link")
        return f"/l/{self.seller.organisation_id}.{self.means.token('link', secret)}"

    def enter(self, who: str) -> Visitor:
        """Return the browser of a member who came by their link and pressed Continue."""
        browser = self.browser()
        assert browser.fill(self.link(who)).status_code == 303
        return browser

    def sign_in(self) -> Visitor:
        """Return Owen's browser, signed in at the desk."""
        browser = self.browser()
        sent = browser.fill("/desk/sign-in", email=self.seller.email, password=PASSWORD)
        assert sent.status_code == 303
        return browser

    def code(self, who: str) -> str:
        """Return the six digits that were mailed to this person last."""
        return self.means.six_digits(self._mailed(who, "code"))

    def page(self) -> PlanPage:
        """Return everything about the plan as pages read it."""
        with self.means.store.reading() as connection:
            found = plan_page(connection, self.seller.organisation_id, self.plan)
        assert found is not None
        return found

    def visit(self, who: str) -> Buyer:
        """Return a member with a session, to act without pages; their mailed link stays unused."""
        organisation, now = self.seller.organisation_id, self.means.clock()
        secret = self.means.draw()
        row = {
            "organisation_id": organisation, "token_hash": token_hash(secret), "reads_only": False,
            "plan_id": self.plan, "member_id": self.people[who], "link_id": "none",
            "created_at": now, "expires_at": now + ROOM_LIFETIME,
        }  # fmt: skip  # one row
        with self.means.store.writing() as session:
            doors.add_session(session, row)
        return Buyer(organisation, self.plan, self.people[who], token_hash(secret))

    def say(self, who: Buyer, code: str, act: Act, said: Answer, **more: Any) -> answer.Receipt:
        """Have a visiting member answer as pages would, code and name included."""
        page = self.page()
        milestone, member = page.milestone(code), page.member(who.member_id)
        assert milestone is not None
        assert member is not None
        sent = answer.Submission(
            milestone=code, act=act, answer=said, shown=self.shown(code),
            seen=page.plan.ledger_head, name=member.name, **more,
        )  # fmt: skip  # one value
        if acts.steps_up(act, said):
            answer.send_code(self.means, who, sent)
            key = next(name for name, one in self.people.items() if one == member.id)
            sent = answer.Submission(**{**_fields(sent), "code": self.code(key), "consents": True})
        return answer.answer(self.means, who, sent)

    def open(self, code: str) -> None:
        """Have everybody say yes to whatever comes before a milestone, until it is open."""
        visits = {self.people[who]: self.visit(who) for who in self.people}
        while (page := self.page()).milestone(code).standing == Standing.NOT_OPEN:  # type: ignore[union-attr]  # it is there
            before = next(
                m for m in page.milestones if m.code in _before(page, code) and _is_open(m)
            )
            if before.standing == Standing.WAITING_FOR_SUPPLIER:
                words = f"What we agreed about: {before.name}."
                revise.milestone_statement(self.means, self.seller, self.plan, before.code, words)
                continue
            line = next(line for line in before.lines if line.say == Say.ASKED)
            act = Act(line.act)
            facts = {name: "as we discussed" for name, _ in before.asks} if act in FACTS else {}
            more = STATED.get(act, {})
            self.say(visits[line.member], before.code, act, YES[act][0], values=facts, **more)

    def shown(self, code: str) -> str:
        """Return the fingerprint of what a milestone asks about now."""
        page = self.page()
        milestone = page.milestone(code)
        assert milestone is not None
        document = page.documents.get(milestone.document_id or "")
        if document is not None:
            return document.hash
        question = {
            "milestone": code, "name": milestone.name, "acts": milestone.acts,
            "values": [name for name, _ in milestone.asks],
        }  # fmt: skip  # as ``decision.question`` writes it
        return fingerprint(question)

    def _mailed(self, who: str, kind: str) -> str:
        address = f"{who}@meridian.example"
        waiting = (
            select(outbox.c.secret)
            .where(outbox.c.recipient == address, outbox.c.kind == kind)
            .order_by(outbox.c.created_at, outbox.c.id)
        )
        with self.means.store.reading() as connection:
            found = connection.execute(waiting).scalars().all()
        assert found, f"No {kind} was mailed to {who}."
        latest = [secret for secret in found if secret]
        return str(max(latest))


def _before(page: PlanPage, code: str) -> set[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        milestone = page.milestone(waiting.pop())
        new = set(milestone.prerequisites) - found if milestone else set()
        found |= new
        waiting.extend(new)
    return found


def _is_open(milestone: MilestoneRow) -> bool:
    return milestone.standing in {Standing.WAITING_FOR_SUPPLIER, Standing.WAITING_FOR_BUYER}


def _fields(sent: answer.Submission) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in type(sent).__dataclass_fields__}


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
