"""Processes of the portal that are started often, killed without warning, and ended for sure."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.browser.portals import KEY, free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds, for a machine that has much else to do


class NotPossibleHere(Exception):
    """The kernel does not let us do this to a process."""


@dataclass
class Running:
    """A process of the portal with everything it started."""

    process: int
    log: Path

    def kill(self) -> None:
        """End it as a fault of the machine would: at once, wherever it is."""
        alive = [psutil.Process(one) for one in self.members()]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)
        psutil.wait_procs(alive, PATIENCE)

    def members(self) -> list[int]:
        """Return the ids of its processes."""
        return [one for one in psutil.pids() if _group(one) == self.process]

    @property
    def root(self) -> Path:
        """The root of the files as it sees them."""
        return Path(f"/proc/{self.process}/root")


@dataclass
class Starter:
    """What starts processes; see ``starter``."""

    _program: "subprocess.Popen[str]"

    def start(
        self, *words: str, folder: Path, environment: Mapping[str, str],
        disk: Mapping[str, Any] | None = None, syncing_fails: bool = False,
    ) -> Running:  # fmt: skip  # what there is to say
        """Start ``portal`` with these words, on a small disk or one that fails if told so.

        Raises:
            NotPossibleHere: if the kernel does not do it.
        """
        log = folder / "log"
        order = {
            "words": words, "folder": str(folder), "environment": dict(environment),
            "log": str(log), "disk": disk, "syncing_fails": syncing_fails,
        }  # fmt: skip  # one value
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        answer = json.loads(self._program.stdout.readline())
        if answer["problem"]:
            raise NotPossibleHere(answer["problem"])
        return Running(answer["process"], log)


@contextmanager
def starting() -> Iterator[Starter]:
    """Give a starter; whatever it started is gone afterwards."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.starter"],
        cwd=ROOT, env=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip  # one command
    try:
        yield Starter(program)
    finally:
        program.communicate(timeout=PATIENCE)


@dataclass
class Server:
    """A portal that is served from one database, again and again."""

    starter: Starter
    folder: Path
    url: str
    port: int = field(default_factory=free_port)
    mail_url: str = ""
    running: Running | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings under which it is served."""
        return {
            "PORTAL_DATABASE_URL": self.url,
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_BASE_URL": f"http://127.0.0.1:{self.port}",
            "PORTAL_FILES_URL": f"file://{self.folder}/files",
            "PORTAL_MAIL_URL": self.mail_url or f"file://{self.folder}/mail",
        }

    def start(self, **faults: Any) -> Running:
        """Serve, and return once it answers."""
        self.running = self.starter.start(
            "serve", "--port", str(self.port), folder=self.folder, environment=self.environment,
            **faults,
        )  # fmt: skip  # one call
        self._wait(self.running)
        return self.running

    def kill(self) -> None:
        """Kill the server with everything in it."""
        if self.running is not None:
            self.running.kill()

    def _wait(self, running: Running) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                assert _group(running.process), running.log.read_text()
                time.sleep(0.02)
            finally:
                connection.close()
        raise AssertionError(running.log.read_text())


def _group(process: int) -> int:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return 0
