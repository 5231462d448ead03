"""The command ``reset-account``: for somebody who can no longer sign in, and no owner helps."""

import argparse
import json
import os

from portal.actions import reset_account
from portal.actions.means import Means
from portal.settings import read
from portal.store import migrating
from portal.store.transaction import Store

HELP = "take away all that an account signs in by and print a one-time link to begin anew"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("email", metavar="EMAIL", help="the address that signs in")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Reset the account and print its link.

    Raises:
        HalfConfigured: if a setting is missing or unsafe.
        NotMigrated, Unreachable: if the database is not ready for this program.
        NoSuchAccount: if nobody signs in with this address.
    """
    settings = read(os.environ)
    migrating.check_current(settings.database_url)
    store = Store(settings.database_url)
    try:
        means = Means(store, settings.secret_key.encode(), settings.base_url)
        link = reset_account.reset(means, arguments.email)
    finally:
        store.close()
    if arguments.json:
        print(json.dumps({"email": arguments.email.strip().lower(), "password_link": link}))
    else:
        print(f"Set a password once, within seven days, then a second step:\n{link}")
    return 0
