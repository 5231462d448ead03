"""Introducing oneself: a member states their title and what they may approve."""

from decimal import Decimal

from portal.actions.answer import introduce
from portal.actions.buyers import Buyer, acting
from portal.actions.invite import LONGEST_NAME, NameTooLong
from portal.actions.means import Means
from portal.domain.refusals import TitleMissing
from portal.domain.statement import Signer


def introduce_self(means: Means, buyer: Buyer, title: str, limit: Decimal | None) -> bool:
    """State title and approval limit, in the plan's currency; answers already given stand.

    None takes a stated limit back. Saying the same again records nothing; tell whether anything
    was.

    Raises:
        TitleMissing, NameTooLong: if the title says nothing, or far too much.
        LimitOutOfRange: if the limit is negative or absurd.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    stated = " ".join(title.split())
    if not stated:
        raise TitleMissing
    if len(stated) > LONGEST_NAME:
        raise NameTooLong("title")
    with acting(means, buyer) as (work, member):
        currency = work.plan.currency if limit is not None else None
        now = (stated, limit, currency)
        before = (member.title, member.limit_amount, member.limit_currency)
        if member.introduced_at is not None and before == now:
            return False
        introduce(work, member, Signer(member.name, stated, work.plan.buyer, limit, currency))
        return True
