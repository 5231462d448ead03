#!/usr/bin/env python3
"""Checks the PDF of a mutual plan, or its evidence.json, without the program that made it.

    python3 mutual_plan_verify.py FILE [--head HEX] [--checkpoint-key FILE] [--json]

Needs Python 3.9 or newer and the package "cryptography" (40 or newer). It reads one file, writes
none and opens no network. It ends with 0 only if all it looks at holds, with 1 if something does
not, with 2 if it could not look.

What it checks: the seal (one signature, over every byte but its own digits, nothing after it but
one document timestamp, and these digits written in the only way they can be); the times that
timestamp authorities gave, if they did; that no certificate of theirs or of the seal was revoked,
if the file holds what shows that (its level is then B-LT, or B-LTA with a document timestamp); that
each entry stands on the one before it; that revisions have the content, and answers the words
and the revision, that their entries name; that each closing follows a yes of the buyer's committee;
that the people shown are those the entries commit to, and plan, companies and documents are called
what they commit to; that nothing is missing or out of order; that the log named by the checkpoint
holds the record and that the checkpoint's signature holds; with --head that the record ends where a
receipt said; with --checkpoint-key that the checkpoint is signed with a key in that file.

What it does not check: whose keys sealed, gave the time and signed the checkpoint (compare the
fingerprints it prints with what you know from elsewhere); whether a yes was enough to close (how
many had to answer, with what limits: the program's own "portal verify" replays that); and whatever
else is printed on the pages. Records of versions 1 and 2 commit to no names and to no order.
"""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LARGEST = 50 * 1024 * 1024  # bytes, of a file and of anything unpacked from it
EVIDENCE = "evidence.json"
GENESIS = "0" * 64
TAG = b"mutual-plan/ledger-entry/v1\x00"
YES = {"accepted", "confirmed", "approved", "approved_with_conditions", "signed", "passed",
       "passed_with_conditions", "provided", "attended", "go", "measured"}  # fmt: skip  # a list
CHANGED = "It was changed after it was sealed: its seal is broken."
# What reading a value of the wrong shape raises.
MISSHAPEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Broken(Exception):
    """What a check found; the text is a sentence."""


def demand(holds: object, sentence: str) -> None:
    """Raise Broken with a sentence unless something holds."""
    if not holds:
        raise Broken(sentence)


# ---- Canonical JSON, RFC 8785. The program writes numbers with a fraction as text. ----


def canonical(value: Any) -> str:
    """Return a value as RFC 8785 writes it; ValueError for what the program does not write."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(one)}:{canonical(value[one])}" for one in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise ValueError("a number that the program does not write")
    if isinstance(value, str):
        value.encode()  # half a character has no canonical form
    return json.dumps(value, ensure_ascii=False)


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of a value's canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


# ---- As much of PDF as our files are made of (ISO 32000-1, 7). ----

TOKEN = re.compile(
    rb"(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])*(?:(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<ref>(\d+)[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R\b)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>|\((?P<text>(?:[^()\\]|\\[\s\S])*)\)"
    rb"|(?P<word>true|false|null)\b)"
)
OBJECT = re.compile(rb"\s*(\d+)\s+\d+\s+obj\b")
STREAM, END_OF_STREAM = re.compile(rb"\s*stream\r?\n"), re.compile(rb"\s*endstream\b")
END_OF_FILE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}


class Ref(NamedTuple):
    """A reference to an object by its number."""

    number: int


class Stream(NamedTuple):
    """A stream: its dictionary, and its bytes as they stand in the file."""

    words: dict[str, Any]
    raw: bytes


def value_at(data: bytes, place: int) -> tuple[Any, int]:
    """Return the value at a place and where it ends; a name keeps its stroke, a string is bytes."""
    token = TOKEN.match(data, place)
    if token is None or token["close"]:
        raise ValueError("no value")
    if token["open"]:
        return collected(data, token.end(), is_dictionary=token["open"] == b"<<")
    if token["ref"]:
        return Ref(int(token[4])), token.end()
    if token["number"]:
        return (float if b"." in token["number"] else int)(token["number"]), token.end()
    if token["name"]:
        spelled = re.sub(
            rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), token["name"]
        )
        return spelled.decode("latin-1"), token.end()
    if token["hex"] is not None:
        return bytes.fromhex(token["hex"].replace(b"\0", b"").decode()), token.end()
    if token["text"] is not None:
        return re.sub(rb"\\([0-7]{1,3}|[\s\S])", unescaped, token["text"]), token.end()
    return {b"true": True, b"false": False, b"null": None}[token["word"]], token.end()


def collected(data: bytes, place: int, *, is_dictionary: bool) -> tuple[Any, int]:
    """Return the array or dictionary whose first value stands at a place, and where it ends."""
    held: list[Any] = []
    while not ((token := TOKEN.match(data, place)) and token["close"]):
        value, place = value_at(data, place)
        held.append(value)
    if token["close"] != (b">>" if is_dictionary else b"]"):
        raise ValueError("ill nested")
    if not is_dictionary:
        return held, token.end()
    words = dict(in_pairs(held))
    if len(held) != 2 * len(words):
        raise ValueError("a name without a value, or given twice")
    return words, token.end()


def in_pairs(held: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the first and second, the third and fourth, and so on."""
    return zip(held[::2], held[1::2])  # noqa: B905  # Python 3.9 knows no ``strict``


def unescaped(escape: Any) -> bytes:
    """Return what a backslash in a string stands for."""
    code: bytes = escape[1]
    return bytes([int(code, 8) & 255]) if code[:1].isdigit() else ESCAPES.get(code, code)


