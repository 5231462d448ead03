"""The command ``verify``: judges an exported PDF by itself, offline."""

import argparse
import json
import os
from pathlib import Path

from portal import settings
from portal.delivery import checkpoint_keys
from portal.delivery.verifying.asking import head_of
from portal.delivery.verifying.verdict import Check, Trusted
from portal.domain.refusals import Refusal
from portal.domain.signed_note import read_key

HELP = "judge an exported PDF offline: its seal, its record, every revision and answer"
NOT_WHOLE = 1


class CannotRead(Refusal):
    """A file that cannot be read cannot be judged."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{name}' cannot be read: {reason}.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE.pdf", help="the PDF of a plan")
    parser.add_argument("--head", metavar="HEX", default="", help="the fingerprint in a receipt")
    parser.add_argument(
        "--checkpoint-key", metavar="FILE", default="",
        help="the public keys, one a line, of which one must have signed its checkpoint",
    )  # fmt: skip  # one argument
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; return 0 if the file is whole and 1 if not.

    Raises:
        CannotRead, NotAPdf, TooLarge, NotAFingerprint, KeyMalformed: see each class.
    """
    # Imported here: listing the commands need not load what reads PDFs.
    from portal.delivery.verifying import judging

    data = _read(arguments.file)
    verdict = judging.judge(data, head_of(arguments.head), _trusted(arguments.checkpoint_key))
    if arguments.json:
        print(json.dumps(verdict.as_json()))
    else:
        print(verdict.sentence, *map(_line, verdict.checks), sep="\n")
    return 0 if verdict.whole else NOT_WHOLE


def _trusted(name: str) -> Trusted:
    """Return the keys in a file, or else those of this installation, if there are any."""
    if not name:
        return Trusted(checkpoint_keys.ours(settings.files_folder(os.environ)))
    lines = _read(name).decode("utf-8", "replace").split()
    if not lines:
        raise CannotRead(name, "there is no key in it")
    return Trusted([read_key(line) for line in lines], only=True)


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "there is no such file"
        raise CannotRead(name, reason) from fault


def _line(check: Check) -> str:
    return f"  {'holds' if check.holds else 'BROKEN':<7}{check.name:<11}{check.detail}"
