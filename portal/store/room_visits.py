"""Visits of a member, as rows: listed for their own person, ended one by one or all but one.

A visit is named by the first half of its token's hash: enough to tell it apart, and no way in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import Session

from portal.store.schema.doors import room_sessions

NAME = 32
_OF_MEMBER = (
    room_sessions.c.organisation_id == bindparam("organisation"),
    room_sessions.c.plan_id == bindparam("plan"),
    room_sessions.c.member_id == bindparam("member"),
)
LIVING = (
    select(
        room_sessions.c.token_hash,
        room_sessions.c.created_at,
        room_sessions.c.expires_at,
        room_sessions.c.reads_only,
        room_sessions.c.vouched_at,
    )
    .where(
        *_OF_MEMBER,
        room_sessions.c.revoked_at.is_(None),
        room_sessions.c.expires_at > bindparam("now"),
    )
    .order_by(room_sessions.c.created_at.desc(), room_sessions.c.token_hash)
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A living visit: when it began, when it ends by itself at the latest, what it may do."""

    token_hash: str
    created_at: datetime
    expires_at: datetime
    reads_only: bool
    vouched_at: datetime | None

    @property
    def name(self) -> str:
        """What a form calls it."""
        return self.token_hash[:NAME]


def visits_of(
    connection: Connection, organisation: str, plan: str, member: str, now: datetime
) -> tuple[Visit, ...]:
    """Return the living visits of a member, the newest first."""
    key = {"organisation": organisation, "plan": plan, "member": member, "now": now}
    found: Sequence[Any] = connection.execute(LIVING, key).all()
    return tuple(Visit(*row) for row in found)


def end_others(
    session: Session,
    organisation: str,
    plan: str,
    member: str,
    now: datetime,
    *,
    but: str,
    named: str | None,
) -> None:
    """End the visit of a member that is ``named`` so, or each; never that of the hash ``but``."""
    ended = [
        one.token_hash
        for one in visits_of(session.connection(), organisation, plan, member, now)
        if one.token_hash != but and named in (None, one.name)
    ]
    session.execute(
        update(room_sessions)
        .where(
            room_sessions.c.organisation_id == organisation,
            room_sessions.c.token_hash.in_(ended),
        )
        .values(revoked_at=now)
    )
