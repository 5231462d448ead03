"""Printing: a sheet is given to a child process, and a PDF comes back, or a reason."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from portal.delivery import children
from portal.delivery.templates import STATIC, TEMPLATES
from portal.delivery.verifying.handing_out import NAME
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
    (Path(__file__).parent / "verifying", NAME),
)


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
        made = children.run(
            "portal.delivery.pdf", given=json.dumps(sheet).encode(), within=FINISHED_WITHIN
        )
    except children.ChildFailed as failed:
        raise PaperNotMade(str(failed)) from failed
    if not made.startswith(BEGINS_A_PDF):
        raise PaperNotMade("the child ended without a PDF.")
    return made


@cache
def build() -> str:
    """Return 16 hex digits that change with anything a paper's look depends on, but its sheet."""
    digest = hashlib.sha256(f"weasyprint {version('weasyprint')}".encode())
    for folder, pattern in SOURCES:
        for path in sorted(folder.glob(pattern)):
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
