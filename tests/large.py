"""Small numbers for ``./run test``, the large ones for ``./run long``, which sets PORTAL_LONG=1."""

import os

LONG = os.environ.get("PORTAL_LONG") == "1"


def many(normally: int, long: int) -> int:
    """Return how often to try something."""
    return long if LONG else normally
