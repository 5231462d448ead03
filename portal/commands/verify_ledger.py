"""The command ``verify-ledger``: recomputes chains and checkpoints, and names what is broken."""

import argparse
import json
import os
from functools import partial
from typing import Any

from portal import settings
from portal.delivery import checkpoint_keys
from portal.store import migrating
from portal.store.transaction import Store, Whose
from portal.store.verifying import Verdict, verify
from portal.store.verifying_log import Outside

HELP = "recompute every plan's ledger and every checkpoint, and name the first that does not hold"
BROKEN = 1
UNLABELLED = "Plans begun by an older version, whose names and layout are not proven: {}."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; return 0 if everything holds and 1 if not.

    Raises:
        NotMigrated, Unreachable: if there is no such database to read.
    """
    url = settings.database_url(os.environ)
    migrating.check_current(url)
    store = Store(url)
    try:
        with store.reading(Whose.EVERYBODYS) as connection:
            verdict = verify(connection, _outside())
    finally:
        store.close()
    print(json.dumps(as_json(verdict)) if arguments.json else sentence(verdict))
    return 0 if verdict.whole else BROKEN


def _outside() -> Outside:
    """Return the keys and the newest checkpoint that are kept beside the files."""
    # Imported here: listing the commands need not load what checks signatures.
    from portal.delivery.verifying.signature import verifies

    files = settings.files_folder(os.environ)
    newest = partial(checkpoint_keys.newest, checkpoint_keys.folder_beside(files))
    return Outside(checkpoint_keys.ours(files), newest, verifies)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the command's JSON object; ``plan`` is written ``<organisation>.<plan>``."""
    broken = {"plan": verdict.plan, "seq": verdict.seq, "reason": verdict.reason}
    return {
        "whole": verdict.whole,
        "plans": verdict.plans,
        "entries": verdict.entries,
        "checkpoints": verdict.checkpoints,
        "first_broken": None if verdict.whole else broken,
    }


def sentence(verdict: Verdict) -> str:
    """Return the verdict in words."""
    if verdict.whole:
        counted = f"plans: {verdict.plans}, entries: {verdict.entries}"
        held = f"Everything holds ({counted}, checkpoints: {verdict.checkpoints})."
        return f"{held} {UNLABELLED.format(verdict.unlabelled)}" if verdict.unlabelled else held
    if verdict.plan is None:
        return f"Broken: {verdict.reason}."
    return f"Broken: entry {verdict.seq} of plan {verdict.plan} does not hold: {verdict.reason}."
