"""A notary for tests: it signs in this process, with keys in a folder of the test's own."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal.actions import checkpoint
from portal.actions.means import Means
from portal.delivery import checkpoint_keys, checkpoint_signing
from portal.delivery.notary import Signed
from portal.delivery.verifying.signature import verifies
from portal.store.transaction import Store
from portal.store.verifying_log import Outside
from tests.moments import MONDAY_MORNING

LOG = "plans.northwind.example/mutual-plan"


@dataclass
class InProcess:
    """Signs as the child does, without waiting for one, and counts."""

    folder: Path
    signed: int = 0

    def sign(self, size: int, root: bytes) -> Signed:
        """Sign a checkpoint."""
        self.signed += 1
        note, key = checkpoint_signing.signed(self.folder, LOG, size, root, MONDAY_MORNING)
        return Signed(str(note), str(key))

    def note(self, log: str, note: str) -> None:
        """Keep the newest checkpoint beside the keys."""
        checkpoint_keys.note_newest(self.folder, log, note)


def beside(files: Path) -> InProcess:
    """Return the notary whose keys lie where those of a server with these files do."""
    return InProcess(checkpoint_keys.folder_beside(files))


def checkpoint_of(store: Store, notary: InProcess) -> None:
    """Make a checkpoint of everything in a database."""
    checkpoint.make(Means(store, b"", "", lambda: MONDAY_MORNING), notary)


def outside(notary: InProcess) -> Outside:
    """Return what lies beside the files for whoever recomputes the log."""
    keys = [one.key for one in checkpoint_keys.introduced(notary.folder)]
    return Outside(keys, partial(checkpoint_keys.newest, notary.folder), verifies)
