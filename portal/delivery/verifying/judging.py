"""Judging a file: all checks in their order, put into one verdict."""

from portal.delivery.verifying import evidence
from portal.delivery.verifying.asking import require_pdf
from portal.delivery.verifying.document_time import taken_off
from portal.delivery.verifying.evidence import NoEvidence
from portal.delivery.verifying.record import NOBODY, record_checks
from portal.delivery.verifying.sealed import Damaged, opened, seal_checks
from portal.delivery.verifying.verdict import Check, Trusted, Verdict
from portal.domain.refusals import Refusal

LARGEST = 50 * 1024 * 1024  # bytes; the largest paper of ours is a few megabytes
READABLE, RECORD = "readable", "record"


class TooLarge(Refusal):
    """No paper of ours is that large, and reading it would keep everybody waiting."""

    def __init__(self) -> None:
        super().__init__(
            f"This file is larger than {LARGEST // 1024 // 1024} MB, as no PDF of a plan is."
            " Choose the PDF of a plan.",
            field="file",
        )


def judge(data: bytes, head: str | None = None, trusted: Trusted = NOBODY) -> Verdict:
    """Judge a PDF by itself; ``head`` is the fingerprint of its record known from elsewhere.

    ``trusted`` are the checkpoint keys known from elsewhere.

    Raises:
        NotAPdf, TooLarge: if there is nothing to judge.
    """
    require_pdf(data)
    if len(data) > LARGEST:
        raise TooLarge
    sealed, behind = taken_off(data)
    try:
        reader = opened(sealed)
    except Damaged as damaged:
        return Verdict((Check(READABLE, False, str(damaged)),))
    checks, sealer = seal_checks(sealed, reader, behind)
    try:
        found = evidence.read(evidence.attached(reader))
    except NoEvidence as none:
        return Verdict((*checks, Check(RECORD, False, str(none))), sealer=sealer)
    count = f"The record of “{found.title}” is attached, {len(found.entries)} entries."
    checks += [Check(RECORD, True, count), *record_checks(found, head, trusted)]
    plan = f"{found.organisation}.{found.plan}"
    return Verdict(tuple(checks), found.head, plan, sealer)
