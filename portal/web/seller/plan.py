"""A plan on the seller's desk: the best thing to do now, whose move each milestone is."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.seller.news import balls, news
from portal.web.seller.next_acts import next_acts
from portal.web.seller.reading import links_of, plan_of, today_of
from portal.web.showing.feasibility import feasible
from portal.web.showing.matrix import matrix
from portal.web.showing.road import drawings, phases
from portal.web.surroundings import means


@blueprint.get("/plans/<plan>")
@desk
def plan(plan: str) -> ResponseReturnValue:
    """Show the single best thing to do for this buyer now, then where everything stands."""
    page = plan_of(plan)
    links, today = links_of(page), today_of(page)
    acts = next_acts(page, links)
    head = news(page, acts, today)
    return render_template(
        "seller/plan.html",
        page=page,
        plan=page.plan,
        today=today,
        news=head,
        acts=[act for act in acts if act is not head.act],
        balls=balls(page, acts, today),
        feasible=feasible(page, today),
        matrix=matrix(page),
        phases=phases(page, today),
        drawings=drawings(page, today),
        address=f"{means().base_url}{url_for('public.shared_address', plan=page.plan.address)}",
    )
