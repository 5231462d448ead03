"""A restore is killed at any moment: the database is the one before or the one restored."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from portal.actions.backup import backup
from portal.store import verifying
from portal.store.transaction import Store, Whose
from tests.actions.snapshot import everything
from tests.faults.starting import PATIENCE, Server
from tests.large import many
from tests.store.meridian import behind_our_back

KILLS = many(3, 200)


def rows(server: Server) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything the database holds, its chains verified."""
    store = Store(server.url)
    try:
        with store.reading(Whose.EVERYBODYS) as connection:
            assert verifying.verify(connection).whole
        return everything(store)
    finally:
        store.close()


def turn_the_counter(server: Server) -> None:
    """Change something, so that before and after differ."""
    store = Store(server.url)
    try:
        behind_our_back(store, "UPDATE plans SET counter = counter + 1")
    finally:
        store.close()


def wait_for_exchange(database: Path) -> None:
    """Wait until the database before is being kept, which is the last step but one."""
    end = time.monotonic() + PATIENCE
    while not any(database.parent.glob(f"{database.name}.before-*")):
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_restore_killed_at_any_moment_leaves_one_database_or_the_other(
    server: Server, figure: Callable[[str], None]
) -> None:
    dice, database = random.Random(7), Path(str(make_url(server.url).database))
    file = server.folder / "backup.zip"
    restored = rows(server)
    backup(server.url, server.folder / "files", file, datetime.now(UTC))
    turn_the_counter(server)
    whole, before = database.read_bytes(), rows(server)
    assert before != restored
    ended = 0
    for number in range(KILLS):
        for path in database.parent.glob(f"{database.name}*"):
            path.unlink()
        database.write_bytes(whole)
        running = server.starter.start(
            "restore", str(file), folder=server.folder, environment=server.environment
        )
        if number % 4:  # mostly in the short moment in which one replaces the other
            wait_for_exchange(database)
        time.sleep(dice.uniform(0, 0.05))
        running.kill()
        found = rows(server)
        assert found in (before, restored)
        ended += found == restored
    figure(f"{KILLS} restores killed: {ended} were done, {KILLS - ended} changed nothing")
