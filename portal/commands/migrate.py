"""The command ``migrate``: brings the database's tables to the step this program needs."""

import argparse
import json
import os

from portal import settings
from portal.store import migrating

HELP = "bring the database's tables up to date"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--to", metavar="STEP", default="head", help="the last step to take")
    parser.add_argument("--back-to", metavar="STEP", help="take the steps after this one back")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Take the steps and say from where to where; raises the refusals of taking them."""
    url = settings.database_url(os.environ)
    before = migrating.current(url)
    if arguments.back_to is None:
        migrating.upgrade(url, arguments.to)
    else:
        migrating.downgrade(url, arguments.back_to)
    after = migrating.current(url)
    if arguments.json:
        print(json.dumps({"before": before, "after": after}))
    elif before == after:
        print(f"The database is at step {after}; there was nothing to do.")
    else:
        print(f"The database went from step {before or 'none'} to step {after or 'none'}.")
    return 0
