"""The command ``rotate-checkpoint-key``: a new key signs checkpoints from now on."""

import argparse
import json
import os
from datetime import UTC, datetime

from portal import settings
from portal.delivery import notary

HELP = "sign checkpoints with a new key; the old one signs for it and stays published"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Make the key and say which it is.

    Raises:
        HalfConfigured: if PORTAL_FILES_URL is no address of a folder, or the first key has no name.
    """
    # Imported here: listing the commands need not load what signs.
    from portal.delivery import checkpoint_keys, checkpoint_signing
    from portal.delivery.verifying.signature import verifies

    files = settings.files_folder(os.environ)
    ours = notary.notary(files, os.environ.get("PORTAL_BASE_URL", ""))
    if not ours.is_named:
        raise settings.HalfConfigured(settings.BASE_URL_WANTED)
    made = checkpoint_signing.rotate(ours.folder, ours.name, datetime.now(UTC))
    endorsed = made.number > 1 and made not in checkpoint_keys.unendorsed(
        checkpoint_keys.introduced(ours.folder), verifies
    )
    told = {"number": made.number, "key": str(made.key), "since": made.since, "endorsed": endorsed}
    print(json.dumps(told) if arguments.json else _sentence(made.number, str(made.key), endorsed))
    return 0


def _sentence(number: int, key: str, endorsed: bool) -> str:
    before = " The key before it signed for it." if endorsed else (
        " No key before it signed for it: tell whoever compares keys."
    )  # fmt: skip  # one choice
    return f"Checkpoints are signed with key {number} from now on: {key}.{before}"
