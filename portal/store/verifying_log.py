"""Recomputing the log: every head in it, every node of its tree, every signed checkpoint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, and_, select, type_coerce

from portal.domain import checkpoint, merkle, signed_note
from portal.domain.canonical import canonical
from portal.domain.checkpoint import Leaf
from portal.domain.refusals import Refusal
from portal.domain.signed_note import Key
from portal.store.schema.log import checkpoints, logged_heads
from portal.store.schema.record import ledger

LOG_DIGITS = 16

# As text: a row edited behind our back need not be JSON any more.
LEAVES = (
    select(
        logged_heads.c.organisation_id, logged_heads.c.plan_id, logged_heads.c.seq,
        logged_heads.c.head, logged_heads.c.position, type_coerce(logged_heads.c.hashes, Text),
        ledger.c.hash,
    )
    .outerjoin(
        ledger,
        and_(
            ledger.c.organisation_id == logged_heads.c.organisation_id,
            ledger.c.plan_id == logged_heads.c.plan_id,
            ledger.c.seq == logged_heads.c.seq,
        ),
    )
    .order_by(logged_heads.c.position, logged_heads.c.organisation_id, logged_heads.c.plan_id)
)  # fmt: skip  # columns
SIGNED = select(
    checkpoints.c.number, checkpoints.c.size, checkpoints.c.note, checkpoints.c.key
).order_by(checkpoints.c.number)


@dataclass(frozen=True, slots=True)
class Outside:
    """What stands outside the database: the public keys, and the last checkpoint signed of a log.

    ``verifies`` tells whether a signature over bytes was made with a key.
    """

    keys: Sequence[Key]
    newest: Callable[[str], str | None]
    verifies: Callable[[Key, bytes, bytes], bool]


class LogBroken(Refusal):
    """The log no longer proves what it says; ``plan`` and ``seq`` name the head, if it is one."""

    def __init__(self, reason: str, plan: str | None = None, seq: int | None = None) -> None:
        super().__init__(f"The log of heads does not hold: {reason}. Do not rely on its proofs.")
        self.reason, self.plan, self.seq = reason, plan, seq


def check(connection: Connection, outside: Outside | None = None) -> int:
    """Recompute the log and every checkpoint; return how many checkpoints there are.

    Raises:
        LogBroken: naming the first head or checkpoint that does not hold.
    """
    nodes = _leaves(connection)
    notes = []
    covered = 0
    for place, (number, size, text, key) in enumerate(connection.execute(SIGNED), 1):
        if number != place:
            raise LogBroken(f"checkpoint {place} is missing")
        if not covered < size <= len(nodes):
            raise LogBroken(f"checkpoint {number} covers {size} heads, of {len(nodes)} in the log")
        _checkpoint(number, size, text, key, nodes, outside)
        covered = size
        notes.append(text)
    if outside and nodes:
        last = outside.newest(nodes[0][0].hex()[:LOG_DIGITS])
        if last is not None and last not in notes:
            raise LogBroken("a checkpoint that was signed here is missing at its end")
    return len(notes)


def _leaves(connection: Connection) -> list[list[bytes]]:
    """Return the hashes of every leaf, recomputed."""
    nodes: list[list[bytes]] = []
    for organisation, plan, seq, head, position, hashes, entry in connection.execute(LEAVES):
        where = (f"{organisation}.{plan}", seq)
        if position != len(nodes):
            missing = f"the log holds no head, or two, at its place {min(position, len(nodes))}"
            raise LogBroken(missing, *where)
        if head != entry:
            raise LogBroken("the log holds another hash of it, taken before it was changed", *where)
        leaf = Leaf(organisation, plan, seq, head).hash()
        nodes.append(merkle.completed(position, leaf, _in(nodes)))
        if hashes != canonical([one.hex() for one in nodes[-1]]).decode():
            raise LogBroken("the log's tree does not follow from it", *where)
    return nodes


def _checkpoint(
    number: int,
    size: int,
    text: str,
    written: str,
    nodes: list[list[bytes]],
    outside: Outside | None,
) -> None:
    try:
        key = signed_note.read_key(written)
        note, found = checkpoint.read(text)
    except Refusal:
        raise LogBroken(f"checkpoint {number} is not written the way one is") from None
    signature = note.by(key)
    if signature is None or found.origin != key.name:
        raise LogBroken(f"checkpoint {number} names another key than the one beside it")
    if (found.size, found.root) != (size, merkle.root(size, _in(nodes))):
        raise LogBroken(f"checkpoint {number} was signed over another log")
    if outside is None:
        return
    if outside.keys and key not in outside.keys:
        raise LogBroken(f"checkpoint {number} is signed with a key that is none of ours")
    if not outside.verifies(key, note.text.encode(), signature):
        raise LogBroken(f"checkpoint {number} does not bear the signature of its key")


def _in(nodes: list[list[bytes]]) -> merkle.Node:
    def node(level: int, index: int) -> bytes:
        return nodes[(index + 1 << level) - 1][level]

    return node
