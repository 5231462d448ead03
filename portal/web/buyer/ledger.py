"""The ledger in words: every act, newest first, with the fingerprint that chains it."""

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from portal.store.pages.record import record_page
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.cache import cached
from portal.web.showing import entries

A_PAGE = 50
NEWEST = 2**31 - 1


@blueprint.get("/ledger")
@room
@cached
def ledger() -> ResponseReturnValue:
    """Show one stretch of the ledger."""
    before = request.args.get("before", NEWEST, type=int)
    inside = enter_by(partial(record_page, before=min(before, NEWEST), most=A_PAGE))
    found = entries.shown(inside.page)
    last = found[-1].seq if found else 0
    return show("buyer/ledger.html", inside, entries=found, older=last if last > 1 else None)
