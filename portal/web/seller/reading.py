"""What views of the desk read: a plan of the seller's own organisation, and its day."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.store.pages.committee import AllowedDomain, LinkRow, allowed_domains, newest_links
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import PlanPage
from portal.store.plans import NotFound
from portal.web.surroundings import means, seller


def plan_of(plan: str) -> PlanPage:
    """Return a plan of this seller's organisation, whole.

    Raises:
        NotFound: if it has none of this id; a stranger's plan and a missing one are alike.
    """
    with means().store.reading(seller().organisation_id) as connection:
        page = plan_page(connection, seller().organisation_id, plan)
    if page is None:
        raise NotFound
    return page


def today_of(page: PlanPage) -> date:
    """Return the day it is where the plan's people work."""
    return means().clock().astimezone(ZoneInfo(page.plan.time_zone)).date()


def links_of(page: PlanPage) -> Mapping[str, LinkRow]:
    """Return how each member can come in, by their id."""
    with means().store.reading(page.plan.organisation_id) as connection:
        return newest_links(connection, page.plan.organisation_id, page.plan.id)


def for_writers(page: PlanPage, document: str) -> ResponseReturnValue | None:
    """Return nothing for whoever writes; lead a reader to the document as everybody reads it."""
    if seller().writes_plans:
        return None
    if document in page.documents:
        return redirect(url_for("desk.document", plan=page.plan.id, document=document))
    return redirect(url_for("desk.plan", plan=page.plan.id))


def domains_of(page: PlanPage) -> tuple[AllowedDomain, ...]:
    """Return the domains whose people the buyer's side lets come unasked."""
    with means().store.reading(page.plan.organisation_id) as connection:
        return allowed_domains(connection, page.plan.organisation_id, page.plan.id)
