"""Passkeys of sellers, as rows: public keys, which are no secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.proofs import passkeys


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of an account; ``credential`` and ``public_key`` are base64url."""

    id: str
    account_id: str
    credential: str
    public_key: str
    sign_count: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


_COLUMNS = (
    passkeys.c.id, passkeys.c.account_id, passkeys.c.credential, passkeys.c.public_key,
    passkeys.c.sign_count, passkeys.c.name, passkeys.c.created_at, passkeys.c.last_used_at,
)  # fmt: skip  # the columns of Passkey
_HERE = passkeys.c.organisation_id == bindparam("organisation")
OF_ACCOUNT = (
    select(*_COLUMNS)
    .where(_HERE, passkeys.c.account_id == bindparam("account"))
    .order_by(passkeys.c.created_at, passkeys.c.id)
)
BY_ID = select(*_COLUMNS).where(_HERE, passkeys.c.id == bindparam("passkey"))
BY_ID_LOCKED = BY_ID.with_for_update()


def passkeys_of(connection: Connection, organisation: str, account: str) -> tuple[Passkey, ...]:
    """Return the passkeys of an account, the oldest first."""
    key = {"organisation": organisation, "account": account}
    found: Any = connection.execute(OF_ACCOUNT, key).all()
    return tuple(Passkey(*row) for row in found)


def find(connection: Connection, organisation: str, passkey: str) -> Passkey | None:
    """Return a passkey by its id."""
    row = connection.execute(BY_ID, {"organisation": organisation, "passkey": passkey}).first()
    return Passkey(*row) if row else None


def locked(session: Session, organisation: str, passkey: str) -> Passkey | None:
    """Return a passkey by its id, so that nobody uses it at the same time."""
    key = {"organisation": organisation, "passkey": passkey}
    row = session.execute(BY_ID_LOCKED, key).first()
    return Passkey(*row) if row else None


def add(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a passkey."""
    session.execute(insert(passkeys), dict(row))


def note_use(
    session: Session, organisation: str, passkey: str, sign_count: int, now: datetime
) -> None:
    """Note that a passkey was used; what was asked before then is answered."""
    session.execute(
        update(passkeys)
        .where(passkeys.c.organisation_id == organisation, passkeys.c.id == passkey)
        .values(sign_count=sign_count, last_used_at=now)
    )


def remove(session: Session, organisation: str, account: str, passkey: str) -> str | None:
    """Forget a passkey of an account; return its name, if there was one."""
    gone = session.execute(
        delete(passkeys)
        .where(
            passkeys.c.organisation_id == organisation,
            passkeys.c.account_id == account,
            passkeys.c.id == passkey,
        )
        .returning(passkeys.c.name)
    )
    return gone.scalar_one_or_none()


def remove_all(session: Session, organisation: str, account: str) -> None:
    """Forget every passkey of an account."""
    session.execute(
        delete(passkeys).where(
            passkeys.c.organisation_id == organisation, passkeys.c.account_id == account
        )
    )
