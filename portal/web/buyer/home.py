"""The first screen of the room: what is asked of me, by when, why, and then; then the road."""

from flask.typing import ResponseReturnValue

from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter, show
from portal.web.cache import cached
from portal.web.showing.home import first_screen


@blueprint.get("/")
@room
@cached
def home() -> ResponseReturnValue:
    """Show what is asked of this buyer, then the road and everything agreed on it."""
    inside = enter()
    return show("buyer/home.html", inside, **first_screen(inside.page, inside.me, inside.today))
