"""One act of one milestone as it is asked of the member who looks, and the page that asks it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import url_for

from portal.actions.answer import Submission
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN
from portal.domain.playbook.rules import Act
from portal.domain.refusals import LimitMissing
from portal.domain.words import Person, Words, check_words
from portal.store.pages.rows import MilestoneRow, RevisionRow
from portal.store.plans import NotFound
from portal.web.buyer.answer_forms import AnswerForm, submission
from portal.web.buyer.documents import Reading, changes, read_milestone, read_question
from portal.web.buyer.frame import show
from portal.web.buyer.own_wording import can_edit, to_edit
from portal.web.showing import answers, asks, documents, questions, subjects
from portal.web.showing.questions import Choice, Question

JUMPS = {
    COST_BENEFIT: (("#result", "Result"), ("#table", "By year"), ("#sources", "Sources")),
    IMPLEMENTATION_PLAN: (("#gantt-chart", "The plan"), ("#tasks", "As a table")),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with everything around it; ``edited`` is the buyer's own wording, if any.

    ``title`` and ``limit`` are what a form states, where the question is asked with them.
    """

    reading: Reading
    milestone: MilestoneRow
    question: Question
    edited: RevisionRow | None = None
    title: str | None = None
    limit: Decimal | None = None

    @property
    def act(self) -> Act:
        """The act that is asked for."""
        return self.question.act

    @property
    def current(self) -> RevisionRow | None:
        """The document's current revision, where the milestone has one."""
        return self.reading.current if self.milestone.document_id else None

    @property
    def shown(self) -> str:
        """The fingerprint that an answer binds to now."""
        return subjects.subject_of(self.milestone, self.current).hash

    @property
    def value_names(self) -> list[str]:
        """The names of the values that the page asks for, in its order."""
        if self.act in (Act.PROVIDE, Act.MEASURE):
            return [name for name, _ in self.milestone.asks]
        return list(answers.EXTRA_VALUES) if self.act is Act.ATTEND else []

    def choice(self, answer: str) -> Choice:
        """Return the choice for an answer.

        Raises:
            NotFound: if this act does not offer it.
        """
        found = self.question.choice(answer)
        if found is None:
            raise NotFound
        return found

    def with_stated(self, form: AnswerForm) -> "Asking":
        """Return the question as it stands once the title and the limit in a form are stated."""
        return self._stating(form.title.data, form.limit.amount)

    def whole(self) -> "Asking":
        """Return the question with all that a page shows, asked anew about what stands now."""
        if self.reading.is_whole:
            return self
        return asked(self.milestone.code, self.act.value)._stating(self.title, self.limit)

    def _stating(self, title: str | None, limit: Decimal | None) -> "Asking":
        here = self.reading.room
        question = questions.question(
            here.page, self.milestone, self.act, here.me,
            title=title, limit=limit, edited=self.edited,
        )  # fmt: skip  # one call
        return replace(self, question=question, title=title, limit=limit)

    def with_wording(self, revision: RevisionRow) -> "Asking":
        """Return the question as it is asked about the buyer's own wording."""
        here = self.reading.room
        question = questions.question(here.page, self.milestone, self.act, here.me, edited=revision)
        return replace(self, question=question, edited=revision)

    def submission(self, form: AnswerForm) -> Submission:
        """Return what a form says, as the action takes it.

        Raises:
            NotFound: if its answer is not offered.
        """
        answer = self.choice(form.answer.data or "").answer
        sent = submission(form, self.milestone.code, self.act, answer, self.value_names)
        named = (form.may_approve.data or "").strip()
        if not named or not self.question.is_above_limit:
            return sent
        return replace(sent, note=f"Who may approve this amount: {named}")

    def check(self, form: AnswerForm) -> None:
        """Check what a first page asks for, before the second one is shown.

        Raises:
            LimitMissing: if a yes is held against an amount and no limit is stated.
            The refusals of ``decision.check_words``, but for the name.
        """
        me, choice = self.reading.room.me, self.choice(form.answer.data or "")
        sent = self.submission(form)
        if choice.is_yes and self.question.asks_limit and sent.limit is None:
            raise LimitMissing
        words = Words(
            choice.statement, name=me.name, reason=sent.reason, until=sent.until,
            conditions=sent.conditions, values=sent.values, note=sent.note,
        )  # fmt: skip  # one value
        person = Person(me.id, me.name, self.question.signer.limit, self.question.signer.currency)
        rule, today = subjects.rule_of(self.milestone), self.reading.room.today
        check_words(rule, self.act, choice.answer, person, words, today)


def asked(code: str, act_name: str, *, whole: bool = True) -> Asking:
    """Return what an act of a milestone asks of the member who looks.

    An answer that is recorded leads elsewhere, so judging it needs no more than ``whole=False``
    reads; whoever makes a page after all asks for ``Asking.whole``.

    Raises:
        NotFound: if the plan has no such milestone, or it has no such act.
    """
    reading = read_milestone(code) if whole else read_question(code)
    milestone = reading.milestone(code)
    if act_name not in milestone.acts:
        raise NotFound
    here = reading.room
    act = Act(act_name)
    return Asking(reading, milestone, questions.question(here.page, milestone, act, here.me))


def blank(asking: Asking, *, editing: bool = False) -> AnswerForm:
    """Return the form of a page nobody has typed on yet."""
    row = asking.current
    return AnswerForm(
        data={
            "shown": asking.shown,
            "seen": asking.reading.room.page.plan.ledger_head,
            "title": asking.reading.room.me.title,
            "conditions": [{}],
            "values": [{} for _ in asking.value_names],
            **(to_edit(row) if editing and row is not None else {}),
        }
    )


def page(asking: Asking, form: AnswerForm, **more: Any) -> str:
    """Render the page that asks: the document in full, then the choices or the statements."""
    asking = asking.whole()
    here, row = asking.reading.room, asking.edited or asking.current
    template = "question_choice" if asking.question.on_two_pages else "question"
    values: dict[str, Any] = {
        "editing": False,
        "preview": False,
        "restated": False,
        "refused": bool(form.errors or form.form_errors),
    }
    return show(
        f"buyer/{template}.html",
        here,
        asking=asking,
        question=asking.question,
        milestone=asking.milestone,
        act=asking.act,
        form=form,
        heading=asks.task(asking.act.value, asking.milestone.name, row),
        jumps=JUMPS.get(row.kind, ()) if row else (),
        document=row and documents.shown(row, here.page, here.today, reader=here.me),
        changed=changes(asking.reading, row) if row and not asking.edited else None,
        people=answers.people(here.page, asking.milestone, here.me.id, here.today),
        before=[m for name in asking.milestone.missing if (m := here.page.milestone(name))],
        owners=owners(asking),
        members=[(member.id, member.name) for member in here.page.present],
        value_labels=value_labels(asking),
        can_edit=can_edit(asking.act, asking.current),
        action=url_for("room.question", code=asking.milestone.code, act=asking.act.value),
        **{**values, **more},
    )


def owners(asking: Asking) -> list[tuple[str, str]]:
    """Return who can be named for a condition: people of both sides."""
    plan = asking.reading.room.page.plan
    names = [f"{member.name}, {plan.buyer}" for member in asking.reading.room.page.present]
    return [
        ("", "Choose who"),
        *((name, name) for name in [*names, f"{plan.owner}, {plan.supplier}"]),
    ]


def value_labels(asking: Asking) -> list[str]:
    """Return what each value asked for is called."""
    labels = {**answers.EXTRA_VALUES, **{pair[0]: pair[1] for pair in asking.milestone.asks}}
    return [labels[name] for name in asking.value_names]
