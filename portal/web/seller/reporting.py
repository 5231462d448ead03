"""Reporting on the desk: the buyer said yes elsewhere; it is noted, waits, and closes nothing."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import report
from portal.web.access import desk
from portal.web.seller import milestones
from portal.web.seller.blueprint import blueprint
from portal.web.seller.reading import plan_of
from portal.web.surroundings import means, seller


@blueprint.post("/plans/<plan>/m/<code>/report")
@desk
def report_milestone(plan: str, code: str) -> ResponseReturnValue:
    """Note what was said; the buyer is asked to say it themselves."""
    seller().require_writing()
    page, form = plan_of(plan), milestones.Report()
    found = milestones.milestone_of(page, code)
    if not form.attempt(lambda: _noted(plan, code, form.reason.data or "")):
        words = milestones.words_of(page, found)
        return milestones.shown(page, found, words, form), 422
    return redirect(url_for("desk.milestone", plan=plan, code=code, said="reported"), 303)


def _noted(plan: str, code: str, words: str) -> bool:
    report.report(means(), seller(), plan, code, words, request.form.get("seen", ""))
    return True
