"""Northwind Analytics and Meridian Freight on a real store: plans, people, and what they send."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from portal.actions import answer, draft, enter, invite, own_milestone, readdress, revise, share
from portal.actions.answer import Receipt, Submission
from portal.actions.buyers import Buyer
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.domain import acts, decision
from portal.domain.acts import YES, Answer
from portal.domain.closing import OPEN, Say
from portal.domain.history import History
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from portal.store import accounts, ledger
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import LineRow, MilestoneRow, PlanPage
from portal.store.schema.outgoing import outbox
from portal.store.schema.record import ledger as entries
from portal.store.transaction import Store
from tests.actions.purchases import CASE, GO_LIVE, SMALL, TASKS
from tests.moments import MONDAY_MORNING

KEY = b"a server's secret that only tests know"
BASE_URL = "https://plans.northwind.example"
NUMBERS = itertools.count(1)  # one for all: tests share a database, and ids come from these


@dataclass(frozen=True)
class Person:
    """Somebody of the buyer's side, as the seller names them."""

    name: str
    email: str
    title: str
    seats: tuple[str, ...]


INGRID = Person(
    "Ingrid Solheim", "ingrid.solheim@meridian.example", "Chief Financial Officer",
    ("economic_buyer", "authorised_signatory", "executive_sponsor"),
)  # fmt: skip  # a row
PRIYA = Person(
    "Priya Raman", "priya.raman@meridian.example", "Head of Claims",
    ("champion", "user_lead", "legal"),
)  # fmt: skip  # a row
TOMAS = Person(
    "Tomás Aguiar", "tomas.aguiar@meridian.example", "Chief Operating Officer",
    ("finance", "procurement", "technical_evaluator", "implementation_lead"),
)  # fmt: skip  # a row
COMMITTEE = (INGRID, PRIYA, TOMAS)
STRANGER = "a.stranger@elsewhere.example"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY_MORNING

    def __call__(self) -> datetime:
        """Say what time it is."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move on by so many days, hours, minutes, seconds."""
        self.now += timedelta(**by)


def means_on(store: Store) -> Means:
    """Return means with a clock of their own that stands still and texts that rise as drawn."""
    return Means(store, KEY, BASE_URL, Clock(), lambda: f"drawn-{next(NUMBERS):06d}")


def seller_of(means: Means, organisation: str, domain: str, name: str, role: str) -> Seller:
    """Return who signs in to an account, kept with its organisation but without a password."""
    account = email = f"{name.partition(' ')[0].lower()}@{domain}"
    org, median = organisation.partition(" ")[0].lower(), Decimal(100_000)
    seller = Seller(org, account, email, name, "", role, organisation, (domain,), median)
    with means.store.writing() as session:
        if accounts.by_email(session.connection(), email):
            return seller
        if accounts.organisation_named(session.connection(), organisation) is None:
            accounts.add_organisation(
                session,
                {"organisation_id": org, "name": organisation, "domains": [domain],
                 "median_deal": median, "created_at": means.clock()},
            )  # fmt: skip  # one row
        accounts.add_account(
            session,
            {"organisation_id": org, "id": account, "email": email, "title": "", "name": name,
             "role": role, "password_hash": None, "created_at": means.clock()},
        )  # fmt: skip  # one row
    return seller


def owen(means: Means) -> Seller:
    """Return Owen Hartley of Northwind Analytics."""
    return seller_of(means, "Northwind Analytics", "northwind.example", "Owen Hartley", "seller")


