"""The one part of a sealed file that its signature does not cover: nothing in it may be free.

A signature stands between ``<`` and ``>`` in hexadecimal, with padding. Other validators accept
other digits, padding and encodings there, so a file could change without notice. Here one container
of bytes is possible for one signature: canonical DER, capital letters, padding of zeros.
"""

import re
from collections.abc import Sequence

from asn1crypto import cms
from asn1crypto import x509 as asn1
from asn1crypto.core import Null
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr

NULL = Null()
DIGITS = re.compile(rb"(?:[0-9A-F]{2})*")


def uncovered(data: bytes, ranges: Sequence[object], contents: bytes) -> str:
    """Return what of ``data`` a signature leaves open, as a sentence; empty if it is nothing.

    ``ranges`` is its /ByteRange, ``contents`` its /Contents with the padding.
    """
    numbers = [int(one) for one in ranges if isinstance(one, int)]
    if len(numbers) != 4 or len(ranges) != 4:
        return "The seal does not name the two parts of the file that it covers."
    start, length, second, rest = numbers
    if start != 0 or not 0 < length < second or second + rest > len(data):
        return "The seal does not cover the file from its first byte on."
    if second + rest < len(data):
        return f"The last {len(data) - second - rest:,} bytes of the file are outside the seal."
    gap = data[length:second]
    if gap[:1] != b"<" or gap[-1:] != b">" or not DIGITS.fullmatch(gap[1:-1]):
        return "The place of the signature holds something else than a signature."
    if bytes.fromhex(gap[1:-1].decode()) != contents:
        return "Another signature stands where the seal leaves room for its own."
    return _loose(contents)


def _loose(contents: bytes) -> str:
    info = cms.ContentInfo.load(contents)
    written = info.dump()
    if contents[len(written) :].strip(b"\0"):
        return "Something was put into the padding of the signature."
    signed = info["content"]
    own, others = _certificates(signed)
    if own is None:
        return "The seal does not name the certificate that it was made with."
    if _rebuilt(signed, own) != written:
        return "The signature’s container is not written in the one way it can be."
    if not _is_path(own, others):
        return "A certificate stands beside the seal that it does not rest on."
    return ""


def _certificates(signed: cms.SignedData) -> tuple[asn1.Certificate | None, list[asn1.Certificate]]:
    """Return the certificate that the signed attributes name by its hash, and the others."""
    (signer,) = signed["signer_infos"]
    named = get_signing_cert_attr(signer["signed_attrs"])
    held = [one.chosen for one in signed["certificates"]]
    own = [one for one in held if named and check_ess_certid(one, named["certs"][0])]
    return (own[0], [one for one in held if one is not own[0]]) if own else (None, held)


def _rebuilt(signed: cms.SignedData, own: asn1.Certificate) -> bytes:
    """Return the only container that one signature, its attributes and certificates can stand in.

    RFC 5652: version 1, one signer named by issuer and number, detached data, nothing unsigned.
    """
    (signer,) = signed["signer_infos"]
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native, "parameters": NULL}
    mechanism = signer["signature_algorithm"]["algorithm"].native
    parameters = {} if mechanism.endswith("ecdsa") else {"parameters": NULL}
    one_signer = cms.SignerInfo({
        "version": "v1",
        "sid": {"issuer_and_serial_number":
                {"issuer": own.issuer, "serial_number": own.serial_number}},
        "digest_algorithm": digest,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": mechanism} | parameters,
        "signature": signer["signature"].native,
    })  # fmt: skip  # a tree
    content = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": [one.chosen for one in signed["certificates"]],
        "signer_infos": [one_signer],
    })  # fmt: skip  # a tree
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def _is_path(own: asn1.Certificate, others: list[asn1.Certificate]) -> bool:
    """Tell whether each certificate was issued by the next, so that none of their bytes is free."""
    current, rest = x509.load_der_x509_certificate(own.dump()), [
        x509.load_der_x509_certificate(one.dump()) for one in others
    ]  # fmt: skip  # a pair
    while rest:
        issuer = next((one for one in rest if issued(current, one)), None)
        if issuer is None:
            return False
        rest.remove(issuer)
        current = issuer
    return True


def issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    """Tell whether one certificate was signed with the key of another."""
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
