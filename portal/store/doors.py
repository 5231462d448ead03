"""Links, room sessions, codes and answered requests, as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.refusals import Refusal
from portal.store.schema.doors import links, requests, room_sessions
from portal.store.schema.plan import members, plans


class AnotherBody(Refusal):
    """The key of a form already answered came with another content (Trust 4)."""

    def __init__(self) -> None:
        super().__init__(
            "This form was already sent with other words. Reload the page to see what is recorded."
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link, as found by the hash of its token."""

    organisation_id: str
    id: str
    plan_id: str
    member_id: str
    expires_at: datetime
    revoked_at: datetime | None
    continued_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomSession:
    """A buyer's session with the plan's head, in the one statement a warm room needs."""

    organisation_id: str
    plan_id: str
    member_id: str
    expires_at: datetime
    revoked_at: datetime | None
    reads_only: bool
    ledger_head: str
    counter: int
    time_zone: str
    vouched_at: datetime | None


LINK = select(
    links.c.organisation_id, links.c.id, links.c.plan_id, links.c.member_id, links.c.expires_at,
    links.c.revoked_at, links.c.continued_at,
).where(
    links.c.organisation_id == bindparam("organisation"), links.c.token_hash == bindparam("token")
)  # fmt: skip  # the columns of Link
SESSION = (
    select(
        room_sessions.c.organisation_id,
        room_sessions.c.plan_id,
        room_sessions.c.member_id,
        room_sessions.c.expires_at,
        room_sessions.c.revoked_at,
        room_sessions.c.reads_only,
        plans.c.ledger_head,
        plans.c.counter,
        plans.c.time_zone,
        room_sessions.c.vouched_at,
    )
    .join(
        plans,
        (plans.c.organisation_id == room_sessions.c.organisation_id)
        & (plans.c.id == room_sessions.c.plan_id),
    )
    .join(  # who is off the committee has no session, whatever became of its row
        members,
        (members.c.organisation_id == room_sessions.c.organisation_id)
        & (members.c.plan_id == room_sessions.c.plan_id)
        & (members.c.id == room_sessions.c.member_id),
    )
    .where(
        room_sessions.c.organisation_id == bindparam("organisation"),
        room_sessions.c.token_hash == bindparam("token"),
    )
)


def find_link(connection: Connection, organisation: str, token_hash: str) -> Link | None:
    """Return the link with this token's hash, dead or alive."""
    row = connection.execute(LINK, {"organisation": organisation, "token": token_hash}).first()
    return Link(*row) if row else None


def find_session(connection: Connection, organisation: str, token_hash: str) -> RoomSession | None:
    """Return the room session with this token's hash, dead or alive."""
    key = {"organisation": organisation, "token": token_hash}
    row: Any = connection.execute(SESSION, key).first()
    return RoomSession(*row) if row else None


def add_link(session: Session, row: dict[str, Any]) -> None:
    """Keep a new link."""
    session.execute(insert(links), row)


def linked_members(session: Session, organisation: str, plan: str) -> set[str]:
    """Return the members who were ever sent a link."""
    return set(
        session.scalars(
            select(links.c.member_id).where(
                links.c.organisation_id == organisation, links.c.plan_id == plan
            )
        )
    )


def latest_link_at(session: Session, organisation: str, plan: str, member: str) -> datetime | None:
    """Return when a member was last sent a link."""
    return session.scalar(
        select(links.c.created_at)
        .where(
            links.c.organisation_id == organisation,
            links.c.plan_id == plan,
            links.c.member_id == member,
        )
        .order_by(links.c.created_at.desc())
        .limit(1)
    )


def address_of(connection: Connection, link: Link) -> str | None:
    """Return the address on file of the person a link was made for."""
    return connection.execute(
        select(members.c.email).where(
            members.c.organisation_id == link.organisation_id,
            members.c.plan_id == link.plan_id,
            members.c.id == link.member_id,
        )
    ).scalar_one_or_none()


def note_continued(session: Session, link: Link, now: datetime) -> None:
    """Note that a link has opened a first session; a later one counts as forwarded."""
    session.execute(
        update(links)
        .where(links.c.organisation_id == link.organisation_id, links.c.id == link.id)
        .values(continued_at=now)
    )


def add_session(session: Session, row: dict[str, Any]) -> None:
    """Keep a new room session."""
    session.execute(insert(room_sessions), row)


def revoke_links(
    session: Session, organisation: str, plan: str, member: str, now: datetime
) -> list[str]:
    """Revoke every living link of a member and the sessions they opened; return the links' ids."""
    of_links = (links.c.organisation_id == organisation, links.c.plan_id == plan,
                links.c.member_id == member, links.c.revoked_at.is_(None))  # fmt: skip  # a filter
    found = list(session.scalars(select(links.c.id).where(*of_links)))
    session.execute(update(links).where(*of_links).values(revoked_at=now))
    session.execute(
        update(room_sessions)
        .where(
            room_sessions.c.organisation_id == organisation,
            room_sessions.c.plan_id == plan,
            room_sessions.c.member_id == member,
            room_sessions.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return found


def end_session(session: Session, organisation: str, token_hash: str, now: datetime) -> None:
    """End one room session."""
    session.execute(
        update(room_sessions)
        .where(
            room_sessions.c.organisation_id == organisation,
            room_sessions.c.token_hash == token_hash,
        )
        .values(revoked_at=now)
    )


def replace_session(
    session: Session, organisation: str, old: str, new: str, now: datetime, **values: Any
) -> None:
    """Go on with a visit under a new token (``old`` and ``new`` are hashes); the old one ends.

    ``values`` are columns that change with it; how long it may last does not.
    """
    row = session.execute(
        select(room_sessions).where(
            room_sessions.c.organisation_id == organisation, room_sessions.c.token_hash == old
        )
    ).mappings().one()  # fmt: skip  # one question
    session.execute(insert(room_sessions), {**row, "token_hash": new, **values})
    end_session(session, organisation, old, now)


def answered(session: Session, organisation: str, key: str, body_hash: str) -> Any:
    """Return what was answered to this key and body before, or None.

    Raises:
        AnotherBody: if the key was answered for another body.
    """
    row = session.execute(
        select(requests.c.body_hash, requests.c.answer).where(
            requests.c.organisation_id == organisation, requests.c.key == key
        )
    ).first()
    if row is None:
        return None
    if row[0] != body_hash:
        raise AnotherBody
    return row[1]


def remember(
    session: Session, organisation: str, key: str, body_hash: str, answer: Any, now: datetime
) -> None:
    """Keep the answer to a key and body, in the transaction of the act itself."""
    session.execute(
        insert(requests),
        {"organisation_id": organisation, "key": key, "body_hash": body_hash, "answer": answer,
         "at": now},
    )  # fmt: skip  # one row
