"""The child that judges a stranger's file: little memory, little time, nothing but the file."""

import json
import resource
import sys

from portal.delivery.verifying.judging import judge

MOST_MEMORY = 1024 * 1024 * 1024  # bytes of addresses
MOST_TIME = 20  # seconds of the processor


def main() -> int:
    """Read a PDF from standard input and write the verdict to standard output, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_TIME, MOST_TIME))
    head = sys.argv[1] if len(sys.argv) > 1 else None
    json.dump(judge(sys.stdin.buffer.read(), head).as_json(), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