class Pdf:
    """A PDF file, read through its tables of contents, the newest first."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.where: dict[int, tuple[int, int]] = {}
        self.known: dict[int, Any] = {}
        end = END_OF_FILE.search(data, max(0, len(data) - 1024))
        tables: list[Stream] = []
        place: Any = int(end[1]) if end else len(data)
        self.table = place
        while place is not None:
            demand(len(tables) < 100, "It is damaged: its tables of contents do not end.")
            tables.append(self._object(place))
            self._enter(tables[-1])
            place = tables[-1].words.get("/Prev")
        self.trailer = tables[0].words
        demand("/Encrypt" not in self.trailer, "It is encrypted, so nothing in it can be checked.")

    def _enter(self, table: Stream) -> None:
        """Note where each object of a table stands: (1, its place) or (2, the stream it is in)."""
        data, place = unpacked(table), 0
        index = table.words.get("/Index") or [0, table.words["/Size"]]
        for first, count in in_pairs(index):
            for number in range(first, first + count):
                entry = []
                for width in table.words["/W"]:
                    entry.append(int.from_bytes(data[place : place + width], "big"))
                    place += width
                demand(place <= len(data), "It is damaged: its table of contents is cut.")
                self.where.setdefault(number, (entry[0], entry[1]))

    def _object(self, place: int, number: int | None = None) -> Any:
        head = OBJECT.match(self.data, place)
        if head is None or number not in (None, int(head[1])):
            raise ValueError("no object")
        value, place = value_at(self.data, head.end())
        begins = STREAM.match(self.data, place)
        if begins is None:
            return value
        stop = begins.end() + self.get(value["/Length"])
        if not END_OF_STREAM.match(self.data, stop):
            raise ValueError("no end of a stream")
        return Stream(value, self.data[begins.end() : stop])

    def get(self, value: Any) -> Any:
        """Return what a value refers to, or the value itself."""
        for _ in range(32):
            if not isinstance(value, Ref):
                return value
            value = self._referred(value.number)
        raise ValueError("references in a circle")

    def _referred(self, number: int) -> Any:
        if number not in self.known:
            kind, place = self.where.get(number, (0, 0))
            if kind == 2:
                self._unpack(place)
            self.known.setdefault(number, self._object(place, number) if kind == 1 else None)
        return self.known[number]

    def _unpack(self, number: int) -> None:
        """Read the objects that stand packed together in a stream."""
        stream = self._object(self.where[number][1], number)
        data, first = unpacked(stream), stream.words["/First"]
        for inner, place in in_pairs([int(one) for one in data[:first].split()]):
            if self.where.get(inner) == (2, number):
                self.known[inner] = value_at(data, first + place)[0]

    def at(self, value: Any, *names: str) -> Any:
        """Return what is found below a dictionary by names; None where there is nothing."""
        for name in names:
            value = (self.get(value) or {}).get(name)
        return self.get(value)


def unpacked(stream: Stream) -> bytes:
    """Return the content of a stream; only the packing that our files use is known."""
    packing = stream.words.get("/Filter")
    if packing is None:
        return stream.raw
    if packing not in ("/FlateDecode", ["/FlateDecode"]) or stream.words.get("/DecodeParms"):
        raise ValueError("an unknown packing")
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(stream.raw, LARGEST)
    except zlib.error as fault:
        raise ValueError("damaged packing") from fault
    if not engine.eof:
        raise ValueError("too large, or cut")
    return data


def attached(pdf: Pdf) -> str:
    """Return the record that travels in a PDF."""
    try:
        names = pdf.at(pdf.trailer, "/Root", "/Names", "/EmbeddedFiles", "/Names") or []
        found = [one for _, one in in_pairs(names) if text_of(pdf.at(one, "/UF")) == EVIDENCE]
        (file,) = [pdf.at(one, "/EF", "/F") for one in found]
        return unpacked(file).decode("utf-8")
    except MISSHAPEN as fault:
        raise Broken("It carries no record of a plan that can be read.") from fault


def text_of(held: bytes) -> str:
    """Return the text of a string in a PDF."""
    is_wide = held[:2] == b"\xfe\xff"
    return held[2:].decode("utf-16-be") if is_wide else held.decode("latin-1")


# ---- The seal: DER (X.690), CMS (RFC 5652), timestamps (RFC 3161). ----


class Der(NamedTuple):
    """One value of DER: its tag, its content, and both as they stand."""

    tag: int
    body: bytes
    raw: bytes


def der_at(data: bytes, start: int = 0) -> Der:
    """Return the value that stands at a place; its length must be written the shortest way."""
    tag, length, place = data[start], data[start + 1], start + 2
    if length & 0x80:
        place += length & 0x7F
        length = int.from_bytes(data[start + 2 : place], "big")
    raw = data[start : place + length]
    if enc(tag, raw[place - start :]) != raw or len(raw) != place + length - start:
        raise ValueError("no DER")
    return Der(tag, raw[place - start :], raw)


def der(data: bytes) -> list[Der]:
    """Return the values that stand one after the other in ``data``."""
    found: list[Der] = []
    while (place := sum(len(one.raw) for one in found)) < len(data):
        found.append(der_at(data, place))
    return found


def enc(tag: int, *parts: bytes) -> bytes:
    """Return a value of DER."""
    body = b"".join(parts)
    size = len(body)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (b"" if size < 0x80 else bytes([0x80 | len(length)])) + length + body


def oid(digits: str) -> bytes:
    """Return an object identifier, its bytes given in hexadecimal, as DER."""
    return enc(0x06, bytes.fromhex(digits))


NULL, ONE, THREE = enc(0x05), enc(0x02, b"\x01"), enc(0x02, b"\x03")
PKCS7, PKCS9, SMIME = "2A864886F70D0107", "2A864886F70D0109", "2A864886F70D01091002"
SIGNED_DATA, DATA, TST_INFO = oid(f"{PKCS7}02"), oid(f"{PKCS7}01"), oid("2A864886F70D0109100104")
CONTENT_TYPE, MESSAGE_DIGEST = oid(f"{PKCS9}03"), oid(f"{PKCS9}04")
ESS = {oid(f"{SMIME}2F"): "sha256", oid(f"{SMIME}0C"): "sha1"}  # names a certificate by its hash
TIME_TOKEN = oid(f"{SMIME}0E")
HASHES: dict[bytes, Any] = {
    oid("608648016503040201"): hashes.SHA256(),
    oid("608648016503040202"): hashes.SHA384(),
    oid("608648016503040203"): hashes.SHA512(),
}
ECDSA = {oid("2A8648CE3D040302"), oid("2A8648CE3D040303"), oid("2A8648CE3D040304")}
RSA = {oid(f"2A864886F70D0101{last}") for last in ("01", "0B", "0C", "0D")}


class Signed(NamedTuple):
    """What a sound container holds: its content, who signed, and what stands beside unsigned.

    ``path`` is that certificate, and those beside it that it rests on.
    """

    content: bytes
    path: list[bytes]
    certificate: x509.Certificate
    signature: bytes
    unsigned: bytes


def sound(info: Der, content: bytes | None = None) -> Signed:
    """Check a signed container, around ``content`` or around a time that stands inside it.

    A signature, its attributes and certificates can stand in one container only: every byte of it
    is compared, because no signature covers it.
    """
    _, wrapped = der(info.body)
    _, _, encap, held, signers = der(der(wrapped.body)[0].body)
    _, _, hashed, attributes, told, signature, *more = der(der(signers.body)[0].body)
    kind, version, inside = DATA, ONE, b""
    if content is None:
        content = der(der(encap.body)[1].body)[0].body
        kind, version, inside = TST_INFO, THREE, enc(0xA0, enc(0x04, content))
    method, mechanism = der(hashed.body)[0].raw, der(told.body)[0].raw
    demand(method in HASHES and mechanism in ECDSA | RSA, "Its seal is of a kind not known here.")
    said = dict(one_value(each.raw) for each in der(attributes.body))
    digest = enc(0x04, hashlib.new(HASHES[method].name, content).digest())
    demand((said.get(CONTENT_TYPE), said.get(MESSAGE_DIGEST)) == (kind, digest), CHANGED)
    path = certificates([one.raw for one in der(held.body)], said)
    unsigned = b"".join(one.raw for one in more)
    algorithm = enc(0x30, method, NULL)
    signer = enc(
        0x30, ONE, enc(0x30, *issuer_and_serial(path[0])), algorithm, enc(0xA0, attributes.body),
        enc(0x30, mechanism, b"" if mechanism in ECDSA else NULL), enc(0x04, signature.body),
        unsigned,
    )  # fmt: skip  # a tree
    rebuilt = enc(0x30, SIGNED_DATA, enc(0xA0, enc(
        0x30, version, enc(0x31, algorithm), enc(0x30, kind, inside), enc(0xA0, *sorted(path)),
        enc(0x31, signer),
    )))  # fmt: skip  # a tree
    demand(
        rebuilt == info.raw, "The signature’s container is not written in the one way it can be."
    )
    certificate = x509.load_der_x509_certificate(path[0])
    signed = enc(0x31, attributes.body)
    demand(verified(certificate.public_key(), mechanism, method, signature.body, signed), CHANGED)
    return Signed(content, path, certificate, signature.body, unsigned)


def one_value(attribute: bytes) -> tuple[bytes, bytes]:
    """Return the name and the only value of an attribute."""
    name, values = der(der_at(attribute).body)
    (value,) = der(values.body)
    return name.raw, value.raw


def certificates(held: list[bytes], said: dict[bytes, bytes]) -> list[bytes]:
    """Return the certificate that the attributes name by its hash, then those it rests on."""
    (name,) = [one for one in ESS if one in said]
    first = der(der(der(der_at(said[name]).body)[0].body)[0].body)
    given = der(first[0].body)[0].raw if first[0].tag == 0x30 else None
    usual, wanted = (HASHES[given].name, first[1]) if given else (ESS[name], first[0])
    path = [one for one in held if hashlib.new(usual, one).digest() == wanted.body]
    demand(len(path) == 1, "The seal does not name the certificate that it was made with.")
    rest = [one for one in held if one != path[0]]
    while rest:  # up to one that issued itself: of any other last one the bytes would be free
        issuer = next((one for one in rest if issued(path[-1], one)), None)
        if issuer is None:
            raise Broken("A certificate stands beside the seal that it does not rest on.")
        rest.remove(issuer)
        path.append(issuer)
    is_rooted = len(path) == 1 or issued(path[-1], path[-1])
    demand(is_rooted, "A certificate stands beside the seal that it does not rest on.")
    return path


def issued(certificate: bytes, by: bytes) -> bool:
    """Tell whether one certificate was signed with the key of another."""
    load = x509.load_der_x509_certificate
    try:
        load(certificate).verify_directly_issued_by(load(by))
    except Exception:  # noqa: BLE001  # what cannot be read was issued by nobody
        return False
    return True


def issuer_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """Return the two parts of a certificate that name it, as they stand in it (RFC 5280, 4.1)."""
    _version, serial, _algorithm, issuer, *_ = der(der(der_at(certificate).body)[0].body)
    return issuer.raw, serial.raw


def verified(key: Any, mechanism: bytes, method: bytes, signature: bytes, signed: bytes) -> bool:
    """Tell whether a signature over ``signed`` was made with the private half of a key."""
    try:
        if mechanism in ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(HASHES[method]))
        elif mechanism in RSA and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), HASHES[method])
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def token_beside(seal: Signed) -> bytes:
    """Return the token of the time that stands beside a seal; empty if none does."""
    if not seal.unsigned:
        return b""
    _, token = one_value(der(der_at(seal.unsigned).body)[0].raw)
    form = enc(0xA1, enc(0x30, TIME_TOKEN, enc(0x31, token)))
    demand(form == seal.unsigned, "Something unsigned stands beside the seal.")
    return token


def timestamp(token: bytes, over: bytes, named: str) -> tuple[dict[str, str], Signed]:
    """Return the time that an authority gave ``over`` something, and the token that says so."""
    given = sound(der_at(token))
    _, _, imprint, _, at, *_ = der(der_at(given.content).body)
    algorithm, digest = der(imprint.body)
    method = HASHES[der(algorithm.body)[0].raw].name
    is_of_it = hashlib.new(method, over).digest() == digest.body
    demand(is_of_it, f"The {named} was given to another one.")
    usage = given.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    is_authority = list(usage) == [ExtendedKeyUsageOID.TIME_STAMPING]
    demand(is_authority, f"The {named} comes from no timestamp authority.")
    fingerprint_of_it = given.certificate.fingerprint(hashes.SHA256()).hex()
    by = called(given.certificate)
    return {"at": moment(at.body), "by": by, "fingerprint": fingerprint_of_it}, given


def moment(text: bytes) -> str:
    """Return a time in UTC as PDF and ASN.1 write it as ISO 8601; empty if it is none."""
    found = re.match(rb"(?:D:)?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?(?:Z|\+00)", text)
    return "{}-{}-{}T{}:{}:{}Z".format(*(p.decode() for p in found.groups())) if found else ""


def called(certificate: x509.Certificate) -> str:
    """Return the name that a certificate gives, on one line."""
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return plain(common[0].value if common else certificate.subject.rfc4514_string())


def plain(text: object) -> str:
    """Return a text of somebody else's without what a terminal would act upon."""
    return "".join(one if one.isprintable() else " " for one in str(text))


