"""SQLite's log torn off anywhere: what is found again is a state that was, nothing half done."""

from collections.abc import Callable
from pathlib import Path

from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.store import verifying
from portal.store.transaction import Store
from tests.actions.people import INGRID, means_on, shared
from tests.actions.snapshot import everything
from tests.large import LONG

SECTOR = 512  # bytes
ANSWERS = 6
NORMALLY = 20  # cuts


def test_a_log_torn_at_any_sector_gives_a_state_that_was(
    sqlite_store: Store, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    deal = shared(means_on(sqlite_store))
    code = deal.own(Act.CONFIRM, "economic_buyer")
    deal.visit(INGRID)
    sqlite_store.close()  # so that all of this is in the database, and its log is empty
    database = Path(str(sqlite_store.url.database))
    whole, states = database.read_bytes(), [everything(sqlite_store)]
    for number in range(ANSWERS):
        sent = deal.form(code, Act.CONFIRM, Answer.CHANGES_ASKED, reason=f"Line {number}.")
        deal.send(INGRID, sent)
        states.append(everything(sqlite_store))
    assert database.read_bytes() == whole, "The log was emptied meanwhile; try fewer answers."
    log = database.with_name(f"{database.name}-wal").read_bytes()
    sectors = -(-len(log) // SECTOR)
    cuts = [sector * SECTOR for sector in range(0, sectors, 1 if LONG else sectors // NORMALLY)]
    found = [states.index(torn(tmp_path / "torn.db", whole, log[:cut])) for cut in cuts]
    found.append(states.index(torn(tmp_path / "torn.db", whole, log)))
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, ANSWERS)
    figure(f"A log of {len(log):,} bytes torn at {len(cuts):,} places: whole after each")


def torn(database: Path, whole: bytes, log: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Return everything a database holds whose log ends early, having verified its chains."""
    for old in database.parent.glob(f"{database.name}*"):
        old.unlink()
    database.write_bytes(whole)
    database.with_name(f"{database.name}-wal").write_bytes(log)
    store = Store(f"sqlite:///{database}")
    try:
        with store.reading() as connection:
            assert verifying.verify(connection).whole
        return everything(store)
    finally:
        store.close()
