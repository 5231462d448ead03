"""The plan as a PDF: asked for by a button, made by the worker, kept, and handed out."""

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.actions import export
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.seller.reading import plan_of
from portal.web.surroundings import means, seller, settings

PAPERS = {"a4": "A4", "letter": "Letter"}


@blueprint.get("/plans/<plan>/paper")
@desk
def paper(plan: str) -> ResponseReturnValue:
    """Show how far the PDF of the plan as it stands is, for each paper."""
    page, whose = plan_of(plan), seller().organisation_id
    folder = settings().files
    found = {size: export.progress(means(), folder, whose, plan, size) for size in PAPERS}
    return render_template("seller/paper.html", plan=page.plan, papers=PAPERS, found=found)


@blueprint.post("/plans/<plan>/paper/<size>")
@desk
def ask_for_paper(plan: str, size: str) -> ResponseReturnValue:
    """Ask for the PDF; asking twice makes one."""
    seller().require_writing()
    export.ask(means(), seller().organisation_id, plan, size)
    return redirect(url_for("desk.paper", plan=plan, said="asked"), 303)


@blueprint.get("/plans/<plan>/paper/<size>.pdf")
@desk
def paper_file(plan: str, size: str) -> ResponseReturnValue:
    """Hand out the stored file of the plan as it stands; nothing is made here."""
    if size not in PAPERS:
        raise NotFound
    found = export.progress(means(), settings().files, seller().organisation_id, plan, size)
    if found.path is None:
        abort(404)
    response = send_file(
        found.path.resolve(), "application/pdf", as_attachment=True,
        download_name=f"plan-{plan}-{found.head[:8]}-{size}.pdf",
    )  # fmt: skip  # one call
    response.headers["Cache-Control"] = "private, no-store"
    return response
