"""Delivering: after the commit, outside any transaction, again after a fault, never in the log."""

import threading
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from portal import worker
from portal.actions import deliver, export
from portal.actions.means import Means
from portal.store import outbox
from portal.store.transaction import Store
from tests.actions.posting import MORNING, Clock, Killed, Post, failing, put, row


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def means(store: Store, time: Clock, draw: Callable[[], str]) -> Means:
    return Means(store, b"k" * 32, "https://plans.example", time, draw)


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
