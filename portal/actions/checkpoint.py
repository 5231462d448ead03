"""Making a checkpoint: the log takes in every head that moved on, and its tree is signed.

The log grows in one transaction, the tree is signed outside any, and the checkpoint is kept in
another. Who dies in between leaves heads that the next checkpoint covers.
"""

from datetime import date

from portal.actions.means import Means
from portal.delivery.notary import Notarises
from portal.store import log
from portal.store.transaction import Whose

KIND = "checkpoint"
LOG_DIGITS = 16


def make(means: Means, notary: Notarises) -> None:
    """Make a checkpoint that covers every plan as it stands now, unless the newest does.

    Raises:
        CheckpointNotMade: if the notary does not sign.
    """
    with means.store.reading(Whose.EVERYBODYS) as connection:
        if not log.moved_on(connection) and log.is_covered(connection):
            return
    with means.store.writing(Whose.EVERYBODYS) as session:
        size = log.grow(session)
    with means.store.reading(Whose.EVERYBODYS) as connection:
        root = log.root(connection, size)
        name = log.stored(connection, 0, 0).hex()[:LOG_DIGITS]
    signed = notary.sign(size, root)
    with means.store.writing(Whose.EVERYBODYS) as session:
        log.keep(session, size, signed.note, signed.key, means.clock())
    notary.note(name, signed.note)


def is_due(means: Means, today: date) -> bool:
    """Tell whether no checkpoint was made today (UTC)."""
    with means.store.reading(Whose.EVERYBODYS) as connection:
        newest = log.newest(connection)
    return newest is None or newest.made_at.date() < today
