"""The seal of a file: its mathematics, what it covers, and whether anything came after it."""

import hashlib
import io
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from portal.delivery.plain import long_day
from portal.delivery.verifying import level, timestamp
from portal.delivery.verifying.certificates import called, issued, raw
from portal.delivery.verifying.container import uncovered
from portal.delivery.verifying.document_time import Behind
from portal.delivery.verifying.verdict import Check, Sealer

SEAL, COVERAGE, CHANGES, TIME, LEVEL = "seal", "coverage", "changes", "time", "level"
NO_SEAL = "It carries no seal, so nothing tells whether it is as it was made."
SIGNATURE = "/Sig"


class Damaged(Exception):
    """A file that cannot be read as far as a check needs; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a file: who made it, and if it holds.

    ``uncovered`` says what it leaves open, ``untimely`` why the time beside it is none and
    ``perishable`` why it is not of its level, each as a sentence, or empty.
    """

    sealer: Sealer
    holds: bool
    uncovered: str
    untimely: str
    perishable: str


def opened(data: bytes) -> PdfFileReader:
    """Return a reader of a PDF.

    Raises:
        Damaged: if it cannot be read, or only with a password.
    """
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True)
    except Exception as fault:
        raise Damaged("It is damaged: its table of contents cannot be read.") from fault
    if reader.encrypted:
        raise Damaged("It is encrypted, so nothing in it can be checked.")
    return reader


def seal_checks(
    data: bytes, reader: PdfFileReader, behind: Behind | None = None
) -> tuple[list[Check], Sealer | None]:
    """Return the checks of a file's seal, and who sealed it.

    The mathematics of every signature must hold; there must be one, over the whole file without
    the document timestamp ``behind``, if there was one.
    """
    try:
        found = [_judged(data, one, behind) for one in reader.embedded_signatures
                 if one.sig_object_type == SIGNATURE]  # fmt: skip  # one list
        every = len(reader.embedded_signatures)
        revisions = reader.xrefs.total_revisions
        last = [one.signed_revision for one in reader.embedded_signatures]
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it is no seal that can be read
        broken = "Its seal is damaged, or is none that can be read."
        return [Check(SEAL, False, broken)], None
    if not found:
        return [Check(SEAL, False, NO_SEAL)], None
    sealer = found[0].sealer
    return [
        _mathematics(found),
        _coverage(found, behind),
        _changes(every, revisions - 1 - min(last), found, behind),
        _time(found),
        _level(found),
    ], sealer


def _judged(data: bytes, signature: EmbeddedPdfSignature, behind: Behind | None) -> Signature:
    certificate: Any = signature.signer_cert
    intact, valid = validate_sig_integrity(
        signature.signer_info, certificate, "data", signature.compute_digest()
    )
    loose = uncovered(data, list(signature.byte_range), signature.pkcs7_content)
    untimely = timestamp.fault_beside(signature.signer_info) or (behind.fault if behind else "")
    of, perishable = level.judged(signature.reader, signature.signed_data, behind)
    stamp = timestamp.told(behind.token) if behind and not behind.fault else None
    sealer = replace(
        _sealer(raw(certificate), signature), level=of, archived_at=stamp.at if stamp else ""
    )
    return Signature(sealer, intact and valid, loose, untimely, perishable)


def _sealer(encoded: bytes, signature: EmbeddedPdfSignature) -> Sealer:
    certificate = x509.load_der_x509_certificate(encoded)
    at, stamp = signature.self_reported_timestamp, timestamp.stamp_of(signature.signer_info)
    return Sealer(
        name=called(certificate.subject),
        issuer=called(certificate.issuer),
        self_signed=issued(encoded, encoded),
        fingerprint=hashlib.sha256(encoded).hexdigest(),
        at=at.isoformat() if at else "",
        **({f"stamped_{name}": told for name, told in asdict(stamp).items()} if stamp else {}),
    )


def _mathematics(found: list[Signature]) -> Check:
    broken = [one for one in found if not one.holds]
    if broken:
        return Check(SEAL, False, "It was changed after it was sealed: its seal is broken.")
    return Check(SEAL, True, " ".join(_who(one.sealer) for one in found))


def _who(sealer: Sealer) -> str:
    sealed = f"Sealed{sealer.on} by “{sealer.name}”"
    if sealer.self_signed:
        return (
            f"{sealed} with a self-signed certificate: the name is what the sealer gave, and only"
            " the seal’s fingerprint tells it from another of the same name."
        )
    return f"{sealed}, whose certificate “{sealer.issuer}” issued; that issuer is not judged here."


def _time(found: list[Signature]) -> Check:
    untimely = next((one.untimely for one in found if one.untimely), "")
    return Check(TIME, not untimely, untimely or " ".join(_when(one.sealer) for one in found))


def _when(sealer: Sealer) -> str:
    if not sealer.stamped_by:
        told = f"{sealer.at[11:16]} on its clock" if sealer.at else "nothing of it"
        return f"The time is what the sealing server said: {told}."
    return (
        f"The timestamp authority “{sealer.stamped_by}” saw the seal at {sealer.stamped_at[11:19]}"
        " UTC that day; whose authority that is, is not judged here."
    )


def _level(found: list[Signature]) -> Check:
    perishable = next((one.perishable for one in found if one.perishable), "")
    return Check(LEVEL, not perishable, perishable or " ".join(_lasts(one.sealer) for one in found))


def _lasts(sealer: Sealer) -> str:
    if not sealer.level.startswith(level.LASTING):
        return (
            f"PAdES {sealer.level}: the file does not tell whether its certificates were revoked."
        )
    told = (
        f"PAdES {sealer.level}: the file itself shows that no certificate of the seal or of its"
        " authority was revoked"
    )
    if not sealer.archived_at:
        return f"{told}."
    return (
        f"{told}, and “{sealer.stamped_by}” saw all of it on"
        f" {long_day(date.fromisoformat(sealer.archived_at[:10]))} at"
        f" {sealer.archived_at[11:19]} UTC."
    )


def _coverage(found: list[Signature], behind: Behind | None) -> Check:
    loose = next((one.uncovered for one in found if one.uncovered), "")
    told = "The seal covers every byte of the file."
    if behind:
        told = "The seal covers every byte before the document timestamp, which covers every byte."
    return Check(COVERAGE, not loose, loose or told)


def _changes(every: int, later: int, found: list[Signature], behind: Behind | None) -> Check:
    if every > 1:
        return Check(CHANGES, False, f"It was changed after its first seal: it carries {every}.")
    if later > 0 or any(one.uncovered for one in found):
        return Check(CHANGES, False, "Something may have been added after it was sealed.")
    but = " but one document timestamp" if behind else ""
    return Check(CHANGES, True, f"Nothing{but} was added after it was sealed.")
