"""Asking servers whose addresses somebody else names, without being led into our own network.

A name is resolved once, and what it stands for is connected to only if it is a public address; so
it cannot mean one thing when it is judged and another when it is used. Nobody is followed to
another place, and an answer has a size and a time.
"""

import io
import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

ANSWERS_WITHIN = 5  # seconds, for connecting and between two parts of an answer
WHOLE_WITHIN = 10  # seconds, for all of an answer
LARGEST_ANSWER = 1 << 20  # bytes
PART = 16 * 1024  # bytes
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotPublic(requests.ConnectionError):
    """The name leads into a network that is not everybody's."""


class TooMuch(requests.ConnectionError):
    """The answer is larger, or takes longer, than any that makes sense."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of an address."""

    scheme: str
    host: str
    port: int

    @property
    def is_here(self) -> bool:
        """Whether it is this machine."""
        return self.host in LOOPBACK


def origin_of(address: str) -> Origin | None:
    """Return the origin of an address, or None if it is none of http or https."""
    try:
        parts = urlsplit(address)
        usual = {"https": 443, "http": 80}.get(parts.scheme)
        if usual is None or not parts.hostname or parts.username or parts.password:
            return None
        return Origin(parts.scheme, parts.hostname, parts.port or usual)
    except ValueError:
        return None


def is_allowed(endpoint: Origin | None, trusted: Origin) -> bool:
    """Tell whether an endpoint may be gone to: by https, or on this machine as the trusted one."""
    if endpoint is None:
        return False
    return endpoint.scheme == "https" or (endpoint.is_here and trusted.is_here)


def session(trusted: Origin, make: Callable[[], Any] = requests.Session) -> Any:
    """Return a session whose every request goes by these rules.

    ``trusted`` is the one origin that the operator named: its host is reached wherever it is.
    """
    made = make()
    made.max_redirects = 0
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Once(trusted))
    return made


class _Once(HTTPAdapter):
    """Connects to the address that a name stood for when it was judged."""

    def __init__(self, trusted: Origin) -> None:
        self._trusted = trusted
        super().__init__(max_retries=0)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Name the resolved address to connect to, and the host whose certificate must be shown."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = host["host"]
        host["host"] = self._resolved(name, host["port"] or origin_port(host["scheme"]))
        if host["scheme"] == "https":
            return host, {**pool, "server_hostname": name, "assert_hostname": name}
        return host, pool

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002  # the library's signature
        timeout: Any = None,  # noqa: ARG002  # as above
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002  # as above
    ) -> requests.Response:
        """Send a request past any proxy, and read no more of the answer than makes sense."""
        request.headers["Host"] = urlsplit(request.url or "").netloc
        answer = super().send(
            request, stream=True, timeout=ANSWERS_WITHIN, verify=verify, cert=cert, proxies=None
        )
        with answer.raw as raw:
            answer.raw = io.BytesIO(_read(raw))
        return answer

    def _resolved(self, name: str, port: int) -> str:
        return address_of(name, port, self._trusted)


def address_of(name: str, port: int, trusted: Origin | None) -> str:
    """Return the one address that a name stands for, judged; it alone is then connected to.

    ``trusted`` is what the operator named, if anything: its host is reached wherever it is, and
    beside one on this machine others here.

    Raises:
        NotPublic: if the name leads into a network that is not everybody's.
        ConnectionError: (of requests) if it stands for nothing.
    """
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise requests.ConnectionError("the name stands for no address") from fault
    address = str(found[0][4][0])
    is_named = trusted is not None and (
        name.lower() == trusted.host or (trusted.is_here and name in LOOPBACK)
    )
    if not is_named and not is_public(address):
        raise NotPublic("the name stands for an address that is not public")
    return address


def is_public(address: str) -> bool:
    """Tell whether anybody on the Internet means the same machine by this address."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    known = mapped or found
    return known.is_global and not known.is_multicast


def origin_port(scheme: str) -> int:
    """Return the port that a scheme means where none is said."""
    return 443 if scheme == "https" else 80


def _read(raw: Any) -> bytes:
    """Return a whole answer, unpacked."""
    until, parts, size = time.monotonic() + WHOLE_WITHIN, [], 0
    try:
        while part := raw.read1(PART, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > LARGEST_ANSWER or time.monotonic() > until:
                raise TooMuch("the answer is too large or too slow")
    except HTTPError as fault:
        raise requests.ConnectionError("the answer broke off") from fault
    return b"".join(parts)
