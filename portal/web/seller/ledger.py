"""What happened in a plan, entry by entry: the same sentences that the buyer's side reads."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.store.pages.record import record_page
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.showing import entries
from portal.web.surroundings import means, seller

MOST = 100
NEWEST = 2**31 - 1


@blueprint.get("/plans/<plan>/ledger")
@desk
def ledger(plan: str) -> ResponseReturnValue:
    """List what happened, the newest first, a hundred entries a page."""
    before = request.args.get("before", NEWEST, type=int)
    with means().store.reading(seller().organisation_id) as connection:
        found = record_page(
            connection, seller().organisation_id, plan, before=min(before, NEWEST), most=MOST
        )
    if found is None:
        raise NotFound
    shown = entries.shown(found)
    return render_template(
        "seller/ledger.html",
        plan=found.plan,
        entries=shown,
        first=before >= NEWEST,
        earlier=shown[-1].seq if shown and shown[-1].seq > 1 else None,
    )
