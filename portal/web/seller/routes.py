"""Every address of the desk: importing a view module registers what it shows."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.web.access import public
from portal.web.seller.blueprint import blueprint

__all__ = ["blueprint"]


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    return render_template("seller/sign_in.html")
