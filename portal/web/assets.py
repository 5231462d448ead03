"""Static files: served by WhiteNoise, addressed with a version so that they may be kept."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from portal.web.headers import TRANSPORT_SECURITY

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"


@cache
def version(name: str) -> str:
    """Return the first digits of a static file's fingerprint."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file, changing with its content."""
    return f"/static/{name}?v={version(name)}"


@cache
def build() -> str:
    """Return the fingerprint of everything a page is made by: pages are cached under it."""
    digest = hashlib.sha256()
    made_by = (*TEMPLATES.rglob("*.html"), *STATIC.glob("*.*"), *(ROOT / "portal").rglob("*.py"))
    for path in sorted(made_by):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _guard_file(headers: Any, _path: str, _url: str) -> None:
    """Have a file be nothing but what it says it is, for nobody else's pages."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _guard_file_and_way(headers: Any, path: str, url: str) -> None:
    """Guard a file, and ask for transport security as every page does."""
    _guard_file(headers, path, url)
    headers["Strict-Transport-Security"] = TRANSPORT_SECURITY


def install(app: Flask) -> None:
    """Serve static files beside ``app`` and let templates address them."""
    app.jinja_env.globals["asset"] = asset
    is_secure = app.extensions["portal.settings"].is_secure
    served = WhiteNoise(
        app.wsgi_app, root=str(STATIC), prefix="static/", max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=_guard_file_and_way if is_secure else _guard_file,
    )  # fmt: skip  # one call
    app.wsgi_app = served  # type: ignore[method-assign]  # the documented way to wrap an app
