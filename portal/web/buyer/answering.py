"""Answering: a question in full, the exact statement, and one button named after the answer."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.domain.acts import TWO_PAGES, WITH_CONDITIONS
from portal.domain.refusals import AnswerNotOffered, Refusal
from portal.web.access import room
from portal.web.buyer import own_wording
from portal.web.buyer.answer_forms import AnswerForm, with_another_condition
from portal.web.buyer.asking import Asking, asked, blank, page
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.putting_name import UNPROCESSABLE, recorded, second_page
from portal.web.buyer.rewording import reword
from portal.web.buyer.stale import stale
from portal.web.cache import cached

NOT_CHOSEN = (
    "You wrote a reason for another answer. Press the button under it, or empty it to go on."
)
UNUSED_CONDITION = (
    "You wrote a condition. Choose the answer with conditions, or empty the condition."
)


@blueprint.get("/m/<code>/<act>")
@room
@cached
def question(code: str, act: str) -> ResponseReturnValue:
    """Ask: the document in full, then the answers there are, nothing chosen."""
    asking = asked(code, act)
    editing = "edit" in request.args and own_wording.can_edit(asking.act, asking.current)
    return page(asking, blank(asking, editing=editing), editing=editing)


@blueprint.post("/m/<code>/<act>")
@room
def take(code: str, act: str) -> ResponseReturnValue:
    """Take an answer given on one page, or the choice made on the first of two."""
    do = request.form.get("do", "")
    on_two_pages, rewords = act in TWO_PAGES, do in {"edit", "preview", "edited"}
    asking = asked(code, act, whole=on_two_pages or rewords)
    if on_two_pages:
        return _first_page(asking, do)
    return reword(asking, do) if rewords else _one_page(asking)


def _first_page(asking: Asking, do: str) -> ResponseReturnValue:
    if do == "condition":
        return page(asking, with_another_condition())
    form = AnswerForm()
    if do == "back":
        return page(asking, form)
    if form.shown.data != asking.shown:
        return stale(asking.reading, asking.milestone, asking.act, form)
    stated = asking.with_stated(form)
    if not _is_complete(stated, form):
        return page(asking, form), UNPROCESSABLE
    return second_page(stated, form)


def _is_complete(asking: Asking, form: AnswerForm) -> bool:
    """Tell whether a choice has all it needs; what it lacks is said beside its field."""
    is_read = form.validate_on_submit()
    chosen = asking.question.choice(form.answer.data or "")
    if chosen is None:
        form.refuse(AnswerNotOffered())
        return False
    if chosen.is_yes and form.written_conditions() and not chosen.takes_conditions:
        form.answer.errors = [UNUSED_CONDITION]
        return False
    if chosen.answer in WITH_CONDITIONS:
        is_read &= form.conditions_are_complete(asking.reading.room.today)
    if not is_read:
        return False
    try:
        asking.check(form)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _one_page(asking: Asking) -> ResponseReturnValue:
    form = AnswerForm()
    stated = asking.with_stated(form)
    if not form.validate_on_submit() or not _is_meant(stated, form):
        return page(asking, form), UNPROCESSABLE
    if form.shown.data == asking.shown and form.read.data != stated.question.read:
        return page(stated, form, restated=True), UNPROCESSABLE
    return recorded(stated, form) or (page(stated, form), UNPROCESSABLE)


def _is_meant(asking: Asking, form: AnswerForm) -> bool:
    """Tell whether the button pressed and what was written go together."""
    chosen = asking.question.choice(form.answer.data or "")
    if chosen is None:
        form.refuse(AnswerNotOffered())
        return False
    others = [
        field
        for name, field in form.reasons.form._fields.items()
        if name != chosen.answer and (field.data or "").strip()
    ]
    for field in others:
        field.errors = [NOT_CHOSEN]
    return not others
