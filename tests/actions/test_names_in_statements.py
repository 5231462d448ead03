"""Names as people have them: a statement is held against the title beside it, whatever is in it."""

import pytest

from portal.actions import invite
from portal.domain.ledger import ChainBroken
from portal.domain.playbook.rules import Act
from portal.store.transaction import Store
from portal.store.verifying import verify_plan
from tests.actions.people import Deal, Person, means_on, shared
from tests.store.meridian import behind_our_back

NAMES = [
    ("Kovač, Jonas", ""), ("Kovač, Jonas", "Head of IT"), ("Duke of York", "Head, of all"),
    ("Earl of Grey", ""), ("I, Robot", ""), ("Ann", "of counsel"),
]  # fmt: skip  # a list


@pytest.fixture
def deal(store: Store) -> Deal:
    """Give a plan in a database of its own, as it is edited behind our back."""
    return shared(means_on(store))


def answered(deal: Deal, name: str, title: str) -> Person:
    """Have somebody of that name and title confirm something."""
    who = Person(name, "jonas@meridian.example", title, ("site_lead",))
    deal.ids[who] = invite.add_member(
        deal.means, deal.seller, deal.plan,
        name=name, email=who.email, title=title, seats=who.seats, site="",
    )  # fmt: skip  # one call
    deal.share()
    deal.give(who, deal.own(Act.CONFIRM, "site_lead"), Act.CONFIRM)
    return who


def verified(deal: Deal) -> None:
    plan = deal.page.plan
    key = (plan.organisation_id, plan.id, plan.ledger_seq, plan.ledger_head)
    with deal.means.store.reading() as connection:
        verify_plan(connection, *key)


@pytest.mark.parametrize(("name", "title"), NAMES)
def test_an_answer_by_anybody_leaves_the_plan_whole(deal: Deal, name: str, title: str) -> None:
    answered(deal, name, title)
    verified(deal)


@pytest.mark.parametrize(("name", "title"), NAMES)
def test_another_title_beside_an_answer_is_found(deal: Deal, name: str, title: str) -> None:
    member = deal.ids[answered(deal, name, title)]
    another = "" if title else "Chief"
    behind_our_back(
        deal.means.store, f"UPDATE decisions SET title = '{another}' WHERE member_id = '{member}'"
    )
    with pytest.raises(ChainBroken):
        verified(deal)
