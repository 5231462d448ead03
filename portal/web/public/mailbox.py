"""The demo's mailbox: the mails it would have sent, for whoever tries it on their own machine."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.delivery import mailbox as letters
from portal.web.access import public
from portal.web.surroundings import settings

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox")
blueprint.demo_only = True  # type: ignore[attr-defined]  # read in ``create_app``


@blueprint.get("/")
@public
def listing() -> ResponseReturnValue:
    """List the demo's mails, the newest first."""
    return render_template("public/mailbox.html", letters=letters.all_in(settings().mail_folder))


@blueprint.get("/<name>")
@public
def letter(name: str) -> ResponseReturnValue:
    """Show one mail as text."""
    found = letters.one_in(settings().mail_folder, name)
    if found is None:
        abort(404)
    parts = found.text.replace("\r\n", "\n").split("\n\n")
    paragraphs = [part.strip().splitlines() for part in parts if part.strip()]
    return render_template("public/letter.html", letter=found, paragraphs=paragraphs)
