"""Passwords of sellers, as rows: their hashes, and the one-time links by which they are set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.people import accounts, password_links

_HERE = password_links.c.organisation_id == bindparam("organisation")
LIVING = select(password_links.c.account_id).where(
    _HERE,
    password_links.c.token_hash == bindparam("token"),
    password_links.c.used_at.is_(None),
    password_links.c.expires_at > bindparam("now"),
)
UNUSED = select(func.count()).where(
    _HERE,
    password_links.c.account_id == bindparam("account"),
    password_links.c.used_at.is_(None),
    password_links.c.expires_at > bindparam("now"),
)
HASH = select(accounts.c.password_hash).where(
    accounts.c.organisation_id == bindparam("organisation"),
    accounts.c.id == bindparam("account"),
    accounts.c.left_at.is_(None),
)


def add_link(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a one-time link to set a password."""
    session.execute(insert(password_links), dict(row))


def account_by_link(
    connection: Connection, organisation: str, token_hash: str, now: datetime
) -> str | None:
    """Return the account that a living link sets the password of."""
    key = {"organisation": organisation, "token": token_hash, "now": now}
    return connection.execute(LIVING, key).scalar_one_or_none()


def use_link(session: Session, organisation: str, token_hash: str, now: datetime) -> bool:
    """Use a living link up; of two who try at once, one is told that it was not living."""
    used = session.execute(
        update(password_links)
        .where(
            password_links.c.organisation_id == organisation,
            password_links.c.token_hash == token_hash,
            password_links.c.used_at.is_(None),
            password_links.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(password_links.c.account_id)
    )
    return used.first() is not None


def living_links(session: Session, organisation: str, account: str, now: datetime) -> int:
    """Return how many links of an account could still be used."""
    key = {"organisation": organisation, "account": account, "now": now}
    return session.execute(UNUSED, key).scalar_one()


def use_up_links(session: Session, organisation: str, account: str, now: datetime) -> None:
    """Let no link of an account set its password any more."""
    session.execute(
        update(password_links)
        .where(
            password_links.c.organisation_id == organisation,
            password_links.c.account_id == account,
            password_links.c.used_at.is_(None),
        )
        .values(used_at=now)
    )


def hash_of(connection: Connection, organisation: str, account: str) -> str | None:
    """Return what is kept of an account's password."""
    key = {"organisation": organisation, "account": account}
    return connection.execute(HASH, key).scalar_one_or_none()


def keep_hash(session: Session, organisation: str, account: str, password_hash: str | None) -> None:
    """Set the password of an account that has not left; None leaves it without one."""
    session.execute(
        update(accounts)
        .where(
            accounts.c.organisation_id == organisation,
            accounts.c.id == account,
            accounts.c.left_at.is_(None),
        )
        .values(password_hash=password_hash)
    )
