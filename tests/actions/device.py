"""A device that keeps passkeys, in software: what a browser would send, with real keys."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey. ``origin`` is the page it is asked from; ``flags`` what the device checked.

    Many devices do not count their uses: with ``counts`` off every answer says 0.
    """

    origin: str
    credential_id: bytes = b"a passkey of the tests"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    user: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: str) -> str:
        """Make the passkey, and answer as a browser does."""
        asked = json.loads(options)
        self.user = base64url_to_bytes(asked["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        )
        named = len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._data(asked["rp"]["id"], ATTESTED) + bytes(16) + named + public
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            clientDataJSON=self._client("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps(made),
        )

    def get(self, options: str, **changed: bytes) -> str:
        """Sign what is asked, and answer as a browser does."""
        asked = json.loads(options)
        self.count += self.counts
        data = self._data(asked["rpId"])
        client = self._client("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client).digest()
        parts = {
            "clientDataJSON": client,
            "authenticatorData": data,
            "signature": self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            "userHandle": self.user,
        }
        return self._answer(**(parts | changed))

    def _data(self, host: str, more: int = 0) -> bytes:
        flags = bytes([self.flags | more])
        return hashlib.sha256(host.encode()).digest() + flags + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        said: dict[str, Any] = {
            "id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {},
            "response": {key: bytes_to_base64url(value) for key, value in response.items()},
        }  # fmt: skip  # a table
        return json.dumps(said)
