"""What every response carries: the content policy, caching, and the renewed idle clock."""

from flask import Flask, Response, g, request

from portal.web import cookies, staying
from portal.web.surroundings import means, settings, ticket

TRANSPORT_SECURITY = "max-age=31536000"  # a year


def content_policy(base_url: str) -> str:
    """Return the Content-Security-Policy: our own static files, by path, and nothing else."""
    own = f"{base_url}/static/"
    return (
        f"default-src 'none'; script-src {own}; style-src {own}; font-src {own}; img-src {own};"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def same_machine(base_url: str) -> tuple[str, ...]:
    """Return the other names of this machine, where the server is reached by one of them."""
    names = ("://127.0.0.1", "://localhost")
    return tuple(
        base_url.replace(here, there)
        for here in names
        for there in names
        if here != there and base_url.startswith(f"http{here}")
    )


def install(app: Flask) -> None:
    """Send the headers with every response of ``app``."""
    reached = app.extensions["portal.settings"].base_url
    policies = {base: content_policy(base) for base in (reached, *same_machine(reached))}

    @app.after_request
    def send(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policies.get(
            f"{request.scheme}://{request.host}", policies[reached]
        )
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers.setdefault("Cache-Control", "no-store")
        if settings().is_secure:
            headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
        staying.ask_at_the_end(response)
        _renew(response)
        return response


def _renew(response: Response) -> None:
    """Wind the idle clock, seldom, and never for a poll: an open tab is not a person."""
    seen, name = ticket(), g.get("cookie")
    if seen is None or name is None or request.headers.get("X-Poll") or response.status_code >= 400:
        return
    now = means().clock()
    if now - seen.used_at < cookies.RENEW_AFTER:
        return
    if not any(name in value for value in response.headers.getlist("Set-Cookie")):
        cookies.give(
            response, name, cookies.write(means().key, seen.organisation, seen.secret, now)
        )
