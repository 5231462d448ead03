"""People of the supplier: who has an account, and what an owner changes about it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField

from portal.actions import colleagues as accounts
from portal.domain.roles import MAY, May
from portal.store.colleagues import Colleague, colleagues_of
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.forms import Form, required
from portal.web.limits import GUESSES, by_visit, limiter, was_refused
from portal.web.seller import proving
from portal.web.seller.blueprint import blueprint
from portal.web.seller.proving import Proved
from portal.web.surroundings import means, seller

ROLES = {
    "owner": "Reads and writes every plan, and manages accounts.",
    "manager": "Reads and writes every plan.",
    "seller": "Reads and writes every plan.",
    "reader": "Reads every plan and changes nothing.",
}


DEMAND = "demand-"  # in front of what the form asks that demands two steps


class Demand(Proved):
    """Whether everybody signs in with two steps, after what proves which owner says so."""

    two_factors = StringField()


class Invite(Proved):
    """Who is to have an account; the rules say what is wrong with an address or a role.

    Whoever makes an owner proves again who they are.
    """

    name = StringField()
    email = EmailField("E-mail address", [required("Write their e-mail address.")])
    title = StringField()
    role = StringField("Role", [required("Choose what they may do.")])


class ChangeRole(Proved):
    """Another role for somebody; after proof, where it is that of an owner."""

    role = StringField("Role", [required("Choose what they may do.")])


class TakeOff(Form):
    """Who goes on with the plans of whoever leaves."""

    successor = StringField("Their plans go to")


@blueprint.get("/people")
@desk
def colleagues() -> ResponseReturnValue:
    """Show who has an account; to an owner, how to invite somebody."""
    return list_page()


@blueprint.post("/people")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def invite() -> ResponseReturnValue:
    """Make an account and mail its person a link to set a password."""
    seller().require_managing()
    form = Invite()
    made = form.attempt(
        lambda: accounts.invite_colleague(
            means(), seller(), name=form.name.data or "", email=form.email.data or "",
            title=form.title.data or "", role=form.role.data or "", proof=form.proof(),
        )
    )  # fmt: skip  # one call
    if made is None:
        return list_page(form), 422
    return redirect(url_for("desk.colleagues", said="invited"), 303)


@blueprint.get("/people/<account>")
@desk
def colleague(account: str) -> ResponseReturnValue:
    """Show an owner what can be changed about an account."""
    seller().require_managing()
    return _one(account)


@blueprint.post("/people/<account>/role")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def change_role(account: str) -> ResponseReturnValue:
    """Give somebody another role."""
    seller().require_managing()
    form = ChangeRole()
    role = form.role.data or ""
    form.attempt(lambda: accounts.change_role(means(), seller(), account, role, form.proof()))
    if form.errors:
        return _one(account, role=form), 422
    return redirect(url_for("desk.colleagues", said="role"), 303)


@blueprint.post("/people/<account>/leave")
@desk
def take_colleague_off(account: str) -> ResponseReturnValue:
    """End an account at once."""
    seller().require_managing()
    form = TakeOff()
    to = form.successor.data or ""
    form.attempt(lambda: accounts.take_off(means(), seller(), account, to))
    if form.errors:
        return _one(account, leave=form), 422
    return redirect(url_for("desk.colleagues", said="left"), 303)


@blueprint.post("/people/<account>/link")
@desk
def mail_link(account: str) -> ResponseReturnValue:
    """Mail somebody a new link to set their password."""
    accounts.mail_link_again(means(), seller(), account)
    return redirect(url_for("desk.colleagues", said="mailed"), 303)


def _everybody() -> tuple[Colleague, ...]:
    organisation = seller().organisation_id
    with means().store.reading(organisation) as connection:
        return colleagues_of(connection, organisation)


def list_page(form: Invite | None = None, demanding: Demand | None = None) -> str:
    """Return the page of everybody, with what was wrong with one of its forms."""
    everybody = _everybody()
    return render_template(
        "seller/colleagues.html",
        people=everybody,
        form=form or Invite(formdata=None),
        demanding=demanding or Demand(formdata=None, prefix=DEMAND),
        asking=proving.asking() if seller().manages_accounts else None,
        two_factors=seller().demands_two_factors,
        roles=ROLES,
        me=seller().account_id,
    )


def _one(account: str, *, role: ChangeRole | None = None, leave: TakeOff | None = None) -> str:
    everybody = _everybody()
    found = next((one for one in everybody if one.id == account), None)
    if found is None:
        raise NotFound
    stays = [
        one for one in everybody if one.id != account and May.WRITE_PLANS in MAY[one.role]
    ]  # fmt: skip  # one filter
    return render_template(
        "seller/colleague.html",
        person=found,
        role_form=role or ChangeRole(formdata=None, data={"role": found.role}),
        asking=proving.asking(),
        leave_form=leave or TakeOff(formdata=None, data={"successor": seller().account_id}),
        roles=ROLES,
        stays=[(one.id, f"{one.name}, {one.role}") for one in stays],
        is_me=account == seller().account_id,
    )
