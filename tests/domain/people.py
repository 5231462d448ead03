"""The committee of Meridian Freight, and a plan they answer in, built fact by fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from portal.domain import closing, decision, folding
from portal.domain.acts import WITH_CONDITIONS, Answer
from portal.domain.canonical import fingerprint
from portal.domain.closing import Standing, State
from portal.domain.committee import Member
from portal.domain.events import (
    Answered,
    By,
    DocumentRevised,
    Event,
    MemberAdded,
    MilestoneReported,
    MilestoneRule,
    MilestoneWaived,
    PlanLaidOut,
    PlanShared,
)
from portal.domain.facts import Fact
from portal.domain.history import History
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum
from portal.domain.words import Condition, Person, Words

INGRID, PRIYA, TOMAS, STRANGER = "ingrid", "priya", "tomas", "stranger"
NAMES = {
    INGRID: "Ingrid Solheim",
    PRIYA: "Priya Raman",
    TOMAS: "Tomás Aguiar",
    STRANGER: "A stranger",
}
OWEN = By("supplier", "owen")  # Owen Hartley, the seller, of Northwind Analytics
SYSTEM = By("system", "")

SEATS: Mapping[str, tuple[str, ...]] = {
    INGRID: ("economic_buyer", "authorised_signatory"),
    PRIYA: ("champion", "technical_evaluator"),
    TOMAS: ("finance", "security_privacy"),
}
THREE_SITE_LEADS: Mapping[str, tuple[str, ...]] = dict.fromkeys(SEATS, ("site_lead",))

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SALT = "5a" * 16


def asks(role: str, quorum: Quorum | None = None) -> Asked:
    """Return what a milestone asks of a role: one person, unless told otherwise."""
    return Asked(role, quorum or Quorum.one())


def rule(
    code: str,
    *acts: Act,
    who: tuple[Asked, ...] = (Asked("economic_buyer", Quorum.one()),),
    acts_are: ClosingActsAre = ClosingActsAre.ALL,
    go_no_go: bool = False,
    after: tuple[str, ...] = (),
    document: str | None = None,
    values: tuple[str, ...] = (),
) -> MilestoneRule:
    """Return the rule of one milestone, asking Ingrid where nothing else is said."""
    name = f"Milestone {code}"
    return MilestoneRule(code, name, acts, acts_are, go_no_go, after, who, document, values)


@dataclass
class Deal:
    """A plan shared with the committee: every method appends facts and folds them."""

    rules: tuple[MilestoneRule, ...]
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: SEATS)
    shared: bool = True
    facts: list[Fact] = field(default_factory=list)
    history: History = field(default_factory=History)

    def __post_init__(self) -> None:
        self.record(PlanLaidOut(self.rules, "2026-09-01"))
        for member, seats in self.seats.items():
            self.seat(member, *seats)
        if self.shared:
            self.record(PlanShared())

    def record(self, event: Event, by: By = OWEN) -> Fact:
        """Append a fact, as the ledger would, and take it into account."""
        seq = len(self.facts) + 1
        fact = Fact(seq, f"2026-03-02T12:00:{seq % 60:02d}Z", by, event)
        folding.apply(self.history, fact)
        self.facts.append(fact)
        return fact

    def seat(self, member: str, *seats: str) -> None:
        """Seat a person, or give them other seats."""
        self.record(MemberAdded(member, seats, "c" * 64))

    def revise(
        self,
        document: str,
        words: str,
        *,
        amount: str | None = None,
        currency: str | None = None,
        parts: Mapping[str, str] | None = None,
    ) -> DocumentRevised:
        """Make the next revision of a document; ``parts`` are each owner's own words."""
        current = self.history.documents.get(document)
        revised = DocumentRevised(
            document,
            current.revision + 1 if current else 1,
            fingerprint(words),
            amount,
            currency,
            tuple(parts or ()),
            {owner: fingerprint(own) for owner, own in (parts or {}).items()},
        )
        self.record(revised)
        return revised

    def decide(self, member: str, code: str, act: Act, answer: Answer, said: "Said") -> Answered:
        """Return the fact that this person's answer makes, without recording it."""
        asked = self.history.rules.get(code)
        shown = said.shown or (decision.subject_hash(self.history, asked) if asked else "")
        return decision.give(
            self.history,
            Person(member, NAMES[member], said.limit, said.currency if said.limit else None),
            code,
            act,
            answer,
            shown=shown,
            words=said.words(member, answer),
            salt=SALT,
            today=TODAY,
        )

    def give(
        self, member: str, code: str, act: Act, answer: Answer, said: "Said | None" = None
    ) -> Fact:
        """Let this person answer, and record it."""
        answered = self.decide(member, code, act, answer, said or Said())
        return self.record(answered, By("buyer", member))

    def withdraw(self, member: str, code: str, act: Act) -> Fact:
        """Let this person take an answer back, and record it."""
        person = Person(member, NAMES[member])
        words = Words("I withdraw my answer.")
        answered = decision.withdraw(self.history, person, code, act, words=words, salt=SALT)
        return self.record(answered, By("buyer", member))

    def report(self, code: str) -> None:
        """Let Owen write that they said yes by telephone."""
        self.record(MilestoneReported(code, "d" * 64))

    def waive(self, member: str, code: str) -> None:
        """Let this person decide that the milestone is not needed."""
        self.record(MilestoneWaived(code, "e" * 64), By("buyer", member))

    def state(self, code: str) -> State:
        """Compute one milestone."""
        return closing.state(self.history, code)

    def standing(self, code: str) -> Standing:
        """Compute where one milestone stands."""
        return self.state(code).standing


@dataclass(frozen=True)
class Said:
    """What a person says with an answer: complete unless a test takes something away."""

    reason: str = "The second sentence is not how we work."
    until: date | None = TOMORROW
    conditions: tuple[Condition, ...] = (Condition("Train the depot first", "priya", TOMORROW),)
    values: Mapping[str, str] | None = None
    name: str | None = None
    note: str = ""
    limit: Decimal | None = None
    currency: str = "EUR"
    shown: str = ""

    def words(self, member: str, answer: Answer) -> Words:
        """Return the words that stand beside the ledger."""
        name = NAMES[member] if self.name is None else self.name
        conditions = self.conditions if answer in WITH_CONDITIONS else ()
        until = self.until if answer is Answer.NOT_YET else None
        return Words("I have read this.", name, self.reason, until, conditions, self.values,
                     self.note)  # fmt: skip  # in the order of the fields


def up_to(limit: str, currency: str = "EUR") -> Said:
    """Return the words of somebody who may approve up to ``limit``."""
    return Said(limit=Decimal(limit), currency=currency)


def entering(**values: str) -> Said:
    """Return the words of somebody who enters facts."""
    return Said(values=values)


def member(id_: str = INGRID, *seats: str, email: str = "", name: str = "") -> Member:
    """Return a person of the committee as the plan keeps them."""
    return Member(
        "org", "plan", id_, name or NAMES[id_], email or f"{id_}@meridian.example", "CFO",
        list(seats), "", SALT, NOON,
    )  # fmt: skip  # a row


def says(state: State) -> dict[str, str]:
    """Return how each person stands, where they are asked once."""
    return {line.member: line.say.value for line in state.lines}
