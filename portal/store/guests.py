"""People who asked at a plan's address and are not on its committee, as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.doors import guests, knocks


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody at an allowed domain who was mailed a link and has not come by it yet."""

    organisation_id: str
    id: str
    plan_id: str
    email: str
    salt: str
    asked_at: datetime
    expires_at: datetime


_GUEST = select(*(guests.c[name] for name in Guest.__dataclass_fields__))


def by_token(connection: Connection, organisation: str, token_hash: str) -> Guest | None:
    """Return the guest whose link's token has this hash, expired or not."""
    row = connection.execute(
        _GUEST.where(guests.c.organisation_id == organisation, guests.c.token_hash == token_hash)
    ).first()
    return Guest(*row) if row else None


def by_address(session: Session, organisation: str, plan: str, email: str) -> Guest | None:
    """Return the guest of a plan who asked under this address."""
    row = session.execute(_GUEST.where(*_of(organisation, plan), guests.c.email == email)).first()
    return Guest(*row) if row else None


def waiting(session: Session, organisation: str, plan: str, now: datetime) -> int:
    """Return how many guests of a plan have a link that still opens."""
    counted = select(func.count()).where(*_of(organisation, plan), guests.c.expires_at > now)
    return session.execute(counted).scalar_one()


def keep(session: Session, guest: Guest, token_hash: str) -> None:
    """Keep a guest with the one link that opens; the one before dies."""
    forget(session, guest)
    row = {name: getattr(guest, name) for name in Guest.__dataclass_fields__}
    session.execute(insert(guests), row | {"token_hash": token_hash})


def forget(session: Session, guest: Guest) -> None:
    """Keep nothing of a guest: they have come, and are a member, or their way in was closed."""
    session.execute(
        delete(guests).where(
            guests.c.organisation_id == guest.organisation_id, guests.c.id == guest.id
        )
    )


def of_domain(session: Session, organisation: str, plan: str, domain: str) -> list[Guest]:
    """Return the guests of a plan who asked under an address of this domain."""
    rows = session.execute(_GUEST.where(*_of(organisation, plan)))
    return [guest for guest in (Guest(*row) for row in rows) if guest.email.endswith(f"@{domain}")]


def last_told(
    session: Session, organisation: str, plan: str, member: str
) -> tuple[str, datetime] | None:
    """Return the letter that tells somebody of strangers, the last one, and when it is due."""
    row = session.execute(
        select(knocks.c.letter_id, knocks.c.told_at).where(*_told(organisation, plan, member))
    ).first()
    return (row[0], row[1]) if row else None


def note_told(
    session: Session, organisation: str, plan: str, member: str, letter: str, at: datetime
) -> None:
    """Note which letter tells somebody of strangers, and when it is due."""
    values = {"letter_id": letter, "told_at": at}
    if last_told(session, organisation, plan, member) is None:
        key = {"organisation_id": organisation, "plan_id": plan, "member_id": member}
        session.execute(insert(knocks), key | values)
    else:
        session.execute(update(knocks).where(*_told(organisation, plan, member)).values(**values))


def _of(organisation: str, plan: str) -> tuple[Any, ...]:
    return (guests.c.organisation_id == organisation, guests.c.plan_id == plan)


def _told(organisation: str, plan: str, member: str) -> tuple[Any, ...]:
    return (knocks.c.organisation_id == organisation, knocks.c.plan_id == plan,
            knocks.c.member_id == member)  # fmt: skip  # a filter
