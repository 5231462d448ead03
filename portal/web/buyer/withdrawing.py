"""Taking an answer back: a page that says what follows, then a new entry; nothing is erased."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions.withdraw import withdraw as withdraw_answer
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.domain.statement import statement
from portal.store.pages.rows import DecisionRow, MilestoneRow
from portal.store.plans import NotFound
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.documents import Reading, read_milestone
from portal.web.buyer.frame import show
from portal.web.forms import Form
from portal.web.showing import questions, subjects
from portal.web.surroundings import buyer, means


class WithdrawForm(Form):
    """The reason, if one is given, and the head of the ledger the page was rendered at."""

    seen = StringField()
    reason = StringField()


@blueprint.get("/m/<code>/<act>/withdraw")
@room
def withdraw(code: str, act: str) -> ResponseReturnValue:
    """Ask whether an answer is to be taken back, and say what follows."""
    reading = read_milestone(code)
    head = reading.room.page.plan.ledger_head
    return _page(reading, code, act, WithdrawForm(data={"seen": head}))


@blueprint.post("/m/<code>/<act>/withdraw")
@room
def take_back(code: str, act: str) -> ResponseReturnValue:
    """Take the answer back."""
    form, act_taken = WithdrawForm(), _act(act)
    receipt = form.attempt(
        lambda: withdraw_answer(
            means(), buyer(), code, act_taken, form.seen.data or "", form.reason.data or ""
        )
    )
    if receipt is None:
        return _page(read_milestone(code), code, act, form), 422
    return redirect(url_for("room.milestone", code=code, said=receipt.answer), 303)


def _page(reading: Reading, code: str, act: str, form: WithdrawForm) -> str:
    milestone = reading.milestone(code)
    given = _given(reading, milestone, _act(act))
    return show(
        "buyer/milestone_withdraw.html",
        reading.room,
        milestone=milestone,
        act=act,
        given=given,
        form=form,
        statement=_statement(reading, milestone, given),
    )


def _act(name: str) -> Act:
    try:
        return Act(name)
    except ValueError:
        raise NotFound from None


def _given(reading: Reading, milestone: MilestoneRow, act: Act) -> DecisionRow | None:
    here = reading.room
    standing = questions.withdrawable(here.page, milestone, here.me.id)
    return next((one for one in standing if one.act == act), None)


def _statement(reading: Reading, milestone: MilestoneRow, given: DecisionRow | None) -> str:
    """Return the words that will be stored: about the revision answered, not the current one."""
    if given is None:
        return ""
    here = reading.room
    subject = subjects.subject_answered(milestone, reading.current, given)
    signer = subjects.signer_of(here.page, here.me)
    return statement(Answer.WITHDRAWN, subject, signer, weighs_limit=False)
