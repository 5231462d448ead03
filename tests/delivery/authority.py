"""A timestamp authority run for tests: OpenSSL answers behind a small server, none of it ours."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Timestamps of Oslo"
TERMS = """
[ authority ]
serial = {folder}/serial
signer_cert = {folder}/leaf.pem
certs = {folder}/beside.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """An authority at ``url``; what it answers can be made worse: a status, a kind, or bytes."""

    folder: Path
    url: str = ""
    status: int = 200
    kind: str = "application/timestamp-reply"
    instead: bytes | None = None
    asked: list[bytes] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The certificate that everything of this authority rests on."""
        return self.folder / "root.pem"

    def answer(self, query: bytes) -> bytes:
        """Let OpenSSL answer a request."""
        self.asked.append(query)
        if self.instead is not None:
            return self.instead
        (self.folder / "query").write_bytes(query)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", self.folder / "terms", "-section", "authority",
             "-queryfile", self.folder / "query", "-out", self.folder / "reply"],
            check=True, capture_output=True,
        )  # fmt: skip  # one call
        return (self.folder / "reply").read_bytes()


@contextmanager
def authority_in(
    folder: Path, *, gives_times: bool = True, keys: Callable[[Path], None] | None = None
) -> Iterator[Authority]:
    """Run an authority; ``gives_times`` is whether its certificate is for that.

    ``keys`` puts others into its folder: leaf.key, leaf.pem, root.pem, and beside.pem.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if keys:
        keys(folder)
    else:
        _certify(folder, gives_times=gives_times)
    (folder / "serial").write_text("01\n")
    (folder / "terms").write_text(TERMS.format(folder=folder))
    authority = Authority(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(authority))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(authority.status)
            self.send_header("Content-Type", authority.kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _certify(folder: Path, *, gives_times: bool) -> None:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root of Oslo")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    is_root = x509.BasicConstraints(ca=True, path_length=None)
    root = _begun(root_name, root_name, root_key).add_extension(is_root, critical=True)
    usage = x509.ExtendedKeyUsage(
        [ExtendedKeyUsageOID.TIME_STAMPING if gives_times else ExtendedKeyUsageOID.CODE_SIGNING]
    )
    leaf = _begun(name, root_name, key).add_extension(usage, critical=True)
    pem = Encoding.PEM
    rooted = root.sign(root_key, hashes.SHA256()).public_bytes(pem)
    (folder / "root.pem").write_bytes(rooted)
    (folder / "beside.pem").write_bytes(rooted)
    (folder / "leaf.pem").write_bytes(leaf.sign(root_key, hashes.SHA256()).public_bytes(pem))
    (folder / "leaf.key").write_bytes(key.private_bytes(pem, PrivateFormat.PKCS8, NoEncryption()))


def _begun(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(issuer)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    )  # fmt: skip  # a chain
