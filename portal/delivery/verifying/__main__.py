"""The child that judges a stranger's file: little memory, little time, nothing but the file."""

import json
import resource
import sys

from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.verdict import Trusted
from portal.domain.signed_note import read_key

MOST_MEMORY = 1024 * 1024 * 1024  # bytes of addresses
MOST_TIME = 20  # seconds of the processor


def main() -> int:
    """Read a PDF from standard input and write the verdict to standard output, as JSON.

    The arguments are the head to compare with, or nothing, and the checkpoint keys of our own.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_TIME, MOST_TIME))
    head, *keys = sys.argv[1:]
    trusted = Trusted([read_key(one) for one in keys])
    json.dump(judge(sys.stdin.buffer.read(), head or None, trusted).as_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
