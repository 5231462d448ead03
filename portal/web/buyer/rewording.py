"""Confirming in one's own words: they are edited, read with their statement, then confirmed."""

from flask.typing import ResponseReturnValue

from portal.domain.document import NothingChanged
from portal.store.pages.rows import RevisionRow
from portal.store.plans import NotFound
from portal.web.buyer.answer_forms import AnswerForm
from portal.web.buyer.asking import Asking, page
from portal.web.buyer.own_wording import as_revision, as_revision_or_current, can_edit, content_of
from portal.web.buyer.putting_name import UNPROCESSABLE, recorded
from portal.web.buyer.stale import stale
from portal.web.surroundings import means


def reword(asking: Asking, do: str) -> ResponseReturnValue:
    """Take the next step with the buyer's own wording: 'edit', 'preview' or 'edited'.

    Raises:
        NotFound: if the words of this milestone are not confirmed, or there are none.
    """
    form, row = AnswerForm(), asking.current
    if row is None or not can_edit(asking.act, row):
        raise NotFound
    if do == "edit":
        return page(asking, form, editing=True)
    return _preview(asking, form, row) if do == "preview" else _confirm(asking, form, row)


def _preview(asking: Asking, form: AnswerForm, row: RevisionRow) -> ResponseReturnValue:
    """Show the wording as the revision it would be, above its exact statement."""
    if form.shown.data != asking.shown:
        return stale(asking.reading, asking.milestone, asking.act, form)
    here = asking.reading.room
    content = content_of(form, row, here.page)
    if content is None:
        return page(asking, form, editing=True), UNPROCESSABLE
    try:
        revision = as_revision(row, content, here.me, means().clock())
    except NothingChanged as refusal:
        form.refuse(refusal)
        return page(asking, form, editing=True), UNPROCESSABLE
    return page(asking.with_wording(revision), form, preview=True)


def _confirm(asking: Asking, form: AnswerForm, row: RevisionRow) -> ResponseReturnValue:
    here = asking.reading.room
    content = content_of(form, row, here.page)
    if content is None:
        return page(asking, form, editing=True), UNPROCESSABLE
    revision = as_revision_or_current(row, content, here.me, means().clock())
    reworded = asking.with_wording(revision)
    if form.shown.data == asking.shown and form.read.data != reworded.question.read:
        return page(reworded, form, preview=True, restated=True), UNPROCESSABLE
    done = recorded(reworded, form, edited=content)
    return done or (page(reworded, form, preview=True), UNPROCESSABLE)
