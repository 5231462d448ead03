"""The log of heads on both databases: what it takes in, what it proves, what it refuses."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.domain import checkpoint, merkle
from portal.domain.checkpoint import Proof
from portal.store import log
from portal.store.schema.log import checkpoints, logged_heads
from portal.store.transaction import Collided, Store
from tests.domain.people import INGRID, TOMAS
from tests.moments import MONDAY_MORNING
from tests.notaries import InProcess, checkpoint_of
from tests.store import meridian

REWRITES = (
    "UPDATE logged_heads SET head = 'f' WHERE position = 0",
    "UPDATE logged_heads SET position = position + 100",
    "DELETE FROM logged_heads WHERE position = 1",
    "UPDATE checkpoints SET note = 'another'",
    "DELETE FROM checkpoints",
)


@pytest.fixture
def notary(tmp_path: Path) -> InProcess:
    return InProcess(tmp_path / "checkpoints")


def leaves(store: Store) -> list[tuple[str, int, int]]:
    with store.reading() as connection:
        chosen = select(logged_heads.c.plan_id, logged_heads.c.seq, logged_heads.c.position)
        return [(p, s, at) for p, s, at in connection.execute(chosen.order_by("position"))]


def sizes(store: Store) -> list[int]:
    with store.reading() as connection:
        chosen = select(checkpoints.c.size).order_by(checkpoints.c.number)
        return list(connection.execute(chosen).scalars())


def proof(store: Store, plan: str = meridian.PLAN) -> Proof:
    with store.reading() as connection:
        found = log.proof(connection, meridian.ORGANISATION, plan)
    assert found is not None
    return found


def test_an_empty_database_is_not_signed(store: Store, notary: InProcess) -> None:
    checkpoint_of(store, notary)
    assert (leaves(store), sizes(store), notary.signed) == ([], [], 0)


def test_every_plan_adds_its_head_and_only_those_that_moved_on_do_again(
    store: Store, notary: InProcess
) -> None:
    meridian.begin(store)
    meridian.begin(store, "another")
    checkpoint_of(store, notary)
    meridian.confirm(store, INGRID)
    checkpoint_of(store, notary)
    assert leaves(store) == [("another", 7, 0), ("meridian", 7, 1), ("meridian", 8, 2)]
    assert sizes(store) == [2, 3]


def test_what_did_not_grow_is_not_signed_again(store: Store, notary: InProcess) -> None:
    meridian.begin(store)
    checkpoint_of(store, notary)
    checkpoint_of(store, notary)
    assert (sizes(store), notary.signed) == ([1], 1)


def test_a_plan_is_proven_by_the_first_checkpoint_that_covers_its_head(
    store: Store, notary: InProcess
) -> None:
    for plan in (meridian.PLAN, "a", "z"):
        meridian.begin(store, plan)
    checkpoint_of(store, notary)
    first = proof(store)
    _, found = checkpoint.read(first.note)
    assert (first.leaf.seq, first.position, found.size) == (7, 1, 3)
    assert checkpoint.proves(first, found)
    meridian.confirm(store, INGRID, "z")
    checkpoint_of(store, notary)
    assert proof(store) == first  # the same head, the same proof, for ever


def test_a_plan_that_moved_on_since_is_proven_up_to_where_it_was(
    store: Store, notary: InProcess
) -> None:
    meridian.begin(store)
    checkpoint_of(store, notary)
    meridian.confirm(store, INGRID)
    assert proof(store).leaf.seq == 7
    checkpoint_of(store, notary)
    assert proof(store).leaf.seq == 8


def test_a_plan_that_no_checkpoint_covers_has_no_proof(store: Store) -> None:
    meridian.begin(store)
    with store.reading() as connection:
        assert log.proof(connection, meridian.ORGANISATION, meridian.PLAN) is None
    with store.writing() as session:
        log.grow(session)  # its head is in the log, and nobody has signed it yet
    with store.reading() as connection:
        assert log.proof(connection, meridian.ORGANISATION, meridian.PLAN) is None


def test_a_later_checkpoint_is_proven_to_begin_with_an_earlier_one(
    store: Store, notary: InProcess
) -> None:
    meridian.begin(store)
    for member in (INGRID, TOMAS):
        checkpoint_of(store, notary)
        meridian.confirm(store, member)
    checkpoint_of(store, notary)
    with store.reading() as connection:
        proven = merkle.consistency(2, 3, lambda level, at: log.stored(connection, level, at))
        roots = log.root(connection, 2), log.root(connection, 3)
    assert merkle.roots_with(2, 3, proven, roots[0]) == roots


def test_who_died_before_signing_leaves_heads_that_the_next_checkpoint_covers(
    store: Store, notary: InProcess
) -> None:
    meridian.begin(store)
    with store.writing() as session:
        log.grow(session)
    checkpoint_of(store, notary)
    assert sizes(store) == [1]


def test_a_checkpoint_that_was_overtaken_is_not_kept(store: Store, notary: InProcess) -> None:
    meridian.begin(store)
    checkpoint_of(store, notary)
    with store.writing() as session:
        log.keep(session, 1, "another note", "key", MONDAY_MORNING)
    with store.reading() as connection:
        newest = log.newest(connection)
    assert newest is not None
    assert (sizes(store), newest.number) == ([1], 1)
    assert newest.note != "another note"


def test_those_who_come_at_once_make_one_log(store: Store, notary: InProcess) -> None:
    for plan in (meridian.PLAN, "a", "z"):
        meridian.begin(store, plan)
    together = threading.Barrier(4)

    def come() -> None:
        together.wait()
        checkpoint_of(store, notary)

    workers = [threading.Thread(target=come) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [at for *_, at in leaves(store)] == [0, 1, 2]
    assert sizes(store) == [3]


@pytest.mark.parametrize("way", REWRITES)
def test_the_log_and_its_checkpoints_only_grow(store: Store, notary: InProcess, way: str) -> None:
    meridian.begin(store)
    meridian.begin(store, "another")
    checkpoint_of(store, notary)
    with pytest.raises(DBAPIError, match="only grows"), store.writing() as session:
        session.execute(text(way))


def test_a_head_is_logged_once(store: Store, notary: InProcess) -> None:
    meridian.begin(store)
    checkpoint_of(store, notary)
    meridian.behind_our_back(store)
    with pytest.raises(Collided), store.writing() as session:
        session.execute(text(
            "INSERT INTO logged_heads SELECT organisation_id, plan_id, seq, head, 9, hashes"
            " FROM logged_heads"
        ))  # fmt: skip  # one statement
