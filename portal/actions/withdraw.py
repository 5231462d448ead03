"""Withdrawing: a buyer takes an answer back before the order; nothing is erased."""

from dataclasses import replace

from portal.actions.answer import subject_of
from portal.actions.buyers import Buyer, acting
from portal.actions.means import Means, Work
from portal.actions.recording import Made, Receipt, record
from portal.domain import decision
from portal.domain.acts import Answer
from portal.domain.canonical import fingerprint
from portal.domain.committee import Member
from portal.domain.playbook.rules import Act
from portal.domain.refusals import NothingToWithdraw, ReasonTooLong
from portal.domain.statement import Signer, statement
from portal.domain.words import LONGEST_TEXT, Person, Words
from portal.store import doors


def withdraw(
    means: Means, buyer: Buyer, milestone: str, act: Act, seen: str, reason: str = ""
) -> Receipt:
    """Take an answer back, which may reopen its milestone; the same form twice is one withdrawal.

    ``seen`` is the ledger head the form was rendered at; ``reason`` need not be given.

    Raises:
        NothingToWithdraw, OrderPlaced, ReasonTooLong, AnotherBody: see each class.
        SignedOut, ForwardedLink: if the session has ended, or only reads.
    """
    key = fingerprint([buyer.member_id, "withdraw", milestone, act.value, seen])
    body = fingerprint(reason)
    with acting(means, buyer) as (work, member):
        before = doors.answered(work.session, buyer.organisation_id, key, body)
        if before is not None:
            return Receipt.again(before)
        receipt = record(work, member, _decide(work, member, milestone, act, reason.strip()))
        doors.remember(work.session, buyer.organisation_id, key, body, receipt.kept(), work.now)
        return receipt


def _decide(work: Work, member: Member, milestone: str, act: Act, reason: str) -> Made:
    history = work.record.history
    rule, given = history.rules.get(milestone), history.answer(milestone, act, member.id)
    if rule is None or given is None:
        raise NothingToWithdraw
    if len(reason) > LONGEST_TEXT:
        raise ReasonTooLong(LONGEST_TEXT)
    signer = Signer(
        member.name, member.title, work.plan.buyer, member.limit_amount, member.limit_currency
    )
    # The words answered may have been replaced since: what is taken back is the answer to them.
    subject = replace(subject_of(work, rule), revision=given.revision, hash=given.hash)
    said = statement(Answer.WITHDRAWN, subject, signer, weighs_limit=False)
    words = Words(said, reason=reason, identified=work.identified)
    salt = work.means.draw()
    person = Person(member.id, member.name)
    event = decision.withdraw(history, person, milestone, act, words=words, salt=salt)
    return Made(event, words, salt, signer)
