"""What benchmarks serve and ask: a portal or a bare hello behind one gunicorn, and a client."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psutil

from portal.actions import own_milestone
from portal.actions.means import token_hash
from portal.domain.playbook.rules import Act
from portal.domain.sharing import ROOM_LIFETIME
from portal.store import doors, migrating
from portal.store.transaction import Store
from portal.web import cookies
from tests.web.meridian import KEY, House, found_organisation, lay_out_and_share, make_means

READY_WITHIN = 30  # seconds


@dataclass
class Prepared:
    """A filled database in a folder of its own, and a member's cookie for its room."""

    folder: Path
    house: House
    cookie: str
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def prepared(milestones: int = 0, port: int = 8723) -> Iterator[Prepared]:
    """Fill a database with the shared plan, grown to at least ``milestones`` milestones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/portal.db"
        migrating.upgrade(url)
        store = Store(url)
        now = datetime.now(UTC)
        means = make_means(store, lambda: datetime.now(UTC), "benchmark")
        seller = found_organisation(means)
        plan, people = lay_out_and_share(means, seller)
        house = House(app=None, means=means, seller=seller, plan=plan, people=people)  # type: ignore[arg-type]  # served elsewhere
        grow(house, milestones)
        cookie = room_cookie(house, "ingrid", now)
        yield Prepared(folder, house, cookie, environment_of(folder, url, port))
        store.close()


def environment_of(folder: Path, url: str, port: int) -> dict[str, str]:
    """Return the settings under which ``portal serve`` finds the prepared database."""
    return dict(os.environ) | {
        "PORTAL_DATABASE_URL": url,
        "PORTAL_SECRET_KEY": KEY,
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_FILES_URL": f"file://{folder}/files",
        "PORTAL_MAIL_URL": f"file://{folder}/mail",
    }


def grow(house: House, milestones: int) -> None:
    """Add milestones of the supplier's own until the plan has that many."""
    due = date.today() + timedelta(days=40)  # noqa: DTZ011  # any day to come
    while len(house.page().milestones) < milestones:
        number = len(house.page().milestones)
        own_milestone.add_milestone(
            house.means, house.seller, house.plan, name=f"Own milestone {number}",
            act=Act.CONFIRM, seat="champion", due_on=due, why="It helps.", provides="A page.",
        )  # fmt: skip  # one call


def room_cookie(house: House, who: str, now: datetime) -> str:
    """Return the cookie header of a member's visit."""
    secret, organisation = f"benchmark-{who}-{now.timestamp():.6f}", house.seller.organisation_id
    secret = secret.replace(".", "-")
    row = {
        "organisation_id": organisation, "token_hash": token_hash(secret), "plan_id": house.plan,
        "member_id": house.people[who], "link_id": "none", "created_at": now,
        "expires_at": now + ROOM_LIFETIME, "reads_only": False,
    }  # fmt: skip  # one row
    with house.means.store.writing() as session:
        doors.add_session(session, row)
    return f"{cookies.ROOM}={cookies.write(KEY.encode(), organisation, secret, now)}"


@contextmanager
def served(
    command: list[str], environment: Mapping[str, str], port: int, probe: str = "/healthz"
) -> Iterator[psutil.Process]:
    """Run a server; give the process that answers requests."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=dict(environment), stderr=log, stdout=log)
        try:
            wait_for(port, probe)
            yield psutil.Process(process.pid).children()[0]
        finally:
            process.terminate()
            process.wait()


def portal_command(port: int) -> list[str]:
    """Return the command that serves the portal."""
    return [sys.executable, "-m", "portal.cli", "serve", "--port", str(port)]


def alone_command(port: int) -> list[str]:
    """Return the command that serves the portal without the worker that delivers its mail."""
    return [sys.executable, "-m", "tests.benchmarks.alone", str(port)]


def bare_command(port: int) -> list[str]:
    """Return the command that serves a bare Flask application behind the same gunicorn."""
    return [sys.executable, "-m", "tests.benchmarks.bare", str(port)]


def wait_for(port: int, probe: str) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", probe)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"Nothing answers on port {port}.")


@dataclass
class Client:
    """One keep-alive connection with a cookie."""

    port: int
    cookie: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Ask for a page; return status, headers and body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers={"Cookie": self.cookie} | named)
        answer = self.connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()

    def post(self, path: str, body: str) -> tuple[int, Mapping[str, str], bytes]:
        """Send a form; return status, headers and body."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()


def cpu_of(process: psutil.Process) -> float:
    """Return the seconds of CPU a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)
