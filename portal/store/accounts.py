"""Organisations, their accounts and the sessions of sellers, as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from portal.store import scope
from portal.store.once import insert_once
from portal.store.schema.people import accounts, directory, organisations, seller_sessions


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
    requires_two_factors: bool


@dataclass(frozen=True, slots=True)
class SellerSession:
    """A seller's session with its account."""

    account: Account
    expires_at: datetime
    revoked_at: datetime | None
    came_by: str | None


_ACCOUNT = (
    accounts.c.organisation_id, accounts.c.id, accounts.c.email, accounts.c.name,
    accounts.c.title, accounts.c.role, organisations.c.name.label("organisation"),
    organisations.c.domains, organisations.c.median_deal, organisations.c.requires_two_factors,
)  # fmt: skip  # the columns of Account
_JOINED = accounts.join(
    organisations, organisations.c.organisation_id == accounts.c.organisation_id
)


def _account(row: Any) -> Account:
    fields = {name: row[name] for name in Account.__dataclass_fields__}
    return Account(**(fields | {"domains": tuple(row["domains"])}))


def by_email(connection: Connection, email: str) -> tuple[Account, str | None] | None:
    """Return the account an address signs in to, with its password's hash.

    Only here it comes out whose transaction this is: the directory names no organisation's secret.
    """
    where = connection.execute(
        select(directory.c.organisation_id, directory.c.account_id).where(
            directory.c.email == email.strip().lower()
        )
    ).first()
    if where is None:
        return None
    scope.name(connection, where[0])
    found = connection.execute(
        select(*_ACCOUNT, accounts.c.password_hash)
        .select_from(_JOINED)
        .where(accounts.c.organisation_id == where[0], accounts.c.id == where[1])
    )
    row = found.mappings().one()
    return _account(row), row["password_hash"]


def by_id(connection: Connection, organisation: str, account: str) -> Account | None:
    """Return an account that has not left."""
    found = connection.execute(
        select(*_ACCOUNT)
        .select_from(_JOINED)
        .where(
            accounts.c.organisation_id == organisation,
            accounts.c.id == account,
            accounts.c.left_at.is_(None),
        )
    )
    row = found.mappings().first()
    return _account(row) if row else None


def by_session(connection: Connection, organisation: str, token_hash: str) -> SellerSession | None:
    """Return the seller's session with this token's hash, dead or alive."""
    row = (
        connection.execute(
            select(
                *_ACCOUNT,
                seller_sessions.c.expires_at,
                seller_sessions.c.revoked_at,
                seller_sessions.c.came_by,
            )
            .select_from(_JOINED)
            .join(
                seller_sessions,
                (seller_sessions.c.organisation_id == accounts.c.organisation_id)
                & (seller_sessions.c.account_id == accounts.c.id),
            )
            .where(
                seller_sessions.c.organisation_id == organisation,
                seller_sessions.c.token_hash == token_hash,
                # A visit may have been opened at the very moment its account was taken off.
                accounts.c.left_at.is_(None),
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return SellerSession(_account(row), row["expires_at"], row["revoked_at"], row["came_by"])


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


def require_two_factors(session: Session, organisation: str, *, demanded: bool) -> None:
    """Demand two factors of everybody in an organisation, or no longer."""
    session.execute(
        update(organisations)
        .where(organisations.c.organisation_id == organisation)
        .values(requires_two_factors=demanded)
    )


def lock(session: Session, organisation: str, account: str) -> None:
    """Let one change of how somebody signs in follow the other."""
    session.execute(
        select(accounts.c.id)
        .where(accounts.c.organisation_id == organisation, accounts.c.id == account)
        .with_for_update()
    )


def add_account(session: Session, row: Mapping[str, Any]) -> bool:
    """Keep a new account, and where its address signs in; False if it signs in elsewhere already.

    Somebody else may be making an account for the same address at this moment.
    """
    session.execute(insert(accounts), dict(row))
    signs_in = {
        "email": row["email"], "organisation_id": row["organisation_id"], "account_id": row["id"],
    }  # fmt: skip  # one row
    return insert_once(session, directory, signs_in)
