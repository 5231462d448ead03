"""An identity provider of the tests' own: a server with real keys, and ways to be a bad one."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

CLIENT, SECRET = "portal", "a secret between the two"
NOW = 1_795_000_000


@dataclass
class IdentityProvider:
    """What it answers can be changed: ``claims`` replaces claims, None takes one away.

    ``asked`` keeps the path of every request; ``codes`` what each code stands for.
    """

    address: str
    now: int = NOW
    email: str = "owen@northwind.example"
    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first"}))
    algorithm: str = "ES256"
    published: list[Key] | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self, kind: str = "EC") -> None:
        """Sign with another key from now on."""
        named: Any = {"kid": f"next-{kind}"}
        if kind == "RSA":
            self.key, self.algorithm = RSAKey.generate_key(2048, named), "RS256"
        else:
            self.key, self.algorithm = ECKey.generate_key("P-256", named), "ES256"

    def authorise(self, location: str) -> dict[str, str]:
        """Be where a browser was sent: sign somebody in and return what it comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, method: str, path: str, body: str, authorization: str) -> tuple[int, Any]:
        """Answer one request."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return 200, self._described()
        if path == "/keys":
            published = self.published if self.published is not None else [self.key]
            return 200, KeySet(published).as_dict(private=False)
        if path.startswith("/authorise?"):
            given = self.authorise(path)
            return 302, f"{self.codes[given['code']]['redirect_uri']}?{query(given)}"
        if (method, path) == ("POST", "/token"):
            return self._token(parse_qs(body), authorization)
        return 404, {}

    def _described(self) -> dict[str, Any]:
        named = {"authorization_endpoint": "/authorise", "token_endpoint": "/token",
                 "jwks_uri": "/keys"}  # fmt: skip  # a table
        places = {name: f"{self.address}{path}" for name, path in named.items()}
        return {"issuer": self.address} | places | self.discovery

    def _token(self, sent: dict[str, list[str]], authorization: str) -> tuple[int, Any]:
        asked = self.codes.pop(sent["code"][0], None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        verifier = sent.get("code_verifier", [""])[0]
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        if (
            asked is None
            or authorization != f"Basic {expected}"
            or asked["code_challenge"] != challenge.decode().rstrip("=")
            or asked["redirect_uri"] != sent["redirect_uri"][0]
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "none", "token_type": "Bearer", "id_token": self.token(asked)}

    def token(self, asked: dict[str, str]) -> str:
        """Return the signed answer to what was asked."""
        claims: dict[str, Any] = {
            "iss": self.address, "aud": CLIENT, "sub": "somebody", "nonce": asked["nonce"],
            "iat": self.now, "exp": self.now + 300, "email": self.email, "email_verified": True,
        } | self.claims  # fmt: skip  # a table
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid or ""}
        return jwt.encode(header, kept, self.key, [self.algorithm])


def handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    """Return what serves a provider over HTTP."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            self._answer("")

        def do_POST(self) -> None:  # the library's name
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def log_message(self, *_: Any) -> None:
            pass

        def _answer(self, body: str) -> None:
            status, said = provider.answer(
                self.command, self.path, body, self.headers.get("Authorization", "")
            )
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", said)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(said.encode() if isinstance(said, str) else json.dumps(said).encode())

    return Answers


@contextmanager
def served() -> Iterator[IdentityProvider]:
    """Serve a provider on a port of its own."""
    provider = IdentityProvider("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


def query(given: dict[str, str]) -> str:
    """Return what a browser comes back with, as an address carries it."""
    return urlencode(given)