def seal_of(pdf: Pdf, behind: Behind | None = None) -> dict[str, Any]:
    """Return who sealed a file, when and how lastingly, once its one seal was found sound."""
    fields, found = list(pdf.at(pdf.trailer, "/Root", "/AcroForm", "/Fields") or []), []
    for field in fields:  # grows while it is walked
        fields += pdf.at(field, "/Kids") or []
        demand(len(fields) < 1000, "It has more fields than this program reads.")
        if pdf.at(field, "/FT") == "/Sig" and pdf.at(field, "/V"):
            found.append(pdf.at(field, "/V"))
    demand(found, "It carries no seal, so nothing tells whether it is as it was made.")
    demand(len(found) == 1, f"It was changed after its first seal: it carries {len(found)}.")
    data, (start, length, second, rest) = pdf.data, found[0]["/ByteRange"]
    is_all = start == 0 < length < second and second + rest == len(data)
    demand(is_all, "The seal does not cover the file from its first byte to its last.")
    gap, contents = data[length:second], found[0]["/Contents"]
    is_strict = gap == b"<" + contents.hex().upper().encode() + b">"
    demand(is_strict, "The place of the signature holds something else than a signature.")
    container = der_at(contents)
    is_padded = not contents[len(container.raw) :].strip(b"\0")
    demand(is_padded, "Something was put into the padding of the signature.")
    held = sound(container, data[:length] + data[second:])
    return {
        "name": called(held.certificate),
        "at": moment(found[0].get("/M") or b""),
        "fingerprint": held.certificate.fingerprint(hashes.SHA256()).hex(),
        **lasting(pdf, held, behind),
    }


