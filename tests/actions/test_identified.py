"""How a person was identified: it stands with their words, bound to them by the entry."""

from dataclasses import replace

import pytest

from portal.actions import answer, enter, withdraw
from portal.actions.means import token_hash
from portal.domain.acts import Answer
from portal.domain.canonical import commitment
from portal.domain.playbook.rules import Act
from portal.store import papers
from tests.actions.people import INGRID, PRIYA, Deal


@pytest.fixture
def asked(deal: Deal) -> Deal:
    """Ask Ingrid to confirm a recap, which takes no code."""
    deal.own(Act.ATTEND, "economic_buyer")
    return deal


def ways(deal: Deal) -> list[str]:
    """Return how the person of the last answer was identified, as the entry commits to it."""
    with deal.means.store.reading() as connection:
        read = papers.material(connection, deal.seller.organisation_id, deal.plan)
    assert read is not None
    last = read.page.decisions[-1]
    (entry,) = [one for one in read.entries if one.seq == last.seq]
    assert entry.body["data"]["said"] == commitment(read.salts[last.seq], last.words)
    return list(last.words["identified"])


def test_by_the_link_mailed_to_them(asked: Deal) -> None:
    asked.give(INGRID, "S1", Act.ATTEND)
    assert ways(asked) == ["personal_link"]


def test_by_a_code_mailed_for_this_answer_where_a_name_is_put_to_something(deal: Deal) -> None:
    deal.own(Act.ATTEST, "legal")
    deal.give(PRIYA, "S1", Act.ATTEST, Answer.PASSED)
    assert ways(deal) == ["personal_link", "answer_code"]


def test_by_a_code_mailed_for_a_second_browser(asked: Deal) -> None:
    asked.visit(INGRID)
    second = asked.enter_as(INGRID)
    enter.send_vouching_code(asked.means, second)
    secret = enter.vouch(asked.means, second, asked.code_for(INGRID))
    freed = replace(second, session=token_hash(secret))
    answer.answer(asked.means, freed, asked.form("S1", Act.ATTEND, Answer.ATTENDED))
    assert ways(asked) == ["forwarded_link", "mailbox_code"]


def test_when_an_answer_is_taken_back_too(asked: Deal) -> None:
    asked.give(INGRID, "S1", Act.ATTEND)
    seen = asked.page.plan.ledger_head
    withdraw.withdraw(asked.means, asked.visit(INGRID), "S1", Act.ATTEND, seen)
    assert ways(asked) == ["personal_link"]
