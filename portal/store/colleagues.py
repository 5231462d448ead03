"""The supplier's people, as rows: who has an account, with which role, and who was taken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, select, update
from sqlalchemy.orm import Session

from portal.domain.plan import Plan
from portal.domain.roles import OWNER
from portal.store import desk_sessions, passkeys, passwords, second_factors, sign_ons
from portal.store.schema.people import accounts, directory, organisations
from portal.store.schema.people import sign_ons as sign_ons_table
from portal.store.schema.plan import plans
from portal.store.schema.proofs import passkeys as passkeys_table
from portal.store.schema.proofs import second_factors as second_factors_table


@dataclass(frozen=True, slots=True)
class Colleague:
    """An account that can sign in, as the list of people shows it."""

    id: str
    name: str
    title: str
    email: str
    role: str
    created_at: datetime
    has_password: bool
    has_second_step: bool
    has_passkey: bool
    is_bound: bool


_HERE = accounts.c.organisation_id == bindparam("organisation")
_THERE = accounts.c.left_at.is_(None)
COLLEAGUES = (
    select(
        accounts.c.id, accounts.c.name, accounts.c.title, accounts.c.email, accounts.c.role,
        accounts.c.created_at, accounts.c.password_hash.is_not(None),
        second_factors_table.c.confirmed_at.is_not(None),
        exists().where(
            passkeys_table.c.organisation_id == accounts.c.organisation_id,
            passkeys_table.c.account_id == accounts.c.id,
        ),
        sign_ons_table.c.person.is_not(None),
    )
    .outerjoin(
        sign_ons_table,
        (sign_ons_table.c.organisation_id == accounts.c.organisation_id)
        & (sign_ons_table.c.account_id == accounts.c.id),
    )
    .outerjoin(
        second_factors_table,
        (second_factors_table.c.organisation_id == accounts.c.organisation_id)
        & (second_factors_table.c.account_id == accounts.c.id),
    )
    .where(_HERE, _THERE)
    .order_by(accounts.c.name, accounts.c.id)
)  # fmt: skip  # the columns of Colleague
ROLE_NOW = select(accounts.c.role).where(_HERE, _THERE, accounts.c.id == bindparam("account"))
OWNERS = select(accounts.c.id).where(_HERE, _THERE, accounts.c.role == OWNER)
LOCK = (
    select(organisations.c.organisation_id)
    .where(organisations.c.organisation_id == bindparam("organisation"))
    .with_for_update()
)
PLANS_OF = (
    select(Plan)
    .where(
        plans.c.organisation_id == bindparam("organisation"),
        plans.c.owner_id == bindparam("account"),
    )
    .order_by(plans.c.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
HAND_OVER = update(plans).where(
    plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan")
)


def colleagues_of(connection: Connection, organisation: str) -> tuple[Colleague, ...]:
    """Return everybody who can sign in, by name."""
    found: Sequence[Any] = connection.execute(COLLEAGUES, {"organisation": organisation}).all()
    return tuple(Colleague(*row) for row in found)


def role_now(session: Session, organisation: str, account: str) -> str | None:
    """Return the role of an account as of now, or None if there is none or it was taken off."""
    key = {"organisation": organisation, "account": account}
    return session.execute(ROLE_NOW, key).scalar_one_or_none()


def lock_organisation(session: Session, organisation: str) -> None:
    """Let one change of accounts follow the other: two owners must not both leave at once."""
    session.execute(LOCK, {"organisation": organisation})


def owners(session: Session, organisation: str) -> frozenset[str]:
    """Return the ids of the accounts that manage accounts."""
    return frozenset(session.execute(OWNERS, {"organisation": organisation}).scalars())


def give_role(session: Session, organisation: str, account: str, role: str) -> None:
    """Change a role."""
    _change(session, organisation, account, role=role)


def take_off(session: Session, organisation: str, account: str, now: datetime) -> None:
    """End an account: it signs in no more, its visits end, its name stays for the record."""
    _change(session, organisation, account, left_at=now)
    session.execute(
        delete(directory).where(
            directory.c.organisation_id == organisation, directory.c.account_id == account
        )
    )
    forget_proofs(session, organisation, account, now)
    sign_ons.forget(session, organisation, account)


def forget_proofs(session: Session, organisation: str, account: str, now: datetime) -> None:
    """Forget all that somebody signs in by but single sign-on; visits and links end with it."""
    _change(session, organisation, account, password_hash=None)
    passwords.use_up_links(session, organisation, account, now)
    desk_sessions.end_visits(session, organisation, account, now)
    second_factors.remove(session, organisation, account)
    passkeys.remove_all(session, organisation, account)


def plans_of(session: Session, organisation: str, account: str) -> list[Plan]:
    """Return all plans of one account, each locked, in an order that is always the same."""
    key = {"organisation": organisation, "account": account}
    return list(session.execute(PLANS_OF, key).scalars())


def hand_over(session: Session, plan: Plan, to: str) -> None:
    """Give a plan to another account; call it with the plan locked."""
    key = {"organisation": plan.organisation_id, "plan": plan.id}
    session.execute(HAND_OVER, key | {"owner_id": to})


def _change(session: Session, organisation: str, account: str, **values: Any) -> None:
    session.execute(
        update(accounts)
        .where(accounts.c.organisation_id == organisation, accounts.c.id == account)
        .values(**values)
    )