def lasting(pdf: Pdf, seal: Signed, behind: Behind | None) -> dict[str, Any]:
    """Return the times given to a seal and its level (PAdES), once what they rest on is sound."""
    token, store = token_beside(seal), pdf.at(pdf.trailer, "/Root", "/DSS")
    time = timestamp(token, seal.signature, "time beside the seal") if token else None
    told = {"level": "B-T" if time else "B-B", "timestamp": time and time[0], "archive": None}
    if time is None or store is None:
        demand(not behind, "A document timestamp stands behind what would not last.")
        return told
    names = ("/Certs", "/OCSPs", "/CRLs")
    stock = [[unpacked(pdf.get(one)) for one in pdf.at(store, name) or []] for name in names]
    proven(seal, stock, time[0]["at"])
    proven(time[1], stock, time[0]["at"])
    if behind is None:
        return {**told, "level": "B-LT"}
    found = re.fullmatch(rb"<((?:[0-9A-F]{2})+)>", behind.digits)
    contents = bytes.fromhex(found[1].decode()) if found else b""
    demand(contents, "The place of the document timestamp holds something else than one.")
    token = der_at(contents).raw
    is_padded = not contents[len(token) :].strip(b"\0")
    demand(is_padded, "Something was put into the padding of the document timestamp.")
    archive, given = timestamp(token, behind.covered, "document timestamp")
    is_same = archive["fingerprint"] == time[0]["fingerprint"]
    demand(is_same, "The document timestamp is of another authority than the time of the seal.")
    proven(given, stock, archive["at"])
    return {**told, "level": "B-LTA", "archive": archive["at"]}


# ---- Revocation: what responders (RFC 6960) and lists (RFC 5280) say of certificates. ----


class Said(NamedTuple):
    """What is said of one certificate, and since and until when; nothing ``against`` it is good."""

    against: str
    since: str
    until: str


def proven(signed: Signed, stock: list[list[bytes]], at: str) -> None:
    """Demand that a file shows who signed, and those above up to a root, to be good at a moment."""
    others, answers, lists = stock
    path = signed.path[:1]
    while not issued(path[-1], path[-1]):
        held = [one for one in signed.path + others if one not in path and issued(path[-1], one)]
        demand(held, "The issuer of one of its certificates is missing in the file.")
        path.append(held[0])
    for own, above in zip(path, path[1:]):  # noqa: B905, RUF007  # Python 3.9 knows neither
        one, by = x509.load_der_x509_certificate(own), x509.load_der_x509_certificate(above)
        is_valid = when(one, "not_valid_before") <= at <= when(one, "not_valid_after")
        demand(is_valid, f"The certificate “{called(one)}” was not valid when the seal was made.")
        told = [*(in_answer(data, one, by) for data in answers),
                *(in_list(data, one, by) for data in lists)]  # fmt: skip  # one list
        found = [said for said in told if said]
        late = "" if all(said.since <= at <= said.until for said in found) else "it is out of date"
        against = next((said.against for said in found if said.against), late)
        shown = f"Nothing in the file shows that the certificate “{called(one)}” was good"
        demand(found and not against, f"{shown}: {against or 'it says nothing'}.")


def when(thing: Any, name: str, clocks_differ_by: int = 0) -> str:
    """Return a moment of a thing as ISO 8601, some minutes earlier; empty where it has none."""
    at = getattr(thing, f"{name}_utc", None) or getattr(thing, name)  # the first is newer than 40
    return f"{at - timedelta(minutes=clocks_differ_by):%Y-%m-%dT%H:%M:%SZ}" if at else ""


def in_answer(data: bytes, one: x509.Certificate, by: x509.Certificate) -> Said | None:
    """Return what a responder said of a certificate that ``by`` issued; None if of others."""
    answer = ocsp.load_der_ocsp_response(data)
    for said in answer.responses:
        asked = ocsp.OCSPRequestBuilder().add_certificate(one, by, said.hash_algorithm).build()
        names = ("serial_number", "issuer_name_hash", "issuer_key_hash")
        if all(getattr(said, name) == getattr(asked, name) for name in names):
            is_good = said.certificate_status is ocsp.OCSPCertStatus.GOOD
            against = "" if is_good else "its responder does not call it good"
            is_signed = answered(answer, by, when(said, "this_update"))
            against = against if is_signed else "its responder’s answer is wrongly signed"
            until = when(said, "next_update") or when(said, "this_update", -30)
            return Said(against, when(said, "this_update", 5), until)
    return None


def answered(answer: ocsp.OCSPResponse, by: x509.Certificate, at: str) -> bool:
    """Tell whether an issuer signed an answer, or somebody it sent who need not be asked about."""
    method = strong(answer.signature_hash_algorithm)
    for one in [by, *answer.certificates]:
        key = one.public_key()
        mechanism = next(iter(ECDSA if isinstance(key, ec.EllipticCurvePublicKey) else RSA))
        signed = method, answer.signature, answer.tbs_response_bytes
        if method and verified(key, mechanism, *signed):
            usage = one.extensions.get_extension_for_class
            return one == by or bool(
                issued(one.public_bytes(Encoding.DER), by.public_bytes(Encoding.DER))
                and ExtendedKeyUsageOID.OCSP_SIGNING in usage(x509.ExtendedKeyUsage).value
                and usage(x509.OCSPNoCheck)
                and when(one, "not_valid_before") <= at <= when(one, "not_valid_after")
            )
    return False


def strong(algorithm: hashes.HashAlgorithm | None) -> bytes:
    """Return the name of a hash that can be relied on; empty for any other."""
    named = algorithm.name if algorithm else ""
    return next((one for one, hashed in HASHES.items() if hashed.name == named), b"")


