"""Nobody reads or writes what is not theirs: every route, every method, every wrong identity."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import String, select
from werkzeug.test import TestResponse

from portal.actions import knock, own_account
from portal.store.schema.base import metadata
from portal.store.schema.types import Canonical
from tests.databases import Embedded
from tests.web.isolation.identities import EVERY_MARK, WRONG, Forger, Identity, Row
from tests.web.isolation.probing import Bodies, Control, Probe, Target, control, probes
from tests.web.isolation.victims import PLAN, Stage, lay_out, print_once

LEAST_PROBES = 2_000
# Texts that nobody types: ids, codes, fingerprints, secrets, words of ours, figures and dates.
NOT_TYPED = {
    "organisation_id", "id", "plan_id", "member_id", "account_id", "owner_id", "document_id",
    "link_id", "code", "milestone_code", "token_hash", "code_hash", "body_hash", "password_hash",
    "hash", "previous", "ledger_head", "head", "sha256", "salt", "secret", "key", "message_id",
    "purpose", "role", "kind", "state", "standing", "act", "answer", "acts", "acts_are", "asks",
    "who", "prerequisites", "missing", "empty_seats", "out_of_reach", "lines", "seats", "facts",
    "answers", "opportunity_type", "calendar", "time_zone", "currency", "limit_currency", "origin",
    "made_by", "made_by_side", "paper", "build", "left_out", "closed_at", "reported_at", "body",
    "buyer_action", "problem",
}  # fmt: skip  # a heap
# Titles of documents are ours, as are the sentences of milestones that the playbook names.
NOT_TYPED_IN = {
    ("documents", "title"), ("checkpoints", "note"), ("logged_heads", "hashes"),
    ("plans", "terms_salt"), ("knocks", "letter_id"), ("passkeys", "credential"),
    ("passkeys", "public_key"), ("second_factors", "seed"), ("second_factors", "next_seed"),
    ("second_steps", "came_by"), ("seller_sessions", "came_by"), ("sign_ons", "person"),
}  # fmt: skip  # a heap


@dataclass(frozen=True, slots=True)
class Siege:
    """The portal with everybody before its doors, and the forms of those whose it is."""

    target: Target
    wrong: Mapping[str, Identity]
    buyer: Control
    seller: Control
    bodies: Bodies


@pytest.fixture(scope="module")
def siege(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """Lay the portal out once: no probe may change it."""
    stage = lay_out(embedded.fresh(), tmp_path_factory.mktemp("siege"))
    forger = Forger(stage)
    right = forger.right()
    wrong = {one.name: one for one in forger.wrong()}
    print_once(stage.house)
    stage.house.keep()
    buyer, seller = (_controlled(stage, one) for one in right)
    target = Target(stage.house)
    yield Siege(target, wrong, buyer, seller, buyer.bodies | seller.bodies)
    target.close()
    stage.house.means.store.close()


def _controlled(stage: Stage, one: Identity) -> Control:
    """Have the probes succeed, on a database that is put back afterwards."""
    target = Target(stage.house)
    found = control(target, one, PLAN)
    target.close()
    stage.house.put_back()
    return found


def marks_in(answer: TestResponse) -> set[str]:
    """Return which marks of the victim can be read in an answer, its headers included."""
    text = f"{answer.headers}{answer.get_data().decode('utf-8', 'replace')}".lower()
    return {mark for mark in EVERY_MARK if mark.lower() in text}


def is_a_knock(table: str, row: Row) -> bool:
    """Tell what everybody may leave at the door: a wish for a link, which the worker judges."""
    return table == "outbox" and row["kind"] in {knock.KIND, own_account.LOST_PASSWORD}


def faults(siege: Siege, who: Identity, probe: Probe) -> list[str]:
    """Return what is wrong with the answer to a probe."""
    answer = siege.target.send(who, probe)
    found = []
    if answer.status_code >= 500 or "Traceback" in answer.get_data(as_text=False).decode("latin-1"):
        found.append(f"fails with {answer.status_code}")
    if read := marks_in(answer) - who.may_read:
        found.append(f"shows {sorted(read)}")
    written = [
        one
        for one in siege.target.changes()
        if not who.owns(one.table, one.row) and not is_a_knock(one.table, one.row)
    ]
    if written:
        found.append(f"writes {Counter(one.table for one in written)}")
    return [f"{probe.method} {probe.address} {one}" for one in found]


def test_everybody_wrong_is_before_the_doors(siege: Siege) -> None:
    assert tuple(siege.wrong) == WRONG
    tried = sum(1 for who in siege.wrong.values() for _ in probes(siege.target, who, siege.bodies))
    assert tried > LEAST_PROBES


@pytest.mark.parametrize("name", WRONG)
def test_nothing_is_read_or_written_by(siege: Siege, name: str) -> None:
    who = siege.wrong[name]
    found = [
        fault
        for probe in probes(siege.target, who, siege.bodies)
        for fault in faults(siege, who, probe)
    ]
    assert found == []


def test_every_text_that_somebody_types_carries_a_mark(siege: Siege) -> None:
    bare = []
    with siege.target.house.means.store.reading() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                typed = isinstance(column.type, String | Canonical) and column.name not in NOT_TYPED
                if not typed or (table.name, column.name) in NOT_TYPED_IN:
                    continue
                said = " ".join(map(str, connection.execute(select(column)).scalars()))
                if not any(mark.lower() in said.lower() for mark in EVERY_MARK):
                    bare.append((table.name, column.name))
    assert bare == []


def test_the_same_probes_read_and_write_for_those_whose_plan_it_is(siege: Siege) -> None:
    for found, reads, writes in ((siege.buyer, 10, 5), (siege.seller, 14, 9)):
        assert len(found.reads) >= reads
        assert len(found.writes) >= writes, sorted(found.writes)
