"""The one part of a sealed file that its signature does not cover: nothing in it may be free.

A signature stands between ``<`` and ``>`` in hexadecimal, with padding. Other validators accept
other digits, padding and encodings there, so a file could change without notice. Here one container
of bytes is possible for one signature: canonical DER, capital letters, padding of zeros.
"""

import re
from collections.abc import Sequence

from asn1crypto import cms, parser
from asn1crypto import x509 as asn1
from asn1crypto.core import Null

from portal.delivery.verifying.certificates import certificates, is_path, raw, rooted

TIME, TOKEN = "tst_info", "signature_time_stamp_token"  # names of CMS
SIGNED_DATA = cms.ContentType("signed_data").dump()
TIME_TOKEN = cms.CMSAttributeType(TOKEN).dump()
NULL = Null().dump()
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
    written = contents[: parser.peek(contents)]
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


def rebuilt(
    info: cms.ContentInfo, held: list[asn1.Certificate] | None = None, token: bytes = b""
) -> bytes:
    """Return the only container that one signature, its attributes and certificates can stand in.

    RFC 5652: one signer named by issuer and number; detached data and version 1, or a time and
    version 3 (RFC 3161); unsigned nothing but a time. ``held`` are other certificates to put in,
    ``token`` is a time to put in.
    """
    signed = info["content"]
    own, others = certificates(signed)
    if own is None:
        return b""
    (signer,) = signed["signer_infos"]
    inside = signed["encap_content_info"]
    is_time = inside["content_type"].native == TIME
    content = der(0xA0, der(0x04, inside["content"].contents)) if is_time else b""
    digest = der(0x30, raw(signer["digest_algorithm"]["algorithm"]), NULL)
    kept = sorted(raw(one) for one in held or [own, *others])
    return der(0x30, SIGNED_DATA, der(0xA0, der(
        0x30, der(0x02, b"\3" if is_time else b"\1"), der(0x31, digest),
        der(0x30, raw(inside["content_type"]), content), der(0xA0, *kept),
        der(0x31, _signer(signer, own, digest, token)),
    )))  # fmt: skip  # a tree


def _signer(signer: cms.SignerInfo, own: asn1.Certificate, digest: bytes, token: bytes) -> bytes:
    mechanism = signer["signature_algorithm"]["algorithm"]
    beside = [token] if token else [
        raw(attribute["values"][0]) for attribute in signer["unsigned_attrs"]
        if attribute["type"].native == TOKEN and len(attribute["values"]) == 1
    ]  # fmt: skip  # one list
    time = [der(0xA1, der(0x30, TIME_TOKEN, der(0x31, token))) for token in beside[:1]]
    return der(
        0x30, der(0x02, b"\1"),
        der(0x30, raw(own.issuer), raw(own["tbs_certificate"]["serial_number"])), digest,
        der(0xA0, signer["signed_attrs"].contents),
        der(0x30, raw(mechanism), b"" if mechanism.native.endswith("ecdsa") else NULL),
        der(0x04, signer["signature"].native), *time,
    )  # fmt: skip  # a tree


def der(tag: int, *parts: bytes) -> bytes:
    """Return a value as DER writes it, its content given in parts."""
    body = b"".join(parts)
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (b"" if len(body) < 0x80 else bytes([0x80 | len(length)])) + length + body
