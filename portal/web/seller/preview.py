"""The room as one member sees it, on the seller's desk: to look at, never to act in.

There is no session of the room behind it, the page's one form signs the seller out, and every way
into the room leads back to the banner that says so.
"""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.seller.reading import plan_of, today_of
from portal.web.showing.home import first_screen

BANNER = "#preview"


@blueprint.get("/plans/<plan>/preview/<member>")
@desk
def preview(plan: str, member: str) -> ResponseReturnValue:
    """Show the first screen of the room as this member sees it."""
    page, me = (found := plan_of(plan)), found.member(member)
    if me is None:
        raise NotFound
    today = today_of(page)
    return render_template(
        "seller/preview.html",
        page=page,
        plan=page.plan,
        me=me,
        today=today,
        zone=page.plan.time_zone,
        room={"reads_only": False},
        here=request.path,
        said_text="",
        url_for=nowhere,
        desk_url=url_for("desk.plan", plan=plan),
        sign_out_url=url_for("desk.sign_out"),
        **first_screen(page, me, today),
    )


def nowhere(_endpoint: str, **_values: Any) -> str:
    """Return where every link of a preview leads, whatever it is called: to its banner."""
    return BANNER
