"""The buyer who acts: a member with a living session, checked again under the plan's lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from portal.actions.means import Means, Work, on_plan
from portal.domain.committee import Member
from portal.domain.sharing import ForwardedLink, SignedOut
from portal.domain.words import Identified
from portal.store import doors


@dataclass(frozen=True, slots=True)
class Buyer:
    """A member behind a session of the room; ``session`` is the hash of its token."""

    organisation_id: str
    plan_id: str
    member_id: str
    session: str


def is_living(found: doors.RoomSession | None, now: datetime) -> bool:
    """Tell whether a session may still be used."""
    return found is not None and found.revoked_at is None and now < found.expires_at


@contextmanager
def acting(
    means: Means, buyer: Buyer, *, reads_only_too: bool = False
) -> Iterator[tuple[Work, Member]]:
    """Open a transaction in which this buyer acts.

    Raises:
        SignedOut: if the session has ended meanwhile, or is another member's.
        ForwardedLink: if the session may only read.
    """
    with on_plan(means, buyer.organisation_id, buyer.plan_id) as work:
        found = doors.find_session(work.session.connection(), buyer.organisation_id, buyer.session)
        member = work.plan.member(buyer.member_id)
        if found is None or member is None or not is_living(found, work.now):
            raise SignedOut
        if (found.plan_id, found.member_id) != (buyer.plan_id, buyer.member_id):
            raise SignedOut
        if found.reads_only and not reads_only_too:
            raise ForwardedLink
        work.identified = _identified(found)
        yield work, member


def _identified(found: doors.RoomSession) -> tuple[Identified, ...]:
    if found.vouched_at is not None:
        return (Identified.FORWARDED_LINK, Identified.MAILBOX_CODE)
    return (Identified.FORWARDED_LINK if found.reads_only else Identified.PERSONAL_LINK,)
