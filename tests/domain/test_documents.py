"""Documents, their revisions, and what each milestone binds its answers to."""

from decimal import Decimal

import pytest

from portal.domain.canonical import Content, fingerprint
from portal.domain.document import (
    DOCUMENT_OF,
    ONE_VALUE,
    TITLES,
    VALUES,
    Document,
    EmptyStatement,
    NothingChanged,
    Revision,
    document_for,
    revised,
    statement,
    values_for,
)
from portal.domain.playbook.rules import Act
from tests.domain.people import INGRID, NOON, PRIYA, TOMAS

CASE: Content = {"kind": "cost_benefit", "rows": [], "amount": "400000", "currency": "EUR"}
ORDER: Content = {"kind": "statement", "text": "the order"}


def document() -> Document:
    return Document("org", "plan", "cost_benefit", "cost_benefit", "Cost–benefit case")


def revise(
    begun: Document, content: Content = CASE, amount: str = "400000", currency: str = "EUR"
) -> Revision:
    return begun.revise(
        content, by_side="supplier", by="owen", now=NOON, amount=Decimal(amount), currency=currency
    )


def test_a_document_begins_without_a_revision() -> None:
    assert document().current is None


def test_revisions_count_from_one_and_the_last_is_current() -> None:
    begun = document()
    first, second = revise(begun), revise(begun, {**CASE, "rows": ["licences"]})
    assert (first.number, second.number) == (1, 2)
    assert begun.current is second


def test_the_earlier_revision_stays_as_it_was() -> None:
    begun = document()
    first = revise(begun)
    revise(begun, {**CASE, "rows": ["licences"]})
    assert begun.revisions[0] is first
    assert (first.content, first.hash) == (CASE, fingerprint(CASE))


def test_the_current_revision_is_the_highest_whatever_order_they_were_read_in() -> None:
    begun = document()
    revise(begun)
    second = revise(begun, amount="500000")
    begun.revisions.reverse()
    assert begun.current is second


def test_a_revision_that_changes_nothing_is_refused() -> None:
    begun = document()
    revise(begun)
    with pytest.raises(NothingChanged):
        revise(begun, dict(sorted(CASE.items())), "400000.00")
    assert len(begun.revisions) == 1


@pytest.mark.parametrize(("amount", "currency"), [("400000.01", "EUR"), ("400000", "USD")])
def test_another_amount_or_currency_is_another_hash_even_under_the_same_words(
    amount: str, currency: str
) -> None:
    begun = document()
    first, second = revise(begun, ORDER), revise(begun, ORDER, amount, currency)
    assert second.number == 2
    assert second.hash != first.hash
    assert first.content == {**ORDER, "amount": "400000", "currency": "EUR"}


@pytest.mark.parametrize("content", [CASE, ORDER])
def test_the_same_amount_written_otherwise_changes_nothing(content: Content) -> None:
    begun = document()
    revise(begun, content)
    with pytest.raises(NothingChanged):
        revise(begun, content, "4.0E+5")


def test_the_fact_of_a_revision_carries_hash_and_amount_as_a_plain_string() -> None:
    fact = revised(revise(document(), amount="4E+5"), "Order")
    assert (fact.document, fact.revision, fact.hash) == ("cost_benefit", 1, fingerprint(CASE))
    assert (fact.amount, fact.currency, fact.owners, fact.parts) == ("400000", "EUR", (), {})


def test_a_revision_without_an_amount_says_so() -> None:
    begun = Document("org", "plan", "outcomes", "outcomes", "Business outcomes")
    made = begun.revise(ORDER, by_side="supplier", by="owen", now=NOON)
    assert revised(made, "Order").amount is None
    assert made.content == ORDER


def outcomes(*owned: tuple[str, str]) -> Content:
    return {"kind": "outcomes", "outcomes": [{"words": w, "owner": o} for o, w in owned]}


def parts(content: Content) -> dict[str, str]:
    begun = Document("org", "plan", "outcomes", "outcomes", "Business outcomes")
    fact = revised(begun.revise(content, by_side="supplier", by="owen", now=NOON), begun.title)
    assert fact.parts is not None
    assert fact.owners == tuple(fact.parts)
    return fact.parts


def test_outcomes_have_a_part_for_each_owner_in_their_order() -> None:
    assert list(parts(outcomes((TOMAS, "a"), (PRIYA, "b"), (TOMAS, "c")))) == [TOMAS, PRIYA]


def test_a_part_changes_with_the_owners_own_outcomes_only() -> None:
    before = parts(outcomes((TOMAS, "a"), (PRIYA, "b"), (TOMAS, "c")))
    after = parts(outcomes((TOMAS, "a"), (TOMAS, "c"), (PRIYA, "B"), (INGRID, "d")))
    assert after[TOMAS] == before[TOMAS]
    assert after[PRIYA] != before[PRIYA]


@pytest.mark.parametrize(
    ("code", "acts", "bound_to"),
    [
        ("M01", (Act.CONFIRM,), "outcomes"),
        ("M07", (Act.SIGN,), "mutual_plan"),
        ("M13", (Act.APPROVE,), "cost_benefit"),
        ("M16", (Act.SIGN,), "implementation_plan"),
        ("M17", (Act.DECIDE,), "statement:M17"),
        ("M04", (Act.PROVIDE, Act.CONFIRM), "statement:M04"),
        ("M03", (Act.ACCESS,), None),
        ("M06", (Act.PROVIDE,), None),
        ("M26", (Act.MEASURE,), None),
    ],
)
def test_answers_bind_to_the_milestones_own_document(
    code: str, acts: tuple[Act, ...], bound_to: str | None
) -> None:
    assert document_for(code, acts) == bound_to


def test_every_document_of_its_own_kind_has_a_title() -> None:
    assert set(DOCUMENT_OF.values()) == TITLES.keys()


def test_values_are_asked_for_where_facts_are_provided_or_measured() -> None:
    assert values_for("M06", (Act.PROVIDE,)) == VALUES["M06"]
    assert values_for("X1", (Act.MEASURE,)) == ONE_VALUE
    assert values_for("M06", (Act.CONFIRM,)) == ()


def test_a_statement_keeps_the_words_and_drops_the_spaces_around_them() -> None:
    content = statement("M05", "Must-haves", "\n One depot. \n\n Two weeks.\t\n")
    assert content == {
        "kind": "statement",
        "milestone": "M05",
        "title": "Must-haves",
        "text": "One depot.\n\n Two weeks.",
    }


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_statement_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptyStatement):
        statement("M05", "Must-haves", text)
