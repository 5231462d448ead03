"""The command ``serve``: the web server; on SQLite its worker is a thread inside."""

import argparse
import json
import os
import sys

from portal import server
from portal.commands.arguments import whole_number
from portal.settings import read
from portal.store import migrating

HELP = "serve the pages"
HOST, PORT = "127.0.0.1", 8000


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    parser.add_argument(
        "--port", type=whole_number, default=PORT, help=f"port (default {PORT}; 0: any)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print base_url, host and port as JSON, then serve"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped.

    Raises:
        HalfConfigured: if a setting is missing or unsafe.
        NotMigrated, Unreachable: if the database is not ready for this program.
        AddressTaken: if nothing can listen there.
    """
    settings = read(os.environ)
    migrating.check_current(settings.database_url)
    door = server.listen(arguments.host, arguments.port)
    port = door.getsockname()[1]
    if arguments.json:
        shown = {"base_url": settings.base_url, "host": arguments.host, "port": port}
        print(json.dumps(shown), flush=True)
    sys.stderr.write(f"Serving {settings.base_url} on {arguments.host}, port {port}.\n")
    server.serve(settings, door)
