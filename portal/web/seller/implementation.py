"""The implementation plan on the desk: typed or loaded, laid out, then made a revision."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions import revise
from portal.domain.document import IMPLEMENTATION_PLAN
from portal.domain.implementation import content as stored
from portal.domain.implementation.content import FIELDS
from portal.domain.implementation.plan import ImplementationPlan
from portal.domain.refusals import Refusal
from portal.domain.schedule import psplib
from portal.store.pages.rows import PlanPage
from portal.web.access import desk
from portal.web.seller import documents
from portal.web.seller import implementation_sheet as sheet
from portal.web.seller.blueprint import blueprint
from portal.web.seller.countries import COUNTRIES
from portal.web.seller.documents import Answered, LookAgain, Preview
from portal.web.seller.reading import for_writers, plan_of, today_of
from portal.web.showing.implementation import plan_of as plan_in
from portal.web.surroundings import means, seller
from portal.web.uploads import is_json, is_table, is_text

FILES = {".json": is_json, ".csv": is_table, ".sm": psplib.is_psplib, ".txt": is_text}


@blueprint.get("/plans/<plan>/implementation")
@desk
def implementation(plan: str) -> ResponseReturnValue:
    """Show the tasks as they stand, ready to be rewritten."""
    page = plan_of(plan)
    if elsewhere := for_writers(page, IMPLEMENTATION_PLAN):
        return elsewhere
    current = page.documents.get(IMPLEMENTATION_PLAN)
    if current:
        return _page(page, Answered(sheet.values_of(plan_in(current.content))))
    return _page(
        page, Answered({"title": f"From order to go-live: {page.plan.title}", "t0-id": "A"})
    )


@blueprint.post("/plans/<plan>/implementation")
@desk
def write_implementation(plan: str) -> ResponseReturnValue:
    """Load, change the tasks, lay them out, or make them a revision."""
    seller().require_writing()
    page, sent, do = plan_of(plan), documents.typed(), request.form.get("do", "show")
    if do == "load":
        return _loaded(page, sent)
    if do == "add":
        return _page(page, sheet.with_task(sent))
    if (task := documents.pressed("take-out")) is not None:
        return _page(page, sheet.without_task(sent, task))
    tasks = sheet.read(sent)
    if do == "write" and tasks and _write(page, sent, tasks):
        return redirect(url_for("desk.plan", plan=plan, said="written"), 303)
    return _page(page, sent, _preview(page, tasks)), 422 if sent.errors else 200


def _loaded(page: PlanPage, sent: Answered) -> ResponseReturnValue:
    """Fill the form from a file or from pasted text, and lay the tasks out at once."""
    try:
        text = documents.loaded_text(FILES)
        sent = Answered({**sent.values, "text": text})
        tasks = sheet.load(text, sent.get("title"))
    except Refusal as refusal:
        sent.refuse("file" if refusal.field == "file" else "text", refusal.sentence)
        return _page(page, sent), 422
    kept = {"note": sent.value("note"), "text": text}
    return _page(page, Answered({**sheet.values_of(tasks), **kept}), _preview(page, tasks))


def _write(page: PlanPage, sent: Answered, tasks: ImplementationPlan) -> bool:
    """Make the revision if it is what was looked at, or say why there is none."""
    shown = _preview(page, tasks)
    try:
        if shown is None or sent.get("shown") != shown.hash:
            raise LookAgain
        revise.implementation(means(), seller(), page.plan.id, tasks, sent.get("note"))
    except Refusal as refusal:
        sent.refuse("", refusal.sentence)
    return not sent.errors


def _preview(page: PlanPage, tasks: ImplementationPlan | None) -> Preview | None:
    if tasks is None:
        return None
    content = {"kind": IMPLEMENTATION_PLAN, **stored.to_content(tasks)}
    return documents.preview(page, IMPLEMENTATION_PLAN, content, today_of(page))


def _page(page: PlanPage, sent: Answered, shown: Preview | None = None) -> str:
    return render_template(
        "seller/implementation.html",
        plan=page.plan,
        sent=sent,
        tasks=sheet.size(sent),
        faulty=[sheet.faulty(sent, place) for place in range(sheet.size(sent))],
        sides=(
            ("both", "Both sides"),
            ("buyer", page.plan.buyer),
            ("supplier", page.plan.supplier),
        ),
        columns=", ".join(FIELDS),
        country=COUNTRIES.get(page.plan.calendar, (page.plan.calendar,))[0],
        preview=shown,
        document=shown.shown if shown else None,
        current=page.documents.get(IMPLEMENTATION_PLAN),
        number=documents.next_number(page, IMPLEMENTATION_PLAN),
        objections=documents.objections(page, IMPLEMENTATION_PLAN, today_of(page)),
        again=documents.asked_again(page, IMPLEMENTATION_PLAN),
        today=today_of(page),
    )
