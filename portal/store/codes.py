"""Six-digit codes, as rows: each bound to a person and a purpose, counted, used once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from portal.store.schema.doors import codes


@dataclass(frozen=True, slots=True)
class Code:
    """A mailed code: bound to a person and a purpose, counted, used once."""

    id: str
    code_hash: str
    expires_at: datetime
    tries: int


def add_code(session: Session, row: dict[str, Any]) -> None:
    """Keep a new code; earlier ones for the same person and purpose die."""
    session.execute(
        update(codes)
        .where(*_codes_of(row["organisation_id"], row["plan_id"], row["member_id"]),
               codes.c.purpose == row["purpose"], codes.c.used_at.is_(None))
        .values(used_at=row["created_at"])
    )  # fmt: skip  # one change
    session.execute(insert(codes), row | {"tries": 0})


def codes_since(
    session: Session, organisation: str, plan: str, member: str, since: datetime
) -> int:
    """Return how many codes a person was mailed after a moment."""
    counted = select(func.count()).where(
        *_codes_of(organisation, plan, member), codes.c.created_at > since
    )
    return session.execute(counted).scalar_one()


def living_code(
    session: Session, organisation: str, plan: str, member: str, purpose: str
) -> Code | None:
    """Return the unused code for this person and purpose, expired or not."""
    row = session.execute(
        select(codes.c.id, codes.c.code_hash, codes.c.expires_at, codes.c.tries)
        .where(*_codes_of(organisation, plan, member), codes.c.purpose == purpose,
               codes.c.used_at.is_(None))
        .with_for_update()
    ).first()  # fmt: skip  # one question
    return Code(*row) if row else None


def count_try(session: Session, organisation: str, code: Code) -> None:
    """Count one wrong try."""
    _change_code(session, organisation, code, tries=code.tries + 1)


def use_code(session: Session, organisation: str, code: Code, now: datetime) -> None:
    """Use a code up."""
    _change_code(session, organisation, code, used_at=now)


def _codes_of(organisation: str, plan: str, member: str) -> tuple[Any, ...]:
    return (codes.c.organisation_id == organisation, codes.c.plan_id == plan,
            codes.c.member_id == member)  # fmt: skip  # a filter


def _change_code(session: Session, organisation: str, code: Code, **values: Any) -> None:
    session.execute(
        update(codes)
        .where(codes.c.organisation_id == organisation, codes.c.id == code.id)
        .values(**values)
    )
