"""Every address of the desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.access import public

blueprint = Blueprint("desk", __name__, url_prefix="/desk")


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    return render_template("seller/sign_in.html")
