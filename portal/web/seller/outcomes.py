"""The outcomes on the desk: at most five, in the buyer's words, each with an owner."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import revise
from portal.domain import outcomes as rules
from portal.domain.document import OUTCOMES
from portal.domain.outcomes import MOST_OUTCOMES, Outcome
from portal.domain.refusals import Refusal
from portal.store.pages.rows import PlanPage
from portal.web.access import desk
from portal.web.seller import documents
from portal.web.seller.blueprint import blueprint
from portal.web.seller.documents import Answered
from portal.web.seller.reading import for_writers, plan_of, today_of
from portal.web.surroundings import means, seller

FIELDS = ("words", "measure", "unit", "baseline", "target", "by", "owner")
DAY = "Outcome {}: write the date as year-month-day, like 2027-06-30."
PAST = "Outcome {}: this day has passed. Give the day by which the target is reached."


@blueprint.get("/plans/<plan>/outcomes")
@desk
def outcomes(plan: str) -> ResponseReturnValue:
    """Show the outcomes as they stand, ready to be rewritten."""
    page = plan_of(plan)
    if elsewhere := for_writers(page, OUTCOMES):
        return elsewhere
    kept = _kept(page)
    return _page(page, kept, _rows_in(kept) or 1)


@blueprint.post("/plans/<plan>/outcomes")
@desk
def write_outcomes(plan: str) -> ResponseReturnValue:
    """Make a revision of them, or give the page one row more or less."""
    seller().require_writing()
    page, sent = plan_of(plan), documents.typed()
    rows = _rows_in(sent)
    if request.form.get("do") == "add":
        return _page(page, sent, min(rows + 1, MOST_OUTCOMES))
    if (row := documents.pressed("take-out")) is not None:
        return _page(page, _without(sent, row, rows), max(rows - 1, 1))
    sent = _without_blanks(sent, rows)
    if _write(page, sent):
        return redirect(url_for("desk.plan", plan=plan, said="written"), 303)
    return _page(page, sent, _rows_in(sent) or 1), 422


def _write(page: PlanPage, sent: Answered) -> bool:
    """Make the revision, or say beside each field why there is none."""
    written = [_outcome(sent, row, page, today_of(page)) for row in range(_rows_in(sent))]
    if sent.errors:
        return False
    try:
        revise.outcomes(means(), seller(), page.plan.id, [one for one in written if one])
    except Refusal as refusal:
        row = getattr(refusal, "number", 1) - 1
        sent.refuse(f"{row}-{refusal.field}" if refusal.field else "", refusal.sentence)
        return False
    return True


def _kept(page: PlanPage) -> Answered:
    current = page.documents.get(OUTCOMES)
    listed = rules.from_content(current.content) if current else ()
    return Answered(
        {
            f"{number}-{name}": str(getattr(one, name))
            for number, one in enumerate(listed)
            for name in FIELDS
        }
    )


def _rows_in(sent: Answered) -> int:
    return next(n for n in count() if n >= MOST_OUTCOMES or f"{n}-words" not in sent.values)


def _without(sent: Answered, taken: int, rows: int) -> Answered:
    return _only(sent, [row for row in range(rows) if row != taken])


def _without_blanks(sent: Answered, rows: int) -> Answered:
    """Drop rows with nothing in them, so that outcome 2 is the second that is on the page."""
    filled = [row for row in range(rows) if any(sent.get(f"{row}-{name}") for name in FIELDS)]
    return _only(sent, filled)


def _only(sent: Answered, rows: Sequence[int]) -> Answered:
    return Answered(
        {
            f"{place}-{name}": sent.values.get(f"{row}-{name}", "")
            for place, row in enumerate(rows)
            for name in FIELDS
        }
    )


def _outcome(sent: Answered, row: int, page: PlanPage, today: date) -> Outcome | None:
    """Read one row; what is missing or wrong in it is put beside its field."""
    given = {name: sent.get(f"{row}-{name}") for name in FIELDS}
    for name, words in {**rules.MISSING, "by": "the day by which the target is reached"}.items():
        if not given[name]:
            refusal = rules.OutcomeIncomplete(row + 1, words, name)
            sent.refuse(f"{row}-{name}", refusal.sentence)
    if given["owner"] and page.member(given["owner"]) is None:
        sent.refuse(f"{row}-owner", revise.UnknownOwner().sentence)
    try:
        by = date.fromisoformat(given.pop("by") or date.max.isoformat())
    except ValueError:
        sent.refuse(f"{row}-by", DAY.format(row + 1))
        return None
    if by <= today:
        sent.refuse(f"{row}-by", PAST.format(row + 1))
    return Outcome(by=by, **given)


def _page(page: PlanPage, sent: Answered, rows: int) -> str:
    today = today_of(page)
    return render_template(
        "seller/outcomes.html",
        plan=page.plan,
        sent=sent,
        rows=rows,
        most=MOST_OUTCOMES,
        current=page.documents.get(OUTCOMES),
        objections=documents.objections(page, OUTCOMES, today),
        again=documents.asked_again(page, OUTCOMES),
        owners=[("", "Choose the person"), *((one.id, one.name) for one in page.present)],
        today=today,
    )
