"""The cost-benefit case on the desk: typed or loaded, worked out, then made a revision."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import revise
from portal.domain.cost_benefit import content as stored
from portal.domain.cost_benefit.case import Case
from portal.domain.cost_benefit.claims import Figure, judge
from portal.domain.cost_benefit.evaluation import evaluate
from portal.domain.cost_benefit.numbers import rounded
from portal.domain.document import COST_BENEFIT
from portal.domain.refusals import Refusal
from portal.store.pages.rows import PlanPage
from portal.web.access import desk
from portal.web.seller import cost_benefit_sheet as sheet
from portal.web.seller import documents
from portal.web.seller.blueprint import blueprint
from portal.web.seller.documents import Answered, LookAgain, Preview
from portal.web.seller.reading import for_writers, plan_of, today_of
from portal.web.showing.cost_benefit import case_of
from portal.web.surroundings import means, seller
from portal.web.uploads import is_json, is_table, is_text

KINDS = (("cost", "Cost"), ("benefit", "Benefit"))
FILES = {".json": is_json, ".csv": is_table, ".txt": is_text}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A published figure beside the one that follows from the rows, both written out."""

    metric: str
    published: str
    computed: str
    follows: bool | None


@blueprint.get("/plans/<plan>/cost-benefit")
@desk
def cost_benefit(plan: str) -> ResponseReturnValue:
    """Show the case as it stands, ready to be rewritten."""
    page = plan_of(plan)
    if elsewhere := for_writers(page, COST_BENEFIT):
        return elsewhere
    current = page.documents.get(COST_BENEFIT)
    if current:
        return _page(page, Answered(sheet.values_of(case_of(current.content))))
    title = f"Case for {page.plan.title}"[:300]
    return _page(page, Answered(sheet.blank(title, page.plan.currency, page.plan.amount)))


@blueprint.post("/plans/<plan>/cost-benefit")
@desk
def write_cost_benefit(plan: str) -> ResponseReturnValue:
    """Load, change the rows, work the case out, or make it a revision."""
    seller().require_writing()
    page, sent, do = plan_of(plan), documents.typed(), request.form.get("do", "show")
    if do == "load":
        return _loaded(page, sent)
    changed = _reshaped(sent, do)
    if changed is not None:
        return _page(page, changed)
    case = sheet.read(sent)
    if do == "write" and case and _write(page, sent, case):
        return redirect(url_for("desk.plan", plan=plan, said="written"), 303)
    shown = _preview(page, case)
    return _page(page, sent, shown, _claims(sent, case)), 422 if sent.errors else 200


def _reshaped(sent: Answered, do: str) -> Answered | None:
    if (row := documents.pressed("take-out")) is not None:
        return sheet.without_row(sent, row)
    if do in ("add-cost", "add-benefit"):
        return sheet.with_row(sent, do.partition("-")[2])
    if do in ("more-columns", "fewer-columns"):
        return sheet.with_columns(sent, 1 if do == "more-columns" else -1)
    return None


def _loaded(page: PlanPage, sent: Answered) -> ResponseReturnValue:
    """Fill the form from a file or from pasted text, and show at once what it comes to."""
    try:
        text = documents.loaded_text(FILES)
        sent = Answered({**sent.values, "text": text})
        values, _ = sheet.load(text, sent.values)
    except Refusal as refusal:
        sent.refuse("file" if refusal.field == "file" else "text", refusal.sentence)
        return _page(page, sent), 422
    filled = Answered({**values, "text": text})
    case = sheet.read(filled)
    shown = _preview(page, case)
    return _page(page, filled, shown, _claims(filled, case)), 422 if filled.errors else 200


def _write(page: PlanPage, sent: Answered, case: Case) -> bool:
    """Make the revision if it is what was looked at, or say why there is none."""
    shown = _preview(page, case)
    try:
        if shown is None or sent.get("shown") != shown.hash:
            raise LookAgain
        revise.cost_benefit(means(), seller(), page.plan.id, case, sent.get("note"))
    except Refusal as refusal:
        sheet.beside(sent, refusal)
    return not sent.errors


def _preview(page: PlanPage, case: Case | None) -> Preview | None:
    if case is None:
        return None
    content = {"kind": COST_BENEFIT, **stored.to_content(case)}
    return documents.preview(
        page, COST_BENEFIT, content, today_of(page), amount=case.amount_to_approve,
        currency=case.currency or page.plan.currency,
    )  # fmt: skip  # one call


def _claims(sent: Answered, case: Case | None) -> Sequence[ClaimShown]:
    """Return what the loaded file published, held against the case as it is typed now."""
    if case is None or not sent.get("text").startswith("{"):
        return ()
    try:
        _, found = sheet.load(sent.get("text"), {})
        worked_out = evaluate(case)
    except Refusal:
        return ()
    claims = [judge(one, worked_out) for one in found.published] if found else []
    return [
        ClaimShown(one.metric, figure(one.published), figure(one.computed), one.follows)
        for one in claims
    ]


def figure(value: Figure) -> str:
    """Return a published or computed figure, to four decimals at most."""
    if isinstance(value, tuple):
        return ", ".join(map(figure, value)) or "none"
    if value is None:
        return "none"
    shown = f"{rounded(value, 4):,f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown).replace("-", "\u2212")


def _page(
    page: PlanPage, sent: Answered, shown: Preview | None = None, claims: Sequence[ClaimShown] = ()
) -> str:
    rows, columns = sheet.size(sent)
    return render_template(
        "seller/cost_benefit.html",
        plan=page.plan,
        sent=sent,
        rows=rows,
        columns=columns,
        periods=sheet.periods(sent),
        row_errors=[sheet.errors_of(sent, row) for row in range(rows)],
        kinds=KINDS,
        preview=shown,
        document=shown.shown if shown else None,
        claims=claims,
        current=page.documents.get(COST_BENEFIT),
        number=documents.next_number(page, COST_BENEFIT),
        objections=documents.objections(page, COST_BENEFIT, today_of(page)),
        again=documents.asked_again(page, COST_BENEFIT),
        today=today_of(page),
    )
