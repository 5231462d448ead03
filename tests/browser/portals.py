"""Portals in a process of their own, as operators start them: with a worker, mail in a folder."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.delivery.mailbox import Mail, all_in

PORTAL = str(Path(sys.executable).with_name("portal"))
KEY = "5f1d7a90c3e84b26a1d95f1d7a90c3e8"
PATIENCE = 30.0  # seconds, for a machine that has much else to do


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Portal:
    """A portal that is served; ``folder`` holds its database, its mails and its files.

    ``superuser`` is the address under which a test may see everything in its database.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    serving: tuple[str, ...] = ("serve",)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    superuser: str = ""

    @property
    def address(self) -> str:
        """How people reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it writes while it serves."""
        return self.folder / "log"

    def run(self, *arguments: str) -> str:
        """Run one command of the portal and return what it printed."""
        done = subprocess.run(
            [PORTAL, *arguments],
            env=self._environment(), cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip  # one call
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Serve, and return once it answers."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [PORTAL, *self.serving, "--port", str(self.port)],
                env=self._environment(), cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip  # one call
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, "The portal does not answer."
            time.sleep(0.05)

    def deliver(self) -> None:
        """Start the worker that stands beside a server on PostgreSQL."""
        with (self.folder / "worker.log").open("wb") as log:
            self.worker = subprocess.Popen(
                [PORTAL, "worker"], env=self._environment(), cwd=self.folder, stdout=log, stderr=log
            )

    def stop(self) -> None:
        """End the server, and the worker beside it, as an operator would."""
        for process in (self.process, self.worker):
            if process is not None:
                _end(process)

    @property
    def printed(self) -> dict[str, Any]:
        """What a demonstration printed: who signs in how, and each person's link."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        found: dict[str, Any] = json.loads(next(line for line in lines if line.startswith("{")))
        return found

    def plan(self, title: str) -> dict[str, Any]:
        """Return what a demonstration printed of one plan."""
        found: dict[str, Any] = next(p for p in self.printed["plans"] if p["title"] == title)
        return found

    def link(self, title: str, name: str) -> str:
        """Return the personal link that a demonstration printed."""
        members = self.plan(title)["members"]
        return str(next(one["link"] for one in members if one["name"] == name))

    def mails(self, to: str) -> list[Mail]:
        """Return the mails that went to an address, in no order worth relying on."""
        return [mail for mail in all_in(self.folder / "mail") if to in mail.to]

    def new_mail(self, to: str, known: set[str]) -> Mail:
        """Return the mail to an address that is not among the ``known`` ones, once it is there."""
        until = time.monotonic() + PATIENCE
        while True:
            for mail in self.mails(to):
                if mail.name not in known:
                    return mail
            assert time.monotonic() < until, f"No mail came for {to}."
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        return {**kept, **self.settings}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:  # a paper under way on a busy machine; nobody needs it
        process.kill()
        process.wait()


def empty_portal(folder: Path, database: str, owners: str = "", **more: str) -> Portal:
    """Serve an empty database, migrated first: what an operator has after two commands.

    On PostgreSQL, which takes a third: the worker. ``owners`` is the address for whoever owns the
    tables, and migrates them. In further settings ``{port}`` stands for the port it is served on.
    """
    made = Portal(folder)
    made.settings = {
        "PORTAL_DATABASE_URL": owners or database,
        "PORTAL_SECRET_KEY": KEY,
        "PORTAL_BASE_URL": made.address,
        "PORTAL_MAIL_URL": f"file://{folder / 'mail'}",
        "PORTAL_FILES_URL": f"file://{folder / 'files'}",
        **{name: value.format(port=made.port) for name, value in more.items()},
    }
    made.run("migrate")
    made.settings = {**made.settings, "PORTAL_DATABASE_URL": database}
    made.start()
    if not database.startswith("sqlite"):
        made.deliver()
    return made


def demonstration(filled: Path, folder: Path) -> Portal:
    """Serve a copy of the demonstration that was filled once."""
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    made = Portal(folder, serving=("demo", "--json", "--folder", str(folder)))
    made.start()
    return made