@dataclass
class Deal:
    """One plan and everybody in it; ``ids`` maps people to their ids on the committee."""

    means: Means
    seller: Seller
    plan: str
    ids: dict[Person, str] = field(default_factory=dict)
    visits: dict[Person, Buyer] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """The clock everybody goes by."""
        assert isinstance(self.means.clock, Clock)
        return self.means.clock

    @property
    def page(self) -> PlanPage:
        """Everything about the plan, as pages read it."""
        with self.means.store.reading() as connection:
            found = plan_page(connection, self.seller.organisation_id, self.plan)
        assert found is not None
        return found

    @property
    def history(self) -> History:
        """The plan's ledger, folded."""
        with self.means.store.reading() as connection:
            return ledger.history(connection, self.seller.organisation_id, self.plan)

    def milestone(self, code: str) -> MilestoneRow:
        """Return one milestone with its standing."""
        found = self.page.milestone(code)
        assert found is not None
        return found

    def standing(self, code: str) -> str:
        """Return where a milestone stands."""
        return self.milestone(code).standing

    def events(self) -> list[str]:
        """Return the names of what happened, oldest first."""
        with self.means.store.reading() as connection:
            bodies = connection.execute(
                select(entries.c.body).where(entries.c.plan_id == self.plan).order_by(entries.c.seq)
            )
            return [body["event"] for body in bodies.scalars()]

    def letters(self, kind: str, person: Person | None = None) -> list[Mapping[str, Any]]:
        """Return what waits in the outbox, secrets rising: the last was written last."""
        chosen = select(outbox).where(outbox.c.plan_id == self.plan, outbox.c.kind == kind)
        if person is not None:
            chosen = chosen.where(outbox.c.recipient == person.email)
        with self.means.store.reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        return sorted((dict(row) for row in rows), key=lambda row: row["secret"] or "")

    def token_of(self, person: Person) -> str:
        """Return the token of the link mailed to this person last."""
        return self.means.token("link", self.letters("link", person)[-1]["secret"])

    def code_for(self, person: Person) -> str:
        """Return the six digits mailed to this person last."""
        return self.means.six_digits(self.letters("code", person)[-1]["secret"])

    def code_at(self, address: str) -> str:
        """Return the six digits mailed last to an address that somebody says is theirs."""
        waiting = [row for row in self.letters("code_elsewhere") if row["recipient"] == address]
        return self.means.six_digits(waiting[-1]["secret"])

    def move(self, person: Person, address: str) -> str:
        """Have this person move their mails, with the codes from both mailboxes."""
        visit = self.visit(person)
        readdress.send_codes(self.means, visit, address)
        codes = (self.code_for(person), self.code_at(address.strip().lower()))
        return readdress.change(self.means, visit, address, *codes)

    def invite(self, person: Person) -> str:
        """Name somebody of the buyer's side."""
        self.ids[person] = invite.add_member(
            self.means, self.seller, self.plan,
            name=person.name, email=person.email, title=person.title, seats=person.seats,
        )  # fmt: skip  # one call
        return self.ids[person]

    def share(self) -> int:
        """Share the plan, or share it again."""
        return share.share(self.means, self.seller, self.plan)

    def enter_as(self, person: Person) -> Buyer:
        """Open the person's link in a browser of its own and return who acts there."""
        secret = enter.exchange(self.means, self.seller.organisation_id, self.token_of(person))
        assert secret is not None
        organisation = self.seller.organisation_id
        return Buyer(organisation, self.plan, self.ids[person], token_hash(secret))

    def visit(self, person: Person) -> Buyer:
        """Return the visit of this person's first browser."""
        if person not in self.visits:
            self.visits[person] = self.enter_as(person)
        return self.visits[person]

    def form(self, code: str, act: Act, said: Answer, **more: Any) -> Submission:
        """Return what the page as it stands now would send."""
        history, head = self.history, self.page.plan.ledger_head
        shown = decision.subject_hash(history, history.rules[code])
        return Submission(code, act, said, **({"shown": shown, "seen": head} | more))

    def with_code(self, person: Person, sent: Submission) -> Submission:
        """Return the form with the code asked for, and the person's name."""
        answer.send_code(self.means, self.visit(person), sent)
        return replace(sent, code=self.code_for(person), name=sent.name or person.name)

    def send(self, person: Person, sent: Submission) -> Receipt:
        """Send a form as this person."""
        return answer.answer(self.means, self.visit(person), sent)

    def give(
        self, person: Person, code: str, act: Act, said: Answer | None = None, **more: Any
    ) -> Receipt:
        """Answer as a page would have it; a plain yes unless told otherwise, coded if need be."""
        yes = YES[act][0] if said is None else said
        sent = self.form(code, act, yes, **(complete(self.milestone(code), person, act) | more))
        return self.send(person, self.with_code(person, sent) if acts.steps_up(act, yes) else sent)

    def own(self, act: Act, seat: str, *, amount: int | None = None) -> str:
        """Add a milestone that waits for nothing else, with its words; return its code."""
        code = own_milestone.add_milestone(
            self.means, self.seller, self.plan, name=f"Your {act.value}", act=act, seat=seat,
            due_on=date(2027, 1, 11), why="You asked for it.", provides="A page to read",
        )  # fmt: skip  # one call
        if self.milestone(code).document_id:
            self.write(code, "Claims are paid once.", amount)
        return code

    def write(self, code: str, words: str, amount: int | None = None) -> int:
        """Write the words that a milestone asks people to answer."""
        money = None if amount is None else Decimal(amount)
        return revise.milestone_statement(self.means, self.seller, self.plan, code, words, money)

    def write_outcomes(self, *owners: Person, target: str = "0.8 %") -> int:
        """Write one outcome for each owner."""
        written = [
            Outcome(f"{one.name} sees fewer claims paid twice", "Paid twice", "%", "3.1 %", target,
                    GO_LIVE, self.ids[one]) for one in owners
        ]  # fmt: skip  # one outcome
        return revise.outcomes(self.means, self.seller, self.plan, written)

    def write_everything(self) -> None:
        """Write every document and statement that the plan's milestones need."""
        self.write_outcomes(*self.ids)
        revise.cost_benefit(self.means, self.seller, self.plan, CASE)
        revise.implementation(self.means, self.seller, self.plan, TASKS)
        for milestone in self.page.milestones:
            if (milestone.document_id or "").startswith("statement:"):
                self.write(milestone.code, f"What {milestone.name} means to us.")

    def close(self, last: str) -> None:
        """Let everybody who is asked say yes, in the plan's order, until this one is closed."""
        while self.standing(last) != "closed":
            milestone, line = next(asked_now(self.page))
            person = next(one for one, member in self.ids.items() if member == line.member)
            self.give(person, milestone.code, Act(line.act))


