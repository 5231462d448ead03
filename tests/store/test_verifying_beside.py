"""Verifying what stands beside the chain: a row that pages and papers show, changed or forged."""

import pytest

from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.domain.people import INGRID, SALT
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
    "an answer, gone while its author is there": (
        "DELETE FROM decisions WHERE seq = 8", 8,
        "the answer kept beside it is gone, and its author is not",
    ),
    "the go-live": (
        "UPDATE plans SET go_live = '2027-03-02'", 2, "the plan kept beside it has another go-live",
    ),
    "the tier": (
        "UPDATE plans SET tier = 3", 1,
        "the plan kept beside it has another type, tier or playbook",
    ),
    "when it was shared": (
        "UPDATE plans SET shared_at = NULL", 1, "the plan kept beside it has another beginning",
    ),
    "who must answer a milestone": (
        "UPDATE milestones SET who = '[]' WHERE code = 'M09'", 2,
        "the milestone M09 kept beside it is another",
    ),
    "a milestone, gone": (
        "DELETE FROM milestones WHERE code = 'M10'", 2,
        "the milestone M10 kept beside it is another",
    ),
    "the kind of a document": (
        "UPDATE documents SET kind = 'mutual_plan'", 7,
        "the document it revises is another, or missing",
    ),
    "somebody's seat": (
        """UPDATE members SET seats = '["finance"]' WHERE id = 'priya'""", 4,
        "the person kept beside it has another seat or day",
    ),
    "somebody's limit": (
        "UPDATE members SET limit_amount = '5', limit_currency = 'GBP' WHERE id = 'priya'", 4,
        "the person kept beside it has another limit, or stated it when it does not say",
    ),
    "somebody, gone": (
        "DELETE FROM members WHERE id = 'priya'", 4, "the person it names is missing",
    ),
    "somebody blank whom no entry erases": (
        "UPDATE members SET salt = '', name = '', email = '' WHERE id = 'priya'", 4,
        "the person kept beside it is blank, and no entry erases them",
    ),
    "a day on which nobody was erased": (
        "UPDATE members SET erased_at = '2026-11-23 09:00:00.000000' WHERE id = 'priya'", 4,
        "the person kept beside it was erased on another day, or was not",
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


ERASED = {
    "named again": (
        "UPDATE members SET name = 'Ingrid Solheim' WHERE id = 'ingrid'", 13,
        "the person kept beside it was erased, and is named again",
    ),
    "with a salt again": (
        f"UPDATE members SET salt = '{SALT}' WHERE id = 'ingrid'", 3,
        "the person kept beside it is not the one it names",
    ),
    "on another day": (
        "UPDATE members SET erased_at = '2026-01-05 09:00:00.000000' WHERE id = 'ingrid'", 13,
        "the person kept beside it was erased on another day, or was not",
    ),
    "as if they had not left": (
        "UPDATE members SET left_at = NULL WHERE id = 'ingrid'", 13,
        "the person kept beside it left on another day, or did not",
    ),
    "with words again": (
        """UPDATE decisions SET words = '{"statement":"I confirm this."}' WHERE seq = 8""", 8,
        "its author was erased, and words stand beside it",
    ),
    "with a title again": (
        "UPDATE decisions SET title = 'CFO' WHERE seq = 8", 8,
        "the title kept beside it is not the one in its statement",
    ),
    "and a colleague's words gone, too": (
        "UPDATE decisions SET words = '{}', salt = '' WHERE seq = 11", 11,
        "the words kept beside it are not what was said",
    ),
}  # fmt: skip  # a table


@pytest.mark.parametrize("what", ERASED)
def test_what_an_erasing_entry_contradicts_is_named(store: Store, what: str) -> None:
    statement, seq, reason = ERASED[what]
    meridian.fill(store)
    meridian.erase(store, INGRID)
    meridian.behind_our_back(store, statement)
    with store.reading() as connection:
        found = verify(connection)
    assert (found.whole, found.seq, found.reason) == (False, seq, reason)
