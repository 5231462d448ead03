"""The command ``verify``: judges an exported PDF by itself, offline."""

import argparse
import json
from pathlib import Path

from portal.delivery.verifying.asking import head_of
from portal.delivery.verifying.verdict import Check
from portal.domain.refusals import Refusal

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
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; return 0 if the file is whole and 1 if not.

    Raises:
        CannotRead, NotAPdf, TooLarge, NotAFingerprint: see each class.
    """
    # Imported here: listing the commands need not load what reads PDFs.
    from portal.delivery.verifying import judging

    try:
        data = Path(arguments.file).read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "there is no such file"
        raise CannotRead(arguments.file, reason) from fault
    verdict = judging.judge(data, head_of(arguments.head))
    if arguments.json:
        print(json.dumps(verdict.as_json()))
    else:
        print(verdict.sentence, *map(_line, verdict.checks), sep="\n")
    return 0 if verdict.whole else NOT_WHOLE


def _line(check: Check) -> str:
    return f"  {'holds' if check.holds else 'BROKEN':<7}{check.name:<10}{check.detail}"
