"""Whom an identity provider means, as rows: one person of the provider's to one account."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from portal.store import accounts, scope
from portal.store.accounts import Account
from portal.store.once import insert_once
from portal.store.schema.people import sign_ons


def find(connection: Connection, person: str) -> Account | None:
    """Return the account that a person of the provider's is bound to, and name whose rows it is."""
    where = connection.execute(
        select(sign_ons.c.organisation_id, sign_ons.c.account_id).where(sign_ons.c.person == person)
    ).first()
    if where is None:
        return None
    scope.name(connection, where[0])
    return accounts.by_id(connection, where[0], where[1])


def bind(session: Session, organisation: str, account: str, person: str, now: datetime) -> bool:
    """Bind an account to a person, unless either is bound already; tell whether it was."""
    return insert_once(
        session, sign_ons,
        {"person": person, "organisation_id": organisation, "account_id": account,
         "bound_at": now},
    )  # fmt: skip  # one row


def forget(session: Session, organisation: str, account: str) -> bool:
    """Bind an account to nobody; tell whether it was bound."""
    gone = session.execute(
        delete(sign_ons)
        .where(sign_ons.c.organisation_id == organisation, sign_ons.c.account_id == account)
        .returning(sign_ons.c.person)
    )
    return gone.first() is not None
