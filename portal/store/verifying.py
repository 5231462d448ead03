"""Recomputing what the database claims: chains, heads, revisions, and the words behind answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, type_coerce

from portal.domain import ledger as chain
from portal.domain.canonical import canonical, commitment, fingerprint
from portal.store.schema.plan import decisions, plans, revisions
from portal.store.schema.record import ledger


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether everything holds, how much was looked at, and the first entry that does not hold."""

    whole: bool
    plans: int
    entries: int
    plan: str | None = None
    seq: int | None = None
    reason: str | None = None


HEADS = select(
    plans.c.organisation_id, plans.c.id, plans.c.ledger_seq, plans.c.ledger_head
).order_by(plans.c.organisation_id, plans.c.id)


def _of_plan(table: Any) -> Any:
    return (table.c.organisation_id == bindparam("organisation"),
            table.c.plan_id == bindparam("plan"))  # fmt: skip  # a pair


# As text: a row edited behind our back need not be JSON any more.
RAW = (
    select(ledger.c.seq, ledger.c.previous, type_coerce(ledger.c.body, Text), ledger.c.hash)
    .where(*_of_plan(ledger))
    .order_by(ledger.c.seq)
)
REVISIONS = select(
    revisions.c.document_id,
    revisions.c.number,
    type_coerce(revisions.c.content, Text),
    revisions.c.hash,
).where(*_of_plan(revisions))
WORDS = select(decisions.c.seq, decisions.c.salt, type_coerce(decisions.c.words, Text)).where(
    *_of_plan(decisions)
)


def verify(connection: Connection) -> Verdict:
    """Recompute every plan of the database; stop at the first entry that does not hold."""
    counted = 0
    heads = connection.execute(HEADS).all()
    for organisation, plan, seq, head in heads:
        try:
            counted += verify_plan(connection, organisation, plan, seq, head)
        except chain.ChainBroken as broken:
            where = f"{organisation}.{plan}"
            return Verdict(False, len(heads), counted, where, broken.seq, broken.reason)
    return Verdict(True, len(heads), counted)


def verify_plan(connection: Connection, organisation: str, plan: str, seq: int, head: str) -> int:
    """Recompute one plan's chain and all that it speaks of; return its number of entries.

    Raises:
        ChainBroken: naming the first entry that does not hold.
    """
    key = {"organisation": organisation, "plan": plan}
    found = list(_entries(connection, key))
    chain.verify(found)
    for entry in found:
        if (entry.body.get("organisation"), entry.body.get("plan")) != (organisation, plan):
            raise chain.ChainBroken(entry.seq, "it belongs to another plan")
    _check_revisions(connection, key, found)
    _check_words(connection, key, found)
    last = found[-1].hash if found else chain.GENESIS
    if (len(found), last) != (seq, head):
        raise chain.ChainBroken(
            min(len(found), seq) + (len(found) != seq), "the plan's head is not the chain's end"
        )
    return len(found)


def _entries(connection: Connection, key: dict[str, str]) -> Iterator[chain.Entry]:
    for place, (seq, previous, text, entry_hash) in enumerate(connection.execute(RAW, key), 1):
        try:
            body = json.loads(text)
            same = isinstance(body, dict) and canonical(body).decode() == text
        except ValueError:
            same = False
        if not same:
            raise chain.ChainBroken(place, "its stored text is not canonical JSON")
        yield chain.Entry(seq, previous, body, entry_hash)


def _check_revisions(connection: Connection, key: dict[str, str], found: list[chain.Entry]) -> None:
    held = {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(REVISIONS, key)}
    for entry in found:
        data: Any = entry.body.get("data", {})
        if entry.body.get("event") != "document.revised":
            continue
        text, stored = held.pop((data["document"], data["revision"]), ("", ""))
        if not text:
            raise chain.ChainBroken(entry.seq, "the revision it names is missing")
        if stored != data["hash"] or _fingerprint(text) != data["hash"]:
            raise chain.ChainBroken(entry.seq, "the revision it names has another content")
    for document, number in held:
        raise chain.ChainBroken(len(found), f"no entry made revision {number} of {document}")


def _check_words(connection: Connection, key: dict[str, str], found: list[chain.Entry]) -> None:
    held = {row[0]: (row[1], row[2]) for row in connection.execute(WORDS, key)}
    for entry in found:
        data: Any = entry.body.get("data", {})
        said = data.get("said") or data.get("commitment")
        if entry.seq not in held or said is None:
            continue
        salt, text = held[entry.seq]
        try:
            matches = commitment(salt, json.loads(text)) == said
        except ValueError:
            matches = False
        if not matches:
            raise chain.ChainBroken(entry.seq, "the words kept beside it are not what was said")


def _fingerprint(text: str) -> str:
    try:
        return fingerprint(json.loads(text))
    except ValueError:
        return ""
