"""A document on the desk as the buyer reads it: any revision, what it changed, who answered it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.store.pages.document import DocumentPage, document_page
from portal.store.pages.rows import RevisionRow
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.seller.next_acts import where_written
from portal.web.seller.reading import today_of
from portal.web.showing import answers, documents
from portal.web.showing.differences import Differences, between
from portal.web.surroundings import means, seller


@blueprint.get("/plans/<plan>/d/<path:document>")
@desk
def document(plan: str, document: str) -> ResponseReturnValue:
    """Show a revision; without a number the current one."""
    with means().store.reading(seller().organisation_id) as connection:
        found = document_page(connection, seller().organisation_id, plan, document)
    if found is None or found.current is None:
        raise NotFound
    row = _numbered(found, request.args.get("revision", found.current.number, type=int))
    asking = [one for one in found.plan.milestones if one.document_id == document]
    return render_template(
        "seller/statement_document.html",
        plan=found.plan.plan,
        zone=found.plan.plan.time_zone,
        document=documents.shown(row, found.plan, today_of(found.plan)),
        current=found.current,
        revisions=found.revisions,
        makers={one.number: documents.made_by(one, found.plan) for one in found.revisions},
        changed=_changed(found, row),
        written=where_written(asking[0]) if asking else None,
        people=[],
        history=[one for one in answers.history(found.plan, asking) if one.hash == row.hash],
    )


def _numbered(found: DocumentPage, number: int) -> RevisionRow:
    row = next((one for one in found.revisions if one.number == number), None)
    if row is None:
        raise NotFound
    return row


def _changed(found: DocumentPage, row: RevisionRow) -> Differences | None:
    """Return what a revision changed in the one before it."""
    before = next((one for one in found.revisions if one.number == row.number - 1), None)
    return between(before, row, found.plan.members) if before else None