def in_list(data: bytes, one: x509.Certificate, by: x509.Certificate) -> Said | None:
    """Return what a list of revoked certificates says of one that ``by`` issued, if anything."""
    told = x509.load_der_x509_crl(data)
    if told.issuer != by.subject or not is_about(told, one):
        return None
    key: Any = by.public_key()
    is_listed = told.get_revoked_certificate_by_serial_number(one.serial_number) is not None
    against = "it was revoked" if is_listed else ""
    is_signed = strong(told.signature_hash_algorithm) and told.is_signature_valid(key)
    against = against if is_signed else "the list of revoked is wrongly signed"
    return Said(against, when(told, "last_update", 5), when(told, "next_update"))


def is_about(told: x509.CertificateRevocationList, one: x509.Certificate) -> bool:
    """Tell whether a list is whole for the place that a certificate names (RFC 5280, 5.2.5)."""
    more = {each.oid: each for each in told.extensions}
    part = more.pop(x509.IssuingDistributionPoint.oid, None)
    if part is None or any(each.critical for each in more.values()):
        return not any(each.critical for each in more.values())
    scope: Any = part.value
    own = {each.oid: each.value for each in one.extensions}
    basic: Any = own.get(x509.BasicConstraints.oid)
    points: Any = own.get(x509.CRLDistributionPoints.oid) or []
    is_issuer = basic and basic.ca
    is_other = scope.only_contains_user_certs if is_issuer else scope.only_contains_ca_certs
    named = [name for point in points for name in point.full_name or []]
    is_here = not scope.full_name or any(name in named for name in scope.full_name)
    return is_here and not (
        is_other or scope.indirect_crl or scope.only_contains_attribute_certs
        or scope.only_some_reasons or scope.relative_name
    )  # fmt: skip  # one question


# ---- The document timestamp: the one update that may stand behind a seal, written anew here. ----

ROOM = 40_960  # digits
FIELD = (
    b"<<\n/FT /Sig\n/T (Archive)\n/Type /Annot\n/Subtype /Widget\n/F 132\n/Rect [ 0 0 0 0 ]\n"
    b"/P %d 0 R\n/V %d 0 R\n>>"
)
STAMP = (
    b"%d 0 obj\n<<\n/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161\n/V 0\n"
    b"/ByteRange [ 0 %-10d %-10d %-10d ]\n/Contents "
)
TABLE = (
    b"\n>>\nendobj\n%d 0 obj\n<<\n/Type /XRef\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n"
    b"/ID [ <%s> <%s> ]\n/Prev %d\n/Index [ %s ]\n/W [ 1 4 2 ]\n/Length %d\n>>\nstream\n%s"
    b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
)


class Behind(NamedTuple):
    """A document timestamp: all that it covers, and its own digits with what encloses them."""

    covered: bytes
    digits: bytes


def parted(data: bytes) -> tuple[bytes, Behind | None]:
    """Return a file without the document timestamp behind its seal, and that, if there is one.

    What is not exactly one stays where it is, and then is a change after the seal.
    """
    end = data.rfind(b"%%EOF\n", 0, -6) + 6
    try:
        before, after = around(Pdf(data[:end]))
    except (Broken, *MISSHAPEN):
        return data, None
    digits = data[end + len(before) : len(data) - len(after)]
    is_one = len(digits) == ROOM + 2 and data[end:] == before + digits + after
    return (data[:end], Behind(data[:end] + before + after, digits)) if is_one else (data, None)


def around(pdf: Pdf) -> tuple[bytes, bytes]:
    """Return what stands before and after the digits of the one document timestamp of a file.

    A new field beside the seal's, among the fields and on the same page; nothing else changes.
    """
    form = pdf.at(pdf.trailer, "/Root")["/AcroForm"]
    (seal,) = pdf.at(form, "/Fields")
    page, new = pdf.get(seal)["/P"], pdf.trailer["/Size"]
    beside = pdf.get(page)["/Annots"]
    objects = {new: FIELD % (page.number, new + 1)}
    for number in (form.number, beside.number if isinstance(beside, Ref) else page.number):
        kind, place = pdf.where[number]
        text = pdf.data[place : pdf.data.index(b"\nendobj\n", place)]
        begins, held = b"%d 0 obj\n" % number, b" %d 0 R ]" % seal.number
        is_plain = kind == 1 and text.startswith(begins) and text.count(held) == 1
        demand(is_plain, "Its form is of another making.")
        objects[number] = text[len(begins) :].replace(held, held[:-1] + b"%d 0 R ]" % new)
    before, places, first = b"", {}, len(pdf.data)
    for number in sorted(objects):
        places[number] = first + len(before)
        before += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    places[new + 1] = first + len(before)
    start = first + len(before) + len(STAMP % (new + 1, 0, 0, 0))
    places[new + 2] = start + ROOM + 2 + len(b"\n>>\nendobj\n")
    rows = b"".join(b"\1%s\0\0" % places[one].to_bytes(4, "big") for one in sorted(places))
    after = TABLE % (
        new + 2, new + 3, pdf.trailer["/Root"].number, pdf.trailer["/Info"].number,
        pdf.trailer["/ID"][0].hex().encode(), hashlib.sha256(pdf.data).hexdigest()[:32].encode(),
        pdf.table, b" ".join(b"%d 1" % one for one in sorted(places)), len(rows), rows,
        places[new + 2],
    )  # fmt: skip  # as it stands in the file
    return before + STAMP % (new + 1, start, start + ROOM + 2, len(after)), after


# ---- The record: what its entries say, and whether all that stands beside them agrees. ----


FIRST: dict[str, Any] = {
    "v": int, "organisation": str, "plan": str, "title": str, "buyer": str, "supplier": str,
    "head": str, "entries": list, "documents": list, "answers": list,
}  # fmt: skip  # a table
SECOND: dict[str, Any] = {**FIRST, "people": list, "checkpoint": (dict, type(None))}
VERSIONS: dict[int, list[dict[str, Any]]] = {
    1: [FIRST],
    2: [SECOND],
    3: [{**SECOND, "checkpoint": dict}, {**FIRST, "people": list, "unlogged": str}],
}
SHAPES: dict[str, dict[str, Any]] = {
    "entries": {"seq": int, "previous": str, "body": dict, "hash": str},
    "documents": {"document": str, "title": str, "revision": int, "content": dict, "hash": str},
    "answers": {"seq": int, "salt": str, "words": dict},
    "people": {"member": str, "salt": str, "name": str, "title": str, "address": dict},
}
NOTED = {**SHAPES["documents"], "note": str}  # since the third version
ADDRESS = {"masked": str, "commitment": str}
UNLOGGED = "no checkpoint covered this plan when it was made"
# The entries that say who somebody is: of each person the last one counts.
WHO = frozenset(
    f"member.{one}" for one in ("added", "introduced", "joined", "seated", "readdressed")
)
COMMITS = {"names", "terms", "layout", "labels", "site"}
PROOF = {"leaf": dict, "position": int, "path": list, "note": str, "key": str}
LEAF = {"organisation": str, "plan": str, "seq": int, "head": str}


