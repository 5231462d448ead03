"""The command ``restore``: puts a backup in the database's place, once all of it holds."""

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal import settings
from portal.actions.restore import Restored, restore
from portal.commands import verify_ledger
from portal.domain.refusals import Refusal

HELP = "put a backup in the database's place, once all of it was found whole"


class CannotRestore(Refusal):
    """What the disk refuses is said, and the database stays as it was."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"'{name}' could not be restored, and the database is as it was: {reason}."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="a file that 'portal backup' wrote")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Restore and say what was put back; raises the refusals of restoring."""
    url, files = settings.database_url(os.environ), settings.files_folder(os.environ)
    try:
        done = restore(url, files, Path(arguments.file), datetime.now(UTC))
    except OSError as fault:
        raise CannotRestore(arguments.file, (fault.strerror or str(fault)).lower()) from fault
    print(json.dumps(as_json(arguments.file, done)) if arguments.json else sentence(done))
    return 0


def as_json(file: str, done: Restored) -> dict[str, Any]:
    """Return the command's JSON object; ``kept`` names the database before, if there was one."""
    return {
        "file": file,
        "made_at": done.made_at,
        "kept": done.kept or None,
        "files": done.files,
        "ledger": verify_ledger.as_json(done.verdict),
    }


def sentence(done: Restored) -> str:
    """Return in words what was put back."""
    kept = f" The database before is kept as {done.kept}." if done.kept else ""
    judged = verify_ledger.sentence(done.verdict)
    return f"The backup of {done.made_at} is in place. {judged}{kept}"
