"""Answering: the one way a milestone closes. Guards, code, decision, record, receipt - one act."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portal.actions import codes
from portal.actions.buyers import Buyer, acting
from portal.actions.invite import LONGEST_NAME, NameTooLong
from portal.actions.means import Means, Work
from portal.actions.recording import Made, record
from portal.actions.recording import Receipt as Receipt  # what answering returns
from portal.actions.recording import introduce as introduce  # part of answering, too
from portal.actions.revise import UnknownOwner
from portal.domain import acts, decision, seats, signature
from portal.domain.acts import Answer
from portal.domain.canonical import Content, fingerprint
from portal.domain.committee import LimitOutOfRange, Member
from portal.domain.document import revised
from portal.domain.events import By, MilestoneRule
from portal.domain.playbook.rules import Act
from portal.domain.refusals import AnswerNotOffered, Refusal, TitleMissing
from portal.domain.sharing import digits, purpose
from portal.domain.statement import CONSENT, CONSENT_VERSION, Signer, Subject, statement
from portal.domain.words import Condition, Identified, Person, Words
from portal.store import doors


@dataclass(frozen=True, slots=True)
class Submission:
    """What a buyer sent: which answer, to which exact words, and everything they said with it.

    ``shown`` is the fingerprint of the revision (or question) on the page, ``seen`` the ledger
    head the form was rendered at. ``edited`` is the buyer's own wording, to be confirmed in its
    place. ``title`` and ``limit`` are given where the form asked for them; ``consent_text`` is the
    version of the consent that the page showed.
    """

    milestone: str
    act: Act
    answer: Answer
    shown: str
    seen: str
    name: str = ""
    reason: str = ""
    until: date | None = None
    conditions: tuple[Condition, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    consents: bool = False
    consent_text: str = CONSENT_VERSION
    code: str = ""
    title: str | None = None
    limit: Decimal | None = None
    edited: Content | None = None

    def body(self) -> str:
        """Return the fingerprint of everything said, for telling a double click from a change."""
        return fingerprint(
            [
                self.answer.value, self.shown, self.name, self.reason, str(self.until),
                [[c.text, c.owner, str(c.due)] for c in self.conditions],
                dict(self.values), self.note, self.title, str(self.limit), self.edited,
            ]
        )  # fmt: skip  # one list


def answer(means: Means, buyer: Buyer, sent: Submission) -> Receipt:
    """Record an answer with everything that follows from it; the same form twice is one answer.

    Raises:
        StaleRevision: if the words shown are no longer current; nothing is recorded.
        AnotherBody: if this form was sent before with other words.
        Any refusal of ``decision.give``, of the code, or of a session that has ended.
    """
    key = fingerprint([buyer.member_id, "answer", sent.milestone, sent.act.value, sent.seen])
    with acting(means, buyer) as (work, member):
        before = doors.answered(work.session, buyer.organisation_id, key, sent.body())
        if before is not None:
            return Receipt.again(before)
        made = _decide(work, member, sent)
        # Returned and not raised, so that the wrong try counted with it is committed.
        problem = _step_up(work, member, sent)
        if problem is None:
            introduces = sent.title is not None or sent.limit is not None
            receipt = record(work, member, made, introduces=introduces)
            doors.remember(
                work.session, buyer.organisation_id, key, sent.body(), receipt.kept(), work.now
            )
            return receipt
    raise problem


def send_code(means: Means, buyer: Buyer, sent: Submission) -> None:
    """Mail the code for an answer chosen on the first page; earlier codes for it die.

    Raises:
        Any refusal of ``decision.ask``; StaleRevision: if the words shown are no longer current.
    """
    with acting(means, buyer) as (work, member):
        history = work.record.history
        rule = decision.ask(history, member.id, sent.milestone, sent.act)
        decision.require_current(history, rule, sent.shown)
        codes.send(work, member, _purpose(member, sent), rule.name)


def _decide(work: Work, member: Member, sent: Submission) -> Made:
    history = work.record.history
    rule = decision.ask(history, member.id, sent.milestone, sent.act)
    decision.require_current(history, rule, sent.shown)
    if sent.edited is not None:
        sent = replace(sent, shown=_take_edit(work, member, rule, sent, sent.edited))
    signer = _signer(work, member, sent)
    words = words_of(work, rule, sent, signer, member.id)
    salt = work.means.draw()
    person = Person(member.id, member.name, signer.limit, signer.currency)
    event = decision.give(
        history, person, sent.milestone, sent.act, sent.answer,
        shown=sent.shown, words=words, salt=salt, today=work.today,
    )  # fmt: skip  # one call
    if sent.act is Act.ACCESS and not (sent.title or "").strip():
        raise TitleMissing
    if sent.act is Act.SIGN and acts.steps_up(sent.act, sent.answer):
        signature.check(_signing(work, rule, sent))
    return Made(event, words, salt, signer)


def _signing(work: Work, rule: MilestoneRule, sent: Submission) -> signature.Signing:
    document = work.plan.document(rule.document) if rule.document else None
    current = document.current if document else None
    kept = current.content if current else decision.question(rule)
    return signature.Signing(sent.consents, sent.consent_text, sent.shown, kept)


def _take_edit(
    work: Work, member: Member, rule: MilestoneRule, sent: Submission, content: Content
) -> str:
    """Make the buyer's wording the current revision; return its fingerprint.

    Raises:
        AnswerNotOffered: if it comes with anything but a confirmation: a revision made beside an
            answer that is then refused for its code would stand without its answer.
        UnknownOwner: if it names an owner who is not on the committee.
    """
    if (sent.act, sent.answer) != (Act.CONFIRM, Answer.CONFIRMED):
        raise AnswerNotOffered
    document = work.plan.document(rule.document or "")
    current = document.current
    revision = document.revise(
        content, by_side="buyer", by=member.id, now=work.now,
        amount=current.amount if current else None,
        currency=current.currency if current else None,
    )  # fmt: skip  # one call
    made = revised(revision, document.title)
    if any(work.plan.member(owner) is None for owner in made.owners):
        raise UnknownOwner
    work.append(By("buyer", member.id), made)
    return revision.hash


def _signer(work: Work, member: Member, sent: Submission) -> Signer:
    stated = sent.limit is not None
    if sent.limit is not None and not sent.limit.is_finite():
        raise LimitOutOfRange  # before it is compared with anything: NaN has no order
    if len(sent.title or "") > LONGEST_NAME:
        raise NameTooLong("title")
    return Signer(
        name=member.name,
        title=(sent.title or "").strip() or member.title,
        company=work.plan.buyer,
        limit=sent.limit if stated else member.limit_amount,
        currency=work.plan.currency if stated else member.limit_currency,
    )


def words_of(
    work: Work, rule: MilestoneRule, sent: Submission, signer: Signer, member: str
) -> Words:
    """Return what is said with this answer, its statement first."""
    shown = statement(
        sent.answer, subject_of(work, rule), signer,
        weighs_limit=sent.answer in acts.ALL_YES and weighs_limit(work, rule, sent.act, member),
    )  # fmt: skip  # one call
    if sent.consents and sent.act is Act.SIGN:
        shown = f"{shown} {CONSENT} (Consent text {CONSENT_VERSION}.)"
    return Words(
        statement=shown,
        name=" ".join(sent.name.split()),
        reason=sent.reason.strip(),
        until=sent.until,
        conditions=sent.conditions,
        values={name: value.strip() for name, value in sent.values.items() if value.strip()},
        note=sent.note.strip(),
        identified=_identified(work, sent),
    )


def _identified(work: Work, sent: Submission) -> tuple[Identified, ...]:
    """Return how the person is known; words whose code turns out to be wrong are not recorded."""
    by_code = (Identified.ANSWER_CODE,) if acts.steps_up(sent.act, sent.answer) else ()
    return (*work.identified, *by_code)


def subject_of(work: Work, rule: MilestoneRule) -> Subject:
    """Return what an answer to this milestone is about now."""
    history = work.record.history
    current = history.documents.get(rule.document or "")
    return Subject(
        milestone=rule.name,
        title=work.plan.document(rule.document).title if rule.document else rule.name,
        revision=current.revision if current else None,
        hash=decision.subject_hash(history, rule),
        amount=current.amount if current else None,
        currency=current.currency if current else None,
        is_order=rule.code == decision.ORDER,
    )


def weighs_limit(work: Work, rule: MilestoneRule, act: Act, member: str) -> bool:
    """Tell whether this person's yes commits money at this milestone."""
    return any(
        seats.needs_authority(act, asked.role)
        and member in seats.holders(work.record.history, asked.role)
        for asked in rule.who
    )


def _purpose(member: Member, sent: Submission) -> str:
    return purpose(member.id, sent.milestone, sent.act.value, sent.answer.value, sent.shown)


def _step_up(work: Work, member: Member, sent: Submission) -> Refusal | None:
    if not acts.steps_up(sent.act, sent.answer):
        return None
    return codes.attempt(work, member, _purpose(member, sent), digits(sent.code))
