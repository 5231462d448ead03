"""What follows from an answer in its own transaction: the entry, the words beside it, a receipt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portal.actions.means import Work
from portal.domain import closing
from portal.domain.committee import Member
from portal.domain.events import Answered, By, MemberIntroduced
from portal.domain.statement import Signer
from portal.domain.words import Words
from portal.store import decisions


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that passed every guard, not yet recorded."""

    event: Answered
    words: Words
    salt: str
    signer: Signer


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an answer: its place in the ledger and what it closed."""

    seq: int
    answer: str
    closed: tuple[str, ...]
    recommendation: bool

    def kept(self) -> dict[str, Any]:
        """Return this as it is remembered for the same form, should it come again."""
        return asdict(self) | {"closed": list(self.closed)}

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> "Receipt":
        """Return the receipt that was kept."""
        return cls(**{**kept, "closed": tuple(kept["closed"])})


def record(work: Work, member: Member, made: Made, *, introduces: bool = False) -> Receipt:
    """Write an answer with its words, and order its receipt.

    ``introduces`` says that the person stated title or limit with it.

    Raises:
        LimitOutOfRange: if the limit stated is negative or absurd.
    """
    if introduces:
        introduce(work, member, made.signer)
    recorded = work.append(By("buyer", member.id), made.event)
    state = closing.state(work.record.history, made.event.milestone)
    recommends = any(
        line.member == member.id
        and line.act is made.event.act
        and line.say is closing.Say.RECOMMENDED
        for line in state.lines
    )
    decisions.add(
        work.session, work.plan, recorded.seq, made.event, made.words.content(), made.salt,
        at=work.now, title=made.signer.title, recommendation=recommends,
    )  # fmt: skip  # one call
    work.order("receipt", member.email, _letter(work, member, made, recorded.closed))
    return Receipt(recorded.seq, made.event.answer.value, recorded.closed, recommends)


def introduce(work: Work, member: Member, stated: Signer) -> None:
    """Take what a person says about themselves; the ledger keeps a commitment to it.

    Raises:
        LimitOutOfRange: if the limit is negative or absurd.
    """
    member.introduce(stated.title, stated.limit, stated.currency or work.plan.currency, work.now)
    work.append(
        By("buyer", member.id),
        MemberIntroduced(
            member=member.id,
            limit=None if member.limit_amount is None else format(member.limit_amount, "f"),
            currency=member.limit_currency,
            commitment=member.commitment(),
        ),
    )


def _letter(work: Work, member: Member, made: Made, closed: tuple[str, ...]) -> Mapping[str, Any]:
    rules = work.record.history.rules
    return {
        "name": member.name,
        "member": member.id,
        "plan": work.plan.title,
        "milestone": rules[made.event.milestone].name,
        "statement": made.words.statement,
        "answer": made.event.answer.value,
        "hash": made.event.hash,
        "head": work.plan.ledger_head,
        "seq": work.plan.ledger_seq,
        "at": work.now.isoformat(),
        "closed": [rules[code].name for code in closed],
    }
