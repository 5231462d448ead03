"""The outbox: what must leave, written in the transaction of its cause and drained afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.store.schema.outgoing import outbox

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
# What is refused as such is tried again so often, over some twenty minutes: somebody may mend it.
MOST_ATTEMPTS = 8
# A mail server that is down, or a full disk, is waited for (RFC 5321, 4.5.4.1: four to five days).
PATIENCE = timedelta(days=5)
LONGEST_PAUSE = timedelta(hours=1)
# A worker that died while sending gives the row back after this long, or later the more often.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to deliver. ``secret`` is the seed of a link or a code, gone once delivered.

    ``died`` says that whoever had it last never said what became of it.
    """

    organisation_id: str
    id: str
    plan_id: str | None
    kind: str
    recipient: str
    payload: Mapping[str, Any]
    secret: str | None
    message_id: str
    attempts: int
    created_at: datetime
    died: bool = False


def put(
    session: Session,
    *,
    organisation: str,
    letter: str,
    plan: str | None,
    kind: str,
    recipient: str,
    payload: Mapping[str, Any],
    now: datetime,
    secret: str | None = None,
    due: datetime | None = None,
) -> None:
    """Write down that something must leave, ``due`` then, else now; its Message-ID is fixed."""
    session.execute(
        insert(outbox),
        {
            "organisation_id": organisation,
            "id": letter,
            "plan_id": plan,
            "kind": kind,
            "recipient": recipient,
            "payload": payload,
            "secret": secret,
            "message_id": message_id(organisation, letter),
            "state": WAITING,
            "attempts": 0,
            "created_at": now,
            "due_at": due or now,
        },
    )


def message_id(organisation: str, letter: str) -> str:
    """Return the Message-ID of a letter: the same, however often it leaves."""
    return f"<{letter}.{organisation}@mutual-plan>"


def amend(session: Session, organisation: str, letter: str, payload: Mapping[str, Any]) -> bool:
    """Have a letter that nobody has tried to deliver yet say something else; tell if it could."""
    changed: Any = session.execute(
        update(outbox)
        .where(outbox.c.organisation_id == organisation, outbox.c.id == letter)
        .where(outbox.c.state == WAITING, outbox.c.attempts == 0)
        .values(payload=payload)
    )
    return bool(changed.rowcount)


def payload_of(session: Session, organisation: str, letter: str) -> Mapping[str, Any]:
    """Return what a letter says so far."""
    found: Mapping[str, Any] = session.execute(
        select(outbox.c.payload).where(
            outbox.c.organisation_id == organisation, outbox.c.id == letter
        )
    ).scalar_one()
    return found


def forget(session: Session, letter: Letter) -> None:
    """Keep nothing of what was done: a stranger's address is none of ours to keep."""
    session.execute(
        delete(outbox).where(
            outbox.c.organisation_id == letter.organisation_id, outbox.c.id == letter.id
        )
    )


def take(session: Session, now: datetime, but: str = "") -> Letter | None:
    """Take the next due letter of any kind ``but`` one on a lease; other workers pass it by."""
    due = (
        select(outbox)
        .where(outbox.c.state.in_((WAITING, SENDING)), outbox.c.due_at <= now)
        .where(outbox.c.kind != but)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.execute(due).mappings().one_or_none()
    if row is None:
        return None
    lease = max(LEASE, _pause(row["attempts"]))
    _settle(session, row["organisation_id"], row["id"], state=SENDING, due_at=now + lease,
            attempts=row["attempts"] + 1)  # fmt: skip  # one change
    fields = {name: row[name] for name in Letter.__dataclass_fields__ if name in row}
    died = row["state"] == SENDING
    return Letter(**(fields | {"attempts": row["attempts"] + 1, "died": died}))


def sent(session: Session, letter: Letter, now: datetime) -> None:
    """Note that the receiver has it, and forget its secret."""
    _settle(session, letter.organisation_id, letter.id, state=SENT, sent_at=now, secret=None,
            problem=None)  # fmt: skip  # one change


def is_given_up(letter: Letter, now: datetime, *, refused: bool = False) -> bool:
    """Tell whether a letter that fails now is not tried again."""
    return _is_old(letter, now) or (refused and letter.attempts >= MOST_ATTEMPTS)


def postponed(
    session: Session, letter: Letter, now: datetime, problem: str, *, refused: bool = False
) -> None:
    """Note why it did not leave; try again later, ever more slowly, until giving up.

    ``refused`` says that the letter itself was, so that waiting alone will not help.
    """
    given_up = is_given_up(letter, now, refused=refused)
    _settle(session, letter.organisation_id, letter.id, state=FAILED if given_up else WAITING,
            due_at=now + _pause(letter.attempts), problem=problem[:500])  # fmt: skip  # one change


def kills(letter: Letter, now: datetime) -> bool:
    """Tell whether a letter has ended its workers often enough, and for as long as any is kept."""
    return letter.died and letter.attempts > MOST_ATTEMPTS and _is_old(letter, now)


def _is_old(letter: Letter, now: datetime) -> bool:
    return now - letter.created_at >= PATIENCE


def _pause(attempts: int) -> timedelta:
    # Never computed with more: a power of two has no end, and a time has.
    return min(LONGEST_PAUSE, timedelta(seconds=5 * 2 ** min(attempts, 10)))


def _settle(session: Session, organisation: str, letter: str, **values: Any) -> None:
    session.execute(
        update(outbox)
        .where(outbox.c.organisation_id == organisation, outbox.c.id == letter)
        .values(**values)
    )


def waiting(connection: Connection, now: datetime, but: str = "") -> bool:
    """Tell whether something of any kind ``but`` one is due, without taking the writing door."""
    due = select(outbox.c.id).where(
        or_(outbox.c.state == WAITING, outbox.c.state == SENDING),
        outbox.c.due_at <= now,
        outbox.c.kind != but,
    )
    return connection.execute(due.limit(1)).first() is not None
