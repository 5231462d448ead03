"""The databases the tests run on: SQLite in a file, and PostgreSQL in a cluster of their own.

Each test gets a copy of a database that was migrated once.
"""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from portal.store import migrating

WITHOUT_POSTGRESQL = "PORTAL_WITHOUT_POSTGRESQL"
USER = "portal"
TEMPLATE = "migrated"
STARTS_WITHIN = 60  # seconds
INITIALLY = ("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
QUICK = (
    "-cfsync=off",
    "-csynchronous_commit=off",
    "-cfull_page_writes=off",
    "-cautovacuum=off",
)
ROOM_NEEDED = 1 << 30  # bytes
PR_SET_PDEATHSIG = 1
MISSING = (
    "No PostgreSQL server was found, and every store test runs on both databases. './run test'"
    f" installs one; set {WITHOUT_POSTGRESQL}=1 to do without, knowingly."
)


class Embedded:
    """SQLite files, each a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template = folder / f"{TEMPLATE}.db"
        self._numbers = itertools.count(1)
        migrating.upgrade(f"sqlite:///{self._template}")

    def fresh(self) -> str:
        """Return the URL of an empty, migrated database."""
        copy = self.folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, copy)
        return f"sqlite:///{copy}"

    def drop(self, url: str) -> None:
        """Remove a database again."""
        for left in self.folder.glob(f"{Path(url).name}*"):
            left.unlink()


class Cluster:
    """A private PostgreSQL server in a folder of its own, reachable by its socket there alone.

    It is told not to care for the disk, unless ``options`` say otherwise.
    """

    def __init__(self, *options: str) -> None:
        self._options = options or QUICK
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=_quick_folder()))
        self._numbers = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster, start its server, and migrate the database to copy."""
        subprocess.run(
            [binaries_folder() / "initdb", "-D", self._data, "-U", USER, *INITIALLY],
            check=True, capture_output=True, cwd=self.folder, **_unprivileged(self.folder),
        )  # fmt: skip  # one command
        self._serve()
        self._run(f"CREATE DATABASE {TEMPLATE}")
        migrating.upgrade(self._url(TEMPLATE))

    def kill(self) -> None:
        """End the server's first process as a fault would; the others follow it at once."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def restart(self) -> None:
        """Start the server again where it was killed; it recovers by itself."""
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                self._serve()
            except RuntimeError:  # one of the old processes is not gone yet
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _serve(self) -> None:
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [binaries_folder() / "postgres", "-D", self._data, "-k", self.folder,
                 "-clisten_addresses=", *self._options],
                stdout=log, stderr=log, cwd=self.folder, preexec_fn=_end_with_the_tests,
                **_unprivileged(self.folder),
            )  # fmt: skip  # one command
        self._wait(self._server)

    def fresh(self) -> str:
        """Return the URL of an empty, migrated database."""
        name = f"copy_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database again; somebody still connected would be a leak, and an error."""
        self._run(f"DROP DATABASE {make_url(url).database}")

    def stop(self) -> None:
        """End the server and remove all it kept."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)  # ends without waiting for connections
            self._server.wait(STARTS_WITHIN)
        shutil.rmtree(self.folder)

    def _url(self, name: str) -> str:
        # The folder's name holds nothing that an address would have to escape.
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def _run(self, statement: str) -> None:
        where = {"host": str(self.folder), "user": USER, "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]  # all text
            connection.execute(statement)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        for _ in range(STARTS_WITHIN * 20):
            try:
                return self._run("SELECT 1")
            except psycopg.OperationalError:
                if server.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())


def binaries_folder() -> Path:
    """Return the folder that holds ``initdb`` and ``postgres``.

    Raises:
        RuntimeError: if no PostgreSQL server is installed.
    """
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)]
    if found := shutil.which("pg_config"):
        said = subprocess.run([found, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(MISSING)


def _quick_folder() -> Path | None:
    """Return the folder in memory, where there is one with room: a copy is ten times as fast."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED
    return memory if has_room else None


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Give ``folder`` to somebody without rights, as whom to run: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = known.get("postgres") or known["nobody"]
    os.chown(folder, somebody.pw_uid, somebody.pw_gid)
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def _end_with_the_tests() -> None:
    """Have the kernel end the server when the tests end, killed ones too (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
