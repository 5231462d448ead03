"""The page where anybody has a PDF judged: the file is read, answered, and not kept."""

from collections.abc import Mapping

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import FileField, StringField

from portal.delivery import checkpoint_keys, sealing
from portal.delivery.verifying import asking
from portal.delivery.verifying.handing_out import NAME, program
from portal.delivery.verifying.verdict import Verdict
from portal.domain.refusals import Refusal
from portal.web.access import public
from portal.web.forms import Form
from portal.web.limits import limiter
from portal.web.surroundings import settings
from portal.web.uploads import require_ending

blueprint = Blueprint("verify", __name__)

LARGEST_FILE = 10 * 1024 * 1024  # bytes
REST_OF_THE_FORM = 64 * 1024  # bytes
FEW = "20 per minute"
TITLES = {
    "readable": "The file",
    "seal": "Its seal",
    "coverage": "What the seal covers",
    "changes": "Later changes",
    "time": "Its time",
    "level": "Its level",
    "record": "The record inside",
    "chain": "Its entries",
    "revisions": "Its revisions",
    "answers": "Its answers",
    "closings": "What closed",
    "labels": "What things are called",
    "people": "Its people",
    "checkpoint": "Its checkpoint",
    "head": "The fingerprint you gave",
}


class NoFile(Refusal):
    """There is nothing to judge without a file."""

    def __init__(self) -> None:
        super().__init__("Choose the PDF of a plan on this device.", field="file")


class FileToJudge(Form):
    """A PDF, and the fingerprint that its record should end at."""

    file = FileField("The PDF")
    head = StringField("Fingerprint of the record")


@blueprint.url_value_preprocessor
def allow_a_larger_file(_endpoint: str | None, _values: object) -> None:
    """Raise the limit for this page alone: this runs before anything reads the form."""
    request.max_content_length = LARGEST_FILE + REST_OF_THE_FORM


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say what the limit is; what was sent is not read."""
    errors = {"file": ["This file is larger than 10 MB, as no PDF of a plan is."]}
    return _asked(errors=errors), 413


@blueprint.get("/verify")
@public
def ask() -> ResponseReturnValue:
    """Ask for a file."""
    return _asked()


@blueprint.get(f"/verify/{NAME}")
@public
def download() -> ResponseReturnValue:
    """Hand out the program that checks a file without this server."""
    response = make_response(program().text)
    response.headers["Content-Type"] = "text/x-python; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


@blueprint.post("/verify")
@limiter.limit(FEW)
@public
def answer() -> ResponseReturnValue:
    """Judge the file sent; the answer is the page itself, since nothing is kept to come back to."""
    form = FileToJudge()
    verdict = form.attempt(lambda: _judged(form))
    if verdict is None:
        return _asked(form.head.data or "", form.errors), 422
    ours = verdict.sealer is not None and sealing.is_ours(
        settings().files, verdict.sealer.fingerprint
    )
    return render_template("public/verify_answer.html", verdict=verdict, ours=ours, titles=TITLES)


def _asked(head: str = "", errors: Mapping[str, object] | None = None) -> str:
    return render_template("public/verify.html", head=head, errors=errors or {}, program=program())


def _judged(form: FileToJudge) -> Verdict:
    sent = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise NoFile
    require_ending(sent.filename, ".pdf")
    ours = checkpoint_keys.ours(settings().files)
    return asking.judged(sent.read(), asking.head_of(form.head.data or ""), ours)
