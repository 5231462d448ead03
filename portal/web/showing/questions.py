"""What a milestone asks of one person: the choices, their consequences, the exact statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.domain import acts, decision
from portal.domain.acts import Answer
from portal.domain.canonical import fingerprint
from portal.domain.closing import Say, Standing
from portal.domain.playbook.rules import Act
from portal.domain.statement import BUTTONS, Signer, Subject, covers, money, statement
from portal.store.pages.rows import DecisionRow, MemberRow, MilestoneRow, PlanPage, RevisionRow
from portal.web.showing.consequences import consequence
from portal.web.showing.subjects import signer_of, subject_of, weighs_limit


class State(StrEnum):
    """Whether a person can answer an act of a milestone now, and if not, why not."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    NOT_OPEN = "not_open"
    WITH_SUPPLIER = "with_supplier"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as it is offered: its button, what follows from it, and its exact statement."""

    answer: Answer
    button: str
    hint: str
    statement: str
    steps_up: bool
    needs_reason: bool
    takes_conditions: bool
    is_yes: bool
    recommends: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One act of one milestone, as it is asked of one member.

    ``shown`` is the fingerprint an answer binds to; ``weighs_limit`` says that a yes commits money,
    ``asks_limit`` that the person has yet to state what they may approve.
    """

    milestone: MilestoneRow
    act: Act
    state: State
    subject: Subject
    shown: str
    signer: Signer
    weighs_limit: bool
    asks_limit: bool
    choices: tuple[Choice, ...]

    @property
    def on_two_pages(self) -> bool:
        """Tell whether the choice and the name stand on a page each."""
        return self.act in acts.TWO_PAGES

    @property
    def is_above_limit(self) -> bool:
        """Tell whether a yes can only be a recommendation (law 3)."""
        return self.weighs_limit and not covers(self.subject, self.signer)

    @property
    def read(self) -> str:
        """The fingerprint of every statement on the page: a form says by it what was read."""
        return fingerprint([choice.statement for choice in self.choices])

    def choice(self, answer: str) -> Choice | None:
        """Return the choice for an answer, if it is offered."""
        return next((one for one in self.choices if one.answer == answer), None)


def question(
    page: PlanPage,
    milestone: MilestoneRow,
    act: Act,
    member: MemberRow,
    *,
    title: str | None = None,
    limit: Decimal | None = None,
    edited: RevisionRow | None = None,
) -> Question:
    """Return what ``act`` asks of a member, who may have stated a title and a limit just now.

    ``edited`` is the revision that the member's own wording would become.
    """
    document = edited or page.documents.get(milestone.document_id or "")
    subject = subject_of(milestone, document)
    signer = signer_of(page, member, title, limit)
    weighs = weighs_limit(milestone, act, member.id)
    return Question(
        milestone=milestone,
        act=act,
        state=state_of(milestone, act, member.id),
        subject=subject,
        shown=subject.hash,
        signer=signer,
        weighs_limit=weighs,
        asks_limit=member.limit_amount is None
        and (act is Act.APPROVE or (weighs and subject.amount is not None)),
        choices=tuple(_choices(page, milestone, act, member, subject, signer, weighs)),
    )


def state_of(milestone: MilestoneRow, act: Act, member: str) -> State:
    """Tell whether a member can answer now; the action judges again when they do."""
    if milestone.standing == Standing.NOT_NEEDED:
        return State.NOT_NEEDED
    if not milestone.lines_of(member):
        return State.NOT_ASKED
    if milestone.standing == Standing.NOT_OPEN:
        return State.NOT_OPEN
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        return State.WITH_SUPPLIER
    says = {line.say for line in milestone.lines_of(member) if line.act == act}
    return State.OPEN if says & {Say.ASKED, Say.OUTDATED, Say.OBJECTED} else State.ANSWERED


def open_acts(milestone: MilestoneRow, member: str) -> tuple[Act, ...]:
    """Return the acts of a milestone that a member can answer now."""
    return tuple(
        act
        for name in milestone.acts
        if state_of(milestone, act := Act(name), member) is State.OPEN
    )


def withdrawable(page: PlanPage, milestone: MilestoneRow, member: str) -> tuple[DecisionRow, ...]:
    """Return a member's standing answers at a milestone, one an act, that can be taken back."""
    order = page.milestone(decision.ORDER)
    placed = (order.closed_seq or 0) if order and order.standing == Standing.CLOSED else 0
    latest: dict[str, DecisionRow] = {}
    for given in page.decisions:
        if (given.milestone_code, given.member_id) == (milestone.code, member):
            latest[given.act] = given
    return tuple(
        given
        for given in latest.values()
        if given.answer != Answer.WITHDRAWN and given.seq > placed
    )


def _choices(
    page: PlanPage,
    milestone: MilestoneRow,
    act: Act,
    member: MemberRow,
    subject: Subject,
    signer: Signer,
    weighs: bool,
) -> Iterator[Choice]:
    for answer in acts.offered(act, go_no_go=milestone.go_no_go):
        is_yes = answer in acts.ALL_YES
        # Until a limit is stated nobody knows; the second page says it.
        above = is_yes and weighs and signer.limit is not None and not covers(subject, signer)
        hint = consequence(page, milestone, answer, member.id)
        if above:
            hint = _above(page, subject, signer)
        yield Choice(
            answer=answer,
            button=button(answer, subject, recommends=above),
            hint=hint,
            statement=statement(answer, subject, signer, weighs_limit=is_yes and weighs),
            steps_up=acts.steps_up(act, answer),
            needs_reason=answer in acts.NEEDS_REASON,
            takes_conditions=answer in acts.WITH_CONDITIONS,
            is_yes=is_yes,
            recommends=above,
        )


def button(answer: Answer, subject: Subject, *, recommends: bool = False) -> str:
    """Return what a button says: what the record will say."""
    words = BUTTONS[answer]
    if recommends:
        words = f"{words}, as a recommendation"
    if subject.revision and answer in NAMING_THE_REVISION and not recommends:
        return f"{words} revision {subject.revision}"
    return words


NAMING_THE_REVISION = frozenset({Answer.CONFIRMED, Answer.APPROVED, Answer.SIGNED, Answer.DECLINED})


def _above(page: PlanPage, subject: Subject, signer: Signer) -> str:
    amount = money(subject.amount or Decimal(0), subject.currency)
    limit = money(signer.limit or Decimal(0), signer.currency)
    return (
        f"{amount} is above your limit of {limit}, so your yes is recorded as a recommendation."
        f" The milestone stays open until somebody at {page.plan.buyer} with the authority agrees."
    )
