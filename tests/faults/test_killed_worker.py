"""The worker is killed at every point of sending: each mail arrives, and a second copy is the same.

A real mail server kills the real worker at the moment wanted: on SQLite that is the whole server.
"""

import email
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope, Session
from sqlalchemy import func, select, update

from portal.store.outbox import SENDING, SENT, WAITING, put
from portal.store.schema.outgoing import outbox
from portal.store.transaction import Store
from tests.actions.posting import LINK
from tests.delivery.listening import Listening
from tests.faults.starting import PATIENCE, Running, Server, Starter
from tests.large import many

# When the worker is killed, and how many copies of its mail then arrive: it dies before the mail
# is out of its hands, or after the receiver has it and before that is noted.
POINTS = {"EHLO": 1, "MAIL": 1, "RCPT": 1, "DATA": 2, "QUIT": 2}
KILLS = many(len(POINTS), 200)


@dataclass
class Deadly:
    """A mail server that takes everything, and kills whoever comes at the points it is told."""

    kill: Callable[[], None] = lambda: None
    points: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    def at(self, point: str) -> None:
        """Kill if this is the next point."""
        if self.points and self.points[0] == point:
            self.points.pop(0)
            self.kill()

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.at("EHLO")
        return said

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        self.at("MAIL")
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        self.at("RCPT")
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        self.at("DATA")
        return "250 OK"

    async def handle_QUIT(self, _server: Any, _session: Session, _envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.at("QUIT")
        return "221 Bye"

    @property
    def copies(self) -> dict[str, list[Message]]:
        """What arrived, by Message-ID."""
        found: dict[str, list[Message]] = {}
        for data in self.taken:
            message = email.message_from_bytes(data)
            found.setdefault(str(message["Message-ID"]), []).append(message)
        return found


@dataclass
class Office:
    """A worker that can be killed and started again, and the outbox it drains."""

    store: Store
    mail: Deadly
    listening: Listening
    begin: Callable[[], Running]
    worker: Running | None = None

    def start(self) -> None:
        """Start the worker, and have it killed by the mail server from here on."""
        self.worker = self.begin()
        self.mail.kill = self.worker.kill

    def put(self, *letters: str) -> None:
        """Write letters into the outbox."""
        with self.store.writing() as session:
            for letter in letters:
                put(session, organisation="northwind", letter=letter, plan=None, kind="link",
                    recipient="ingrid.solheim@meridian.example", payload=LINK,
                    now=datetime.now(UTC), secret=f"seed of {letter}")  # fmt: skip  # one letter

    def count(self, *states: str) -> int:
        """Return how many letters are in one of these states."""
        counted = select(func.count()).where(outbox.c.state.in_(states))
        with self.store.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def problems(self) -> int:
        """Return how many letters could not leave so far."""
        counted = select(func.count()).where(outbox.c.problem.is_not(None))
        with self.store.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def let_time_pass(self) -> None:
        """Make everything due that waits, as if its pause were over."""
        with self.store.writing() as session:
            waiting = outbox.c.state.in_((WAITING, SENDING))
            session.execute(update(outbox).where(waiting).values(due_at=datetime.now(UTC)))

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait for the worker."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.worker and self.worker.log.read_text()
            time.sleep(0.02)


@pytest.fixture
def office(database_url: str, starter: Starter, tmp_path: Path) -> Iterator[Office]:
    """Give a worker on each kind of database: a thread of the server, or a process of its own."""
    handler = Deadly()
    listening = Listening(handler, hostname="127.0.0.1", port=0)
    listening.start()
    mail_url = f"smtp://{listening.address}"
    server = Server(starter, tmp_path, database_url, mail_url=mail_url)

    def begin() -> Running:
        if database_url.startswith("sqlite"):
            return server.start()
        return starter.start("worker", folder=tmp_path, environment=server.environment)

    store = Store(database_url)
    made = Office(store, handler, listening, begin)
    yield made
    if made.worker is not None:
        made.worker.kill()
    store.close()
    made.listening.stop()


def test_a_mail_arrives_wherever_its_worker_is_killed_and_twice_only_if_the_receiver_had_it(
    office: Office, figure: Callable[[str], None]
) -> None:
    expected = {}
    office.start()
    for number, point in zip(range(KILLS), itertools.cycle(POINTS), strict=False):
        letter = f"letter-{number}"
        expected[letter] = POINTS[point]
        office.mail.points = [point]
        office.put(letter)
        office.wait_until(lambda: not office.mail.points)
        assert office.count(SENDING) == 1
        office.let_time_pass()
        office.start()
        office.wait_until(lambda: office.count(SENT) == len(expected))
    require_each(office, expected)
    kind = office.store.url.get_backend_name()
    figure(f"{KILLS} kills of the worker on {kind} while it sent: each mail arrived, each the same")


def test_nothing_is_lost_while_the_mail_server_is_down(office: Office) -> None:
    address = office.listening.address
    office.listening.stop()
    office.put("letter-1", "letter-2")
    office.start()
    office.wait_until(lambda: office.problems() == 2)
    assert office.count(WAITING) == 2
    office.listening = Listening(office.mail, hostname="127.0.0.1", port=int(address.split(":")[1]))
    office.listening.start()
    office.let_time_pass()
    office.wait_until(lambda: office.count(SENT) == 2)
    require_each(office, {"letter-1": 1, "letter-2": 1})


def require_each(office: Office, expected: dict[str, int]) -> None:
    """Require that each mail arrived so often, and each time the same."""
    copies = office.mail.copies
    found = {f"<{letter}.northwind@mutual-plan>": times for letter, times in expected.items()}
    assert {name: len(those) for name, those in copies.items()} == found
    for those in copies.values():
        assert len({one.as_bytes() for one in those}) == 1
    assert office.count(SENT) == len(expected)
