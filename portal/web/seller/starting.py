"""Starting a plan by hand: what the seller says of the purchase, the plan it gives, keeping it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import draft
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.seller.countries import CHOICES, CURRENCIES
from portal.web.seller.start_form import TIERS, TYPES, StartPlan
from portal.web.showing import layout
from portal.web.surroundings import means, seller


@blueprint.get("/new")
@desk
def new() -> ResponseReturnValue:
    """Ask what the purchase is like."""
    seller().require_writing()
    return _page(StartPlan(formdata=None))


@blueprint.post("/new")
@desk
def start() -> ResponseReturnValue:
    """Show the plan that the answers give, or keep it."""
    seller().require_writing()
    form = StartPlan()
    if request.form.get("do") == "keep":
        kept = form.attempt(
            lambda: draft.start(means(), seller(), form.draft(), form.once.data or "")
        )
        if kept is not None:
            return redirect(url_for("desk.plan", plan=kept, said="started"), 303)
        return _page(form), 422
    made = form.attempt(lambda: preview(form))
    return _page(form, made), 422 if made is None else 200


def preview(form: StartPlan) -> layout.Shown:
    """Lay the plan out without keeping it; raises the refusals of ``draft.preview``."""
    said = form.draft()
    today = draft.local_day(means().clock(), said.time_zone)
    made = draft.preview(said, seller().median_deal, today)
    return layout.shown(made, said.amount, said.currency, seller().median_deal)


def _page(form: StartPlan, shown: layout.Shown | None = None) -> str:
    return render_template(
        "seller/new.html",
        form=form,
        shown=shown,
        countries=CHOICES,
        currencies=[(code, code) for code in CURRENCIES],
        types=TYPES,
        tiers=TIERS,
        median=seller().median_deal,
        once=form.once.data or means().draw(),
    )
