"""The command ``verify-ledger``: recomputes every plan's chain, and names what does not hold."""

import argparse
import json
import os
from typing import Any

from portal import settings
from portal.store import migrating
from portal.store.transaction import Store, Whose
from portal.store.verifying import Verdict, verify

HELP = "recompute every plan's ledger and name the first entry that does not hold"
BROKEN = 1


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
            verdict = verify(connection)
    finally:
        store.close()
    print(json.dumps(as_json(verdict)) if arguments.json else sentence(verdict))
    return 0 if verdict.whole else BROKEN


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the command's JSON object; ``plan`` is written ``<organisation>.<plan>``."""
    broken = {"plan": verdict.plan, "seq": verdict.seq, "reason": verdict.reason}
    return {
        "whole": verdict.whole,
        "plans": verdict.plans,
        "entries": verdict.entries,
        "first_broken": None if verdict.whole else broken,
    }


def sentence(verdict: Verdict) -> str:
    """Return the verdict in words."""
    if verdict.whole:
        return f"Everything holds (plans: {verdict.plans}, entries: {verdict.entries})."
    return f"Broken: entry {verdict.seq} of plan {verdict.plan} does not hold: {verdict.reason}."
