"""Sharing on the desk: what will happen, who gets a mail, and the button that does it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.actions import share
from portal.domain.document import MUTUAL_PLAN, OUTCOMES
from portal.store.pages.rows import PlanPage
from portal.web.access import desk
from portal.web.forms import Form
from portal.web.seller.blueprint import blueprint
from portal.web.seller.committee import empty_seats, person_of
from portal.web.seller.reading import links_of, plan_of, today_of
from portal.web.showing.counts import counted
from portal.web.surroundings import means, seller


class Share(Form):
    """One button; nothing is typed."""


@blueprint.get("/plans/<plan>/sharing")
@desk
def sharing(plan: str) -> ResponseReturnValue:
    """Say what sharing does and to whom, before it is done."""
    return _page(plan_of(plan), Share(formdata=None))


@blueprint.post("/plans/<plan>/sharing")
@desk
def share_plan(plan: str) -> ResponseReturnValue:
    """Share the plan, or share it with those who joined since."""
    seller().require_writing()
    page, form = plan_of(plan), Share()
    invited = form.attempt(lambda: share.share(means(), seller(), plan))
    if invited is None:
        return _page(page, form), 422
    return redirect(url_for("desk.sharing", plan=plan, said="shared"), 303)


def changed_since_offered(page: PlanPage) -> bool:
    """Tell whether the plan differs from the revision its committee was asked to accept."""
    offered = page.documents.get(MUTUAL_PLAN)
    if offered is None:
        return True
    then = [(one["code"], one["name"], one["due"]) for one in offered.content["milestones"]]
    now = [
        (one.code, one.name, one.due_on.isoformat() if one.due_on else None)
        for one in page.milestones
    ]
    return then != now or offered.content["go_live"] != page.plan.go_live.isoformat()


def heading(page: PlanPage, newcomers: int, *, changed: bool) -> str:
    """Return the news: whom sharing would reach."""
    if not page.present:
        return "Nobody to share with yet"
    if newcomers and page.plan.shared_at is None:
        return f"Share the plan with {counted(newcomers, 'person', 'people')}"
    if newcomers:
        return f"{counted(newcomers, 'person has', 'people have')} joined since".capitalize()
    return "The plan changed since it was offered" if changed else "Everybody has their link"


def _page(page: PlanPage, form: Share) -> str:
    links, now = links_of(page), means().clock()
    newcomers = [one for one in page.present if one.id not in links]
    changed = changed_since_offered(page)
    return render_template(
        "seller/sharing.html",
        plan=page.plan,
        form=form,
        today=today_of(page),
        heading=heading(page, len(newcomers), changed=changed),
        newcomers=newcomers,
        linked=[person_of(page, m, links[m.id], now) for m in page.present if m.id in links],
        changed=changed,
        act=_button(page, len(newcomers), changed=changed),
        outcomes_missing=OUTCOMES not in page.documents,
        empty=tuple(empty_seats(page)),
    )


def _button(page: PlanPage, newcomers: int, *, changed: bool) -> str:
    if newcomers:
        return f"Share the plan with {counted(newcomers, 'person', 'people')}"
    return "Offer the plan as it stands" if page.present and changed else ""
