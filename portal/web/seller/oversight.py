"""What an owner demands of how everybody signs in, and does for a colleague who no longer can."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.actions import oversight
from portal.web.access import desk
from portal.web.limits import GUESSES, by_visit, limiter, was_refused
from portal.web.seller import proving
from portal.web.seller.blueprint import blueprint
from portal.web.seller.colleagues import DEMAND, Demand, list_page
from portal.web.surroundings import means, seller


@blueprint.post("/people/two-steps")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def demand_two_factors() -> ResponseReturnValue:
    """Demand two steps of everybody, or no longer."""
    seller().require_managing()
    form = Demand(prefix=DEMAND)
    demanded = form.two_factors.data == "yes"
    form.attempt(
        lambda: oversight.demand_two_factors(means(), seller(), form.proof(), demanded=demanded)
    )
    if form.errors:
        return list_page(demanding=form), 422
    said = "two-steps" if demanded else "one-step"
    return redirect(url_for("desk.colleagues", said=said), 303)


@blueprint.post("/people/visits")
@desk
def end_everybodys_visits() -> ResponseReturnValue:
    """End every visit but this one."""
    oversight.end_everybodys_visits(means(), seller(), proving.visit())
    return redirect(url_for("desk.colleagues", said="all-ended"), 303)


@blueprint.post("/people/<account>/visits")
@desk
def end_visits_of(account: str) -> ResponseReturnValue:
    """End every visit of somebody."""
    oversight.end_visits_of(means(), seller(), account)
    return redirect(url_for("desk.colleagues", said="ended"), 303)


@blueprint.post("/people/<account>/reset")
@desk
def reset_sign_in(account: str) -> ResponseReturnValue:
    """Let somebody who lost their second step begin anew, by a link to their mailbox."""
    oversight.reset_sign_in(means(), seller(), account)
    return redirect(url_for("desk.colleagues", said="reset"), 303)


@blueprint.post("/people/<account>/unbind")
@desk
def unbind(account: str) -> ResponseReturnValue:
    """Let the next single sign-on with somebody's address bind their account anew."""
    oversight.unbind(means(), seller(), account)
    return redirect(url_for("desk.colleagues", said="unbound"), 303)