def asked_now(page: PlanPage) -> Any:
    """Yield each milestone with each line that waits for somebody's answer now."""
    waiting = {Say.ASKED.value, Say.OUTDATED.value}
    for milestone in page.milestones:
        if milestone.standing in OPEN:
            yield from ((milestone, line) for line in milestone.lines if line.say in waiting)


def complete(milestone: MilestoneRow, person: Person, act: Act) -> dict[str, Any]:
    """Return everything that a yes to this act needs beside the code."""
    more: dict[str, Any] = {"consents": act is Act.SIGN}
    if act in (Act.PROVIDE, Act.MEASURE):
        more["values"] = {name: f"{name} of Meridian" for name, _ in milestone.asks}
    if act in (Act.ACCESS, Act.APPROVE, Act.SIGN):
        more |= {"title": person.title, "limit": Decimal(1_000_000)}
    return more


def line_of(milestone: MilestoneRow, member: str) -> LineRow:
    """Return the first line of one person."""
    return milestone.lines_of(member)[0]


def begin(means: Means, plan: draft.Draft = SMALL) -> Deal:
    """Return a plan of Owen's that nobody has been told of."""
    seller = owen(means)
    return Deal(means, seller, draft.start(means, seller, plan))


def shared(means: Means, plan: draft.Draft = SMALL) -> Deal:
    """Return a plan of Owen's, shared with Ingrid, Priya and Tomás."""
    deal = begin(means, plan)
    for person in COMMITTEE:
        deal.invite(person)
    deal.share()
    return deal
