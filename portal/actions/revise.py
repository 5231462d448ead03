"""Writing documents: outcomes, the case, the implementation plan, statements - a revision each."""

from collections.abc import Sequence
from decimal import Decimal

from portal.actions.means import Means, Work
from portal.actions.sellers import Seller, acting
from portal.domain import outcomes as outcome
from portal.domain.canonical import Content
from portal.domain.committee import MOST_MONEY
from portal.domain.cost_benefit import content as case_content
from portal.domain.cost_benefit.case import Case
from portal.domain.decision import ORDER
from portal.domain.document import (
    COST_BENEFIT,
    IMPLEMENTATION_PLAN,
    OUTCOMES,
    STATEMENT,
    revised,
    statement,
)
from portal.domain.implementation import content as task_content
from portal.domain.implementation.plan import ImplementationPlan
from portal.domain.outcomes import Outcome
from portal.domain.refusals import Refusal
from portal.store.plans import NotFound


class UnknownOwner(Refusal):
    """An outcome's owner is asked to confirm it, so they must be on the committee."""

    def __init__(self) -> None:
        super().__init__("Choose an owner from the committee.", field="owner")


class AmountMissing(Refusal):
    """A case counted in thousands or millions does not say what is to be paid."""

    def __init__(self) -> None:
        super().__init__(
            "Give what the buyer pays over the term, in full: the case counts in another unit.",
            field="amount",
        )


class AmountOutOfRange(Refusal):
    """A sum that is no amount of money could be held against no limit."""

    def __init__(self) -> None:
        super().__init__("Give the amount as a number from 0 to 999,999,999,999.", field="amount")


class OrderWithoutAmount(Refusal):
    """An order is signed within a limit, so it says what it comes to."""

    def __init__(self) -> None:
        super().__init__("Give the amount of the order in figures.", field="amount")


def outcomes(means: Means, seller: Seller, plan: str, written: Sequence[Outcome]) -> int:
    """Write the outcomes; return the revision's number.

    Raises:
        UnknownOwner: if an owner is not on the committee.
        NothingChanged and the refusals of ``outcomes.to_content``.
    """
    content = outcome.to_content(written)
    with acting(means, seller, plan) as work:
        if any(work.plan.member(one.owner) is None for one in written):
            raise UnknownOwner
        return _revise(work, seller, OUTCOMES, content)


def cost_benefit(means: Means, seller: Seller, plan: str, case: Case, note: str = "") -> int:
    """Write the cost-benefit case; approval limits are held against its amount.

    Raises:
        AmountMissing: if the case counts in another unit and names no amount.
        NothingChanged: if it equals the current revision.
    """
    if case.unit and case.amount is None:
        raise AmountMissing
    content: Content = {"kind": COST_BENEFIT, **case_content.to_content(case)}
    with acting(means, seller, plan) as work:
        return _revise(
            work, seller, COST_BENEFIT, content,
            amount=case.amount_to_approve, currency=case.currency or work.plan.currency, note=note,
        )  # fmt: skip  # one call


def implementation(
    means: Means, seller: Seller, plan: str, tasks: ImplementationPlan, note: str = ""
) -> int:
    """Write the implementation plan.

    Raises:
        NothingChanged: if it equals the current revision.
    """
    content: Content = {"kind": IMPLEMENTATION_PLAN, **task_content.to_content(tasks)}
    with acting(means, seller, plan) as work:
        return _revise(work, seller, IMPLEMENTATION_PLAN, content, note=note)


def milestone_statement(
    means: Means,
    seller: Seller,
    plan: str,
    code: str,
    text: str,
    amount: Decimal | None = None,
) -> int:
    """Write the words a milestone asks people to answer; ``amount`` in the plan's currency.

    Raises:
        NotFound: if no milestone with this code takes a statement.
        AmountOutOfRange, EmptyStatement, NothingChanged: see each class.
        OrderWithoutAmount: if it is the order and nothing says what it comes to.
    """
    if amount is not None and not (amount.is_finite() and 0 <= amount <= MOST_MONEY):
        raise AmountOutOfRange
    with acting(means, seller, plan) as work:
        milestone = work.plan.milestone(code)
        document = f"{STATEMENT}:{code}"
        if milestone is None or milestone.document_id != document:
            raise NotFound
        content = statement(code, milestone.name, text)
        currency = work.plan.currency if amount is not None else None
        if code == ORDER and amount is None:
            amount, currency = _approved_amount(work)
        return _revise(work, seller, document, content, amount=amount, currency=currency)


def _approved_amount(work: Work) -> tuple[Decimal, str | None]:
    """Return what an order without an amount of its own comes to: what the case asked for."""
    case = work.record.history.documents.get(COST_BENEFIT)
    if case is not None and case.amount is not None:
        return case.amount, case.currency
    if work.plan.amount is None:
        raise OrderWithoutAmount
    return work.plan.amount, work.plan.currency


def _revise(
    work: Work,
    seller: Seller,
    document_id: str,
    content: Content,
    *,
    amount: Decimal | None = None,
    currency: str | None = None,
    note: str = "",
) -> int:
    document = work.plan.document(document_id)
    revision = document.revise(
        content, by_side="supplier", by=seller.account_id, now=work.now,
        amount=amount, currency=currency, note=note.strip(),
    )  # fmt: skip  # one call
    work.append(seller.by, revised(revision, document.title))
    return revision.number