def is_shaped(value: Any, shape: dict[str, Any]) -> bool:
    """Tell whether a value has the names of a shape and no others, each with its kind of value."""
    return isinstance(value, dict) and value.keys() == shape.keys() and all(
        isinstance(value[name], kind) and not isinstance(value[name], bool)
        for name, kind in shape.items()
    )  # fmt: skip  # one question


def record_of(text: str) -> dict[str, Any]:
    """Return the record that a text holds, if the program could have written it."""
    try:
        whole: dict[str, Any] = json.loads(text)
        is_ours = canonical(whole) == text and any(
            is_shaped(whole, shape) for shape in VERSIONS[whole["v"]]
        )
        shapes = {**SHAPES, "documents": NOTED} if whole["v"] > 2 else SHAPES
        is_ours = is_ours and bool(whole["entries"]) and all(
            is_shaped(one, shapes[part])
            for part in shapes.keys() & whole.keys() for one in whole[part]
        ) and whole.get("unlogged", UNLOGGED) == UNLOGGED  # fmt: skip  # one question
    except MISSHAPEN:
        is_ours = False
    demand(is_ours, "Its record is not written the way the program writes one.")
    return whole


def chain(record: dict[str, Any]) -> str:
    """Walk the entries from the first to the last."""
    previous = GENESIS
    for seq, entry in enumerate(record["entries"], 1):
        body = entry["body"]
        hashed = TAG + bytes.fromhex(previous) + canonical(body).encode()
        found = (entry["seq"], body["seq"], entry["previous"], entry["hash"])
        holds = found == (seq, seq, previous, hashlib.sha256(hashed).hexdigest())
        demand(holds, f"Entry {seq} of its record does not hold.")
        is_here = (body["organisation"], body["plan"]) == (record["organisation"], record["plan"])
        demand(is_here, f"Entry {seq} of its record belongs to another plan.")
        previous = entry["hash"]
    demand(record["head"] == previous, "Its record does not end at the fingerprint it names.")
    return f"All {len(record['entries'])} entries stand on one another, from the first to the last."


def data_of(record: dict[str, Any], *events: str) -> list[dict[str, Any]]:
    """Return what the entries of such events hold, in their order."""
    bodies = [entry["body"] for entry in record["entries"]]
    return [body["data"] for body in bodies if body["event"] in events]


def made(record: dict[str, Any]) -> dict[tuple[str, int], str]:
    """Return the hash of every revision that an entry made."""
    revised = data_of(record, "document.revised")
    return {(one["document"], one["revision"]): one["hash"] for one in revised}


def named(record: dict[str, Any]) -> Any:
    """Return what the first entry commits to of the plan's names, None in older ones."""
    return next((data.get("names") for data in data_of(record, "plan.started")), None)


def demand_order(record: dict[str, Any], what: str, shown: list[Any], order: list[Any]) -> None:
    """Demand of a list that it stands in the order of its entries, as the third version writes."""
    is_ordered = record["v"] < 3 or shown == [one for one in order if one in shown]
    demand(is_ordered, f"{what} do not stand in the order of their entries.")


def demand_all(record: dict[str, Any], what: str, missing: set[str]) -> None:
    """Demand that only what members said and are is missing whom an entry erased."""
    if record["v"] > 2 and named(record):
        gone = {
            entry["body"]["data"]["member"]
            for entry in record["entries"] if is_erasing(entry["body"])
        }  # fmt: skip  # one set
        demand(missing <= gone, f"{what} are missing, and no entry erased them.")


def is_erasing(body: dict[str, Any]) -> bool:
    """Tell whether an entry erases somebody who asked for it themselves, or of the operator."""
    wishes = (("system", ""), ("buyer", body["data"].get("member")))
    by = (body["by"]["side"], body["by"]["id"])
    return body["event"] == "member.erased" and by in wishes


def revisions(record: dict[str, Any]) -> str:
    """Hold every revision against the entry that made it."""
    wanted = made(record)
    for one in record["documents"]:
        named = f"revision {one['revision']} of “{plain(one['title'])}”"
        said = wanted.pop((one["document"], one["revision"]), None)
        demand(said, f"No entry of its record made {named}, or it stands there twice.")
        is_same = fingerprint(one["content"]) == said == one["hash"]
        demand(is_same, f"The content of {named} is not the one that its entry made.")
    demand(not wanted, f"{len(wanted)} revisions that its entries made are missing.")
    return f"All {len(record['documents'])} revisions have the content that their entries name."


def answers(record: dict[str, Any]) -> str:
    """Hold every answer against the words shown and the revision it names."""
    revised = made(record)
    given = {entry["seq"]: entry["body"]["data"] for entry in record["entries"]}
    given = {seq: data for seq, data in given.items() if "said" in data}
    for seq, data in given.items():
        if data["revision"] is not None:
            is_bound = revised.get((data["document"], data["revision"])) == data["hash"]
            demand(is_bound, f"The answer of entry {seq} is not bound to the revision it names.")
    held = dict.fromkeys(given, False)
    for one in record["answers"]:
        seq = one["seq"]
        demand(held.get(seq) is False, f"Words stand beside entry {seq} that it does not hold.")
        held[seq] = fingerprint({"salt": one["salt"], "value": one["words"]}) == given[seq]["said"]
        demand(held[seq], f"The words of the answer of entry {seq} are not those given.")
    shown = [one["seq"] for one in record["answers"]]
    demand_order(record, "The words of its answers", shown, sorted(given))
    demand_all(record, "Words of its answers",
               {data["member"] for seq, data in given.items() if not held[seq]})  # fmt: skip
    gone = len(given) - len(record["answers"])
    more = f"; the words of {gone} were erased with their author" if gone else ""
    return f"All {len(given)} answers are bound to the words shown and to their revision{more}."


