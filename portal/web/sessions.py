"""Flask's own session, which nothing may write: it only seeds the CSRF token of our sessions."""

import hmac
import secrets
from typing import Any, NoReturn

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

from portal.web import cookies


class ReadOnlySession(dict[str, Any], SessionMixin):
    """A session that holds one derived value, and refuses to hold another.

    ``visitor`` is a new visitor's secret, to be sent with the response.
    """

    visitor: str | None = None

    def __setitem__(self, key: str, value: Any) -> NoReturn:
        """Refuse: state that matters lives in the database, messages in the address."""
        raise TypeError(f"Nothing is kept in the session, not {key!r}.")


class SeededSessions(SessionInterface):
    """Derives the CSRF seed from the session's own secret, or from an anonymous visitor's."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def open_session(self, app: Flask, request: Request) -> ReadOnlySession:  # noqa: ARG002  # Flask's signature
        """Return the request's session, with the seed flask-wtf looks for."""
        visitor = None
        seed = self._signed_in(request) or cookies.value_of(request, cookies.VISITOR)
        if not seed:
            seed = visitor = secrets.token_urlsafe(24)
        digest = hmac.new(self._key, f"csrf\0{seed}".encode(), "sha256").hexdigest()
        session = ReadOnlySession({"csrf_token": digest})
        session.visitor = visitor
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002  # Flask's signature
        """Send a new visitor's cookie with pages that hold a form; nothing else is kept."""
        if (
            isinstance(session, ReadOnlySession)
            and session.visitor
            and response.mimetype == "text/html"
        ):
            cookies.give(response, cookies.VISITOR, session.visitor)

    def _signed_in(self, request: Request) -> str | None:
        for prefix, name in (("/desk", cookies.DESK), ("/room", cookies.ROOM)):
            if request.path.startswith(prefix):
                value = cookies.value_of(request, name) or ""
                # Without its idle time: a renewed cookie must not kill the forms already open.
                return ".".join(value.split(".")[:2]) or None
        return None
