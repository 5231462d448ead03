"""The time beside a seal: which authority gave it, and whether it was given to that very seal."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from portal.delivery.verifying.certificates import called, certificates, is_path, raw
from portal.delivery.verifying.container import TOKEN, rebuilt

NOT_OF_THIS_SEAL = "The time beside the seal was given to another one."
BROKEN = "The time beside the seal was changed after the authority gave it."
NO_AUTHORITY = "The time beside the seal comes from no timestamp authority."
LOOSE = "The time beside the seal is not written in the one way it can be."


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


def fault(token: cms.ContentInfo, digest_of: Callable[[str], bytes | None]) -> str:
    """Return why a token proves no time, as a sentence; empty if it does.

    ``digest_of`` gives the digest of the signature that it must be of, by the algorithm's name.
    """
    signed = token["content"]
    own, others = certificates(signed)
    if own is None or rebuilt(token) != raw(token) or not is_path(own, others):
        return LOOSE
    info = signed["encap_content_info"]["content"]
    imprint = info.parsed["message_imprint"]
    if digest_of(imprint["hash_algorithm"]["algorithm"].native) != imprint["hashed_message"].native:
        return NOT_OF_THIS_SEAL
    (signer,) = signed["signer_infos"]
    method = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(method, info.contents).digest()
    if validate_sig_integrity(signer, own, "tst_info", digest) != (True, True):
        return BROKEN
    return "" if _gives_times(x509.load_der_x509_certificate(raw(own))) else NO_AUTHORITY


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
    if token is None:
        return None
    own, _ = certificates(token["content"])
    at = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    if own is None:
        return None
    certificate = x509.load_der_x509_certificate(raw(own))
    return Stamp(at.isoformat(timespec="seconds"), called(certificate.subject), own.sha256.hex())


def _gives_times(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate is for giving times and nothing else (RFC 3161, 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return list(usage) == [ExtendedKeyUsageOID.TIME_STAMPING]
