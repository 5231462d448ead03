"""Verifying what stands beside the chain: a row that pages and papers show, changed or forged."""

import pytest

from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.store import meridian

# The entries of the filled plan: 7 words, 8 Ingrid, 9 other words, 10 Ingrid, 11 Tomás, 12 closed.
ANOTHER_ANSWER = "the answer kept beside it is not the one it records"
ANOTHER_MAKER = "the revision it names has another amount, maker or moment"
FORGED = (
    "INSERT INTO decisions SELECT organisation_id, plan_id, 6, milestone_code, act, answer,"
    " member_id, account_id, document_id, revision, hash, words, salt, title, limit_amount,"
    " limit_currency, recommendation, at FROM decisions WHERE seq = 10"
)
TAMPERED = {
    "an answer": (
        "UPDATE decisions SET answer = 'declined' WHERE seq = 10", 10, ANOTHER_ANSWER,
    ),
    "who gave it": (
        "UPDATE decisions SET member_id = 'priya' WHERE seq = 11", 11, ANOTHER_ANSWER,
    ),
    "the limit it was given with": (
        "UPDATE decisions SET limit_amount = '9000000', limit_currency = 'GBP' WHERE seq = 8",
        8, ANOTHER_ANSWER,
    ),
    "the words it is bound to": (
        f"UPDATE decisions SET hash = '{'f' * 64}' WHERE seq = 10", 10, ANOTHER_ANSWER,
    ),
    "when it was given": (
        "UPDATE decisions SET at = '2026-01-05 09:00:00.000000' WHERE seq = 8", 8, ANOTHER_ANSWER,
    ),
    "an answer nobody gave": (FORGED, 6, ANOTHER_ANSWER),
    "the amount of a revision": (
        "UPDATE revisions SET amount = '1.00', currency = 'GBP' WHERE number = 2", 9, ANOTHER_MAKER,
    ),
    "who made a revision": (
        "UPDATE revisions SET made_by_side = 'buyer' WHERE number = 1", 7, ANOTHER_MAKER,
    ),
    "a milestone closed by nobody": (
        "UPDATE standings SET standing = 'closed' WHERE code = 'M10'",
        12, "the entries add up to another standing of M10",
    ),
    "a standing, gone": (
        "DELETE FROM standings WHERE code = 'M09'",
        12, "the entries add up to another standing of M09",
    ),
}  # fmt: skip  # a table


@pytest.mark.parametrize("what", TAMPERED)
def test_the_entry_that_a_row_beside_it_contradicts_is_named(store: Store, what: str) -> None:
    statement, seq, reason = TAMPERED[what]
    meridian.fill(store)
    meridian.behind_our_back(store, statement)
    with store.reading() as connection:
        found = verify(connection)
    assert (found.whole, found.seq, found.reason) == (False, seq, reason)
