"""What an action works with: the store, the clock, randomness, and the plan it holds locked."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.events import By, Event
from portal.domain.plan import Plan
from portal.domain.words import Identified
from portal.store import outbox, plans
from portal.store.ledger import Record, Recorded
from portal.store.transaction import Session, Store


def real_clock() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Means:
    """Everything an action needs from outside; tests give a fixed clock and their own ids.

    ``key`` is the server's secret. ``draw`` gives 256 random bits as text; a link's token is an
    HMAC of such a seed, so that the outbox never holds what opens a room.
    """

    store: Store
    key: bytes
    base_url: str
    clock: Callable[[], datetime] = real_clock
    draw: Callable[[], str] = lambda: secrets.token_urlsafe(32)

    def new_id(self) -> str:
        """Return a short random id, fit for an address."""
        return self.id_of(self.draw())

    def id_of(self, text: str) -> str:
        """Return the id that a text stands for: the same text, the same id."""
        digest = hashlib.sha256(text.encode()).digest()
        return base64.b32encode(digest)[:12].decode().lower()

    def token(self, purpose: str, seed: str) -> str:
        """Return the 256-bit token that a seed stands for, as 43 URL-safe characters."""
        digest = hmac.digest(self.key, f"{purpose}\0{seed}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def six_digits(self, seed: str) -> str:
        """Return the six digits that a seed stands for."""
        number = int.from_bytes(hmac.digest(self.key, f"code\0{seed}".encode(), "sha256"))
        return f"{number % 1_000_000:06d}"

    def keyed_hash(self, purpose: str, text: str) -> str:
        """Return a hash nobody can search without the server's key: for what is easily guessed."""
        return hmac.new(self.key, f"{purpose}\0{text}".encode(), "sha256").hexdigest()


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(slots=True)
class Work:
    """A plan held under its lock, with its ledger, for the length of one action.

    ``identified`` says how we know the buyer who acts, where one does.
    """

    means: Means
    session: Session
    plan: Plan
    record: Record
    now: datetime
    identified: tuple[Identified, ...] = ()

    @property
    def today(self) -> date:
        """The day it is where the plan's people work."""
        return self.now.astimezone(ZoneInfo(self.plan.time_zone)).date()

    def append(self, by: By, *happened: Event) -> Recorded:
        """Record what happened, with what follows from it."""
        recorded = self.record.append(by, self.now, happened)
        if recorded.closed:
            self.order("checkpoint", "", {})
            self.order("paper", "", {"paper": "a4"})
        return recorded

    def order(
        self,
        kind: str,
        recipient: str,
        payload: Mapping[str, Any],
        secret: str | None = None,
        due: datetime | None = None,
    ) -> str:
        """Write a letter (or other delivery) into the outbox with its cause; return its id."""
        letter = self.means.new_id()
        outbox.put(
            self.session,
            organisation=self.plan.organisation_id,
            letter=letter,
            plan=self.plan.id,
            kind=kind,
            recipient=recipient,
            payload=payload,
            now=self.now,
            secret=secret,
            due=due,
        )
        return letter


@contextmanager
def on_plan(means: Means, organisation: str, plan: str) -> Iterator[Work]:
    """Open the one transaction of an action on a plan, holding the plan's lock.

    Raises:
        NotFound: if this organisation has no such plan.
    """
    with means.store.writing(organisation) as session:
        found = plans.locked(session, organisation, plan)
        record = Record(session, found, means.store.memory)
        yield Work(means, session, found, record, means.clock())
    record.remember()
