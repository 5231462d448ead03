"""Documents and their immutable revisions: the exact words a yes is bound to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from portal.domain import particulars
from portal.domain.canonical import Content, fingerprint
from portal.domain.events import DocumentRevised
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal

OUTCOMES = "outcomes"
COST_BENEFIT = "cost_benefit"
IMPLEMENTATION_PLAN = "implementation_plan"
MUTUAL_PLAN = "mutual_plan"
STATEMENT = "statement"

TITLES = {
    OUTCOMES: "Business outcomes",
    COST_BENEFIT: "Cost–benefit case",
    IMPLEMENTATION_PLAN: "Implementation plan",
    MUTUAL_PLAN: "Mutual plan",
}
# The documents of their own kind; every other milestone with words to answer has a statement.
DOCUMENT_OF = {"M01": OUTCOMES, "M07": MUTUAL_PLAN, "M13": COST_BENEFIT, "M16": IMPLEMENTATION_PLAN}
WITHOUT_DOCUMENT = frozenset({Act.ACCESS, Act.PROVIDE, Act.MEASURE})

# What *provide* and *measure* ask for, as (name, label); a milestone that is missing asks for one.
VALUES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "M02": (("people", "Who is needed to decide, fund and implement, with their titles"),),
    "M04": (
        ("baseline", "Today's values of what the outcomes measure"),
        ("source", "Where these figures come from"),
    ),
    "M05": (
        ("must_haves", "What it must do, most important first"),
        ("criteria", "How you will judge, with the weight of each criterion"),
    ),
    "M06": (
        ("approval", "Who may approve how much"),
        ("committees", "Committees that decide, and their dates"),
        ("budget", "Is the money budgeted, and from when"),
        ("vendor_list", "Is the supplier on your approved vendor list"),
        ("reviews", "Security, legal and privacy reviews you need"),
        ("paper", "Whose contract paper is used"),
    ),
    "M26": (
        ("value", "The value measured after go-live"),
        ("source", "Where the figure comes from"),
        ("measured_on", "The date it was measured"),
    ),
}
ONE_VALUE = (("value", "The fact asked for"), ("source", "Where it comes from"))


class NothingChanged(Refusal):
    """A revision equal to the current one would ask people again about the same words."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing differs from the current revision, so none was made. Change the content first."
        )


class EmptyStatement(Refusal):
    """People can only confirm words that are there."""

    def __init__(self) -> None:
        super().__init__("Write the words the buyer is asked to answer.", field="text")


@dataclass(eq=False)
class Revision:
    """One immutable version of a document's content; ``hash`` is its RFC 8785 fingerprint."""

    organisation_id: str
    plan_id: str
    document_id: str
    number: int
    content: Content
    hash: str
    amount: Decimal | None
    currency: str | None
    made_by_side: str
    made_by: str
    made_at: datetime
    note: str = ""


@dataclass(eq=False)
class Document:
    """A thing people answer: outcomes, a case, a plan, or a statement; all its revisions."""

    organisation_id: str
    plan_id: str
    id: str
    kind: str
    title: str
    revisions: list[Revision] = field(default_factory=list)

    @property
    def current(self) -> Revision | None:
        """The revision that can be answered now."""
        return max(self.revisions, key=lambda revision: revision.number, default=None)

    def revise(
        self,
        content: Content,
        *,
        by_side: str,
        by: str,
        now: datetime,
        amount: Decimal | None = None,
        currency: str | None = None,
        note: str = "",
    ) -> Revision:
        """Make the next revision; the earlier ones stay readable.

        An answer binds to the hash alone, so content that names no amount is given it as a field.

        Raises:
            NothingChanged: if content, amount and currency equal those of the current revision.
        """
        before = self.current
        content = _with_money(content, amount, currency)
        new = Revision(
            self.organisation_id, self.plan_id, self.id, before.number + 1 if before else 1,
            content, fingerprint(content), amount, currency, by_side, by, now, note,
        )  # fmt: skip  # a row
        if before and (before.hash, before.amount, before.currency) == (
            new.hash, amount, currency,
        ):  # fmt: skip  # a comparison of like with like
            raise NothingChanged
        self.revisions.append(new)
        return new


def document_for(code: str, acts: Iterable[Act]) -> str | None:
    """Return the id of the document that a milestone's acts bind to, if they need one."""
    if code in DOCUMENT_OF:
        return DOCUMENT_OF[code]
    return f"{STATEMENT}:{code}" if set(acts) - WITHOUT_DOCUMENT else None


def values_for(code: str, acts: Iterable[Act]) -> tuple[tuple[str, str], ...]:
    """Return the (name, label) pairs a milestone asks its people to enter."""
    if not set(acts) & {Act.PROVIDE, Act.MEASURE}:
        return ()
    return VALUES.get(code, ONE_VALUE)


def statement(code: str, title: str, text: str) -> Content:
    """Return the content of a statement.

    Raises:
        EmptyStatement: if there are no words in it.
    """
    if not text.strip():
        raise EmptyStatement
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return {"kind": STATEMENT, "milestone": code, "title": title, "text": words}


def revised(revision: Revision, title: str) -> DocumentRevised:
    """Return the fact that a revision was made of a document with this title."""
    owners, parts = _owners_and_parts(revision.content)
    return DocumentRevised(
        document=revision.document_id,
        revision=revision.number,
        hash=revision.hash,
        amount=None if revision.amount is None else format(revision.amount, "f"),
        currency=revision.currency,
        owners=owners,
        parts=parts,
        labels=particulars.labels(title, revision.note),
    )


def _with_money(content: Content, amount: Decimal | None, currency: str | None) -> Content:
    if amount is None or "amount" in content:
        return content
    return {**content, "amount": format(amount.normalize(), "f"), "currency": currency}


def _owners_and_parts(content: Content) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the outcomes' owners, and the fingerprint of what each of them answers for."""
    if content.get("kind") != OUTCOMES:
        return (), {}
    mine: dict[str, list[Content]] = {}
    for outcome in content["outcomes"]:
        mine.setdefault(outcome["owner"], []).append(outcome)
    return tuple(mine), {owner: fingerprint(own) for owner, own in mine.items()}
