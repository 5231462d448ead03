"""The second page of a decision: the statement of exactly that choice, name, code, one button."""

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import answer as action
from portal.domain.canonical import Content
from portal.domain.refusals import Refusal, StaleRevision
from portal.domain.sharing import ForwardedLink, SignedOut
from portal.domain.statement import CONSENT, CONSENT_VERSION
from portal.web.access import room
from portal.web.buyer.answer_forms import AnswerForm, carried
from portal.web.buyer.asking import Asking, asked, blank, page
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import show
from portal.web.buyer.stale import stale
from portal.web.showing import answers
from portal.web.surroundings import buyer, means

UNPROCESSABLE = 422
ASKED_HERE = {None, "name", "code", "consents", "may_approve"}


@blueprint.get("/m/<code>/<act>/<answer>")
@room
def sign(code: str, act: str, answer: str) -> ResponseReturnValue:
    """Show the statement of a choice that needs nothing from the first page."""
    asking = asked(code, act)
    choice = asking.choice(answer)
    if choice.needs_reason or choice.takes_conditions or asking.question.asks_limit:
        return redirect(url_for("room.question", code=code, act=act), 303)
    form = blank(asking)
    form.answer.data = answer
    return second_page(asking, form)


@blueprint.post("/m/<code>/<act>/<answer>")
@room
def put_name(code: str, act: str, answer: str) -> ResponseReturnValue:
    """Mail the code, or record the decision: what was typed on either page is never lost."""
    form = AnswerForm()
    form.answer.data = answer
    mails_code = request.form.get("do") == "code"
    asking = asked(code, act, whole=mails_code).with_stated(form)
    asking.choice(answer)
    if mails_code:
        return _send_code(asking, form)
    if form.shown.data == asking.shown and form.read.data != asking.question.read:
        return second_page(asking, form, restated=True), UNPROCESSABLE
    if form.validate_on_submit() and (done := recorded(asking, form)) is not None:
        return done
    if set(form.errors) - ASKED_HERE:
        return page(asking, form), UNPROCESSABLE
    return second_page(asking, form), UNPROCESSABLE


def second_page(asking: Asking, form: AnswerForm, **more: Any) -> str:
    """Render the second page, carrying everything typed on the first."""
    asking = asking.whole()
    here = asking.reading.room
    values: dict[str, Any] = {"sent_to": "", "restated": False}
    return show(
        "buyer/sign.html",
        here,
        asking=asking,
        question=asking.question,
        choice=asking.choice(form.answer.data or ""),
        milestone=asking.milestone,
        act=asking.act,
        form=form,
        sent=asking.submission(form),
        carried=list(carried()),
        consent=f"{CONSENT} (Consent text {CONSENT_VERSION}.)",
        consent_text=CONSENT_VERSION,
        address=masked(here.me.email),
        **{**values, **more},
    )


def masked(email: str) -> str:
    """Return an address that its owner knows again and nobody else learns: i•••••d@meridian.com."""
    local, _, domain = email.partition("@")
    hidden = f"{local[:1]}•••••{local[-1:]}" if len(local) > 2 else f"{local[:1]}•••••"
    return f"{hidden}@{domain}"


def _send_code(asking: Asking, form: AnswerForm) -> ResponseReturnValue:
    try:
        action.send_code(means(), buyer(), asking.submission(form))
    except StaleRevision:
        return stale(asking.reading, asking.milestone, asking.act, form)
    except (SignedOut, ForwardedLink):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return second_page(asking, form), UNPROCESSABLE
    return second_page(asking, form, sent_to=masked(asking.reading.room.me.email))


def recorded(
    asking: Asking, form: AnswerForm, edited: Content | None = None
) -> ResponseReturnValue | None:
    """Record an answer and go on; None if it was refused, with the sentence in the form."""
    sent = replace(asking.submission(form), edited=edited)
    try:
        receipt = action.answer(means(), buyer(), sent)
    except StaleRevision:
        now = asking.whole()
        return stale(now.reading, now.milestone, now.act, form)
    except (SignedOut, ForwardedLink):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    said = answers.RECOMMENDED if receipt.recommendation else receipt.answer
    return redirect(url_for("room.milestone", code=sent.milestone, said=said), 303)
