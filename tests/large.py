"""Small numbers for ``./run test``, the large ones for ``./run long``, which sets PORTAL_LONG=1."""

import os

LONG = os.environ.get("PORTAL_LONG") == "1"
# A test file that imports one of these tries more when it may: ``./run long`` runs it.
SOURCES = ("tests.large", "tests.edits")


def many(normally: int, long: int) -> int:
    """Return how often to try something."""
    return long if LONG else normally
