"""The time beside a seal: which authority gave it, and whether it was given to that very seal."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from portal.delivery.verifying.certificates import called, certificates, is_path, raw
from portal.delivery.verifying.container import TOKEN, rebuilt

BESIDE = "time beside the seal"
OF_ANOTHER = "The {} was given to another one."
BROKEN = "The {} was changed after the authority gave it."
NO_AUTHORITY = "The {} comes from no timestamp authority."
LOOSE = "The {} is not written in the one way it can be."


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment (ISO 8601, UTC), who gave it, and the SHA-256 of the certificate it gave it with."""

    at: str
    by: str
    fingerprint: str


def token_of(signer: cms.SignerInfo) -> cms.ContentInfo | None:
    """Return the token beside a signature, if there is one."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == TOKEN and len(attribute["values"]) == 1:
            return attribute["values"][0]
    return None


def fault(
    token: cms.ContentInfo, digest_of: Callable[[str], bytes | None], called_here: str = BESIDE
) -> str:
    """Return why a token proves no time, as a sentence; empty if it does.

    ``digest_of`` gives the digest of what it must be of, by the algorithm's name.
    """
    signed = token["content"]
    own, others = certificates(signed)
    if own is None or rebuilt(token) != raw(token) or not is_path(own, others):
        return LOOSE.format(called_here)
    info = signed["encap_content_info"]["content"]
    imprint = info.parsed["message_imprint"]
    if digest_of(imprint["hash_algorithm"]["algorithm"].native) != imprint["hashed_message"].native:
        return OF_ANOTHER.format(called_here)
    (signer,) = signed["signer_infos"]
    method = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(method, info.contents).digest()
    if validate_sig_integrity(signer, own, "tst_info", digest) != (True, True):
        return BROKEN.format(called_here)
    gives_times = _gives_times(x509.load_der_x509_certificate(raw(own)))
    return "" if gives_times else NO_AUTHORITY.format(called_here)


def fault_beside(signer: cms.SignerInfo) -> str:
    """Return why what stands unsigned beside a signature is no time of it; empty if all is well."""
    token = token_of(signer)
    if token is None:
        return ""
    signature = signer["signature"].native
    return fault(token, lambda method: hashlib.new(method, signature).digest())


def stamp_of(signer: cms.SignerInfo) -> Stamp | None:
    """Return the time that an authority gave a signature, as its token says."""
    token = token_of(signer)
    return None if token is None else told(token)


def told(token: cms.ContentInfo) -> Stamp | None:
    """Return what a token says."""
    own, _ = certificates(token["content"])
    if own is None:
        return None
    certificate, at = x509.load_der_x509_certificate(raw(own)), moment(token)
    return Stamp(at.isoformat(timespec="seconds"), called(certificate.subject), own.sha256.hex())


def moment(token: cms.ContentInfo) -> datetime:
    """Return the moment that a token gives, in UTC."""
    at: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def _gives_times(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate is for giving times and nothing else (RFC 3161, 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return list(usage) == [ExtendedKeyUsageOID.TIME_STAMPING]
