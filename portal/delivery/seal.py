"""The child that seals: a PDF comes in, and the same with a signature at its end goes out.

PAdES, of the level asked for, certified with no changes allowed. What was printed stays, byte for
byte, the beginning of what is sealed.
``python -m portal.delivery.seal FOLDER NAME [P12]``.
"""

import asyncio
import hashlib
import io
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.errors import PathError, ValidationError

from portal.delivery import files
from portal.delivery.fetching import Errand
from portal.delivery.lasting import Gathering, WouldNotLast
from portal.delivery.plain import line
from portal.delivery.sealing import ARCHIVED, AUTHORITY, CERTIFICATES, LASTING, LEVEL, PASSPHRASE
from portal.delivery.signing import Sealer, signer_of
from portal.delivery.timestamping import Authority, NoTime
from portal.delivery.verifying import document_time
from portal.delivery.verifying.certificates import is_path
from portal.delivery.verifying.sealed import opened, seal_checks
from portal.domain.refusals import Refusal

FIELD = "Seal"
OWN = "seal.p12"
REASON = "Sealed as it was made; no change is allowed"
# A file is checked years later; its seal should not have run out by then.
KEPT_FOR = timedelta(days=25 * 365)
ROOM_WITH_A_TIME = 2 * 20 * 1024  # digits of the signature, a token and all certificates
LONGEST_NAME = 64  # of a certificate, RFC 5280


class SealUnusable(Refusal):
    """A seal that cannot be used is said, never replaced by another."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the seal of PORTAL_SEAL_P12 cannot be used: {reason}.")


def sealed(
    pdf: bytes,
    keys: bytes,
    passphrase: bytes | None = None,
    authority: str = "",
    level: str = "",
) -> bytes:
    """Return ``pdf`` with a seal at its end; ``keys`` is a P12 with the key and its certificate.

    ``authority`` is the address of a timestamp authority, or empty; ``level`` is B-LT or B-LTA
    where its seal has to last.

    Raises:
        NoTime: if the authority gives none; a seal without it would be another one than asked for.
        NotShownGood, WouldNotLast: if a certificate cannot be shown to be good, or what was made
            is not of the level asked for.
    """
    signer = signer_of(keys, passphrase)
    terms = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=signer.subject_name,
        reason=REASON,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    if level in LASTING and not authority:
        raise NoTime(f"none is named, and {level} needs one")
    errand = Errand(authority)
    timestamper = Authority(authority, errand) if authority else None
    if timestamper and level in LASTING:
        gathered = Gathering(errand, datetime.now(UTC))
        gathered.gather(signer.signing_cert, signer.cert_registry)
        gathered.gather(*asyncio.run(timestamper.introduced()))
        terms = replace(terms, **gathered.terms())
    whole = _signed(pdf, Sealer(terms, signer, timestamper=timestamper))
    if timestamper and level == ARCHIVED:
        whole = archived(whole, timestamper)
    if level in LASTING:
        _require_lasting(whole, level)
    return whole


def _signed(pdf: bytes, sealer: Sealer) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    # Given the room, pyHanko asks the authority once, and not before for a token to measure.
    room = ROOM_WITH_A_TIME if sealer.default_timestamper else None
    try:
        whole: bytes = sealer.sign_pdf(writer, bytes_reserved=room).getvalue()
    except (PathError, ValidationError) as fault:
        raise WouldNotLast(line(str(fault)).rstrip(".")) from fault
    except SigningError as fault:
        if isinstance(fault.__cause__, (PathError, ValidationError)):
            raise WouldNotLast(line(str(fault.__cause__)).rstrip(".")) from fault
        raise NoTime(f"its answer does not fit ({fault})") from fault
    return whole


def _require_lasting(whole: bytes, level: str) -> None:
    """Judge what was made as its receiver will; clocks far apart would be found only there."""
    data, behind = document_time.taken_off(whole)
    checks, sealer = seal_checks(data, opened(data), behind)
    for check in checks:
        if not check.holds:
            raise WouldNotLast(check.detail.rstrip("."))
    if sealer is None or sealer.level != level:
        raise WouldNotLast("it came out as another")


def archived(sealed: bytes, authority: Authority) -> bytes:
    """Return a sealed file with a document timestamp over all of it behind.

    Raises:
        NoTime: if the authority gives none.
        WouldNotLast: if there is no place for it.
    """
    try:
        blank = document_time.behind(sealed)
        digest = hashlib.sha256(blank.covered).digest()
        return blank.filled(asyncio.run(authority.async_timestamp(digest, "sha256")).dump())
    except document_time.NoPlace as none:
        raise WouldNotLast(str(none)) from none


def own_keys(folder: Path, name: str, now: datetime) -> bytes:
    """Return the P12 kept in ``folder``, made there if there is none; only we may read it."""
    kept = folder / OWN
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.put_once(kept, new_keys(name, now))
    return kept.read_bytes()


def new_keys(name: str, now: datetime) -> bytes:
    """Return a new EC P-256 key with a certificate that it signed itself, as a P12."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:LONGEST_NAME])])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip  # what the key is not for
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + KEPT_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, NoEncryption())


def operators_keys(path: Path, passphrase: bytes | None, now: datetime) -> bytes:
    """Return the operator's P12.

    Raises:
        SealUnusable: if it cannot be read or opened, its certificate is not valid now, or others
            stand beside it that it does not rest on.
    """
    try:
        keys = path.read_bytes()
        key, certificate, others = pkcs12.load_key_and_certificates(keys, passphrase)
    except OSError as fault:
        raise SealUnusable(fault.strerror or "it is out of reach") from fault
    except ValueError as wrong:
        raise SealUnusable("its passphrase is another one, or it is no P12 file") from wrong
    if key is None or certificate is None:
        raise SealUnusable("it lacks a key or its certificate")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise SealUnusable("its certificate is not valid today")
    if not is_path(_known(certificate), [_known(one) for one in others]):
        raise SealUnusable(
            "beside its certificate stand others than those it rests on, or its root is missing."
            " Put in the certificate alone, or with all that issued it up to the self-signed root"
        )
    return keys


def _known(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def note_certificate(folder: Path, keys: bytes, passphrase: bytes | None) -> None:
    """Keep the certificate beside, under its fingerprint, so that our own seals are known again."""
    _, certificate, _ = pkcs12.load_key_and_certificates(keys, passphrase)
    assert certificate is not None  # it was loaded before
    name = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    kept = folder / CERTIFICATES / f"{name}.pem"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.put_once(kept, certificate.public_bytes(Encoding.PEM))


def main() -> int:
    """Read a PDF from standard input and write it, sealed, to standard output."""
    folder, name, *named = sys.argv[1:]
    secret = os.environ.get(PASSPHRASE, "").encode() or None
    now = datetime.now(UTC)
    try:
        if named:
            keys = operators_keys(Path(named[0]), secret, now)
        else:
            keys, secret = own_keys(Path(folder), name, now), None
        authority, level = os.environ.get(AUTHORITY, ""), os.environ.get(LEVEL, "")
        whole = sealed(sys.stdin.buffer.read(), keys, secret, authority, level)
        note_certificate(Path(folder), keys, secret)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence}\n")
        return 1
    sys.stdout.buffer.write(whole)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
