"""The command ``erase``: erases a person, for whoever asked the operator and not in the room."""

import argparse
import json
import os

from portal.actions.erase import Erased, erase_by_operator
from portal.actions.means import Means
from portal.settings import read
from portal.store import migrating
from portal.store.transaction import Store

HELP = "erase a person from every plan, and from the accounts that have left"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("email", metavar="EMAIL", help="the address they are known under")
    parser.add_argument("--organisation", metavar="NAME", help="only at this supplier")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Erase them and say from what, and where others name them in words that stay.

    Raises:
        HalfConfigured: if a setting is missing or unsafe.
        NotMigrated, Unreachable: if the database is not ready for this program.
        The refusals of ``erase.erase_by_operator``.
    """
    settings = read(os.environ)
    migrating.check_current(settings.database_url)
    store = Store(settings.database_url)
    try:
        means = Means(store, settings.secret_key.encode(), settings.base_url)
        erased = erase_by_operator(means, arguments.email, arguments.organisation)
    finally:
        store.close()
    print(json.dumps(_told(erased)) if arguments.json else _sentences(erased))
    return 0


def _told(erased: Erased) -> dict[str, object]:
    return {
        "plans": list(erased.plans),
        "guests": erased.guests,
        "accounts": erased.accounts,
        "still_named_in": erased.mentions,
        "still_signs_in_at": list(erased.signs_in_at),
    }


def _sentences(erased: Erased) -> str:
    plans = ", ".join(erased.plans) or "none"
    lines = [
        f"Erased from plans: {plans}. Links still waiting to be used: {erased.guests}."
        f" Accounts: {erased.accounts}.",
        "The worker removes the files that name them. Backups taken before still hold them.",
    ]
    for one in erased.signs_in_at:
        lines.append(
            f"They still sign in at {one}, where nothing was erased: have an owner take the account"
            " off under People, and run this again."
        )
    for plan, places in erased.mentions.items():
        lines.append(f"Others name them in {plan}, in words that stay: {'; '.join(places)}.")
    return "\n".join(lines)
