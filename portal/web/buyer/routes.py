"""Every address of the room."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.access import room

blueprint = Blueprint("room", __name__, url_prefix="/room")


@blueprint.get("/")
@room
def home() -> ResponseReturnValue:
    """Show what is asked of this buyer, then the road."""
    return render_template("buyer/home.html")
