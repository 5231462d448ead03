"""Delivering: after the commit, outside any transaction, again after a fault, never in the log."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal import worker
from portal.actions import deliver, export
from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.delivery import printing
from portal.delivery.mail import MailNotTaken
from portal.store import outbox
from portal.store.schema.outgoing import outbox as table
from portal.store.transaction import Store
from tests.notaries import beside

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINK = {
    "name": "Ingrid Solheim",
    "plan": "Meridian Freight with Northwind Analytics",
    "buyer": "Meridian Freight",
    "supplier": "Northwind Analytics",
    "go_live": "2027-03-01",
    "expires": "2027-02-21",
}
CODE = {"name": "Ingrid Solheim", "plan": "Meridian Freight", "what": "Decision recorded"}


class Killed(BaseException):
    """The process is gone: no handler of ours runs."""


class Post:
    """A mail server in our hands: it keeps what it takes, unless it is told to fail."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    def __call__(self, message: EmailMessage) -> None:
        self.before()
        self.taken.append(message)
        self.after()

    def out(self) -> Outlets:
        nowhere = Path("nowhere")
        return Outlets(self, "plans@portal.example", nowhere, printing.printed, beside(nowhere))


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


def failing(fault: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise fault

    return fail


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def means(store: Store, time: Clock, draw: Callable[[], str]) -> Means:
    return Means(store, b"k" * 32, "https://plans.example", time, draw)


def put(means: Means, kind: str = "link", letter: str = "letter1", **changes: Any) -> None:
    values: dict[str, Any] = {
        "organisation": "northwind",
        "letter": letter,
        "plan": "plan1",
        "kind": kind,
        "recipient": "ingrid.solheim@meridianfreight.example",
        "payload": CODE if kind == "code" else LINK,
        "now": means.clock(),
        "secret": "seed1",
    } | changes
    with means.store.writing() as session:
        outbox.put(session, **values)


def row(means: Means, letter: str = "letter1") -> Any:
    with means.store.reading() as connection:
        return connection.execute(select(table).where(table.c.id == letter)).one()


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_letter_leaves_and_is_noted(means: Means, post: Post) -> None:
    put(means)
    assert deliver.drain(means, post.out()) == 1
    assert (row(means).state, row(means).sent_at) == (outbox.SENT, MORNING)


def test_what_was_sent_does_not_leave_again(means: Means, post: Post) -> None:
    put(means)
    deliver.drain(means, post.out())
    assert deliver.drain(means, post.out()) == 0
    assert len(post.taken) == 1


def test_a_link_mail_carries_the_link_its_seed_stands_for(means: Means, post: Post) -> None:
    put(means)
    deliver.drain(means, post.out())
    token = means.token("link", "seed1")
    assert f"https://plans.example/l/northwind.{token}" in text(post.taken[0])


def test_a_code_mail_carries_the_six_digits_its_seed_stands_for(means: Means, post: Post) -> None:
    put(means, "code")
    deliver.drain(means, post.out())
    assert means.six_digits("seed1") in text(post.taken[0])


def test_the_seed_is_gone_once_the_mail_was_taken(means: Means, post: Post) -> None:
    put(means)
    deliver.drain(means, post.out())
    assert row(means).secret is None


def test_the_mail_leaves_outside_any_transaction(means: Means, post: Post) -> None:
    put(means)
    post.before = lambda: put(means, letter="letter2", now=MORNING + timedelta(hours=1))
    deliver.drain(means, post.out())
    assert row(means, "letter2").state == outbox.WAITING


def test_a_server_that_fails_leaves_the_letter_waiting_and_says_why(
    means: Means, post: Post
) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    deliver.drain(means, post.out())
    assert row(means).state == outbox.WAITING
    assert "451 try later" in row(means).problem
    assert row(means).secret == "seed1"


def test_each_failure_makes_the_pause_longer(means: Means, post: Post, time: Clock) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    pauses = []
    for _ in range(3):
        deliver.drain(means, post.out())
        pauses.append(row(means).due_at - time.now)
        time.now = row(means).due_at
    assert pauses == sorted(set(pauses))


def test_a_letter_nobody_ever_takes_is_given_up(means: Means, post: Post, time: Clock) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "550 nobody here"))
    for _ in range(outbox.MOST_ATTEMPTS):
        deliver.drain(means, post.out())
        time.now = row(means).due_at
    assert row(means).state == outbox.FAILED
    assert deliver.drain(means, post.out()) == 0


