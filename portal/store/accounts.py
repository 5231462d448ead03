"""Organisations, their accounts and the sessions of sellers, as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.people import (
    accounts,
    directory,
    organisations,
    password_links,
    seller_sessions,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A seller's account, found by address or by session."""

    organisation_id: str
    id: str
    email: str
    name: str
    title: str
    role: str
    organisation: str
    domains: tuple[str, ...]
    median_deal: Decimal


@dataclass(frozen=True, slots=True)
class SellerSession:
    """A seller's session with its account."""

    account: Account
    expires_at: datetime
    revoked_at: datetime | None


_ACCOUNT = (
    accounts.c.organisation_id, accounts.c.id, accounts.c.email, accounts.c.name,
    accounts.c.title, accounts.c.role, organisations.c.name.label("organisation"),
    organisations.c.domains, organisations.c.median_deal,
)  # fmt: skip  # the columns of Account
_JOINED = accounts.join(
    organisations, organisations.c.organisation_id == accounts.c.organisation_id
)


def _account(row: Any) -> Account:
    fields = {name: row[name] for name in Account.__dataclass_fields__}
    return Account(**(fields | {"domains": tuple(row["domains"])}))


def by_email(connection: Connection, email: str) -> tuple[Account, str | None] | None:
    """Return the account an address signs in to, with its password's hash."""
    where = connection.execute(
        select(directory.c.organisation_id, directory.c.account_id).where(
            directory.c.email == email.strip().lower()
        )
    ).first()
    if where is None:
        return None
    found = connection.execute(
        select(*_ACCOUNT, accounts.c.password_hash)
        .select_from(_JOINED)
        .where(accounts.c.organisation_id == where[0], accounts.c.id == where[1])
    )
    row = found.mappings().one()
    return _account(row), row["password_hash"]


def by_session(connection: Connection, organisation: str, token_hash: str) -> SellerSession | None:
    """Return the seller's session with this token's hash, dead or alive."""
    row = (
        connection.execute(
            select(*_ACCOUNT, seller_sessions.c.expires_at, seller_sessions.c.revoked_at)
            .select_from(_JOINED)
            .join(
                seller_sessions,
                (seller_sessions.c.organisation_id == accounts.c.organisation_id)
                & (seller_sessions.c.account_id == accounts.c.id),
            )
            .where(
                seller_sessions.c.organisation_id == organisation,
                seller_sessions.c.token_hash == token_hash,
            )
        )
        .mappings()
        .first()
    )
    return SellerSession(_account(row), row["expires_at"], row["revoked_at"]) if row else None


def of_id(connection: Connection, organisation: str, account: str) -> Account | None:
    """Return an organisation's account by its id."""
    row = (
        connection.execute(
            select(*_ACCOUNT)
            .select_from(_JOINED)
            .where(accounts.c.organisation_id == organisation, accounts.c.id == account)
        )
        .mappings()
        .first()
    )
    return _account(row) if row else None


def organisation_named(connection: Connection, name: str) -> str | None:
    """Return the id of the organisation with this name."""
    return connection.execute(
        select(organisations.c.organisation_id).where(organisations.c.name == name)
    ).scalar_one_or_none()


def add_organisation(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a new organisation."""
    session.execute(insert(organisations), dict(row))


def add_domain(session: Session, organisation: str, domain: str) -> None:
    """Count an address's domain among the organisation's own: it can fill no buyer's seat."""
    here = organisations.c.organisation_id == organisation
    known = session.execute(
        select(organisations.c.domains).where(here).with_for_update()
    ).scalar_one()
    if domain not in known:
        session.execute(update(organisations).where(here).values(domains=[*known, domain]))


def add_account(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a new account, and where its address signs in."""
    session.execute(insert(accounts), dict(row))
    session.execute(
        insert(directory),
        {
            "email": row["email"],
            "organisation_id": row["organisation_id"],
            "account_id": row["id"],
        },
    )


def add_password_link(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a one-time link to set a password."""
    session.execute(insert(password_links), dict(row))


def use_password_link(
    session: Session, organisation: str, token_hash: str, password_hash: str, now: datetime
) -> bool:
    """Set the password if the link is living; use it up; end every session of the account."""
    link = session.execute(
        select(password_links.c.account_id)
        .where(
            password_links.c.organisation_id == organisation,
            password_links.c.token_hash == token_hash,
            password_links.c.used_at.is_(None),
            password_links.c.expires_at > now,
        )
        .with_for_update()
    ).first()
    if link is None:
        return False
    session.execute(
        update(password_links)
        .where(
            password_links.c.organisation_id == organisation,
            password_links.c.token_hash == token_hash,
        )
        .values(used_at=now)
    )
    session.execute(
        update(accounts)
        .where(accounts.c.organisation_id == organisation, accounts.c.id == link[0])
        .values(password_hash=password_hash)
    )
    session.execute(
        update(seller_sessions)
        .where(
            seller_sessions.c.organisation_id == organisation,
            seller_sessions.c.account_id == link[0],
        )
        .values(revoked_at=now)
    )
    return True


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
        )
        .values(revoked_at=now)
    )
