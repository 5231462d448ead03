"""The forms by which a buyer answers: what was typed, kept through every page and error."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, FormField, StringField
from wtforms import Form as Part

from portal.actions.answer import Submission
from portal.domain.acts import WITH_CONDITIONS, Answer
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from portal.domain.refusals import ConsentOutdated, Refusal
from portal.domain.words import Condition
from portal.web.forms import AmountField, DayField, Form

MOST_CONDITIONS = 12
# What a second page asks itself; everything else on it came from the first and travels on.
OF_THE_SECOND_PAGE = frozenset(
    {"csrf_token", "do", "shown", "seen", "read", "answer"}
    | {"name", "code", "consents", "consent_text", "may_approve"}
)


class ConditionPart(Part):
    """One condition of a yes; a row left empty is none."""

    text = StringField()
    owner = StringField()
    due = DayField()

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody wrote anything here."""
        return not (self.text.data or "").strip() and not (self.due.data or "").strip()


class ReasonsPart(Part):
    """The reason that belongs to each answer that needs one."""

    changes_asked = StringField()
    declined = StringField()
    failed = StringField()
    not_yet = StringField()
    stop = StringField()


class UntilPart(Part):
    """The day that belongs to an answer: from when it can be decided, or how long it holds."""

    not_yet = DayField()
    passed = DayField()
    passed_with_conditions = DayField()


class OutcomePart(Part):
    """One outcome in the buyer's own wording."""

    words = StringField()
    measure = StringField()
    unit = StringField()
    baseline = StringField()
    target = StringField()
    by = DayField()
    owner = StringField()


class ValuePart(Part):
    """One value asked for, in the order in which the milestone asks."""

    text = StringField()


class AnswerForm(Form):
    """Everything an answer may carry; each page shows the fields that belong to its act.

    ``shown`` and ``seen`` are the fingerprint and the ledger head that the page was rendered at,
    ``read`` the fingerprint of the statements on it.
    """

    shown = StringField()
    seen = StringField()
    read = StringField()
    answer = StringField()
    title = StringField()
    limit = AmountField()
    conditions = FieldList(FormField(ConditionPart), max_entries=MOST_CONDITIONS)
    reasons = FormField(ReasonsPart)
    until = FormField(UntilPart)
    values = FieldList(FormField(ValuePart), max_entries=20)
    note = StringField()
    may_approve = StringField()
    text = StringField()
    outcomes = FieldList(FormField(OutcomePart), max_entries=5)
    name = StringField()
    consents = BooleanField()
    consent_text = StringField()
    code = StringField()

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by field; lists are asked anew: a refusal may follow validation."""
        found: dict[str | None, Any] = dict(super().errors)
        for field in (self.conditions, self.values, self.outcomes):
            inner = [entry.errors for entry in field.entries]
            if any(inner):
                found[field.name] = inner
        return found

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the field of the answer that was chosen."""
        if isinstance(refusal, ConsentOutdated):
            self.consents.data = False  # the tick was for another text
        chosen = self.answer.data or ""
        parts: dict[str | None, Any] = {"reason": self.reasons, "until": self.until}
        if refusal.field in parts and chosen in parts[refusal.field].form._fields:
            parts[refusal.field].form[chosen].errors = [refusal.sentence]
        elif refusal.field == "condition" and self.conditions.entries:
            self.conditions.entries[0].form.text.errors = [refusal.sentence]
        elif refusal.field == "values" and self.values.entries:
            self.values.entries[0].form.text.errors = [refusal.sentence]
        else:
            super().refuse(refusal)

    def written_conditions(self) -> list[ConditionPart]:
        """Return the conditions that somebody began to write."""
        return [entry.form for entry in self.conditions.entries if not entry.form.is_empty]

    def reason(self, answer: str) -> str:
        """Return the reason typed for an answer, or nothing where it takes none."""
        field = self.reasons.form._fields.get(answer)
        return (field.data or "").strip() if field else ""

    def day(self, answer: str) -> date | None:
        """Return the day given for an answer."""
        return day_in(self.until.form._fields.get(answer))

    def conditions_are_complete(self, today: date) -> bool:
        """Tell whether each condition begun names who and when, and say so beside it where not."""
        for part in self.written_conditions():
            _require(part.text, bool((part.text.data or "").strip()), "Write the condition.")
            _require(part.owner, bool(part.owner.data), "Choose who must meet it.")
            day = day_in(part.due)
            if not part.due.errors:
                _require(part.due, day is not None and day > today, "Give a date after today.")
        return "conditions" not in self.errors

    def outcomes_are_whole(self, owners: set[str]) -> bool:
        """Tell whether each outcome has a date and an owner, and say so beside it where not."""
        for entry in self.outcomes.entries:
            part = entry.form
            if not part.by.errors:
                _require(part.by, day_in(part.by) is not None, "Give the date.")
            _require(part.owner, part.owner.data in owners, "Choose an owner from the committee.")
        return "outcomes" not in self.errors

    def values_by_name(self, names: list[str]) -> dict[str, str]:
        """Return the values typed, by the names that the milestone gives them."""
        typed = [(entry.form.text.data or "").strip() for entry in self.values.entries]
        return {name: text for name, text in zip(names, typed, strict=False) if text}

    def own_outcomes(self) -> list[Outcome]:
        """Return the outcomes as they were edited; a date that is none has its error already."""
        return [
            Outcome(
                words=part.words.data or "",
                measure=part.measure.data or "",
                unit=part.unit.data or "",
                baseline=part.baseline.data or "",
                target=part.target.data or "",
                by=day_in(part.by) or date.max,
                owner=part.owner.data or "",
            )
            for part in (entry.form for entry in self.outcomes.entries)
        ]


def day_in(field: Field | None) -> date | None:
    """Return the day in a field, if there is a field and somebody wrote a day."""
    return getattr(field, "day", None)


def _require(field: Field, fulfilled: bool, sentence: str) -> None:
    if not fulfilled:
        field.errors = [*field.errors, sentence]


def with_another_condition() -> AnswerForm:
    """Return the form as it was sent, with room for one more condition."""
    form = AnswerForm()
    if len(form.conditions.entries) < MOST_CONDITIONS:
        form.conditions.append_entry()
    return form


def submission(
    form: AnswerForm, code: str, act: Act, answer: Answer, names: list[str]
) -> Submission:
    """Return what a form says as the action takes it; ``names`` are those of its values."""
    conditions = form.written_conditions() if answer in WITH_CONDITIONS else []
    return Submission(
        milestone=code,
        act=act,
        answer=answer,
        shown=form.shown.data or "",
        seen=form.seen.data or "",
        name=form.name.data or "",
        reason=form.reason(answer),
        until=form.day(answer),
        conditions=tuple(
            Condition(part.text.data or "", part.owner.data or "", day_in(part.due) or date.min)
            for part in conditions
        ),
        values=form.values_by_name(names),
        note=form.note.data or "",
        consents=bool(form.consents.data),
        consent_text=form.consent_text.data or "",
        code=form.code.data or "",
        title=form.title.data if form.title.data else None,
        limit=form.limit.amount,
    )


def carried() -> Iterator[tuple[str, str]]:
    """Yield what stood on the first page, to travel hidden on the second."""
    sent: MultiDict[str, str] = request.form
    for name, value in sent.items(multi=True):
        if name not in OF_THE_SECOND_PAGE:
            yield name, value
