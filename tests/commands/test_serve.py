"""The command ``serve``: it refuses to start unready, and keeps no secret in its log."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal import cli, server
from portal.domain.refusals import Refusal

TOKEN = "k6gyudxycwg6.kHSSb7DG4W0bls18Ggsa6390LRSmIDM9aJ-oPwzqPTg"
SECRET = "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg"


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path) -> str:
    """Configure a server on an empty SQLite database."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    monkeypatch.setenv("PORTAL_BASE_URL", "http://127.0.0.1:8000")
    monkeypatch.setenv("PORTAL_FILES_URL", f"file://{tmp_path}/files")
    return sqlite_url


@contextmanager
def taken_port() -> Iterator[int]:
    """Hold a port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@contextmanager
def running() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run the server as a process of its own, on a port of the system's choice."""
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "serve", "--port", "0", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip  # one command
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            shown = json.loads(process.stdout.readline())
            assert process.stderr.readline().endswith(f"port {shown['port']}.\n")
            assert shown["base_url"] == "http://127.0.0.1:8000"
            yield f"http://{shown['host']}:{shown['port']}", process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def line(path: str, environ: dict[str, str] | None = None) -> str:
    """Return what the access log keeps of one request."""
    written = StringIO()
    log = server.Log.__new__(server.Log)
    log.access_log = logging.Logger("access")
    log.access_log.addHandler(logging.StreamHandler(written))
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "RAW_URI": path, **(environ or {})}
    log.access(SimpleNamespace(status_code=200, sent=5), None, given, timedelta(milliseconds=3))
    return written.getvalue()


def test_it_serves_logs_a_line_a_request_and_ends_when_told(configured: str) -> None:
    with running() as (address, process):
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200
        assert process.stderr is not None
        assert re.fullmatch(r"\S+ GET /healthz 200 \d+ [\d.]+ms\n", process.stderr.readline())
    assert process.returncode == 0


@pytest.mark.parametrize(
    "path",
    [f"/l/{TOKEN}", f"//l//{TOKEN}", f"/L/{TOKEN}", f"/l/{TOKEN}/renew", f"/desk/password/{TOKEN}"],
)
def test_no_token_is_ever_in_the_log(path: str) -> None:
    assert TOKEN.rpartition(".")[2] not in line(path)
    assert "(not shown)" in line(path)


def test_a_short_token_is_hidden_by_its_place() -> None:
    assert "/l/(not shown) 200" in line("/l/abc")


def test_neither_query_nor_address_nor_line_breaks_reach_the_log() -> None:
    environ = {"QUERY_STRING": "email=ingrid@meridian.example", "REMOTE_ADDR": "192.0.2.7"}
    kept = line("/p/a.b\nGET /forged", environ)
    assert "ingrid" not in kept
    assert "192.0.2.7" not in kept
    assert kept.count("\n") == 1


def test_gunicorns_own_messages_are_redacted_too() -> None:
    record = logging.LogRecord("e", 40, "", 0, "Error handling %s", (f"/l/{TOKEN}",), None)
    for handler in handlers_of_the_error_log():
        handler.filter(record)
    assert TOKEN not in record.getMessage()


def handlers_of_the_error_log() -> list[logging.Handler]:
    """Return the handlers of a server's error log, as set up."""
    from gunicorn.config import Config

    return list(server.Log(Config()).error_log.handlers)


def test_a_port_that_is_taken_is_said_in_one_sentence(
    configured: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with taken_port() as port:
        assert cli.main(["serve", "--port", str(port)]) == 2
    told = capsys.readouterr().err
    assert f"Nothing can listen on 127.0.0.1, port {port} (address already in use)" in told


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(Refusal):
        server.listen("127.0.0.1", 70_000)


def test_a_database_without_tables_is_refused(
    configured: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "sqlite:///nowhere/empty.db")
    assert cli.main(["serve", "--port", "0"]) == 2
    assert "run 'portal migrate' first" in capsys.readouterr().err


def test_it_does_not_start_half_configured(
    configured: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PORTAL_SECRET_KEY")
    assert cli.main(["serve", "--port", "0"]) == 2
    assert "PORTAL_SECRET_KEY" in capsys.readouterr().err
