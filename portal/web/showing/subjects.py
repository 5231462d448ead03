"""What an answer is about and who gives it, from rows: as the action that records it says it."""

from dataclasses import replace
from decimal import Decimal

from portal.domain import decision, seats
from portal.domain.canonical import fingerprint
from portal.domain.events import MilestoneRule
from portal.domain.plan import asked
from portal.domain.playbook.rules import Act, ClosingActsAre
from portal.domain.statement import Signer, Subject
from portal.store.pages.rows import DecisionRow, MemberRow, MilestoneRow, PlanPage, RevisionRow


def rule_of(milestone: MilestoneRow) -> MilestoneRule:
    """Return what closes a milestone, from its row."""
    return MilestoneRule(
        code=milestone.code,
        name=milestone.name,
        acts=tuple(Act(act) for act in milestone.acts),
        acts_are=ClosingActsAre(milestone.acts_are),
        go_no_go=milestone.go_no_go,
        prerequisites=tuple(milestone.prerequisites),
        who=tuple(asked(one) for one in milestone.who),
        document=milestone.document_id,
        values=tuple(name for name, _ in milestone.asks),
    )


def subject_of(milestone: MilestoneRow, document: RevisionRow | None) -> Subject:
    """Return what an answer is about, as the action that records it will say."""
    question_hash = fingerprint(decision.question(rule_of(milestone)))
    return Subject(
        milestone=milestone.name,
        title=document.title if document else milestone.name,
        revision=document.number if document else None,
        hash=document.hash if document else question_hash,
        amount=document.amount if document else None,
        currency=document.currency if document else None,
        is_order=milestone.code == decision.ORDER,
    )


def subject_answered(
    milestone: MilestoneRow, document: RevisionRow | None, given: DecisionRow
) -> Subject:
    """Return what an earlier answer was about: the revision it was given to."""
    subject = subject_of(milestone, document)
    return replace(subject, revision=given.revision, hash=given.hash)


def signer_of(
    page: PlanPage, member: MemberRow, title: str | None = None, limit: Decimal | None = None
) -> Signer:
    """Return who answers, with what they state just now."""
    stated = limit is not None
    return Signer(
        name=member.name,
        title=(title or "").strip() or member.title,
        company=page.plan.buyer,
        limit=limit if stated else member.limit_amount,
        currency=page.plan.currency if stated else member.limit_currency,
    )


def weighs_limit(milestone: MilestoneRow, act: Act, member: str) -> bool:
    """Tell whether this person's yes commits money at this milestone."""
    return any(
        seats.needs_authority(act, line.role)
        for line in milestone.lines_of(member)
        if line.act == act
    )
