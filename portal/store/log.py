"""The log of heads as rows: it grows by what moved on, gives its nodes, and keeps checkpoints."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, insert, select, text
from sqlalchemy.orm import Session

from portal.domain import merkle
from portal.domain.checkpoint import Leaf, Proof
from portal.store.schema.log import checkpoints, logged_heads
from portal.store.schema.plan import plans

ONE_AT_A_TIME = 0x6C6F67  # any number of our own: "log" in ASCII


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it is kept: its place, how many leaves it covers, note, key and moment."""

    number: int
    size: int
    note: str
    key: str
    made_at: datetime


# A chain has one head for each number, so a plan moved on if its last number was never logged.
MOVED_ON = (
    select(plans.c.organisation_id, plans.c.id, plans.c.ledger_seq, plans.c.ledger_head)
    .where(
        plans.c.ledger_seq > 0,
        ~exists().where(
            logged_heads.c.organisation_id == plans.c.organisation_id,
            logged_heads.c.plan_id == plans.c.id,
            logged_heads.c.seq == plans.c.ledger_seq,
        ),
    )
    .order_by(plans.c.organisation_id, plans.c.id)
)
SIZE = select(func.coalesce(func.max(logged_heads.c.position) + 1, 0))
HASHES = select(logged_heads.c.hashes).where(logged_heads.c.position == bindparam("position"))
_SIGNED = select(*(checkpoints.c[name] for name in Signed.__dataclass_fields__))
NEWEST = _SIGNED.order_by(checkpoints.c.number.desc()).limit(1)
LEAF = (
    select(logged_heads.c.seq, logged_heads.c.head, logged_heads.c.position)
    .where(
        and_(
            logged_heads.c.organisation_id == bindparam("organisation"),
            logged_heads.c.plan_id == bindparam("plan"),
        )
    )
    .order_by(logged_heads.c.seq.desc())
)
COVERING = _SIGNED.where(checkpoints.c.size > bindparam("position")).order_by(
    checkpoints.c.number
).limit(1)  # fmt: skip  # one question


def grow(session: Session) -> int:
    """Log the head of every plan that has moved on; return how many leaves the log has then."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
    connection = session.connection()
    size = connection.execute(SIZE).scalar_one()
    known: dict[int, list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        position = (index + 1 << level) - 1
        return known[position][level] if position in known else stored(connection, level, index)

    rows: list[dict[str, Any]] = []
    for row in connection.execute(MOVED_ON).all():
        leaf, position = Leaf(*row), size + len(rows)
        known[position] = merkle.completed(position, leaf.hash(), node)
        rows.append(_row(leaf, position, known[position]))
    if rows:
        session.execute(insert(logged_heads), rows)
    return size + len(rows)


def stored(connection: Connection, level: int, index: int) -> bytes:
    """Return a node of the log's tree, as the leaf that filled it keeps it."""
    position = (index + 1 << level) - 1
    hashes = connection.execute(HASHES, {"position": position}).scalar_one()
    return bytes.fromhex(hashes[level])


def root(connection: Connection, size: int) -> bytes:
    """Return the root of the log's first ``size`` leaves."""
    return merkle.root(size, lambda level, index: stored(connection, level, index))


def moved_on(connection: Connection) -> bool:
    """Tell whether a plan has moved on since its head was logged."""
    return connection.execute(MOVED_ON.limit(1)).first() is not None


def is_covered(connection: Connection) -> bool:
    """Tell whether the newest checkpoint covers the whole log; an empty one needs none."""
    last = newest(connection)
    return connection.execute(SIZE).scalar_one() == (last.size if last else 0)


def newest(connection: Connection) -> Signed | None:
    """Return the last checkpoint, or None before the first."""
    row: Any = connection.execute(NEWEST).first()
    return Signed(*row) if row else None


def keep(session: Session, size: int, note: str, key: str, now: datetime) -> None:
    """Keep a signed checkpoint, unless one that covers as much or more was kept meanwhile."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
    last = newest(session.connection())
    if last is None or last.size < size:
        number = last.number + 1 if last else 1
        row = {"number": number, "size": size, "note": note, "key": key, "made_at": now}
        session.execute(insert(checkpoints), row)


def proof(connection: Connection, organisation: str, plan: str) -> Proof | None:
    """Return the proof of the last head of a plan that a checkpoint covers, or None.

    The checkpoint is the first that covers it: of a head it is the same for ever.
    """
    key = {"organisation": organisation, "plan": plan}
    for seq, head, position in connection.execute(LEAF, key).all():
        row: Any = connection.execute(COVERING, {"position": position}).first()
        if row:
            signed = Signed(*row)
            path = merkle.inclusion(
                position, signed.size, lambda level, index: stored(connection, level, index)
            )
            leaf = Leaf(organisation, plan, seq, head)
            return Proof(leaf, position, tuple(path), signed.note, signed.key)
    return None


def _row(leaf: Leaf, position: int, hashes: list[bytes]) -> dict[str, Any]:
    return {
        "organisation_id": leaf.organisation,
        "plan_id": leaf.plan,
        "seq": leaf.seq,
        "head": leaf.head,
        "position": position,
        "hashes": [one.hex() for one in hashes],
    }
