"""Authenticators, recovery codes and half-done sign-ins, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.proofs import recovery_codes, second_factors, second_steps


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """An authenticator of an account; without ``confirmed_at`` it is still being set up."""

    seed: str
    created_at: datetime
    confirmed_at: datetime | None
    last_counter: int
    tries: int
    tried_at: datetime | None
    drift: int
    next_seed: str | None


_OF_ACCOUNT = (
    second_factors.c.organisation_id == bindparam("organisation"),
    second_factors.c.account_id == bindparam("account"),
)
FACTOR = select(
    second_factors.c.seed, second_factors.c.created_at, second_factors.c.confirmed_at,
    second_factors.c.last_counter, second_factors.c.tries, second_factors.c.tried_at,
    second_factors.c.drift, second_factors.c.next_seed,
).where(*_OF_ACCOUNT)  # fmt: skip  # the columns of SecondFactor
FACTOR_LOCKED = FACTOR.with_for_update()
UNUSED_CODES = select(func.count()).where(
    recovery_codes.c.organisation_id == bindparam("organisation"),
    recovery_codes.c.account_id == bindparam("account"),
    recovery_codes.c.used_at.is_(None),
)
OLD_CODES = UNUSED_CODES.where(recovery_codes.c.made_at.is_(None))
AWAITED = select(second_steps.c.account_id, second_steps.c.came_by).where(
    second_steps.c.organisation_id == bindparam("organisation"),
    second_steps.c.token_hash == bindparam("token"),
    second_steps.c.used_at.is_(None),
    second_steps.c.expires_at > bindparam("now"),
)


def find(connection: Connection, organisation: str, account: str) -> SecondFactor | None:
    """Return the authenticator of an account."""
    row = connection.execute(FACTOR, {"organisation": organisation, "account": account}).first()
    return SecondFactor(*row) if row else None


def locked(session: Session, organisation: str, account: str) -> SecondFactor | None:
    """Return the authenticator of an account, so that no code is tried twice at once."""
    key = {"organisation": organisation, "account": account}
    row = session.execute(FACTOR_LOCKED, key).first()
    return SecondFactor(*row) if row else None


def add(session: Session, organisation: str, account: str, seed: str, now: datetime) -> None:
    """Keep an authenticator that is still being set up, in place of one before."""
    remove(session, organisation, account)
    session.execute(
        insert(second_factors),
        {"organisation_id": organisation, "account_id": account, "seed": seed, "created_at": now,
         "last_counter": 0, "tries": 0},
    )  # fmt: skip  # one row


def change(session: Session, organisation: str, account: str, **values: Any) -> None:
    """Note a try, a code taken, or that the authenticator was confirmed."""
    session.execute(
        update(second_factors)
        .where(
            second_factors.c.organisation_id == organisation,
            second_factors.c.account_id == account,
        )
        .values(**values)
    )


def remove(session: Session, organisation: str, account: str) -> None:
    """Forget the authenticator of an account, its recovery codes, and sign-ins half done."""
    for table in (second_factors, recovery_codes, second_steps):
        session.execute(
            delete(table).where(
                table.c.organisation_id == organisation, table.c.account_id == account
            )
        )


def keep_codes(
    session: Session, organisation: str, account: str, hashes: Iterable[str], now: datetime | None
) -> None:
    """Keep new recovery codes; the ones before no longer work."""
    session.execute(
        delete(recovery_codes).where(
            recovery_codes.c.organisation_id == organisation,
            recovery_codes.c.account_id == account,
        )
    )
    rows = [
        {"organisation_id": organisation, "account_id": account, "code_hash": one, "made_at": now}
        for one in hashes
    ]  # fmt: skip  # one row each
    session.execute(insert(recovery_codes), rows)


def use_code(
    session: Session, organisation: str, account: str, code_hash: str, now: datetime
) -> bool:
    """Use a recovery code up; tell whether it was one of this account's, and unused."""
    used = session.execute(
        update(recovery_codes)
        .where(
            recovery_codes.c.organisation_id == organisation,
            recovery_codes.c.account_id == account,
            recovery_codes.c.code_hash == code_hash,
            recovery_codes.c.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(recovery_codes.c.account_id)
    )
    return used.first() is not None


def unused_codes(connection: Connection, organisation: str, account: str) -> int:
    """Return how many recovery codes are left."""
    key = {"organisation": organisation, "account": account}
    return connection.execute(UNUSED_CODES, key).scalar_one()


def old_codes(connection: Connection, organisation: str, account: str) -> int:
    """Return how many of the recovery codes left are of the shorter kind."""
    key = {"organisation": organisation, "account": account}
    return connection.execute(OLD_CODES, key).scalar_one()


def await_step(
    session: Session,
    organisation: str,
    account: str,
    token_hash: str,
    expires_at: datetime,
    came_by: str,
) -> None:
    """Keep that somebody took the first step and is to type a code."""
    session.execute(
        insert(second_steps),
        {"organisation_id": organisation, "token_hash": token_hash, "account_id": account,
         "expires_at": expires_at, "came_by": came_by},
    )  # fmt: skip  # one row


def awaited(
    connection: Connection, organisation: str, token_hash: str, now: datetime
) -> tuple[str, str | None] | None:
    """Return the account whose code is awaited, and by which way its first step was taken."""
    key = {"organisation": organisation, "token": token_hash, "now": now}
    row = connection.execute(AWAITED, key).first()
    return (row[0], row[1]) if row else None


def end_steps(session: Session, organisation: str, account: str) -> None:
    """Forget sign-ins half done: what they began with is no longer the same."""
    session.execute(
        delete(second_steps).where(
            second_steps.c.organisation_id == organisation, second_steps.c.account_id == account
        )
    )


def use_step(session: Session, organisation: str, token_hash: str, now: datetime) -> bool:
    """Use a half-done sign-in up; of two who try at once, one is told that it was used."""
    used = session.execute(
        update(second_steps)
        .where(
            second_steps.c.organisation_id == organisation,
            second_steps.c.token_hash == token_hash,
            second_steps.c.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(second_steps.c.account_id)
    )
    return used.first() is not None
