"""Certificates for tests, and the servers they name, over local HTTP: responders and lists."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID as Usage
from cryptography.x509.oid import NameOID

from tests.delivery.authority import NAME

SIGNER = "Northwind Analytics"
DAY = timedelta(days=1)
USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip  # RFC 5280, 4.2.1.3
ANSWERS, LISTS = ("ocsp/signer", "ocsp/oslo"), ("crl/northwind", "crl/authority")
PEM, DER = Encoding.PEM, Encoding.DER


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and whose it rests on."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    by: "Holder | None" = None

    @property
    def above(self) -> list[x509.Certificate]:
        """Those it rests on, the nearest first."""
        return [self.by.certificate, *self.by.above] if self.by else []


@dataclass
class House:
    """Two families of certificates behind one server, whose answers can be made worse.

    The signer's own is asked about at a responder that the issuer sent, the authority's stands
    in a list; of the two issuers it is the other way round. ``instead`` holds what an address
    answers in place of the right thing: a status and bytes; ``revoked`` serial numbers; ``age`` is
    how old all answers are; ``forged`` lets a stranger sign them, ``unknown`` lets responders know
    nobody, ``newest`` lets them say that there is always a newer answer; ``scopes`` holds critical
    extensions of lists.
    """

    is_rsa: bool = False
    url: str = ""
    instead: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    revoked: set[int] = field(default_factory=set)
    age: timedelta = timedelta(minutes=1)
    forged: bool = False
    unknown: bool = False
    newest: bool = False
    scopes: dict[str, x509.ExtensionType] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    holders: dict[str, Holder] = field(default_factory=dict)

    def found(self) -> None:
        """Make all certificates, once the server's address is known."""
        held = self.holders
        held["stranger"] = self.issue("Responder", None, usage=Usage.OCSP_SIGNING)
        for family in ("northwind", "oslo"):
            root = self.issue(f"Root of {family.title()}", None, is_issuer=True)
            issuing = self.issue(
                f"Issuing of {family.title()}", root, is_issuer=True,
                list_=f"crl/{family}" if family == "northwind" else "",
                responder=f"ocsp/{family}" if family == "oslo" else "",
                issuer=f"ca/{family}.root",
            )  # fmt: skip  # one call
            held |= {f"{family}.root": root, f"{family}.issuing": issuing}
        northwind, oslo = held["northwind.issuing"], held["oslo.issuing"]
        held["signer"] = self.issue(
            SIGNER, northwind, responder="ocsp/signer", list_="crl/signer",
            issuer="ca/northwind.issuing",
        )  # fmt: skip  # one call
        held["authority"] = self.issue(
            NAME, oslo, list_="crl/authority", issuer="ca/oslo.issuing", usage=Usage.TIME_STAMPING
        )
        held["responder"] = self.issue("Responder", northwind, usage=Usage.OCSP_SIGNING)

    def issue(
        self, name: str, by: Holder | None, *, is_issuer: bool = False, responder: str = "",
        list_: str = "", issuer: str = "", usage: x509.ObjectIdentifier | None = None,
        is_checked: bool = False,
    ) -> Holder:  # fmt: skip  # one row
        """Make a certificate, issued by somebody or by itself, that names paths of this server."""
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = (
            rsa.generate_private_key(65537, 2048) if self.is_rsa
            else ec.generate_private_key(ec.SECP256R1())
        )  # fmt: skip  # one choice
        now = datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        place = {what: x509.UniformResourceIdentifier(f"{self.url}{path}") for what, path in (
            (Access.OCSP, responder), (Access.CA_ISSUERS, issuer)) if path}  # fmt: skip  # a map
        builder = (
            x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
            .issuer_name(by.certificate.subject if by else subject)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 30 * DAY).not_valid_after(now + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        )  # fmt: skip  # a chain
        if place:
            named = [x509.AccessDescription(what, url) for what, url in place.items()]
            builder = builder.add_extension(x509.AuthorityInformationAccess(named), critical=False)
        if list_:
            url = x509.UniformResourceIdentifier(f"{self.url}{list_}")
            points = [x509.DistributionPoint([url], None, None, None)]
            builder = builder.add_extension(x509.CRLDistributionPoints(points), critical=False)
        if not is_issuer and usage is None:
            used = dict.fromkeys(USES, False) | dict.fromkeys(USES[:2], True)
            builder = builder.add_extension(x509.KeyUsage(**used), critical=True)
        if usage:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        if usage == Usage.OCSP_SIGNING and not is_checked:
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        return Holder(key, builder.sign(by.key if by else key, hashes.SHA256()), by)

    def signers_keys(self, *, alone: bool = False) -> bytes:
        """Return the signer's P12, with all above or alone."""
        return self.keys_of("signer", alone=alone)

    def keys_of(self, name: str, *, alone: bool = False) -> bytes:
        """Return somebody's P12, with all above or alone."""
        one = self.holders[name]
        above = None if alone else one.above
        return pkcs12.serialize_key_and_certificates(
            b"northwind", one.key, one.certificate, above, NoEncryption()
        )

    def authoritys_keys(self, folder: Path, *, alone: bool = False) -> None:
        """Put what the authority signs with into a folder."""
        one = self.holders["authority"]
        key = one.key.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "leaf.key").write_bytes(key)
        (folder / "leaf.pem").write_bytes(one.certificate.public_bytes(PEM))
        (folder / "root.pem").write_bytes(one.above[-1].public_bytes(PEM))
        beside = [one.certificate] if alone else one.above
        (folder / "beside.pem").write_bytes(b"".join(each.public_bytes(PEM) for each in beside))

    def right(self) -> None:
        """Answer rightly again."""
        self.instead.clear()
        self.revoked.clear()
        self.scopes.clear()
        self.age = timedelta(minutes=1)
        self.forged = self.unknown = self.newest = False

    def answer(self, path: str) -> tuple[int, bytes]:
        """Answer what is asked at an address."""
        self.asked.append(path)
        kind, _, name = path.partition("/")
        if path in self.instead:
            return self.instead[path]
        if kind == "ca":
            return 200, self.holders[name].certificate.public_bytes(DER)
        one = self.holders.get(name) or self.holders[f"{name}.issuing"]
        return 200, self._listed(one, path) if kind == "crl" else self._responded(one)

    def _listed(self, one: Holder, path: str) -> bytes:
        assert one.by is not None
        made = datetime.now(UTC) - self.age
        builder = (
            x509.CertificateRevocationListBuilder().issuer_name(one.by.certificate.subject)
            .last_update(made).next_update(made + DAY)
        )  # fmt: skip  # a chain
        for serial in self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial)
                .revocation_date(made).build()
            )  # fmt: skip  # a chain
        if path in self.scopes:
            builder = builder.add_extension(self.scopes[path], critical=True)
        key = self.holders["stranger"].key if self.forged else one.by.key
        return builder.sign(key, hashes.SHA256()).public_bytes(DER)

    def _responded(self, one: Holder) -> bytes:
        assert one.by is not None
        made = datetime.now(UTC) - self.age
        by = self.holders["responder"] if one == self.holders["signer"] else one.by
        by = self.holders["stranger"] if self.forged else by
        is_revoked = one.certificate.serial_number in self.revoked
        status = ocsp.OCSPCertStatus.UNKNOWN if self.unknown else ocsp.OCSPCertStatus.GOOD
        return (
            ocsp.OCSPResponseBuilder().add_response(
                one.certificate, one.by.certificate, hashes.SHA1(),
                ocsp.OCSPCertStatus.REVOKED if is_revoked else status,
                made, None if self.newest else made + DAY, made if is_revoked else None, None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
            .certificates([by.certificate])
            .sign(by.key, hashes.SHA256())
            .public_bytes(DER)
        )  # fmt: skip  # a chain


@contextmanager
def a_house(host: str = "127.0.0.1", *, is_rsa: bool = False) -> Iterator[House]:
    """Run the servers that certificates name, at an address of this machine."""
    house = House(is_rsa)
    server = ThreadingHTTPServer((host, 0), _handler(house))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    house.url = f"http://{host}:{server.server_port}/"
    house.found()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(house: House) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, data = house.answer(self.path[1:])
            self.send_response(status)
            if status == 302:
                self.send_header("Location", data.decode())
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
