"""Asking a child for a verdict: a file made to exhaust its reader exhausts the child, not us."""

import json
import re
import threading
from collections.abc import Iterable

from portal.delivery import children
from portal.delivery.verifying.verdict import Check, Sealer, Verdict
from portal.domain.refusals import Refusal
from portal.domain.signed_note import Key

FINISHED_WITHIN = 30  # seconds
BEGINS_A_PDF = b"%PDF-"
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
# Each judging takes a processor for a second: strangers get one at a time, and the rest wait.
ONE_AT_A_TIME = threading.BoundedSemaphore(1)


class NotAPdf(Refusal):
    """Only a PDF can be judged."""

    def __init__(self) -> None:
        super().__init__("This is no PDF file. Choose the PDF of a plan.", field="file")


class NotAFingerprint(Refusal):
    """A head to compare with is copied whole, or it proves nothing."""

    def __init__(self) -> None:
        super().__init__(
            "A fingerprint has 64 digits from 0 to 9 and a to f. Copy all of it from the mail.",
            field="head",
        )


class Busy(Refusal):
    """Whoever asks while others are waiting is asked to come back, so that nobody waits long."""

    def __init__(self) -> None:
        super().__init__(
            "Other files are being checked. Send yours again in a minute.", field="file"
        )


def require_pdf(data: bytes) -> None:
    """Refuse what is no PDF.

    Raises:
        NotAPdf: if it does not begin as one.
    """
    if not data.startswith(BEGINS_A_PDF):
        raise NotAPdf


def head_of(text: str) -> str | None:
    """Return the fingerprint that somebody typed, or None if nothing was typed.

    Raises:
        NotAFingerprint: if it is none.
    """
    bare = "".join(text.split()).lower()
    if bare and not FINGERPRINT.fullmatch(bare):
        raise NotAFingerprint
    return bare or None


def judged(data: bytes, head: str | None = None, ours: Iterable[Key] = ()) -> Verdict:
    """Return the verdict on a stranger's PDF; a file that cannot be read in time is not whole.

    ``ours`` are the public keys of the checkpoints made here.

    Raises:
        NotAPdf: if it is none.
        Busy: if others were not done in time.
    """
    require_pdf(data)
    if not ONE_AT_A_TIME.acquire(timeout=FINISHED_WITHIN):
        raise Busy
    try:
        words = [head or "", *map(str, ours)]
        told = children.run("portal.delivery.verifying", *words, given=data, within=FINISHED_WITHIN)
    except children.ChildFailed:
        return Verdict(
            (
                Check(
                    "readable",
                    False,
                    "It could not be read to its end: it is damaged, or asks too much of a reader.",
                ),
            )
        )
    finally:
        ONE_AT_A_TIME.release()
    return _verdict(told)


def _verdict(told: bytes) -> Verdict:
    whole = json.loads(told)
    sealer = whole["sealed_by"] and Sealer(**whole["sealed_by"])
    checks = tuple(Check(**check) for check in whole["checks"])
    return Verdict(checks, whole["head"], whole["plan"], sealer)
