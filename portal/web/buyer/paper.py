"""The plan as a PDF: asked for by POST, made by the worker, and only ever served by GET."""

from flask import Response, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions import export
from portal.domain.refusals import Refusal
from portal.store.pages.record import frame_page
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.forms import Form
from portal.web.surroundings import buyer, means, settings

PAPERS = {"a4": "A4", "letter": "US Letter"}
SECONDS_BETWEEN_LOOKS = "2"


class NoPaperYet(Refusal):
    """A file is served once it is there; a GET never makes one."""

    def __init__(self) -> None:
        super().__init__("This PDF is not made yet. Ask for it on the page of the PDF.")


class PaperWanted(Form):
    """Which paper the plan is to be printed on."""

    paper = StringField("Paper")


@blueprint.get("/paper")
@room
def paper() -> ResponseReturnValue:
    """Show how far the PDF is; while it is being made the page looks again by itself."""
    chosen = _chosen()
    progress = _progress(chosen)
    response = make_response(
        show(
            "buyer/paper.html", enter_by(frame_page),
            chosen=chosen, papers=PAPERS, progress=progress, form=PaperWanted(),
        )
    )  # fmt: skip  # one call
    if progress.state == "waiting":
        response.headers["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@blueprint.post("/paper")
@room
def ask_for_paper() -> ResponseReturnValue:
    """Ask for the PDF of the plan as it stands."""
    chosen = _known(PaperWanted().paper.data)
    export.ask_as_buyer(means(), buyer(), chosen)
    return redirect(url_for("room.paper", paper=chosen), 303)


@blueprint.get("/paper.pdf")
@room
def download() -> Response:
    """Serve the file that is kept, and nothing else.

    Raises:
        NoPaperYet: if the plan as it stands was not printed yet.
    """
    chosen = _chosen()
    path = _progress(chosen).path
    if path is None:
        raise NoPaperYet
    response = send_file(
        path.resolve(), mimetype="application/pdf", as_attachment=True, conditional=False,
        etag=False, download_name=f"mutual-plan-{chosen}.pdf",
    )  # fmt: skip  # one call
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/everything.zip")
@room
def everything() -> Response:
    """Serve everything of the plan as it stands in one file, made from what is kept.

    Raises:
        NoPaperYet: if the plan as it stands was not printed yet.
    """
    who = buyer()
    data = export.everything(means(), settings().files, who.organisation_id, who.plan_id)
    if data is None:
        raise NoPaperYet
    response = make_response(data)
    response.mimetype = "application/zip"
    response.headers["Content-Disposition"] = "attachment; filename=mutual-plan.zip"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen() -> str:
    return _known(request.args.get("paper"))


def _known(paper: str | None) -> str:
    return paper if paper in PAPERS else "a4"


def _progress(chosen: str) -> export.Progress:
    who = buyer()
    return export.progress(means(), settings().files, who.organisation_id, who.plan_id, chosen)
