"""Recomputing what the database claims: chains, heads, revisions, answers, standings, log."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, type_coerce

from portal.domain import facts
from portal.domain import ledger as chain
from portal.domain.canonical import canonical, commitment, fingerprint
from portal.domain.committee_events import (
    MemberErased,
    MemberJoined,
    MemberReaddressed,
    MemberSeated,
)
from portal.domain.events import DocumentRevised, MemberAdded, MemberIntroduced
from portal.domain.identity import accepted
from portal.domain.refusals import Refusal
from portal.store import beside, verifying_log
from portal.store.schema.plan import decisions, members, plans, revisions
from portal.store.schema.record import ledger
from portal.store.verifying_log import LogBroken, Outside


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether everything holds, how much was looked at, and the first entry that does not hold.

    ``plan`` and ``seq`` are None where a checkpoint does not hold. ``unlabelled`` counts the plans
    begun before entries committed to names and layout, which for those prove nothing.
    """

    whole: bool
    plans: int
    entries: int
    plan: str | None = None
    seq: int | None = None
    reason: str | None = None
    checkpoints: int = 0
    unlabelled: int = 0


# The entries that say who somebody is: of each person the last one counts.
WHO = frozenset(
    one.NAME
    for one in (MemberAdded, MemberIntroduced, MemberJoined, MemberSeated, MemberReaddressed)
)

# What stands in place of the words of somebody erased.
NOTHING = "{}"

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
PEOPLE = select(
    members.c.id, members.c.salt, members.c.name, members.c.email, members.c.title
).where(*_of_plan(members))


def verify(connection: Connection, outside: Outside | None = None) -> Verdict:
    """Recompute every plan of the database, then the log; stop at the first that does not hold.

    Signatures are checked where ``outside`` gives the keys.
    """
    chains = verify_chains(connection)
    if not chains.whole:
        return chains
    try:
        return replace(chains, checkpoints=verifying_log.check(connection, outside))
    except LogBroken as log:
        return replace(chains, whole=False, plan=log.plan, seq=log.seq, reason=log.reason)


def verify_chains(connection: Connection) -> Verdict:
    """Recompute every plan of the database; stop at the first entry that does not hold."""
    counted = unlabelled = 0
    heads = connection.execute(HEADS).all()
    for organisation, plan, seq, head in heads:
        try:
            entries = verify_plan(connection, organisation, plan, seq, head)
        except chain.ChainBroken as broken:
            where = f"{organisation}.{plan}"
            return Verdict(False, len(heads), counted, where, broken.seq, broken.reason)
        counted += len(entries)
        unlabelled += not any(entry.body["data"].get("names") for entry in entries)
    return Verdict(True, len(heads), counted, unlabelled=unlabelled)


def verify_plan(
    connection: Connection, organisation: str, plan: str, seq: int, head: str
) -> list[chain.Entry]:
    """Recompute one plan's chain and all that it speaks of; return its entries.

    Raises:
        ChainBroken: naming the first entry that does not hold.
    """
    key = {"organisation": organisation, "plan": plan}
    found, broken = _read(connection, key)
    broken += _breaks(
        lambda: chain.verify(found),
        lambda: _check_bodies(organisation, plan, found),
        lambda: _check_revisions(connection, key, found),
        lambda: _check_words(connection, key, found),
        lambda: _check_head(found, seq, head),
    )
    # What is beside the chain can only be held against a chain that is all there.
    broken = broken or _breaks(
        lambda: _check_people(connection, key, found),
        lambda: _check_nothing_more(connection, key, found),
    )
    broken = broken or _breaks(lambda: beside.check(connection, key, found))
    if broken:
        raise min(broken, key=lambda one: one.seq)  # the first of the chain, not of our looking
    return found


def _breaks(*checks: Callable[[], object]) -> list[chain.ChainBroken]:
    """Return what each of the checks finds first."""
    broken = []
    for check in checks:
        try:
            check()
        except chain.ChainBroken as one:
            broken.append(one)
    return broken


def _read(
    connection: Connection, key: dict[str, str]
) -> tuple[list[chain.Entry], list[chain.ChainBroken]]:
    """Return a plan's entries up to the first that cannot be read, and that one's break."""
    found: list[chain.Entry] = []
    for place, (seq, previous, text, entry_hash) in enumerate(connection.execute(RAW, key), 1):
        body = _held(text)
        if not isinstance(body, dict):
            return found, [chain.ChainBroken(place, "its stored text is not canonical JSON")]
        found.append(chain.Entry(seq, previous, body, entry_hash))
    return found, []


