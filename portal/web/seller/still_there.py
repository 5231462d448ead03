"""Whether a visit of the desk still lives: what a page that was left open asks."""

from flask.typing import ResponseReturnValue

from portal.web.access import sets_up
from portal.web.seller.blueprint import blueprint


@blueprint.get("/visit")
@sets_up
def still_there() -> ResponseReturnValue:
    """Say yes; who has no visit any more is led to the sign-in before this.

    A visit that still lacks a second factor lives too: led elsewhere, the page that sets one up
    would be put away while somebody looks at their authenticator.
    """
    return "", 204
