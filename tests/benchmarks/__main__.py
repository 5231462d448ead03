"""Measures the portal against bare baselines: ``python -m tests.benchmarks [NAME ...]``.

Ratios, never seconds: a ratio of two figures taken side by side says the same on another machine.
"""

import sys
from collections.abc import Callable

from tests.benchmarks import lists, memory, papers, rooms, writes

BENCHMARKS: dict[str, Callable[[], None]] = {
    "statements": rooms.statements,
    "rooms": rooms.cpu,
    "writes": writes.decisions,
    "lists": lists.portfolio,
    "papers": papers.twenty_pages,
    "memory": memory.after_many_requests,
}


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them."""
    for name in names or BENCHMARKS:
        print(f"\n{name}", flush=True)
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
