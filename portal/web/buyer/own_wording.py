"""Editing what one is asked to confirm: the buyer's own wording becomes the next revision."""

from dataclasses import fields
from datetime import datetime

from portal.domain.canonical import Content
from portal.domain.document import (
    OUTCOMES,
    STATEMENT,
    Document,
    NothingChanged,
    Revision,
    statement,
)
from portal.domain.outcomes import OutcomeIncomplete, OutcomeTooLong, from_content, to_content
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal
from portal.store.pages.rows import MemberRow, PlanPage, RevisionRow
from portal.web.buyer.answer_forms import AnswerForm

EDITABLE = frozenset({OUTCOMES, STATEMENT})


def can_edit(act: Act, row: RevisionRow | None) -> bool:
    """Tell whether this document is confirmed in the buyer's own wording, if they choose so."""
    return act is Act.CONFIRM and row is not None and row.kind in EDITABLE


def to_edit(row: RevisionRow) -> dict[str, object]:
    """Return what an editing form begins with: the wording as it stands."""
    if row.kind != OUTCOMES:
        return {"text": row.content["text"]}
    found = from_content(row.content)
    return {
        "outcomes": [
            {field.name: str(getattr(one, field.name)) for field in fields(one)} for one in found
        ]
    }


def content_of(form: AnswerForm, row: RevisionRow, page: PlanPage) -> Content | None:
    """Return the wording in a form as a document's content; None if the form says what it lacks."""
    if not form.validate_on_submit():
        return None
    if row.kind == OUTCOMES and not form.outcomes_are_whole({m.id for m in page.present}):
        return None
    try:
        if row.kind == OUTCOMES:
            return to_content(form.own_outcomes())
        return statement(row.content["milestone"], row.content["title"], form.text.data or "")
    except (OutcomeIncomplete, OutcomeTooLong) as refusal:
        part = form.outcomes.entries[refusal.number - 1].form
        part[refusal.field or "words"].errors = [refusal.sentence]
    except Refusal as refusal:
        form.refuse(refusal)
    return None


def as_revision(row: RevisionRow, content: Content, me: MemberRow, now: datetime) -> RevisionRow:
    """Return the revision that this wording would be, its number and fingerprint included.

    Raises:
        NothingChanged: if it says what the current revision says.
    """
    document = Document("", "", row.document_id, row.kind, row.title)
    document.revisions.append(
        Revision(
            "", "", row.document_id, row.number, dict(row.content), row.hash,
            row.amount, row.currency, row.made_by_side, row.made_by, row.made_at,
        )
    )  # fmt: skip  # one row
    made = document.revise(
        content, by_side="buyer", by=me.id, now=now,
        amount=row.amount, currency=row.currency,
    )  # fmt: skip  # one call
    return RevisionRow(
        row.document_id, row.kind, row.title, made.number, made.content, made.hash,
        row.amount, row.currency, "buyer", me.id, now, "",
    )  # fmt: skip  # one row


def as_revision_or_current(
    row: RevisionRow, content: Content, me: MemberRow, now: datetime
) -> RevisionRow:
    """Return the revision this wording would be, or is already: a form may come twice."""
    try:
        return as_revision(row, content, me, now)
    except NothingChanged:
        return row
