"""A backup is taken while people answer, restored elsewhere, verified, and served."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from portal.cli import main
from tests.databases import Cluster
from tests.faults import ground
from tests.faults.ground import Sent, Visit
from tests.faults.starting import Server, Starter


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(
    request: pytest.FixtureRequest, starter: Starter, tmp_path: Path
) -> Iterator[tuple[Server, list[Visit]]]:
    """Give a portal on each kind of database, with the visits of its people."""
    if request.param == "sqlite":
        yield request.getfixturevalue("server"), request.getfixturevalue("visits")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    made = Server(starter, tmp_path, cluster.fresh())
    yield made, ground.prepare(made.url)
    made.kill()


def command(
    *words: str, at: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, object]:
    """Run a command beside the server and return what it printed."""
    for name, value in at.environment.items():
        monkeypatch.setenv(name, value)
    assert main([*words, "--json"]) == 0, capsys.readouterr().err
    return dict(json.loads(capsys.readouterr().out))


def elsewhere(server: Server) -> Server:
    """Return a place of its own for what is restored."""
    url, folder = make_url(server.url), server.folder / "elsewhere"
    folder.mkdir()
    kept = f"{folder}/portal.db" if server.url.startswith("sqlite") else f"{url.database}_restored"
    shown = url.set(database=kept).render_as_string(hide_password=False)
    return replace(server, folder=folder, url=shown, running=None)


def test_what_was_acknowledged_before_a_backup_is_in_it_and_is_put_back_when_nobody_works(
    place: tuple[Server, list[Visit]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    figure: Callable[[str], None],
) -> None:
    (server, visits), sent = place, Sent()
    file, restored = str(server.folder / "backup.zip"), elsewhere(server)
    server.start()
    with ground.writing(ground.senders(visits, server.port, sent)):
        before = ground.wait_for(sent, 3)
        written = command("backup", file, at=server, monkeypatch=monkeypatch, capsys=capsys)
        during = len(sent.acknowledged) - len(before)
        ground.wait_for(sent, 3)
    assert main(["restore", file]) == 2  # of the server's own settings, which are set still
    assert "stop the server and the workers first" in capsys.readouterr().err
    server.kill()
    put = command("restore", file, at=restored, monkeypatch=monkeypatch, capsys=capsys)
    assert put["ledger"] == written["ledger"]
    ground.require_kept(restored.url, Sent(sent.forms, before))
    restored.start()
    try:
        ground.send_again(restored.port, sent)
    finally:
        restored.kill()
    ground.require_kept(restored.url, sent)
    figure(f"A backup while {during} answers were recorded: restored whole, and served")
