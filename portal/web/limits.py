"""Rate limits for what strangers can try: signing in, links and requests for links."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Codes are counted in the database instead; these keep guessing and flooding slow.
limiter = Limiter(get_remote_address, default_limits=[], storage_uri="memory://")
# A link has 256 random bits, so its limit only stops floods; a password is tried more slowly.
TRIES = "60 per minute"
VISITS = "240 per minute"


def install(app: Flask) -> None:
    """Let the routes that have a limit count; they ask by themselves, so no other request does."""
    app.extensions["limiter"] = {limiter}  # who is there already adds nothing to every request
    limiter.init_app(app)
