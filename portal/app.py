"""Wiring: one function that puts settings, store and pages together, and starts nothing."""

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect

from portal.actions.means import Means
from portal.settings import Settings
from portal.store.transaction import Store
from portal.web import access, assets, errors, headers, login, repeated, staying, wording
from portal.web.limits import limiter
from portal.web.routes import BLUEPRINTS
from portal.web.sessions import SeededSessions

if TYPE_CHECKING:
    from portal.delivery.identity_provider import Provider

LARGEST_REQUEST = 2 * 1024 * 1024
MOST_FIELDS = 12_000  # a plan of a thousand tasks is a form of ten thousand fields


def create_app(settings: Settings, means: Means | None = None) -> Flask:
    """Return the application for ``settings``; tests bring their own means.

    Raises:
        NoPolicy: if a route declares no policy.
    """
    app = Flask("portal", static_folder=None, template_folder=str(assets.TEMPLATES))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    # Such redirects would name whatever host a request claims to be for.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    repeated.install(app)
    app.extensions["portal.settings"] = settings
    app.extensions["portal.means"] = means or means_for(settings)
    app.extensions["portal.provider"] = provider_for(settings)
    app.session_interface = SeededSessions(settings.secret_key.encode())
    login.install(app)
    app.before_request(access.guard(app))
    CSRFProtect(app)
    repeated.install_tokens(app)
    limiter.init_app(app)
    headers.install(app)
    errors.install(app)
    wording.install(app)
    staying.install(app)
    for blueprint in BLUEPRINTS:
        if settings.demo or not getattr(blueprint, "demo_only", False):
            app.register_blueprint(blueprint)
    assets.install(app)
    access.require_policies(app)
    return app


def means_for(settings: Settings) -> Means:
    """Return the means of action that a server works with."""
    return Means(
        store=Store(settings.database_url),
        key=settings.secret_key.encode(),
        base_url=settings.base_url,
    )


def provider_for(settings: Settings) -> "Provider | None":
    """Return the identity provider that sellers may sign in by, where one is named."""
    named = settings.single_sign_on
    if named is None:
        return None
    from portal.delivery.identity_provider import Provider  # loaded only where one is named

    return Provider(named.issuer, named.client_id, named.client_secret)
