"""The web server: gunicorn with threads in one process, and a line a request without secrets."""

import logging
import re
import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import quote

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal import worker
from portal.app import create_app
from portal.domain.refusals import Refusal
from portal.settings import Settings

THREADS = 8
BACKLOG = 512
ENDS_WITHIN = 10  # seconds that answers under way are waited for
# What opens a room or sets a password: by its place in an address, and by its look anywhere.
SECRET = re.compile(r"(?<=/l/)[^/]+|(?<=/password/)[^/]+|[\w-]{40,}", re.ASCII)


class AddressTaken(Refusal):
    """Two servers cannot listen at one address."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"Nothing can listen on {host}, port {port} ({reason}): end what does, or give another"
            " with --port."
        )


def listen(host: str, port: int) -> socket.socket:
    """Open the door people come to; port 0 lets the system choose one.

    Raises:
        AddressTaken: if it cannot be opened, with the system's reason.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        door = socket.socket(family, socket.SOCK_STREAM)
        try:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, port))
            door.listen(BACKLOG)
        except BaseException:
            door.close()
            raise
    except (OSError, OverflowError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise AddressTaken(host, port, reason.rstrip(".").lower()) from fault
    return door


def without_secrets(text: str) -> str:
    """Return ``text`` fit for a log: whoever reads it must not be able to act as the buyer."""
    return SECRET.sub("(not shown)", re.sub("/{2,}", "/", text))


class Log(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's log on standard error; neither queries, addresses nor secrets are kept in it."""

    def setup(self, cfg: Any) -> None:
        """Set both logs up."""
        super().setup(cfg)
        self._set_handler(self.access_log, "-", logging.Formatter("%(message)s"), sys.stderr)
        for handler in self.error_log.handlers:
            handler.addFilter(_redacted)

    def access(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> None:  # noqa: ARG002  # gunicorn's signature
        """Write one request's line: when, what, with which answer, its size and duration."""
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # The path as routed: an escaped one would slip past the rule that hides secrets.
        path = without_secrets(quote(environ["PATH_INFO"].encode("latin-1"), safe="/.:@-_~()"))
        took = request_time / timedelta(milliseconds=1)
        self.access_log.info(
            f"{at} {environ['REQUEST_METHOD']} {path} {resp.status_code} {resp.sent} {took:.1f}ms"
        )


def _redacted(record: logging.LogRecord) -> bool:
    record.msg, record.args = without_secrets(record.getMessage()), ()
    return True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """One process with threads; on SQLite the worker that delivers mail is one of them."""

    def __init__(self, settings: Settings, door: socket.socket) -> None:
        self.settings, self.door = settings, f"fd://{door.detach()}"
        self.stop = threading.Event()
        self.delivering: threading.Thread | None = None
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn everything it must know; nothing is read from files or the environment."""
        for name, value in {
            "bind": [self.door],
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": ENDS_WITHIN,
            "control_socket_disable": True,
            "logger_class": Log,
            "loglevel": "warning",
            "accesslog": "-",
            "worker_exit": self._end,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application in the process that serves it; no connection crosses a fork."""
        app = create_app(self.settings)
        if self.settings.is_embedded:
            means = app.extensions["portal.means"]
            self.delivering = worker.start(means, self.settings, self.stop)
        return app

    def _end(self, _arbiter: Any, _process: Any) -> None:
        self.stop.set()
        if self.delivering is not None:
            self.delivering.join(ENDS_WITHIN)


def serve(settings: Settings, door: socket.socket) -> NoReturn:
    """Serve until told to stop by a signal, then leave the process."""
    Server(settings, door).run()
    raise SystemExit(0)
