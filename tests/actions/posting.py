"""A mail server in our hands, a clock that moves when told, and letters in an outbox."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.delivery import printing
from portal.store import outbox
from portal.store.schema.outgoing import outbox as table
from tests.notaries import beside

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINK = {
    "name": "Ingrid Solheim",
    "plan": "Meridian Freight with Northwind Analytics",
    "buyer": "Meridian Freight",
    "supplier": "Northwind Analytics",
    "go_live": "2027-03-01",
    "expires": "2027-02-21",
}
CODE = {"name": "Ingrid Solheim", "plan": "Meridian Freight", "what": "Decision recorded"}


class Killed(BaseException):
    """The process is gone: no handler of ours runs."""


class Post:
    """A mail server in our hands: it keeps what it takes, unless it is told to fail."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None

    def __call__(self, message: EmailMessage) -> None:
        self.before()
        self.taken.append(message)
        self.after()

    def out(self) -> Outlets:
        nowhere = Path("nowhere")
        return Outlets(self, "plans@portal.example", nowhere, printing.printed, beside(nowhere))


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


def failing(fault: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise fault

    return fail


def put(means: Means, kind: str = "link", letter: str = "letter1", **changes: Any) -> None:
    values: dict[str, Any] = {
        "organisation": "northwind",
        "letter": letter,
        "plan": "plan1",
        "kind": kind,
        "recipient": "ingrid.solheim@meridianfreight.example",
        "payload": CODE if kind == "code" else LINK,
        "now": means.clock(),
        "secret": "seed1",
    } | changes
    with means.store.writing() as session:
        outbox.put(session, **values)


def row(means: Means, letter: str = "letter1") -> Any:
    with means.store.reading() as connection:
        return connection.execute(select(table).where(table.c.id == letter)).one()
