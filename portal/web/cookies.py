"""Cookies: each names its organisation, carries a secret and a signed time for the idle clock."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Request, Response

# The prefix makes browsers insist on Secure, Path=/ and no Domain.
ROOM, DESK, VISITOR = "__Host-room", "__Host-desk", "__Host-visitor"
SIGN_ON = "__Host-sign-on"  # lives from the way to an identity provider to the way back
RENEW_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a session cookie says: whose it is, its secret, and when it was last used."""

    organisation: str
    secret: str
    used_at: datetime

    @property
    def name(self) -> str:
        """The session, without its idle time."""
        return f"{self.organisation}.{self.secret}"


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, f"idle\0{text}".encode(), "sha256").hexdigest()[:32]


def write(key: bytes, organisation: str, secret: str, now: datetime) -> str:
    """Return a cookie's value as of ``now``."""
    text = f"{organisation}.{secret}.{int(now.timestamp())}"
    return f"{text}.{_mac(key, text)}"


def read(key: bytes, value: str | None, now: datetime, idle: timedelta) -> Ticket | None:
    """Return the ticket in a cookie, unless it is forged, malformed or has been idle too long."""
    text, _, mac = (value or "").rpartition(".")
    parts = text.split(".")
    if len(parts) != 3 or not hmac.compare_digest(mac.encode(), _mac(key, text).encode()):
        return None
    try:
        used_at = datetime.fromtimestamp(int(parts[2]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if now - used_at > idle:
        return None
    return Ticket(parts[0], parts[1], used_at)


def give(response: Response, name: str, value: str) -> None:
    """Set a session cookie; it ends with the browser, the idle clock or the database's word."""
    response.set_cookie(name, value, secure=True, httponly=True, samesite="Lax", path="/")


def take(response: Response, name: str) -> None:
    """Remove a cookie."""
    response.delete_cookie(name, secure=True, httponly=True, samesite="Lax", path="/")


def value_of(request: Request, name: str) -> str | None:
    """Return a cookie's raw value."""
    return request.cookies.get(name)
