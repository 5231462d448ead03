"""The notary: the log's size and root are given to a child process, and come back signed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from portal.delivery import checkpoint_keys, children
from portal.domain import checkpoint
from portal.domain.refusals import Refusal

# Together with printing and sealing below the outbox's lease.
FINISHED_WITHIN = 9  # seconds


class CheckpointNotMade(Refusal):
    """What is not signed is no checkpoint; the log is untouched, and it is tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The checkpoint could not be signed: {reason}")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed checkpoint as it travels, and the public key it names."""

    note: str
    key: str


class Notarises(Protocol):
    """Who signs checkpoints; see ``Notary``."""

    def sign(self, size: int, root: bytes) -> Signed:
        """Return the signed checkpoint over the first ``size`` leaves."""

    def note(self, log: str, note: str) -> None:
        """Keep the newest checkpoint of a log outside the database."""


@dataclass(frozen=True, slots=True)
class Notary:
    """Who signs: the keys in ``folder``; ``name`` is what the first of them is called, if known."""

    folder: Path
    name: str

    @property
    def is_named(self) -> bool:
        """Tell whether it can sign: a log keeps the name of its first key for ever."""
        return bool(self.name or checkpoint_keys.introduced(self.folder))

    def sign(self, size: int, root: bytes) -> Signed:
        """Return the signed checkpoint over the first ``size`` leaves.

        Raises:
            CheckpointNotMade: if the child ends without it, or takes too long.
        """
        words = (str(self.folder.resolve()), self.name, str(size), root.hex())
        try:
            made = children.run(
                "portal.delivery.checkpoint_signing", *words, given=b"", within=FINISHED_WITHIN
            )
        except children.ChildFailed as failed:
            raise CheckpointNotMade(str(failed)) from failed
        told = Signed(**json.loads(made))
        _, found = checkpoint.read(told.note)
        if (found.size, found.root) != (size, root):
            raise CheckpointNotMade("the child signed something else.")
        return told

    def note(self, log: str, note: str) -> None:
        """Keep the newest checkpoint of a log outside the database."""
        checkpoint_keys.note_newest(self.folder, log, note)


def notary(files: Path, base_url: str) -> Notary:
    """Return the notary beside a folder of files; its log is called after the server's address."""
    host = urlsplit(base_url).netloc
    return Notary(checkpoint_keys.folder_beside(files), f"{host}/mutual-plan" if host else "")
