"""Whose rows a transaction may touch: PostgreSQL holds it to that, whatever a statement says.

The policies of ``schema.walls`` compare every row with two settings that last for one transaction.
SQLite has no policies; there every statement names its organisation itself, as it does here too.
"""

from enum import Enum

from sqlalchemy import Connection, Engine, bindparam, func, select
from sqlalchemy.orm import Session

ORGANISATION, EVERYTHING = "portal.organisation", "portal.everything"


class Whose(Enum):
    """What is not one organisation: no organisation's rows, or all of them.

    ``EVERYBODYS`` is for what works across organisations by its nature, and for nothing else: the
    worker that takes the next letter, making accounts, erasing somebody wherever they are, checking
    every ledger, and migrating.
    """

    NOBODYS = "nobody's"
    EVERYBODYS = "everybody's"


# An organisation's id, or one of the two above; an id never comes to mean everybody.
Scope = str | Whose
_ONE = select(func.set_config(ORGANISATION, bindparam("organisation"), True))
_ALL = select(func.set_config(EVERYTHING, "on", True))


def name(connection: Connection | Session, whose: Scope) -> None:
    """Name whose rows the transaction that is open may touch; on SQLite nothing is sent."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    if whose is Whose.NOBODYS or _is_sqlite(bind):
        return
    if isinstance(whose, Whose):
        connection.execute(_ALL)
    else:
        connection.execute(_ONE, {"organisation": whose})


def _is_sqlite(bind: Connection | Engine) -> bool:
    return bind.dialect.name == "sqlite"
