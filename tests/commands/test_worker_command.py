"""The command ``worker``: for PostgreSQL, and only when fully configured."""

import pytest

from portal import cli


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
