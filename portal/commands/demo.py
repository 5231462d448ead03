"""The command ``demo``: fills an embedded database with believable plans, and serves them."""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.commands.arguments import whole_number
from portal.demonstration import filling
from portal.demonstration.filling import Demonstration
from portal.settings import Settings

HELP = "fill an embedded database with believable plans and serve it"
HOST, PORT, FOLDER = "127.0.0.1", 8000, Path("var")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104  # read, not bound


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default {HOST})")
    parser.add_argument(
        "--port", type=whole_number, default=PORT, help=f"port (default {PORT}; 0: any)"
    )
    parser.add_argument(
        "--folder", type=Path,
        help="where everything is kept (default: beside the SQLite file that PORTAL_DATABASE_URL"
        " names, else var)",
    )  # fmt: skip  # one argument
    parser.add_argument("--no-serve", action="store_true", help="only fill the database")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Fill, print who signs in how, and serve.

    Raises:
        AddressTaken: if nothing can listen there.
        SecretGone, NotTheDemos, Unreachable: if the folder or the database cannot be used.
    """
    if arguments.no_serve:
        _prepare(arguments, arguments.port)
    else:
        _serve(arguments)
    return 0


def _serve(arguments: argparse.Namespace) -> None:
    # Imported here: who only fills needs neither Flask nor gunicorn.
    from portal import server

    door = server.listen(arguments.host, arguments.port)
    server.serve(_prepare(arguments, door.getsockname()[1]), door)


def _prepare(arguments: argparse.Namespace, port: int) -> Settings:
    named = None if arguments.folder else embedded(os.environ)
    folder = arguments.folder or (named.parent if named else FOLDER)
    settings = filling.settings_for(folder, base_url(arguments.host, port), named)
    filling.fill(settings)
    shown = filling.describe(settings)
    print(json.dumps(as_json(shown)) if arguments.json else as_text(shown), flush=True)
    return settings


def embedded(environment: Mapping[str, str]) -> Path | None:
    """Return the SQLite file that the environment names; the demonstration knows no other kind."""
    url = environment.get("PORTAL_DATABASE_URL", "")
    name = url.removeprefix("sqlite:///")
    return Path(name) if name not in {"", url, ":memory:"} else None


def base_url(host: str, port: int) -> str:
    """Return how people on this machine reach the server."""
    name = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def as_json(shown: Demonstration) -> dict[str, Any]:
    """Return what the command prints with ``--json``."""
    return {
        "base_url": shown.base_url,
        "sellers": [{"email": email, "password": password} for email, password in shown.sellers],
        "plans": [
            {
                "id": plan.id,
                "title": plan.title,
                "members": [
                    {"email": one.email, "name": one.name, "link": one.link} for one in plan.members
                ],
            }
            for plan in shown.plans
        ],
    }


def as_text(shown: Demonstration) -> str:
    """Return the same for people."""
    lines = [f"The demonstration is at {shown.base_url}", "", "Sellers sign in at /desk:"]
    lines += [f"  {email:<34} {password}" for email, password in shown.sellers]
    for plan in shown.plans:
        lines += ["", f"{plan.title}: personal links ({plan.id})"]
        for one in plan.members:
            lines += [f"  {one.name}", f"    {one.link}"]
    lines += ["", f"Mails it would have sent: {shown.base_url}/mailbox/"]
    return "\n".join(lines)