def test_a_server_that_came_back_gets_the_letter(means: Means, post: Post, time: Clock) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    deliver.drain(means, post.out())
    post.before, time.now = (lambda: None), row(means).due_at
    deliver.drain(means, post.out())
    assert (row(means).state, row(means).problem) == (outbox.SENT, None)


def test_one_bad_letter_does_not_hold_the_others(means: Means, post: Post) -> None:
    put(means, recipient="no address", letter="a")
    put(means, letter="b")
    deliver.drain(means, post.out())
    assert [row(means, "a").state, row(means, "b").state] == [outbox.WAITING, outbox.SENT]


def test_a_worker_killed_after_the_server_took_it_sends_the_same_message_id_again(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.after = failing(Killed())
    with pytest.raises(Killed):
        deliver.drain(means, post.out())
    post.after, time.now = (lambda: None), time.now + outbox.LEASE
    deliver.drain(means, post.out())
    first, second = post.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_a_letter_taken_by_a_worker_is_not_taken_by_another(means: Means, post: Post) -> None:
    put(means)
    post.before = lambda: others.append(deliver.drain(means, Post().out()))
    others: list[int] = []
    deliver.drain(means, post.out())
    assert others == [0]


def test_a_letter_that_kills_its_worker_each_time_is_given_up(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(Killed())
    for _ in range(outbox.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            deliver.drain(means, post.out())
        time.now += outbox.LEASE
    deliver.drain(means, post.out())
    assert row(means).state == outbox.FAILED


@pytest.mark.parametrize("kind", ["link", "code"])
def test_a_problem_never_shows_what_the_mail_carries(means: Means, post: Post, kind: str) -> None:
    put(means, kind)
    token, digits = means.token("link", "seed1"), means.six_digits("seed1")
    key = digits if kind == "code" else f"https://plans.example/l/northwind.{token}"
    post.before = failing(ValueError(f"554 your text was: {key}"))
    deliver.drain(means, post.out())
    assert "554 your text was" in row(means).problem
    assert token not in row(means).problem
    assert digits not in row(means).problem


def test_a_fault_of_the_database_does_not_end_the_worker(
    means: Means, post: Post, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = OSError(f"lost with {means.token('link', 'seed1')}")
    monkeypatch.setattr(deliver, "deliver_next", lambda *_: failing(fault)())
    assert worker.once(means, post.out(), threading.Event()) == worker.AFTER_A_FAULT
    said = capsys.readouterr().err
    assert "worker: OSError" in said
    assert said.count("\n") == 1
    assert means.token("link", "seed1") not in said


def test_a_worker_told_to_stop_takes_nothing_more(means: Means, post: Post) -> None:
    put(means)
    stop = threading.Event()
    stop.set()
    worker.once(means, post.out(), stop)
    assert row(means).state == outbox.WAITING


def test_nobody_waits_for_a_code_behind_papers(
    means: Means, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing, mailed, stop = threading.Event(), threading.Event(), threading.Event()

    def slow(*_: Any) -> None:
        printing.set()
        assert mailed.wait(60)
        stop.set()

    monkeypatch.setattr(export, "make", slow)
    for name in ("a paper", "b paper"):
        put(means, "paper", name, payload={"paper": "a4"}, secret=None)
    post.before = lambda: assert_(printing.wait(60))
    post.after = mailed.set
    put(means, "code", "code")
    worker.deliver_until(means, post.out(), stop)
    assert [row(means, name).state for name in ("a paper", "code")] == [outbox.SENT] * 2


def assert_(holds: bool) -> None:
    assert holds
