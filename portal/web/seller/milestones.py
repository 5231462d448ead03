"""One milestone on the desk: who is missing, the words it asks people to answer, its history."""

from decimal import Decimal

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from portal.actions import revise
from portal.domain.closing import OPEN, Standing
from portal.domain.document import COST_BENEFIT, EmptyStatement
from portal.domain.plan import is_statement
from portal.domain.playbook.rules import Act
from portal.domain.seats import needs_authority
from portal.domain.suggestion import statement_text
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.forms import AmountField, Form, required
from portal.web.seller import documents
from portal.web.seller.blueprint import blueprint
from portal.web.seller.next_acts import where_written
from portal.web.seller.reading import plan_of, today_of
from portal.web.showing import answers
from portal.web.showing import documents as showing
from portal.web.surroundings import means, seller

REPORTABLE = OPEN | {Standing.NOT_OPEN, Standing.WAITING_FOR_SUPPLIER}


class Statement(Form):
    """The words people put their name to, and the amount an approval limit is held against."""

    text = TextAreaField(validators=[required(EmptyStatement().sentence)])
    amount = AmountField()

    def validate_amount(self, field: AmountField) -> None:
        """Refuse what nobody could be asked to pay."""
        problem = documents.payable(field.amount) if field.amount is not None else ""
        if problem:
            raise ValidationError(problem)


class Report(Form):
    """What the buyer is said to have agreed somewhere else."""

    reason = TextAreaField(validators=[required("Write what was said, by whom, and when.")])


@blueprint.get("/plans/<plan>/m/<code>")
@desk
def milestone(plan: str, code: str) -> ResponseReturnValue:
    """Show where a milestone stands, and its words ready to be rewritten."""
    page = plan_of(plan)
    found = milestone_of(page, code)
    return shown(page, found, words_of(page, found), Report(formdata=None))


@blueprint.post("/plans/<plan>/m/<code>")
@desk
def write_statement(plan: str, code: str) -> ResponseReturnValue:
    """Make a revision of its words."""
    seller().require_writing()
    page, form = plan_of(plan), Statement()
    found = milestone_of(page, code)
    written = form.attempt(
        lambda: revise.milestone_statement(
            means(), seller(), plan, code, form.text.data or "", form.amount.amount
        )
    )
    if written is None:
        return shown(page, found, form, Report(formdata=None)), 422
    return redirect(url_for("desk.milestone", plan=plan, code=code, said="written"), 303)


def milestone_of(page: PlanPage, code: str) -> MilestoneRow:
    """Return a milestone of this plan.

    Raises:
        NotFound: if it has none of this code.
    """
    found = page.milestone(code)
    if found is None:
        raise NotFound
    return found


def shown(page: PlanPage, found: MilestoneRow, form: Statement, report: Report) -> str:
    """Return the page of a milestone, with a form as it stands."""
    today, document = today_of(page), found.document_id or ""
    current = page.documents.get(document)
    return render_template(
        "seller/milestone.html",
        page=page,
        plan=page.plan,
        today=today,
        milestone=found,
        form=form,
        report=report,
        has_words=is_statement(document),
        weighs=weighs_limit(found),
        endpoint=where_written(found)[0],
        current=current,
        document=showing.shown(current, page, today) if current else None,
        number=documents.next_number(page, document),
        objections=documents.objections(page, document, today),
        again=documents.asked_again(page, document),
        people=answers.people(page, found, "", today),
        before=[one for name in found.missing if (one := page.milestone(name))],
        history=answers.history(page, [found]),
        may_report=found.standing in REPORTABLE,
    )


def weighs_limit(found: MilestoneRow) -> bool:
    """Tell whether a yes at this milestone commits money, so that its words name an amount."""
    return any(needs_authority(Act(act), one["role"]) for act in found.acts for one in found.who)


def words_of(page: PlanPage, found: MilestoneRow) -> Statement:
    """Return the form with the current words, else with those the playbook suggests."""
    form, current = Statement(formdata=None), page.documents.get(found.document_id or "")
    if current is not None and is_statement(current.document_id):
        form.text.data = current.content["text"]
        form.amount.data = _plain(current.amount)
    else:
        form.text.data = statement_text(
            found.name, found.buyer_action, found.seller_provides, page.plan.supplier
        )
        form.amount.data = _plain(_asked(page)) if weighs_limit(found) else ""
    return form


def _asked(page: PlanPage) -> Decimal | None:
    """Return what the order is expected to amount to: as the case says, else as the plan does."""
    case = page.documents.get(COST_BENEFIT)
    if case is not None and case.currency == page.plan.currency and case.amount is not None:
        return case.amount
    return page.plan.amount


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")