def closings(record: dict[str, Any]) -> str:
    """Look for the buyer's yes that each closing follows; whether it was enough is not replayed."""
    committee, act, count = set(), ("", ""), 0
    said_yes: set[str] = set()
    for body in (entry["body"] for entry in record["entries"]):
        by, event, data = body["by"], body["event"], body["data"]
        if by["side"] != "system" and act != (by["id"], body["at"]):
            act, said_yes = (by["id"], body["at"]), set()
        if event in ("member.added", "member.seated"):
            committee.add(data["member"])
        elif "said" in data:
            is_own = (by["side"], by["id"]) == ("buyer", data["member"])
            demand(is_own, f"Entry {body['seq']} speaks for somebody who did not answer.")
            if data["answer"] in YES and data["member"] in committee:
                said_yes.add(data["milestone"])
        elif event == "milestone.closed":
            count += 1
            follows = by["side"] == "system" and data["milestone"] in said_yes
            demand(follows, f"Entry {body['seq']} closes a milestone without a buyer’s yes.")
        elif event == "member.erased":
            is_theirs = is_erasing(body)
            demand(is_theirs, f"Entry {body['seq']} erases somebody who did not ask for it.")
    return f"Each of {count} closings follows a yes of the buyer’s committee."


def people(record: dict[str, Any]) -> str:
    """Hold the people shown against what the last entry about each commits to."""
    bodies = [entry["body"] for entry in record["entries"]]
    joined = {
        body["data"]["member"]: body["data"]["commitment"]
        for body in bodies if body["event"] in WHO
    }  # fmt: skip  # one map
    left = dict(joined)
    for one in record.get("people", []):
        named, said = plain(one["member"]), left.pop(one["member"], None)
        shown = {name: one[name] for name in ("name", "title", "address")}
        is_theirs = fingerprint({"salt": one["salt"], "value": shown}) == said
        demand(is_theirs, f"The person shown as “{named}” is not the one its entries commit to.")
        is_masked = is_shaped(one["address"], ADDRESS) and re.fullmatch(
            r"[^@]\u2022{3}@[^@\s]+", one["address"]["masked"]
        )
        demand(is_masked, f"The address shown of “{named}” is not masked.")
    shown_ones = [one["member"] for one in record.get("people", [])]
    demand_order(record, "Its people", shown_ones, list(joined))
    demand_all(record, "People of its committee", set(left))
    hidden = f"; {len(left)} are not shown" if left else ""
    return f"{len(joined) - len(left)} people are those the entries commit to{hidden}."


def labels(record: dict[str, Any]) -> str:
    """Hold what plan, companies and documents are called against what the entries commit to."""
    if record["v"] < 3:
        is_older = not any(COMMITS & keys for keys in keys_below(record["entries"]))
        demand(is_older, "Its record is written as an older version wrote it, its entries are not.")
        return "An older version made it, so its names are bound by its seal alone."
    said = named(record)
    shown = {name: record[name] for name in ("title", "buyer", "supplier")}
    demand(
        said is None or fingerprint(shown) == said,
        "Its plan, or one of the companies, is called otherwise in its entries.",
    )
    kept = {(data["document"], data["revision"]): data.get("labels")
            for data in data_of(record, "document.revised")}  # fmt: skip  # one map
    for one in record["documents"]:
        label = kept[one["document"], one["revision"]]
        is_so = label is None or fingerprint({"title": one["title"], "note": one["note"]}) == label
        demand(is_so, f"“{plain(one['title'])}”, or its note, is called otherwise in its entries.")
    revised = [(one["document"], one["revision"]) for one in record["documents"]]
    demand_order(record, "Its revisions", revised, list(kept))
    if said is None:
        return (
            "Its documents are called what its entries commit to; its plan began before they did."
        )
    return "Plan, companies and documents are called what its entries commit to."


def keys_below(held: Any) -> Iterator[set[str]]:
    """Yield the names that stand beside each other, wherever they stand, with a value."""
    if isinstance(held, dict):
        yield {name for name, value in held.items() if value is not None}
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from keys_below(one)


# ---- The checkpoint: RFC 6962, and signed notes as C2SP describes them. ----


def checkpointed(keys: list[str]) -> Callable[[dict[str, Any]], str]:
    """Return the check of a checkpoint, which must be signed with one of ``keys`` if there are."""

    def checkpoint(record: dict[str, Any]) -> str:
        proof = record.get("checkpoint")
        if proof is None:
            demand(not keys, "It carries no checkpoint, so there is nothing that your key signed.")
            return "It carries no checkpoint: none covered this plan when it was made."
        is_proof = is_shaped(proof, PROOF) and is_shaped(proof["leaf"], LEAF)
        demand(is_proof, "Its checkpoint is not written the way one is.")
        is_one = record["v"] < 3 or proof["note"].count("\n— ") == 1
        demand(is_one, "Its checkpoint bears another signature, which nothing here can check.")
        origin, size, root = signed_tree(proof["note"], proof["key"])
        leaf, entries = proof["leaf"], record["entries"]
        is_ours = (leaf["organisation"], leaf["plan"]) == (record["organisation"], record["plan"])
        demand(is_ours, "Its checkpoint proves the head of another plan.")
        is_here = (leaf["seq"], leaf["head"]) in [(one["seq"], one["hash"]) for one in entries]
        demand(is_here, "The head that its checkpoint proves does not stand in its chain.")
        leads = root_over(leaf, proof["position"], size, proof["path"]) == root
        demand(leads, "Its path does not lead to the tree that its checkpoint signs.")
        known = "which is one of yours" if proof["key"] in keys else (
            f"to be compared with https://{origin.partition('/')[0]}/.well-known/"
            "portal-checkpoint-key"
        )  # fmt: skip  # one choice
        demand(not keys or proof["key"] in keys, "Its checkpoint is signed with another key.")
        return f"Its log holds entry {leaf['seq']}, signed with {plain(proof['key'])}, {known}."

    return checkpoint


def signed_tree(note: str, key: str) -> tuple[str, int, bytes]:
    """Return a log's name, size and root, once the signature under its note was found to hold."""
    text, _, lines = note.rpartition("\n\n")
    origin, size, root = text.split("\n")
    name, digits, encoded = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", key).groups()  # type: ignore[union-attr]  # None: misshapen
    public, key_id = decoded(encoded), bytes.fromhex(digits)
    named = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    is_key = (public[:1], len(public), named, name) == (b"\x01", 33, key_id, origin)
    demand(is_key, "Its checkpoint names a key that is none.")
    found = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in lines.split("\n")[:-1]]
    made = [(one[1], decoded(one[2])) for one in found if one]
    is_note = made and len(made) == len(found) and lines.endswith("\n") and str(int(size)) == size
    demand(is_note and size.isascii() and len(decoded(root)) == 32,
           "Its checkpoint is not written the way one is.")  # fmt: skip  # one sentence
    by_key = [one[4:] for who, one in made if (who, one[:4]) == (name, key_id)]
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public[1:]).verify(
            by_key[0], f"{text}\n".encode()
        )
    except (InvalidSignature, IndexError):
        raise Broken("Its checkpoint does not bear the signature of the key it names.") from None
    return origin, int(size), decoded(root)


