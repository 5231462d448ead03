"""The command ``create-account``: the first account of a supplier, with a link for its password."""

import argparse
import json
import os

from portal.actions import sign_in
from portal.actions.means import Means
from portal.domain.roles import ROLES
from portal.settings import read
from portal.store import migrating
from portal.store.transaction import Store

HELP = "create an account and print the one-time link that sets its password"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("email", metavar="EMAIL", help="the address that signs in")
    parser.add_argument("--organisation", metavar="NAME", required=True, help="the supplier")
    parser.add_argument("--role", required=True, help=f"one of {', '.join(ROLES)}")
    parser.add_argument("--name", default="", help="the person's full name, as buyers read it")
    parser.add_argument("--title", default="", help="the person's title")
    parser.add_argument(
        "--second-step",
        action="store_true",
        help="demand a second step of everybody in the organisation from now on",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Create the account and print its link.

    Raises:
        HalfConfigured: if a setting is missing or unsafe.
        NotMigrated, Unreachable: if the database is not ready for this program.
        The refusals of ``sign_in.create_account``.
    """
    settings = read(os.environ)
    migrating.check_current(settings.database_url)
    store = Store(settings.database_url)
    try:
        means = Means(store, settings.secret_key.encode(), settings.base_url)
        link = sign_in.create_account(
            means, arguments.email, organisation=arguments.organisation, role=arguments.role,
            name=arguments.name, title=arguments.title, two_factors=arguments.second_step,
        )  # fmt: skip  # one call
    finally:
        store.close()
    if arguments.json:
        kept = {"email": arguments.email.strip().lower(), "role": arguments.role}
        kept["organisation"] = arguments.organisation.strip()
        print(json.dumps(kept | {"password_link": link}))
    else:
        print(f"Set the password once, within seven days:\n{link}")
    return 0
