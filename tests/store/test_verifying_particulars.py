"""Verifying labels, layout and terms against what the chain commits to: the entry is named."""

import pytest
from sqlalchemy import select

from portal.actions import invite
from portal.store.schema.plan import plans
from portal.store.schema.record import ledger
from portal.store.transaction import Store
from portal.store.verifying import Verdict, verify
from tests.actions.people import COMMITTEE, INGRID, begin, means_on, seller_of
from tests.actions.purchases import SMALL
from tests.store import meridian

TERMS = "the plan kept beside it came about on other terms"
NAMES = "the plan kept beside it, or one of its companies, has another name"
MILESTONE = "the milestone M01 kept beside it is told or laid out otherwise"
DOCUMENT = "the document it revises has another title, or its note differs"
# The entries of the plan: 1 started, 2 laid out, 3-5 members, 6 the one at the depot, 7 shared.
TAMPERED = {
    "the title": ("UPDATE plans SET title = 'Another'", 1, NAMES),
    "the buyer's company": ("UPDATE plans SET buyer = 'Another'", 1, NAMES),
    "what came out of the answers": ("UPDATE plans SET facts = '[]', answers = '{}'", 1, TERMS),
    "what is no JSON any more": ("UPDATE plans SET answers = 'x'", 1, TERMS),
    "the amount, written otherwise": ("UPDATE plans SET amount = '024000'", 1, TERMS),
    "the time zone": ("UPDATE plans SET time_zone = 'Nowhere'", 1, TERMS),
    "the salt": ("UPDATE plans SET terms_salt = ''", 1, TERMS),
    "whose it is": (
        "UPDATE plans SET owner_id = 'ida@northwind.example'", 1,
        "the plan kept beside it is another seller's",
    ),
    "by when": ("UPDATE milestones SET due_on = NULL WHERE code = 'M01'", 2, MILESTONE),
    "why": ("UPDATE milestones SET why = 'Because.' WHERE code = 'M01'", 2, MILESTONE),
    "a document's title": ("UPDATE documents SET title = 'Another'", 8, DOCUMENT),
    "a note": ("UPDATE revisions SET note = 'Nothing changed.'", 8, DOCUMENT),
    "where somebody works": (
        "UPDATE members SET site = 'Kiel' WHERE site = 'Hamburg'", 6,
        "the person kept beside it works elsewhere",
    ),
    "two people's places": (
        "UPDATE members SET position = 1 - position WHERE position < 2", 3,
        "the person kept beside it has another place in the order",
    ),
    "that somebody was here": (
        "UPDATE members SET continued_on = NULL WHERE name = 'Ingrid Solheim'", 3,
        "the person kept beside it was here on another day",
    ),
}  # fmt: skip  # a table


@pytest.fixture
def told(store: Store) -> Store:
    """Open a database in which Ingrid came to a plan with a person at a depot."""
    means = means_on(store)
    seller_of(means, "Northwind Analytics", "northwind.example", "Ida Ek", "seller")
    deal = begin(means)
    for person in COMMITTEE:
        deal.invite(person)
    invite.add_member(
        means, deal.seller, deal.plan, name="Jonas Kovač", email="jonas@meridian.example",
        title="Depot lead", seats=("site_lead",), site="Hamburg",
    )  # fmt: skip  # one call
    deal.share()
    deal.visit(INGRID)
    return store


def verdict_on(store: Store) -> Verdict:
    with store.reading() as connection:
        return verify(connection)


def test_a_plan_that_nobody_touched_is_whole_with_its_labels(told: Store) -> None:
    found = verdict_on(told)
    assert (found.whole, found.unlabelled) == (True, 0)


@pytest.mark.parametrize("what", TAMPERED)
def test_the_entry_that_commits_to_something_else_is_named(told: Store, what: str) -> None:
    statement, seq, reason = TAMPERED[what]
    meridian.behind_our_back(told, statement)
    found = verdict_on(told)
    assert (found.whole, found.seq, found.reason) == (False, seq, reason)


def test_of_a_plan_begun_by_an_older_version_the_labels_are_not_proven(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(store, "UPDATE plans SET title = 'Another', owner_id = owner_id")
    found = verdict_on(store)
    assert (found.whole, found.unlabelled) == (True, 1)


def test_what_is_written_into_an_older_plan_since_is_proven(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(store, "UPDATE revisions SET note = 'Nothing changed.'")
    assert verdict_on(store).reason == DOCUMENT


def test_no_label_and_no_term_of_a_plan_stands_in_its_chain(told: Store) -> None:
    with told.reading() as connection:
        chain = str(connection.execute(select(ledger.c.body)).all())
        terms = connection.execute(select(plans.c.terms_salt, plans.c.source)).one()
    assert "Hamburg" not in chain
    assert SMALL.title not in chain
    assert terms[0]
    assert terms[0] not in chain
