"""Every refusal of the core: the field it belongs to, and a sentence that says what to do."""

import sys
from collections.abc import Iterator

import pytest

from portal.domain import allowing, committee, document, outcomes, plan, refusals
from portal.domain.events import By, PlanShared
from portal.domain.facts import Fact, UnknownEvent
from portal.domain.folding import (
    ForeignAnswer,
    ForeignDomain,
    ForeignErasure,
    ForeignLeaving,
    ForeignWaiver,
)
from portal.domain.ledger import ChainBroken
from portal.domain.refusals import Refusal

CORE = {
    f"portal.domain.{name}"
    for name in (
        *("acts", "allowing", "canonical", "closing", "committee", "committee_events", "decision"),
        *("document", "events", "facts"),
        *("folding", "history", "ledger", "outcomes", "plan", "refusals", "seats"),
    )
}
FACT = Fact(7, "2026-03-02T12:00:00Z", By("supplier", "owen"), PlanShared())

# Each refusal, the field it stands beside, and the words of its sentence that say what to do.
REFUSALS: list[tuple[Refusal, str | None, str]] = [
    (refusals.NoSuchMilestone(), None, "Go back to the plan and choose again"),
    (refusals.NotShared(), None, "You will get a mail"),
    (refusals.NotOpen(("Outcomes agreed",)), None, "First to be closed: “Outcomes agreed”"),
    (refusals.NotNeeded(), None, "There is nothing to answer"),
    (refusals.NothingToAnswer(), None, "You will be asked"),
    (refusals.NotAsked(), None, "The people named on it answer it"),
    (refusals.AnswerNotOffered(), "answer", "Choose one of the answers"),
    (refusals.StaleRevision("a", "b"), None, "Read the current revision, then answer"),
    (refusals.AlreadyAnswered(), None, "withdraw it first"),
    (refusals.NothingToWithdraw(), None, "Answer the milestone first"),
    (refusals.OrderPlaced(), None, "Agree on a change under the contract"),
    (refusals.ReasonMissing(), "reason", "Say in a sentence"),
    (refusals.ReasonTooLong(4000), "reason", "Keep this to 4,000 characters"),
    (refusals.UntilMissing(), "until", "Give the date"),
    (refusals.ConditionsMissing(), "condition", "Write at least one condition"),
    (refusals.ConditionIncomplete(), "condition", "who must meet it and a date after today"),
    (refusals.ValueMissing(), "values", "Enter at least one"),
    (refusals.UnknownValue("salary"), "values", "Enter only the values on the page"),
    (refusals.LimitMissing(), "limit", "State your approval limit"),
    (refusals.NameDiffers("Priya Raman"), "name", "Type your name as Priya Raman"),
    (refusals.IntentMissing("Priya Raman"), "name", "Type your full name as Priya Raman"),
    (refusals.ConsentOutdated(), "consents", "Read it again, then tick it"),
    (refusals.NotRetained(), None, "Tell the supplier"),
    (refusals.ConsentMissing(), "consents", "Tick that you agree"),
    (refusals.TitleMissing(), "title", "State your title"),
    (committee.SupplierAddress("northwind.example"), "email", "Give the person's address"),
    (committee.AlreadyOnCommittee("p@x.example"), "email", "with all their seats"),
    (committee.UnknownSeat("treasurer"), "seats", "Pick one from the list"),
    (committee.NoSuchAddress("priya"), "email", "Write it as name@company.example"),
    (committee.LimitOutOfRange(), "limit", "Give your approval limit as an amount from 0"),
    (allowing.NoSuchDomain(), "domain", "like company.example"),
    (allowing.SupplierDomain("northwind.example"), "domain", "Write your company’s own"),
    (allowing.MailboxesForEverybody("gmail.com"), "domain", "your company alone hands out"),
    (allowing.NotLeading(("Priya Raman",)), None, "Ask Priya Raman"),
    (document.NothingChanged(), None, "Change the content first"),
    (document.EmptyStatement(), "text", "Write the words"),
    (outcomes.TooManyOutcomes(), None, "Take one out first"),
    (outcomes.NoOutcome(), "words", "Write at least one outcome"),
    (outcomes.OutcomeIncomplete(2, "a target", "target"), "target", "still needs a target"),
    (outcomes.OutcomeTooLong(2, "words"), "words", "keep this to 300 characters"),
    (plan.PlanAlreadyShared(), None, "Add milestones or make new revisions instead"),
    (plan.NobodyToShareWith(), None, "Add at least one person"),
    (plan.GoLiveInThePast(), "go_live", "must be a day after today"),
    (plan.CodeTaken("M01"), "code", "Give it another code"),
    (UnknownEvent("plan.painted"), None, "Read it with the version that wrote it"),
    (ForeignAnswer(FACT), None, "Check the ledger with `portal verify-ledger`"),
    (ForeignWaiver(FACT), None, "Check the ledger with `portal verify-ledger`"),
    (ForeignDomain(FACT), None, "Check the ledger with `portal verify-ledger`"),
    (ForeignLeaving(FACT), None, "Check the ledger with `portal verify-ledger`"),
    (ForeignErasure(FACT), None, "Check the ledger with `portal verify-ledger`"),
    (ChainBroken(3, "it is missing"), None, "Do not rely on what follows it"),
]


def every_kind(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        yield kind
        yield from every_kind(kind)


@pytest.mark.parametrize(
    ("refusal", "field", "advice"), REFUSALS, ids=lambda value: type(value).__name__
)
def test_a_refusal_names_its_field_and_says_what_to_do(
    refusal: Refusal, field: str | None, advice: str
) -> None:
    assert refusal.field == field
    assert advice in refusal.sentence
    assert refusal.sentence.endswith(".")
    assert str(refusal) == refusal.sentence


def test_no_refusal_of_the_core_is_left_out_here() -> None:
    assert sys.modules.keys() >= CORE
    ours = {kind for kind in every_kind() if kind.__module__ in CORE}
    assert ours == {type(refusal) for refusal, _, _ in REFUSALS}


def test_every_refusal_gives_the_reason_for_its_rule() -> None:
    unexplained = {type(refusal).__name__ for refusal, _, _ in REFUSALS if not refusal.__doc__}
    assert not unexplained
