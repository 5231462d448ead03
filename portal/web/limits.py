"""Rate limits for what strangers can try: signing in, links and requests for links."""

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.web import cookies
from portal.web.surroundings import means

# Codes are counted in the database instead; these keep guessing and flooding slow.
limiter = Limiter(get_remote_address, default_limits=[], storage_uri="memory://")
# A link has 256 random bits, so its limit only stops floods; a password is tried more slowly.
TRIES = "60 per minute"
VISITS = "240 per minute"
# Wrong passwords for one address, from wherever they come: slow for a guesser, and over soon.
GUESSES = "10 per 10 minutes"
UNPROCESSABLE = 422


def by_email() -> str:
    """Count by the address that is typed, known here or not: the answer must not tell."""
    return means().keyed_hash("sign-in", request.form.get("email", "").strip().lower())


def by_visit() -> str:
    """Count by the visit in which a password is asked again."""
    value = cookies.value_of(request, cookies.DESK) or ""
    return ".".join(value.split(".")[:2])


def was_refused(response: Response) -> bool:
    """Count only what was wrong: whoever knows their password is never slowed down by it."""
    return response.status_code == UNPROCESSABLE
