"""Children: heavy or risky work on one file, done in a process of its own and gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Mapping

from portal.delivery.templates import ROOT

# A child needs none of the server's secrets.
GIVEN = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LANG", "TZ")


class ChildFailed(Exception):
    """A child ended without a result; the text says why, as the end of a sentence."""


def run(
    module: str,
    *words: str,
    given: bytes,
    within: float,
    besides: Mapping[str, str] | None = None,
) -> bytes:
    """Run ``python -m module words`` on ``given`` and return what it wrote to standard output.

    ``within`` is in seconds; ``besides`` are variables of its environment beside the common ones.

    Raises:
        ChildFailed: if it takes too long or ends with another code than 0.
    """
    common = {name: os.environ[name] for name in GIVEN if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # a module of ours; a stranger chooses none of it
            [sys.executable, "-m", module, *words],
            input=given,
            capture_output=True,
            timeout=within,
            check=False,
            cwd=ROOT,
            env=common | dict(besides or {}),
        )
    except subprocess.TimeoutExpired as late:
        raise ChildFailed(f"it took longer than {within} seconds.") from late
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ChildFailed(said[-1] if said else f"the child ended with {done.returncode}.")
    return done.stdout
