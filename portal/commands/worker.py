"""The command ``worker``: delivers mail and papers for a server on PostgreSQL; run any number."""

import argparse
import json
import os
import signal
import threading

from portal import worker
from portal.actions.means import Means
from portal.domain.refusals import Refusal
from portal.settings import read
from portal.store import migrating
from portal.store.transaction import Store

HELP = "deliver mail and papers, beside a server on PostgreSQL"


class WorkerIsInside(Refusal):
    """SQLite means one process: its worker is a thread of the server."""

    def __init__(self) -> None:
        super().__init__(
            "On SQLite the worker runs inside `portal serve`: start that, and nothing else."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print base_url as JSON, then deliver")


def run(arguments: argparse.Namespace) -> int:
    """Deliver until told to stop.

    Raises:
        HalfConfigured: if a setting is missing or unsafe.
        WorkerIsInside: if the database is the embedded one.
        NotMigrated, Unreachable: if the database is not ready for this program.
    """
    settings = read(os.environ)
    if settings.is_embedded:
        raise WorkerIsInside
    migrating.check_current(settings.database_url)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if arguments.json:
        print(json.dumps({"base_url": settings.base_url}), flush=True)
    store = Store(settings.database_url)
    try:
        means = Means(store, settings.secret_key.encode(), settings.base_url)
        worker.run(means, settings, stop)
    finally:
        store.close()
    return 0
