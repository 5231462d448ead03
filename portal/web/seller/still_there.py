"""Whether a visit of the desk still lives: what a page that was left open asks."""

from flask.typing import ResponseReturnValue

from portal.web.access import desk
from portal.web.seller.blueprint import blueprint


@blueprint.get("/visit")
@desk
def still_there() -> ResponseReturnValue:
    """Say yes; who has no visit any more is led to the sign-in before this."""
    return "", 204
