"""The command ``worker``: for PostgreSQL, and only when fully configured."""

import json
import os
import signal
import subprocess
import sys

import pytest

from portal import cli
from portal.store import migrating
from tests.databases import Cluster


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "sqlite:///portal.db")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg")
    monkeypatch.setenv("PORTAL_BASE_URL", "https://plans.test")


def test_on_sqlite_the_worker_is_inside_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["worker"]) == 2
    assert "runs inside `portal serve`" in capsys.readouterr().err


def test_a_worker_does_not_start_half_configured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PORTAL_SECRET_KEY")
    assert cli.main(["worker"]) == 2
    assert "PORTAL_SECRET_KEY" in capsys.readouterr().err


@pytest.mark.postgresql
def test_it_says_for_whom_it_delivers_and_ends_when_told(
    monkeypatch: pytest.MonkeyPatch, cluster: Cluster
) -> None:
    url = cluster.fresh()
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    command = [sys.executable, "-m", "portal.cli", "worker", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"base_url": "https://plans.test"}
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    cluster.drop(url)


@pytest.mark.postgresql
def test_a_worker_does_not_start_on_a_database_of_another_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cluster: Cluster
) -> None:
    url = cluster.fresh()
    migrating.downgrade(url, "base")
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    assert cli.main(["worker"]) == 2
    assert "run 'portal migrate' first" in capsys.readouterr().err
    cluster.drop(url)