def decoded(text: str) -> bytes:
    """Return what base64 stands for; ValueError if it could be written in another way."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("another way to write base64")
    return data


def root_over(leaf: dict[str, Any], position: int, size: int, path: list[str]) -> bytes | None:
    """Return the root that a leaf and its path lead to (RFC 9162, 2.1.3.2); None if to none."""
    hashed = hashlib.sha256(b"\0" + canonical(leaf).encode()).digest()
    last = size - 1
    if not 0 <= position < size <= 2**53:
        return None
    for one in path:
        beside = bytes.fromhex(one)
        if not last or len(one) != 64 or beside.hex() != one:
            return None
        is_right = position & 1 or position == last
        pair = beside + hashed if is_right else hashed + beside
        hashed = hashlib.sha256(b"\1" + pair).digest()
        while is_right and position and not position & 1:
            position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    return None if last else hashed


def head_at(head: str) -> Callable[[dict[str, Any]], str]:
    """Return the check that a record ends at a fingerprint known from elsewhere."""

    def check(record: dict[str, Any]) -> str:
        is_in = head in [entry["hash"] for entry in record["entries"]]
        more = (
            " It is that of an earlier entry, and the record goes on from there." if is_in else ""
        )
        demand(
            record["head"] == head, f"Its record does not end at the fingerprint you gave.{more}"
        )
        return "Its record ends at the fingerprint you gave."

    check.__name__ = "head"
    return check


# ---- The verdict. ----


def judge(data: bytes, head: str = "", keys: list[str] | None = None) -> dict[str, Any]:
    """Return the verdict on a PDF or a bare record: a sentence, each check, and who sealed."""
    found: list[dict[str, Any]] = []
    seal: dict[str, Any] | None = None
    record: dict[str, Any] | None = None
    is_pdf = data.startswith(b"%PDF-")
    sealed, behind = parted(data) if is_pdf else (data, None)
    pdf = looked(found, "readable", lambda: Pdf(sealed)) if is_pdf else None
    read: Callable[[], str] = functools.partial(data.decode, "utf-8")
    if pdf:
        seal = looked(found, "seal", functools.partial(seal_of, pdf, behind), told_seal)
        read = functools.partial(attached, pdf)
    if pdf or not is_pdf:
        record = looked(found, "record", lambda: record_of(read()), told_record)
    if record:
        looks = [chain, revisions, answers, closings, people, labels, checkpointed(keys or [])]
        for look in [*looks, head_at(head)] if head else looks:
            looked(found, look.__name__, functools.partial(look, record))
    broken = next((one["detail"] for one in found if not one["holds"]), None)
    return {
        "whole": not broken,
        "sentence": sentence(broken, seal),
        "checks": found,
        "head": record and record.get("head"),
        "plan": record and f"{record.get('organisation')}.{record.get('plan')}",
        "sealed_by": seal,
    }


def looked(
    found: list[dict[str, Any]],
    name: str,
    look: Callable[[], Any],
    told: Callable[[Any], str] = str,
) -> Any:
    """Look at one thing and note what was found; return it, or None if it does not hold."""
    try:
        value = look()
        holds, detail = True, "It can be read." if name == "readable" else told(value)
    except Broken as broken:
        value, holds, detail = None, False, str(broken)
    except Exception:  # noqa: BLE001  # whatever was made of it, it is none of ours
        value, holds, detail = None, False, f"Its {name} is damaged, or none that can be read here."
    found.append({"name": name, "holds": holds, "detail": detail})
    return value


def told_seal(seal: dict[str, Any]) -> str:
    """Say who sealed, and whose time it is."""
    stamp = seal["timestamp"]
    time = f"the clock of the sealing server said {seal['at'] or 'nothing'}"
    if stamp:
        time = f"the timestamp authority “{stamp['by']}” says that it was there at {stamp['at']}"
    after = "nothing"
    if seal["archive"]:
        after = f"only a document timestamp of that authority, of {seal['archive']},"
    return (
        f"Sealed (PAdES {seal['level']}) by “{seal['name']}” over every byte, with {after} after"
        f" it; {time}. Who holds that key is not checked: compare its fingerprint"
        f" {seal['fingerprint']}."
    )


def told_record(record: dict[str, Any]) -> str:
    """Say whose record it is."""
    return f"The record of “{plain(record.get('title'))}”, {len(record['entries'])} entries."


def sentence(broken: str | None, seal: dict[str, Any] | None) -> str:
    """Return the answer in one sentence."""
    if broken:
        return f"This file is not whole: {broken[:1].lower()}{broken[1:]}"
    if seal:
        return (
            f"This file is whole: sealed by {seal['name']}, unchanged since, and its record holds."
        )
    return "This record holds in itself; it carries no seal, so compare its head with a receipt."


def main() -> int:
    """Judge the file named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="the PDF of a plan, or the evidence.json attached to it")
    parser.add_argument("--head", default="", help="the fingerprint in a receipt, 64 hex digits")
    parser.add_argument("--checkpoint-key", help="a file of public keys of checkpoints, one a line")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    head = "".join(asked.head.split()).lower()
    if head and not re.fullmatch(r"[0-9a-f]{64}", head):
        parser.error("a head has 64 digits from 0 to 9 and a to f: copy all of it")
    try:
        with open(asked.file, "rb") as file:
            data = file.read(LARGEST + 1)
        keys = []
        if asked.checkpoint_key:
            with open(asked.checkpoint_key, encoding="utf-8") as file_of_keys:
                keys = file_of_keys.read().split()
    except (OSError, ValueError) as fault:
        parser.error(f"a file cannot be read: {fault}")
    if len(data) > LARGEST:
        parser.error("the file is larger than any plan's")
    verdict = judge(data, head, keys)
    lines = [f"  {'holds' if one['holds'] else 'BROKEN':<7}{one['name']:<11}{one['detail']}"
             for one in verdict["checks"]]  # fmt: skip  # one list
    text = json.dumps(verdict) if asked.json else "\n".join([verdict["sentence"], *lines])
    sys.stdout.write(f"{text}\n")
    return 0 if verdict["whole"] else 1


if __name__ == "__main__":
    sys.exit(main())
