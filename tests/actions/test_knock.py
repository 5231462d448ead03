"""Knocking: the door writes one row whatever is typed, the worker answers, and nothing is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from portal.actions import deliver, enter, knock
from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.delivery import printing
from portal.store.transaction import Store
from tests.actions.people import INGRID, STRANGER, Deal, means_on, shared
from tests.actions.snapshot import everything
from tests.notaries import beside


@pytest.fixture
def alone(store: Store) -> Deal:
    """Give a plan whose outbox is empty, so that a worker finds what a test puts into it alone."""
    deal = shared(means_on(store))
    work(deal.means)
    deal.clock.forward(minutes=2)
    return deal


def work(means: Means) -> list[str]:
    """Do what a worker does until nothing is due; return the mails' recipients."""
    sent: list[EmailMessage] = []
    nowhere = Path("nowhere")
    out = Outlets(sent.append, "a@b.example", nowhere, printing.printed, beside(nowhere))
    deliver.drain(means, out)
    return [str(message["To"].addresses[0].addr_spec) for message in sent]


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note what is said to the database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def asked(deal: Deal, plan: str, email: str) -> list[str]:
    with (
        statements(deal.means.store.writer) as written,
        statements(deal.means.store.reader) as read,
    ):
        knock.ask(deal.means, deal.seller.organisation_id, plan, email)
    return [*written, *read]


def test_the_door_does_the_same_whatever_is_typed(alone: Deal) -> None:
    done = [
        asked(alone, plan, email)
        for plan, email in (
            (alone.plan, INGRID.email), (alone.plan, STRANGER), ("nowhere", INGRID.email),
            (alone.plan, "nonsense"), (alone.plan, "x" * 10_000),
        )
    ]  # fmt: skip  # one pair after the other
    assert all(one == done[0] for one in done)
    assert len([one for one in done[0] if one.startswith("INSERT")]) == 1


def test_the_worker_mails_a_member_their_link(alone: Deal) -> None:
    knock.ask(alone.means, alone.seller.organisation_id, alone.plan, INGRID.email)
    assert work(alone.means) == [INGRID.email]


def test_who_knocks_again_and_again_is_mailed_one_link(alone: Deal) -> None:
    for _ in range(5):
        knock.ask(alone.means, alone.seller.organisation_id, alone.plan, INGRID.email)
    assert work(alone.means) == [INGRID.email]


def test_a_dead_link_is_answered_by_the_worker_too(alone: Deal) -> None:
    organisation = alone.seller.organisation_id
    for token in ("no such token", "another"):
        knock.ask_again(alone.means, organisation, token)
    assert work(alone.means) == []
    enter.request_link(alone.means, organisation, alone.plan, INGRID.email)
    token = alone.token_of(INGRID)
    work(alone.means)
    alone.clock.forward(minutes=2)
    knock.ask_again(alone.means, organisation, token)
    assert work(alone.means) == [INGRID.email]


def test_nothing_is_kept_of_whoever_asked(alone: Deal) -> None:
    before = everything(alone.means.store)["outbox"]
    knock.ask(alone.means, alone.seller.organisation_id, "nowhere", STRANGER)
    assert STRANGER in repr(everything(alone.means.store)["outbox"])
    work(alone.means)
    assert everything(alone.means.store)["outbox"] == before


def test_what_cannot_be_the_id_of_anything_is_not_even_written_down(alone: Deal) -> None:
    before = everything(alone.means.store)
    knock.ask(alone.means, "x" * 33, alone.plan, INGRID.email)
    knock.ask(alone.means, alone.seller.organisation_id, "x" * 33, INGRID.email)
    assert everything(alone.means.store) == before


def test_a_knock_that_cannot_be_answered_is_tried_again_and_forgotten_in_the_end(
    alone: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError("the database is down")

    monkeypatch.setattr(enter, "request_link", fails)
    knock.ask(alone.means, alone.seller.organisation_id, alone.plan, STRANGER)
    tries = 0
    while STRANGER in repr(everything(alone.means.store)["outbox"]):
        work(alone.means)
        alone.clock.forward(hours=2)
        tries += 1
    assert tries == 8
