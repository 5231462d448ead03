"""Verifying: whatever is changed behind our back, the first entry that does not hold is named."""

import pytest

from portal.store.transaction import Store
from portal.store.verifying import Verdict, verify
from tests.domain.people import INGRID
from tests.store import meridian

# The entries of the filled plan: 1 started, 2 laid out, 3-5 members, 6 shared, 7 words, 8 Ingrid,
# 9 other words, 10 Ingrid, 11 Tomás, 12 closed.
TAMPERED = {
    "a body, still canonical": (
        "UPDATE ledger SET body = replace(body, '\"tier\":2', '\"tier\":3') WHERE seq = 1",
        1,
        "its content does not match its hash",
    ),
    "a body, no longer canonical": (
        "UPDATE ledger SET body = replace(body, ',', ', ') WHERE seq = 4",
        4,
        "its stored text is not canonical JSON",
    ),
    "a body, no longer JSON": (
        "UPDATE ledger SET body = 'Tomás said yes' WHERE seq = 10",
        10,
        "its stored text is not canonical JSON",
    ),
    "a body of numbers no JSON has": (
        "UPDATE ledger SET body = '{\"seq\":NaN}' WHERE seq = 10",
        10,
        "its stored text is not canonical JSON",
    ),
    "a hash": (
        f"UPDATE ledger SET hash = '{'f' * 64}' WHERE seq = 5",
        5,
        "its content does not match its hash",
    ),
    "what an entry stands on": (
        f"UPDATE ledger SET previous = '{'f' * 64}' WHERE seq = 5",
        5,
        "it does not stand on the entry before it",
    ),
    "an entry in the middle, gone": (
        "DELETE FROM ledger WHERE seq = 8",
        8,
        "the entry found there has the number 9",
    ),
    "the first entry, gone": (
        "DELETE FROM ledger WHERE seq = 1",
        1,
        "the entry found there has the number 2",
    ),
    "the tail, cut": (
        "DELETE FROM ledger WHERE seq >= 9",
        9,
        "the plan's head is not the chain's end",
    ),
    "every entry, gone": ("DELETE FROM ledger", 1, "the plan's head is not the chain's end"),
    "the head": (
        f"UPDATE plans SET ledger_head = '{'f' * 64}'",
        12,
        "the plan's head is not the chain's end",
    ),
    "the content of a revision": (
        "UPDATE revisions SET content = replace(content, '8 %', '9 %') WHERE number = 1",
        7,
        "the revision it names has another content",
    ),
    "the hash of a revision": (
        f"UPDATE revisions SET hash = '{'f' * 64}' WHERE number = 2",
        9,
        "the revision it names has another content",
    ),
    "a revision, gone": (
        "DELETE FROM revisions WHERE number = 2",
        9,
        "the revision it names is missing",
    ),
    "a revision nobody made": (
        "INSERT INTO revisions SELECT organisation_id, plan_id, document_id, 3, content, hash,"
        " amount, currency, made_by_side, made_by, made_at, note FROM revisions WHERE number = 1",
        12,
        "no entry made revision 3 of statement:M09",
    ),
    "somebody's words": (
        "UPDATE decisions SET words = replace(words, 'twice', 'once') WHERE seq = 8",
        8,
        "the words kept beside it are not what was said",
    ),
    "somebody's words, no longer JSON": (
        "UPDATE decisions SET words = 'yes' WHERE seq = 8",
        8,
        "the words kept beside it are not what was said",
    ),
    "a person's name": (
        "UPDATE members SET name = 'Owen Hartley' WHERE id = 'tomas'",
        5,
        "the person kept beside it is not the one it names",
    ),
    "a person nobody added": (
        "INSERT INTO members SELECT organisation_id, plan_id, 'stranger', 9, name, email, title,"
        " seats, site, salt, added_at, limit_amount, limit_currency, introduced_at, continued_on,"
        " left_at, erased_at"
        " FROM members WHERE id = 'tomas'",
        12,
        "the person kept beside it is not the one it names",
    ),
}


def verdict_on(store: Store) -> Verdict:
    with store.reading() as connection:
        return verify(connection)


def test_a_database_nobody_touched_is_whole(store: Store) -> None:
    meridian.fill(store)
    assert verdict_on(store) == Verdict(True, 1, 12, unlabelled=1)


def test_an_empty_database_is_whole(store: Store) -> None:
    assert verdict_on(store) == Verdict(True, 0, 0)


@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_entry_that_does_not_hold_is_named(store: Store, what: str) -> None:
    statement, seq, reason = TAMPERED[what]
    meridian.fill(store)
    meridian.behind_our_back(store, statement)
    found = verdict_on(store)
    assert (found.whole, found.plan, found.seq, found.reason) == (
        False, f"{meridian.ORGANISATION}.{meridian.PLAN}", seq, reason,
    )  # fmt: skip  # like beside like


def test_two_entries_that_changed_places_are_noticed(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(
        store,
        "UPDATE ledger SET seq = 99 WHERE seq = 3",
        "UPDATE ledger SET seq = 3 WHERE seq = 4",
        "UPDATE ledger SET seq = 4 WHERE seq = 99",
    )
    assert verdict_on(store).seq == 3


def test_of_two_that_do_not_hold_the_earlier_is_named(store: Store) -> None:
    meridian.fill(store)
    meridian.behind_our_back(
        store,
        "UPDATE ledger SET body = '{}' WHERE seq = 11",
        "UPDATE revisions SET content = '{}' WHERE number = 2",
        "UPDATE decisions SET words = '{}' WHERE seq = 8",
    )
    assert verdict_on(store).seq == 8


def test_entries_carried_over_from_another_plan_are_noticed(store: Store) -> None:
    meridian.fill(store)
    meridian.begin(store, "copy")
    meridian.behind_our_back(
        store,
        "DELETE FROM ledger WHERE plan_id = 'copy'",
        "DELETE FROM revisions WHERE plan_id = 'copy'",
        "INSERT INTO ledger SELECT organisation_id, 'copy', seq, previous, hash, body FROM ledger",
        "UPDATE plans SET ledger_seq = (SELECT o.ledger_seq FROM plans o WHERE o.id = 'meridian'),"
        " ledger_head = (SELECT o.ledger_head FROM plans o WHERE o.id = 'meridian')",
    )
    found = verdict_on(store)
    assert (found.plan, found.reason) == ("northwind.copy", "it belongs to another plan")


def test_a_person_who_was_erased_leaves_the_chain_whole(store: Store) -> None:
    meridian.fill(store)
    meridian.erase(store, INGRID)
    assert verdict_on(store) == Verdict(True, 1, 13, unlabelled=1)
