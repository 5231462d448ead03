"""A fault at any statement of an action, or at its commit, leaves nothing; the retry succeeds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from portal.actions import enter
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.store.transaction import Store
from tests.actions.people import COMMITTEE, INGRID, Deal, begin, means_on, shared
from tests.actions.snapshot import everything


class Fault(Exception):
    """What the disk, the network or the server does to us."""


@contextmanager
def failing_at(store: Store, number: int) -> Iterator[None]:
    """Let the writing door fail at its so-many-th statement."""
    left = number

    def strike(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Fault

    event.listen(store.writer, "before_cursor_execute", strike)
    try:
        yield
    finally:
        event.remove(store.writer, "before_cursor_execute", strike)


@contextmanager
def failing_to_commit(store: Store) -> Iterator[None]:
    """Let the writing door fail when all is said and only the commit is missing."""

    def strike(_connection: Any) -> None:
        raise Fault

    event.listen(store.writer, "commit", strike)
    try:
        yield
    finally:
        event.remove(store.writer, "commit", strike)


def require_all_or_nothing(store: Store, act: Callable[[], Any]) -> int:
    """Let every statement fail in turn; return how many there were once the act succeeded."""
    before = everything(store)
    with failing_to_commit(store), pytest.raises(Fault):
        act()
    assert everything(store) == before
    number = 1
    while True:
        try:
            with failing_at(store, number):
                act()
        except Fault:
            assert everything(store) == before, f"statement {number} left something behind"
            number += 1
        else:
            return number - 1


@pytest.fixture
def deal(store: Store) -> Deal:
    """Give a plan shared with the committee."""
    return shared(means_on(store))


def test_an_answer_is_recorded_whole_or_not_at_all(deal: Deal) -> None:
    code = deal.own(Act.SIGN, "economic_buyer")
    form = deal.form(code, Act.SIGN, Answer.SIGNED, consents=True, title="Group CFO")
    sent = deal.with_code(INGRID, form)
    tried = require_all_or_nothing(deal.means.store, lambda: deal.send(INGRID, sent))
    assert tried > 15
    assert deal.standing(code) == "closed"
    assert (len(deal.letters("receipt")), len(deal.letters("paper"))) == (1, 1)
    assert deal.events().count("milestone.closed") == 1


def test_words_and_their_confirmation_are_recorded_together_or_not_at_all(deal: Deal) -> None:
    code = deal.own(Act.CONFIRM, "economic_buyer")
    words = dict(deal.page.documents[f"statement:{code}"].content) | {"text": "Our own words."}
    sent = deal.form(code, Act.CONFIRM, Answer.CONFIRMED, edited=words)
    deal.visit(INGRID)
    require_all_or_nothing(deal.means.store, lambda: deal.send(INGRID, sent))
    assert deal.standing(code) == "closed"
    assert deal.page.documents[f"statement:{code}"].number == 2


def test_a_plan_is_shared_with_everybody_or_with_nobody(store: Store) -> None:
    deal = begin(means_on(store))
    for person in COMMITTEE:
        deal.invite(person)
    require_all_or_nothing(store, deal.share)
    assert len(deal.letters("link")) == len(COMMITTEE)
    assert deal.events().count("plan.shared") == 1


def test_a_link_is_continued_with_its_session_or_not_at_all(deal: Deal) -> None:
    organisation, token = deal.seller.organisation_id, deal.token_of(INGRID)
    require_all_or_nothing(
        deal.means.store, lambda: enter.exchange(deal.means, organisation, token)
    )
    assert len(everything(deal.means.store)["room_sessions"]) == 1
