"""A milestone of the supplier's own, added to a plan; a buyer's act closes it like any other."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField

from portal.actions.own_milestone import add_milestone as lay_beside
from portal.domain.committee import SEATS
from portal.domain.playbook.rules import Act
from portal.store.pages.rows import PlanPage
from portal.web.access import desk
from portal.web.forms import DayField, Form, required
from portal.web.seller.blueprint import blueprint
from portal.web.seller.reading import plan_of
from portal.web.seller.start_form import PickField
from portal.web.surroundings import means, seller

# Each act as the supplier reads it: what the buyer does to close the milestone.
BUYER_DOES = {
    Act.CONFIRM: "Confirms a statement",
    Act.APPROVE: "Approves a document or an amount",
    Act.SIGN: "Signs off",
    Act.ATTEST: "States a verdict: passed or not",
    Act.PROVIDE: "Gives facts that only they know",
    Act.ATTEND: "Confirms the recap of a call",
    Act.DECIDE: "Decides: go ahead, not yet, or stop",
    Act.ACCESS: "Takes a seat",
    Act.MEASURE: "Gives a value measured after the go-live",
}


class OwnMilestone(Form):
    """What the milestone is, which buyer's act closes it, and what it is good for."""

    name = StringField(validators=[required("Write what will be true once it is closed.")])
    act = PickField(BUYER_DOES, "Choose what the buyer does.")
    seat = PickField(SEATS, "Choose whose answer closes it.")
    due_on = DayField(validators=[required("Give the day it is due.")])
    why = TextAreaField(validators=[required("Say what the buyer gains from it.")])
    provides = TextAreaField()


@blueprint.get("/plans/<plan>/add-milestone")
@desk
def own_milestone(plan: str) -> ResponseReturnValue:
    """Ask what a milestone of the supplier's own is."""
    seller().require_writing()
    return _page(plan_of(plan), OwnMilestone(formdata=None))


@blueprint.post("/plans/<plan>/add-milestone")
@desk
def add_milestone(plan: str) -> ResponseReturnValue:
    """Add it to the plan."""
    seller().require_writing()
    page, form = plan_of(plan), OwnMilestone()
    added = form.attempt(
        lambda: lay_beside(
            means(), seller(), plan, name=form.name.data or "", act=Act(form.act.picked),
            seat=form.seat.picked, due_on=form.due_on.day or date.min, why=form.why.data or "",
            provides=form.provides.data or "", seen=request.form.get("seen", ""),
        )
    )  # fmt: skip  # one call
    if added is None:
        return _page(page, form), 422
    return redirect(url_for("desk.plan", plan=plan, said="milestone-added"), 303)


def _page(page: PlanPage, form: OwnMilestone) -> str:
    return render_template(
        "seller/plan_milestone.html",
        page=page,
        plan=page.plan,
        form=form,
        acts=[(act.value, words) for act, words in BUYER_DOES.items()],
        seats=[("", "Choose a seat"), *SEATS.items()],
    )
