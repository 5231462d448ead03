"""The words a buyer puts their name to: what the page shows above the button is what is stored."""

from dataclasses import dataclass
from decimal import Decimal

from portal.domain.acts import Answer

CONSENT_VERSION = "2026-11"
CONSENT = (
    "I agree to sign electronically. I can ask for a paper copy, withdraw this consent for later"
    " signatures, and keep the signed record as a file."
)
NOT_AN_ORDER = (
    "This records a business decision. It is not an order and does not bind {buyer} to buy."
)
VERBS = {
    Answer.ACCEPTED: "accept my seat in",
    Answer.CONFIRMED: "confirm",
    Answer.APPROVED: "approve",
    Answer.APPROVED_WITH_CONDITIONS: "approve, with the conditions listed here,",
    Answer.SIGNED: "sign off",
    Answer.PASSED: "state that this has passed:",
    Answer.PASSED_WITH_CONDITIONS: "state that this has passed, with the conditions listed here:",
    Answer.FAILED: "state that this has not passed:",
    Answer.PROVIDED: "give these facts for",
    Answer.ATTENDED: "confirm the recap of",
    Answer.GO: "decide to go ahead with",
    Answer.MEASURED: "give the measured value for",
    Answer.CHANGES_ASKED: "ask for changes to",
    Answer.DECLINED: "decline",
    Answer.NOT_YET: "cannot yet decide on",
    Answer.STOP: "decide to stop at",
    Answer.WITHDRAWN: "withdraw my answer to",
}
# The button says what the record will say.
BUTTONS = {
    Answer.ACCEPTED: "Accept my seat",
    Answer.CONFIRMED: "Confirm",
    Answer.APPROVED: "Approve",
    Answer.APPROVED_WITH_CONDITIONS: "Approve with conditions",
    Answer.SIGNED: "Sign off",
    Answer.PASSED: "Record a pass",
    Answer.PASSED_WITH_CONDITIONS: "Record a pass with conditions",
    Answer.FAILED: "Record that it failed",
    Answer.PROVIDED: "Give these facts",
    Answer.ATTENDED: "Confirm the recap",
    Answer.GO: "Decide to go ahead",
    Answer.MEASURED: "Record the measured value",
    Answer.CHANGES_ASKED: "Ask for changes",
    Answer.DECLINED: "Decline",
    Answer.NOT_YET: "Answer: not yet",
    Answer.STOP: "Stop here",
    Answer.WITHDRAWN: "Withdraw my answer",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an answer is about: a milestone and, where it has one, the revision shown.

    ``amount`` is what the document asks to be approved, in ``currency``; ``is_order`` marks the
    one milestone that does bind.
    """

    milestone: str
    title: str
    revision: int | None
    hash: str
    amount: Decimal | None = None
    currency: str | None = None
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who answers: name, title and company, and the approval limit they state."""

    name: str
    title: str
    company: str
    limit: Decimal | None = None
    currency: str | None = None


def short(fingerprint: str) -> str:
    """Return the first 16 digits of a fingerprint in groups of four."""
    return " ".join(fingerprint[i : i + 4] for i in range(0, 16, 4))


def money(amount: Decimal, currency: str | None) -> str:
    """Return an amount as people read it: EUR 420,000 or EUR 420,000.50, with a real minus."""
    shown = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"{currency or ''} {'−' if amount < 0 else ''}{shown}".strip()


def statement(answer: Answer, subject: Subject, signer: Signer, *, weighs_limit: bool) -> str:
    """Return the full statement of one answer.

    ``weighs_limit`` says whether this yes commits money, so that it is an approval within the
    signer's limit, or a recommendation above it (law 3).
    """
    who = (
        f"I, {signer.name}, {signer.title} of {signer.company},"
        if signer.title
        else (f"I, {signer.name} of {signer.company},")
    )
    words = f"{who} {VERBS[answer]} {_named(subject)}"
    if weighs_limit and subject.amount is not None:
        words += _authority(subject, signer)
    words += "."
    if not subject.is_order and answer in _COMMITTING:
        words += " " + NOT_AN_ORDER.format(buyer=signer.company)
    return words


_COMMITTING = frozenset(
    {Answer.APPROVED, Answer.APPROVED_WITH_CONDITIONS, Answer.SIGNED, Answer.GO}
)


def _named(subject: Subject) -> str:
    if subject.revision is None:
        return f"“{subject.milestone}”"
    return (
        f"revision {subject.revision} of “{subject.title}” (fingerprint {short(subject.hash)})"
        f" at the milestone “{subject.milestone}”"
    )


def covers(subject: Subject, signer: Signer) -> bool:
    """Tell whether the signer's limit covers the amount, in its currency."""
    if subject.amount is None:
        return True
    if signer.limit is None or signer.currency != subject.currency:
        return False
    return signer.limit >= subject.amount


def _authority(subject: Subject, signer: Signer) -> str:
    limit = "none stated" if signer.limit is None else money(signer.limit, signer.currency)
    amount = money(subject.amount or Decimal(0), subject.currency)
    if covers(subject, signer):
        return f", amounting to {amount}, within my approval limit of {limit}"
    return (
        f", as a recommendation: the amount of {amount} is above my approval limit ({limit}),"
        " and somebody with the authority must approve it"
    )
