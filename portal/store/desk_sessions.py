"""Visits of sellers, as rows: opened, listed for their own person, ended one by one or all at once.

A visit is named by the first half of its token's hash: enough to tell it apart, and no way in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.store.schema.people import seller_sessions

NAME = 32
_OF_ACCOUNT = (
    seller_sessions.c.organisation_id == bindparam("organisation"),
    seller_sessions.c.account_id == bindparam("account"),
)
LIVING = (
    select(
        seller_sessions.c.token_hash,
        seller_sessions.c.came_by,
        seller_sessions.c.created_at,
        seller_sessions.c.expires_at,
    )
    .where(
        *_OF_ACCOUNT,
        seller_sessions.c.revoked_at.is_(None),
        seller_sessions.c.expires_at > bindparam("now"),
    )
    .order_by(seller_sessions.c.created_at.desc(), seller_sessions.c.token_hash)
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A living visit: when and how it began, and when it ends by itself at the latest."""

    token_hash: str
    came_by: str | None
    created_at: datetime
    expires_at: datetime

    @property
    def name(self) -> str:
        """What a form calls it."""
        return self.token_hash[:NAME]


def add_session(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a new seller's session."""
    session.execute(insert(seller_sessions), dict(row))


def end_session(session: Session, organisation: str, token_hash: str, now: datetime) -> None:
    """End one seller's session."""
    session.execute(
        update(seller_sessions)
        .where(
            seller_sessions.c.organisation_id == organisation,
            seller_sessions.c.token_hash == token_hash,
            seller_sessions.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def prove(session: Session, organisation: str, token_hash: str, came_by: str) -> None:
    """Note that somebody proved more in their visit than when it began."""
    session.execute(
        update(seller_sessions)
        .where(
            seller_sessions.c.organisation_id == organisation,
            seller_sessions.c.token_hash == token_hash,
        )
        .values(came_by=came_by)
    )


def visits_of(
    connection: Connection, organisation: str, account: str, now: datetime
) -> tuple[Visit, ...]:
    """Return the living visits of an account, the newest first."""
    key = {"organisation": organisation, "account": account, "now": now}
    found: Sequence[Any] = connection.execute(LIVING, key).all()
    return tuple(Visit(*row) for row in found)


def end_everybodys(
    session: Session,
    organisation: str,
    now: datetime,
    *,
    but: str = "",
    came_by: Iterable[str] | None = None,
) -> None:
    """End every visit of an organisation, or those that began in one of the ways given.

    The visit whose token has the hash ``but`` goes on; one of which no way is kept ends always.
    """
    ending = update(seller_sessions).where(
        seller_sessions.c.organisation_id == organisation,
        seller_sessions.c.token_hash != but,
        seller_sessions.c.revoked_at.is_(None),
    )
    if came_by is not None:
        ways = seller_sessions.c.came_by
        ending = ending.where(or_(ways.is_(None), ways.in_(list(came_by))))
    session.execute(ending.values(revoked_at=now))


def end_visits(
    session: Session, organisation: str, account: str, now: datetime, but: str = ""
) -> None:
    """End every visit of an account, save the one whose token has the hash ``but``."""
    session.execute(
        update(seller_sessions)
        .where(
            seller_sessions.c.organisation_id == organisation,
            seller_sessions.c.account_id == account,
            seller_sessions.c.token_hash != but,
            seller_sessions.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