def _check_bodies(organisation: str, plan: str, found: list[chain.Entry]) -> None:
    for place, entry in enumerate(found, 1):
        if (entry.body.get("organisation"), entry.body.get("plan")) != (organisation, plan):
            raise chain.ChainBroken(place, "it belongs to another plan")
        try:
            facts.read(entry.body)
        except (Refusal, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise chain.ChainBroken(place, "its body is none that this program writes") from None


def _check_revisions(connection: Connection, key: dict[str, str], found: list[chain.Entry]) -> None:
    held = {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(REVISIONS, key)}
    for place, data in _revised(found):
        text, stored = held.pop((data["document"], data["revision"]), ("", ""))
        if not text:
            raise chain.ChainBroken(place, "the revision it names is missing")
        if not stored == _fingerprint(text) == data.get("hash"):
            raise chain.ChainBroken(place, "the revision it names has another content")


def _check_nothing_more(
    connection: Connection, key: dict[str, str], found: list[chain.Entry]
) -> None:
    named = {(data["document"], data["revision"]) for _, data in _revised(found)}
    for document, number, *_ in connection.execute(REVISIONS, key):
        if (document, number) not in named:
            raise chain.ChainBroken(len(found), f"no entry made revision {number} of {document}")


def _revised(found: list[chain.Entry]) -> Iterator[tuple[int, dict[str, Any]]]:
    for place, entry in enumerate(found, 1):
        data = entry.body.get("data")
        if entry.body.get("event") != DocumentRevised.NAME or not isinstance(data, dict):
            continue
        if isinstance(data.get("document"), str) and isinstance(data.get("revision"), int):
            yield place, data


def _check_words(connection: Connection, key: dict[str, str], found: list[chain.Entry]) -> None:
    held = {row[0]: (row[1], row[2]) for row in connection.execute(WORDS, key)}
    erased = _erased(found)
    for place, entry in enumerate(found, 1):
        data: Any = entry.body.get("data")
        said = data.get("said") or data.get("commitment") if isinstance(data, dict) else None
        if place not in held or said is None:
            continue
        salt, text = held[place]
        if data.get("member") in erased:
            if (salt, text) != ("", NOTHING):
                raise chain.ChainBroken(place, "its author was erased, and words stand beside it")
            continue
        words = _held(text)
        if words is None or commitment(salt, words) != said:
            raise chain.ChainBroken(place, "the words kept beside it are not what was said")


def _erased(found: list[chain.Entry]) -> set[Any]:
    """Return the members whom an entry erases: nothing they said is kept."""
    return {
        entry.body["data"].get("member")
        for entry in found
        if entry.body.get("event") == MemberErased.NAME and isinstance(entry.body["data"], dict)
    }


def _check_people(connection: Connection, key: dict[str, str], found: list[chain.Entry]) -> None:
    named: dict[Any, tuple[int, Any]] = {}
    for place, entry in enumerate(found, 1):
        data = entry.body.get("data")
        if entry.body.get("event") in WHO and isinstance(data, dict):
            named[str(data.get("member"))] = place, data.get("commitment")
    broken = [
        place
        for member, salt, name, email, title in connection.execute(PEOPLE, key)
        for place, said in [named.get(member, (len(found), None))]
        if salt and said not in accepted(name, title, email, salt)
    ]
    if broken:
        raise chain.ChainBroken(min(broken), "the person kept beside it is not the one it names")


def _check_head(found: list[chain.Entry], seq: int, head: str) -> None:
    last = found[-1].hash if found else chain.GENESIS
    if (len(found), last) != (seq, head):
        place = min(len(found), seq) + (len(found) != seq)
        raise chain.ChainBroken(place, "the plan's head is not the chain's end")


def _held(text: str) -> Any:
    """Return what a stored text says; ``None`` where it is not canonical JSON."""
    try:
        value = json.loads(text)
        return value if canonical(value).decode() == text else None
    except (ValueError, RecursionError):
        return None


def _fingerprint(text: str) -> str:
    value = _held(text)
    return "" if value is None else fingerprint(value)
