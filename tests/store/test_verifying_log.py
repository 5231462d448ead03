"""Verifying the log: whatever is changed in it, or in a chain since, is named."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.domain import checkpoint, signed_note
from portal.domain import ledger as chain
from portal.domain.canonical import canonical
from portal.store.ledger import entries
from portal.store.schema.log import checkpoints
from portal.store.transaction import Store
from portal.store.verifying import Verdict, verify
from tests.domain.people import INGRID, TOMAS
from tests.notaries import InProcess, checkpoint_of, outside
from tests.store import meridian

FOLLOWS = "the log's tree does not follow from it"
# The log: 0 meridian at 7, 1 other at 7 (checkpoint 1); 2 meridian at 8 (2); 3 meridian at 9 (3).
TAMPERED = {
    "a head": (
        f"UPDATE logged_heads SET head = '{'f' * 64}' WHERE position = 2",
        "northwind.meridian", 8, "the log holds another hash of it, taken before it was changed",
    ),
    "a head, gone": (
        "DELETE FROM logged_heads WHERE position = 1",
        "northwind.meridian", 8, "the log holds no head, or two, at its place 1",
    ),
    "the last head, gone": (
        "DELETE FROM logged_heads WHERE position = 3",
        None, None, "checkpoint 3 covers 4 heads, of 3 in the log",
    ),
    "every head, gone": (
        "DELETE FROM logged_heads", None, None, "checkpoint 1 covers 2 heads, of 0 in the log",
    ),
    "two heads in one place": (
        "UPDATE logged_heads SET position = 1 WHERE position = 2",
        "northwind.meridian", 8, FOLLOWS,
    ),
    "a node": (
        "UPDATE logged_heads SET hashes = '[]' WHERE position = 1", "northwind.other", 7, FOLLOWS,
    ),
    "a node, no longer JSON": (
        "UPDATE logged_heads SET hashes = 'x' WHERE position = 0",
        "northwind.meridian", 7, FOLLOWS,
    ),
    "a checkpoint in the middle, gone": (
        "DELETE FROM checkpoints WHERE number = 2", None, None, "checkpoint 2 is missing",
    ),
    "the last checkpoint, gone": (
        "DELETE FROM checkpoints WHERE number = 3",
        None, None, "a checkpoint that was signed here is missing at its end",
    ),
    "every checkpoint, gone": (
        "DELETE FROM checkpoints",
        None, None, "a checkpoint that was signed here is missing at its end",
    ),
    "the size of a checkpoint": (
        "UPDATE checkpoints SET size = 1 WHERE number = 1",
        None, None, "checkpoint 1 was signed over another log",
    ),
    "the text of a checkpoint": (
        "UPDATE checkpoints SET note = replace(note, chr(10) || '3', chr(10) || '2')"
        " WHERE number = 2",
        None, None, "checkpoint 2 was signed over another log",
    ),
    "the form of a checkpoint": (
        "UPDATE checkpoints SET note = note || '.' WHERE number = 2",
        None, None, "checkpoint 2 is not written the way one is",
    ),
    "the key of a checkpoint": (
        f"UPDATE checkpoints SET key = '{signed_note.Key('another.example', bytes(32))}'",
        None, None, "checkpoint 1 names another key than the one beside it",
    ),
}  # fmt: skip  # a table


@pytest.fixture
def notary(tmp_path: Path) -> InProcess:
    return InProcess(tmp_path / "checkpoints")


@pytest.fixture
def logged(store: Store, notary: InProcess) -> Store:
    """Fill a database of each kind, with three checkpoints over four heads."""
    meridian.begin(store)
    meridian.begin(store, "other")
    checkpoint_of(store, notary)
    for member in (INGRID, TOMAS):
        meridian.confirm(store, member)
        checkpoint_of(store, notary)
    return store


def verdict_on(store: Store, notary: InProcess) -> Verdict:
    with store.reading() as connection:
        return verify(connection, outside(notary))


def test_a_log_nobody_touched_is_whole(logged: Store, notary: InProcess) -> None:
    assert verdict_on(logged, notary) == Verdict(True, 2, 17, checkpoints=3, unlabelled=2)


def test_heads_that_nobody_has_signed_yet_are_no_fault(logged: Store, notary: InProcess) -> None:
    meridian.confirm(logged, INGRID, "other")
    assert verdict_on(logged, notary).whole


@pytest.mark.parametrize("what", TAMPERED)
def test_what_does_not_hold_is_named(logged: Store, notary: InProcess, what: str) -> None:
    statement, plan, seq, reason = TAMPERED[what]
    if logged.is_sqlite:
        statement = statement.replace("chr(10)", "char(10)")
    meridian.behind_our_back(logged, statement)
    found = verdict_on(logged, notary)
    assert (found.whole, found.plan, found.seq, found.reason) == (False, plan, seq, reason)


def test_heads_that_changed_places_are_noticed(logged: Store, notary: InProcess) -> None:
    meridian.behind_our_back(
        logged,
        "UPDATE logged_heads SET position = 9 WHERE position = 0",
        "UPDATE logged_heads SET position = 0 WHERE position = 1",
        "UPDATE logged_heads SET position = 1 WHERE position = 9",
    )
    assert verdict_on(logged, notary).reason == FOLLOWS


def test_checkpoints_that_changed_places_are_noticed(logged: Store, notary: InProcess) -> None:
    meridian.behind_our_back(
        logged,
        "UPDATE checkpoints SET number = 9 WHERE number = 1",
        "UPDATE checkpoints SET number = 1 WHERE number = 2",
        "UPDATE checkpoints SET number = 2 WHERE number = 9",
    )
    assert not verdict_on(logged, notary).whole


def test_a_chain_hashed_anew_as_a_whole_is_found_by_the_log(
    logged: Store, notary: InProcess
) -> None:
    with logged.reading() as connection:
        whole = entries(connection, meridian.ORGANISATION, "other")
    statements, previous = [], chain.GENESIS
    for entry in whole:
        body = {**entry.body, "at": "2026-01-05T09:00:00Z"}
        written, hashed = canonical(body).decode(), chain.entry_hash(previous, body)
        statements.append(
            f"UPDATE ledger SET previous = '{previous}', hash = '{hashed}', body = '{written}'"
            f" WHERE plan_id = 'other' AND seq = {entry.seq}"
        )
        previous = hashed
    then = "2026-01-05 09:00:00" + (".000000" if logged.is_sqlite else "+00:00")
    statements += [
        f"UPDATE plans SET ledger_head = '{previous}', created_at = '{then}',"
        f" shared_at = '{then}' WHERE id = 'other'",
        f"UPDATE members SET added_at = '{then}' WHERE plan_id = 'other'",
        f"UPDATE revisions SET made_at = '{then}' WHERE plan_id = 'other'",
    ]
    meridian.behind_our_back(logged, *statements)
    found = verdict_on(logged, notary)
    assert (found.plan, found.seq) == ("northwind.other", 7)
    assert found.reason == "the log holds another hash of it, taken before it was changed"


def test_a_checkpoint_signed_with_a_key_of_somebody_elses_is_found(
    logged: Store, notary: InProcess, tmp_path: Path
) -> None:
    with logged.reading() as connection:
        note = connection.execute(select(checkpoints.c.note).where(
            checkpoints.c.number == 1)).scalar_one()  # fmt: skip  # one question
    _, tree = checkpoint.read(note)
    forged = InProcess(tmp_path / "theirs").sign(tree.size, tree.root)
    meridian.behind_our_back(
        logged,
        f"UPDATE checkpoints SET note = '{forged.note}', key = '{forged.key}' WHERE number = 1",
    )
    found = verdict_on(logged, notary)
    assert found.reason == "checkpoint 1 is signed with a key that is none of ours"


def test_a_signature_that_no_key_made_is_found(logged: Store, notary: InProcess) -> None:
    with logged.reading() as connection:
        chosen = select(checkpoints.c.note, checkpoints.c.key).where(checkpoints.c.number == 1)
        note, key = connection.execute(chosen).one()
    forged = signed_note.signed(
        checkpoint.read(note)[1].text(), signed_note.read_key(key), b"f" * 64
    )
    meridian.behind_our_back(logged, f"UPDATE checkpoints SET note = '{forged}' WHERE number = 1")
    found = verdict_on(logged, notary)
    assert found.reason == "checkpoint 1 does not bear the signature of its key"
