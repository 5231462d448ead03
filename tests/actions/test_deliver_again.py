"""Delivering again: what did not leave is tried ever more slowly, for days, and never in vain."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.actions import deliver
from portal.actions.means import Means
from portal.delivery.mail import MailNotTaken, MailRefused
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


def test_a_letter_that_is_refused_for_good_is_given_up(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(MailRefused("mail.example", "550 nobody here"))
    for _ in range(outbox.MOST_ATTEMPTS):
        deliver.drain(means, post.out())
        time.now = row(means).due_at
    assert row(means).state == outbox.FAILED
    assert deliver.drain(means, post.out()) == 0


@pytest.mark.parametrize(
    "fault", [MailNotTaken("mail.example", "451 try later"), OSError(28, "No space left on device")]
)
def test_a_server_that_is_down_for_days_gets_the_letter_when_it_is_back(
    means: Means, post: Post, time: Clock, fault: Exception
) -> None:
    put(means)
    post.before = failing(fault)
    for _ in range(2 * outbox.MOST_ATTEMPTS):
        deliver.drain(means, post.out())
        time.now = row(means).due_at
    time.now = MORNING + timedelta(days=4)
    post.before = lambda: None
    deliver.drain(means, post.out())
    assert (len(post.taken), row(means).state) == (1, outbox.SENT)


def test_a_letter_that_nobody_took_in_five_days_is_given_up(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    states = []
    for moment in (MORNING, MORNING + outbox.PATIENCE - timedelta(hours=1)):
        time.now = moment
        deliver.drain(means, post.out())
        states.append(row(means).state)
    time.now += timedelta(hours=1)
    deliver.drain(means, post.out())
    assert [*states, row(means).state] == [outbox.WAITING, outbox.WAITING, outbox.FAILED]
    assert "451 try later" in row(means).problem


def test_a_worker_that_was_away_for_a_week_still_delivers(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(Killed())
    with pytest.raises(Killed):
        deliver.drain(means, post.out())
    post.before, time.now = (lambda: None), MORNING + timedelta(days=7)
    deliver.drain(means, post.out())
    assert (len(post.taken), row(means).state) == (1, outbox.SENT)


def test_a_letter_whose_worker_dies_after_a_long_outage_is_not_lost(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    for _ in range(2 * outbox.MOST_ATTEMPTS):
        deliver.drain(means, post.out())
        time.now = row(means).due_at
    post.before = failing(Killed())
    with pytest.raises(Killed):
        deliver.drain(means, post.out())
    post.before, time.now = (lambda: None), row(means).due_at
    deliver.drain(means, post.out())
    assert (len(post.taken), row(means).state) == (1, outbox.SENT)


def test_a_note_the_database_does_not_take_is_written_later_and_sends_nothing_again(
    means: Means, post: Post, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(means)
    out, sent = post.out(), outbox.sent
    monkeypatch.setattr(outbox, "sent", lambda *_: failing(OSError("the disk is full"))())
    for _ in range(3):
        with pytest.raises(OSError, match="the disk is full"):
            deliver.drain(means, out)
        time.now += 2 * outbox.LEASE
    monkeypatch.setattr(outbox, "sent", sent)
    deliver.drain(means, out)
    assert (len(post.taken), row(means).state) == (1, outbox.SENT)


def test_a_server_that_came_back_gets_the_letter(means: Means, post: Post, time: Clock) -> None:
    put(means)
    post.before = failing(MailNotTaken("mail.example", "451 try later"))
    deliver.drain(means, post.out())
    post.before, time.now = (lambda: None), row(means).due_at
    deliver.drain(means, post.out())
    assert (row(means).state, row(means).problem) == (outbox.SENT, None)


def test_a_letter_that_kills_its_worker_each_time_is_taken_ever_more_seldom_then_given_up(
    means: Means, post: Post, time: Clock
) -> None:
    put(means)
    post.before = failing(Killed())
    pauses = []
    for _ in range(2 * outbox.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            deliver.drain(means, post.out())
        pauses.append(row(means).due_at - time.now)
        time.now = row(means).due_at
    time.now = MORNING + outbox.PATIENCE
    deliver.drain(means, post.out())
    assert row(means).state == outbox.FAILED
    assert (pauses[0], pauses[-1]) == (outbox.LEASE, outbox.LONGEST_PAUSE)
    assert pauses == sorted(pauses)
