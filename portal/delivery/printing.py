"""Printing: a sheet is given to a child process, and a PDF comes back, or a reason."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from portal.delivery.templates import ROOT, STATIC, TEMPLATES
from portal.domain.refusals import Refusal

# Below the outbox's lease, so that a paper that takes too long is not begun twice at once.
FINISHED_WITHIN = 90  # seconds
BEGINS_A_PDF = b"%PDF-"
# What a paper's look depends on beside its sheet.
SOURCES = (
    (Path(__file__).parent, "p*.py"),
    (Path(__file__).parent / "paper", "*.py"),
    (Path(__file__).parent / "drawing", "*.py"),
    (TEMPLATES / "pdf", "*.*"),
    (STATIC / "fonts", "*.woff2"),
)
# The child needs none of the server's secrets.
GIVEN = ("PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LANG", "TZ")


class PaperNotMade(Refusal):
    """Rendering ended without a PDF; the plan is untouched, and it is tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The PDF could not be made: {reason}")


def printed(sheet: Mapping[str, Any]) -> bytes:
    """Return the PDF of a sheet.

    Raises:
        PaperNotMade: if the child ends without one, or takes too long.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "portal.delivery.pdf"],
            input=json.dumps(sheet).encode(),
            capture_output=True,
            timeout=FINISHED_WITHIN,
            check=False,
            cwd=ROOT,
            env={name: os.environ[name] for name in GIVEN if name in os.environ},
        )
    except subprocess.TimeoutExpired as late:
        raise PaperNotMade(f"it took longer than {FINISHED_WITHIN} seconds.") from late
    if done.returncode != 0 or not done.stdout.startswith(BEGINS_A_PDF):
        raise PaperNotMade(_last_line(done.stderr) or f"the child ended with {done.returncode}.")
    return done.stdout


@cache
def build() -> str:
    """Return 16 hex digits that change with anything a paper's look depends on, but its sheet."""
    digest = hashlib.sha256(f"weasyprint {version('weasyprint')}".encode())
    for folder, pattern in SOURCES:
        for path in sorted(folder.glob(pattern)):
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
