"""The page that refuses an answer to words that have changed, and shows the difference (law 2)."""

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from portal.store.pages.rows import MilestoneRow
from portal.web.buyer.answer_forms import AnswerForm, ConditionPart
from portal.web.buyer.documents import Reading
from portal.web.buyer.frame import show
from portal.web.showing.answers import EXTRA_VALUES
from portal.web.showing.differences import between
from portal.web.showing.outcomes import field_words
from portal.web.wording import ANSWERS

CONFLICT = 409


def stale(
    reading: Reading, milestone: MilestoneRow, act: Act, form: AnswerForm
) -> ResponseReturnValue:
    """Show what changed between the words that were read and the words as they are now."""
    old = next((row for row in reading.revisions if row.hash == form.shown.data), None)
    now = reading.current
    changed = between(old, now, reading.room.page.members) if old and now else None
    body = show(
        "buyer/stale.html",
        reading.room,
        milestone=milestone,
        act=act,
        old=old,
        current=now,
        changed=changed,
        answer=ANSWERS.get(form.answer.data or "", ""),
        typed=list(typed(form, milestone)),
    )
    return body, CONFLICT


def typed(form: AnswerForm, milestone: MilestoneRow) -> Iterator[tuple[str, str]]:
    """Yield everything that somebody typed, named, so that it can be copied."""
    labels = [pair[1] for pair in milestone.asks] or list(EXTRA_VALUES.values())
    rows = [
        *((label, e.form.text.data) for label, e in zip(labels, form.values.entries, strict=False)),
        *((f"Your reason: {ANSWERS[n]}", f.data) for n, f in form.reasons.form._fields.items()),
        *(("Condition", _condition(part)) for part in form.written_conditions()),
        ("Your wording", form.text.data),
        *((f"Outcome {n}", _outcome(o)) for n, o in enumerate(form.own_outcomes(), 1)),
        ("Your approval limit", form.limit.data),
        ("Your remark", form.note.data),
        ("Who may approve", form.may_approve.data),
        ("Your name", form.name.data),
    ]
    # What only travelled from the first page is there, too: one form carries everything.
    yield from ((label, text) for label, text in rows if (text or "").strip())


def _condition(part: ConditionPart) -> str:
    typed = (part[name].data or "" for name in ("text", "owner", "due"))
    return "; ".join(text for text in typed if text)


def _outcome(outcome: Outcome) -> str:
    texts = ("words", "measure", "unit", "baseline", "target")
    return "; ".join(f"{field_words(name)}: {getattr(outcome, name)}" for name in texts)
