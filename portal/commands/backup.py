"""The command ``backup``: everything that must not be lost in one file, while people work."""

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal import settings
from portal.actions.backup import Backup, backup
from portal.commands import verify_ledger
from portal.commands.arguments import CannotWrite

HELP = "write database, PDFs and seal into one file, while people work"
BROKEN = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE", help="where to write it; it must not exist yet")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and say what is in it; return 1 if its ledger does not hold.

    Raises:
        Unreachable, ToolMissing, ToolFailed: if the database could not be copied.
        AlreadyThere, CannotWrite: if the file cannot be written.
    """
    url, files = settings.database_url(os.environ), settings.files_folder(os.environ)
    try:
        made = backup(url, files, Path(arguments.file), datetime.now(UTC))
    except OSError as fault:
        raise CannotWrite(arguments.file, fault.strerror or "it is out of reach") from fault
    print(json.dumps(as_json(arguments.file, made)) if arguments.json else sentence(made))
    return BROKEN if made.verdict is not None and not made.verdict.whole else 0


def as_json(file: str, made: Backup) -> dict[str, Any]:
    """Return the command's JSON object; ``ledger`` is null where it could not be judged."""
    return {
        "file": file,
        "sha256": made.sha256,
        "step": made.step,
        "files": made.files,
        "ledger": None if made.verdict is None else verify_ledger.as_json(made.verdict),
    }


def sentence(made: Backup) -> str:
    """Return in words what was written."""
    if made.verdict is None:
        judged = f"Its ledger was not judged, as it is at step {made.step}: run 'portal migrate'."
    else:
        judged = verify_ledger.sentence(made.verdict)
    return f"Written, with {made.files} files beside the database. {judged}"
