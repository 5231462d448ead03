"""The one part of a sealed file that its signature does not cover: nothing in it may be free.

A signature stands between ``<`` and ``>`` in hexadecimal, with padding. Other validators accept
other digits, padding and encodings there, so a file could change without notice. Here one container
of bytes is possible for one signature: canonical DER, capital letters, padding of zeros.
"""

import re
from collections.abc import Sequence

from asn1crypto import cms
from asn1crypto import x509 as asn1
from asn1crypto.core import Null, ParsableOctetString

from portal.delivery.verifying.certificates import certificates, is_path, rooted

TIME, TOKEN = "tst_info", "signature_time_stamp_token"  # names of CMS
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
    own, others = certificates(info["content"])
    if own is None:
        return "The seal does not name the certificate that it was made with."
    if rebuilt(info) != written:
        return "The signature’s container is not written in the one way it can be."
    if not is_path(own, others):
        return "A certificate stands beside the seal that it does not rest on."
    return ""


def remade(info: cms.ContentInfo) -> bytes:
    """Return a container with nothing beside its signature that is free, in the one form for it."""
    own, others = certificates(info["content"])
    return rebuilt(info, rooted(own, others) if own is not None else None)


def rebuilt(info: cms.ContentInfo, held: list[asn1.Certificate] | None = None) -> bytes:
    """Return the only container that one signature, its attributes and certificates can stand in.

    RFC 5652: one signer named by issuer and number; detached data and version 1, or a time and
    version 3 (RFC 3161); unsigned nothing but a time. ``held`` are other certificates to put in.
    """
    signed = info["content"]
    own, _ = certificates(signed)
    if own is None:
        return b""
    (signer,) = signed["signer_infos"]
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native, "parameters": NULL}
    inside = signed["encap_content_info"]
    is_time = inside["content_type"].native == TIME
    held_inside: dict[str, object] = {"content_type": TIME if is_time else "data"}
    if is_time:
        held_inside["content"] = ParsableOctetString(inside["content"].contents)
    content = cms.SignedData({
        "version": "v3" if is_time else "v1",
        "digest_algorithms": [digest],
        "encap_content_info": held_inside,
        "certificates": held or [one.chosen for one in signed["certificates"]],
        "signer_infos": [_signer(signer, own, digest)],
    })  # fmt: skip  # a tree
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def _signer(
    signer: cms.SignerInfo, own: asn1.Certificate, digest: dict[str, object]
) -> cms.SignerInfo:
    mechanism = signer["signature_algorithm"]["algorithm"].native
    parameters = {} if mechanism.endswith("ecdsa") else {"parameters": NULL}
    beside = {
        attribute["type"].native: attribute["values"][0]
        for attribute in signer["unsigned_attrs"] if len(attribute["values"]) == 1
    }  # fmt: skip  # one map
    time = [{"type": TOKEN, "values": [beside[TOKEN]]}] if TOKEN in beside else None
    return cms.SignerInfo({
        "version": "v1",
        "sid": {"issuer_and_serial_number":
                {"issuer": own.issuer, "serial_number": own.serial_number}},
        "digest_algorithm": digest,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": mechanism} | parameters,
        "signature": signer["signature"].native,
    } | ({"unsigned_attrs": time} if time else {}))  # fmt: skip  # a tree
