"""Asking other servers while a seal is made: a little of each, and all of it within one time.

Most addresses come from certificates, some of them from an answer over plain http: whoever stands
on the way could choose them. So a name is resolved once, and connected to only if what it stands
for is public or the operator named the host; see ``outward``.
"""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import IO, Any
from urllib.parse import urlsplit

from portal.delivery import outward
from portal.delivery.outward import Origin
from portal.delivery.plain import line

ANSWERS_WITHIN = 10  # seconds, each time a server is waited for
ALL_WITHIN = 15  # seconds, of all that is asked for one seal; below what the whole sealing may take
PIECE = 64 * 1024  # bytes


class NoAnswer(Exception):
    """A server gave nothing that can be used; the text is the end of a sentence."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Lets no server send us elsewhere: nobody vouched for that address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow none: the status of the redirect itself is then the answer."""


class OnceByHttp(urllib.request.HTTPHandler):
    """Connects to the address that a name stood for when it was judged."""

    def __init__(self, named: Origin | None) -> None:
        super().__init__()
        self._make = partial(_connection, HTTPConnection, named)

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        """Ask by http."""
        return self.do_open(self._make, req)


class OnceByHttps(urllib.request.HTTPSHandler):
    """Does the same by https; the certificate shown must be of the name, not of the address."""

    def __init__(self, named: Origin | None) -> None:
        super().__init__()
        self._make = partial(_connection, HTTPSConnection, named)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        """Ask by https."""
        return self.do_open(self._make, req)


def _connection(
    kind: type[HTTPConnection], named: Origin | None, host: str, **terms: Any
) -> HTTPConnection:
    def connected(where: tuple[str, int], *rest: Any) -> socket.socket:
        return socket.create_connection((outward.address_of(*where, named), where[1]), *rest)

    made = kind(host, **terms)
    made._create_connection = connected  # type: ignore[attr-defined]  # its one place to connect
    return made


@dataclass(frozen=True, slots=True)
class Errand:
    """The servers asked for one seal share one time, which begins with the errand.

    ``named`` is the address that the operator named, or empty: its host may be anywhere, every
    other only where everybody reaches it.
    """

    named: str = ""
    until: float = field(default_factory=lambda: time.monotonic() + ALL_WITHIN)

    def fetch(
        self,
        url: str,
        largest: int,
        sent: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[str, bytes]:
        """Return the kind of what stands at an address, and it; ``largest`` is in bytes.

        ``sent`` is posted, if given.

        Raises:
            NoAnswer: if it cannot be had, or is larger or later than allowed.
        """
        if urlsplit(url).scheme not in {"http", "https"}:
            raise NoAnswer("only http and https addresses are asked")
        asked = urllib.request.Request(url, sent, dict(headers or {}))  # noqa: S310  # looked at above
        try:
            with self._opener().open(asked, timeout=min(ANSWERS_WITHIN, self._left())) as answer:
                kind = answer.headers.get_content_type()
                data = b""
                while piece := answer.read1(PIECE):
                    data += piece
                    self._left()
                    if len(data) > largest:
                        raise NoAnswer(f"its answer is larger than {largest // 1024:,} KiB")
        except urllib.error.HTTPError as refused:
            with refused:
                raise NoAnswer(f"it answered with the status {refused.code}") from refused
        except (OSError, HTTPException) as fault:
            reason = line(str(getattr(fault, "reason", None) or fault)) or "it cannot be reached"
            raise NoAnswer(reason.rstrip(".")) from fault
        return kind, data

    def _opener(self) -> urllib.request.OpenerDirector:
        named = outward.origin_of(self.named)
        # An empty table of proxies: none is taken from the environment.
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({}), NoRedirect, OnceByHttp(named), OnceByHttps(named)
        )

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise NoAnswer(f"all that is asked for a seal took longer than {ALL_WITHIN} seconds")
        return left
