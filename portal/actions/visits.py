"""One's own visits of a plan: seen, and ended with a code from the mailbox."""

from portal.actions import codes
from portal.actions.buyers import Buyer, acting
from portal.actions.means import Means
from portal.domain.refusals import Refusal
from portal.domain.sharing import digits, purpose
from portal.store import room_visits
from portal.store.room_visits import Visit


def visits(means: Means, buyer: Buyer) -> tuple[Visit, ...]:
    """Return where this member's visits of the plan are open, the newest first."""
    with means.store.reading(buyer.organisation_id) as connection:
        return room_visits.visits_of(
            connection, buyer.organisation_id, buyer.plan_id, buyer.member_id, means.clock()
        )


def send_code(means: Means, buyer: Buyer) -> None:
    """Mail the code for ending other visits to the address on file.

    Raises:
        TooManyCodes: see the class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with acting(means, buyer) as (work, member):
        codes.send(work, member, _ending(buyer), "end your other visits")


def end(means: Means, buyer: Buyer, typed: str, named: str | None = None) -> None:
    """End one other visit of one's own, or all of them, with the code; this one goes on.

    A visit that has ended already is no harm.

    Raises:
        CodeMissing, CodeMalformed, CodeWrong, CodeUsedUp, CodeExpired: see each class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    given = digits(typed)
    problem: Refusal | None = None
    with acting(means, buyer) as (work, member):
        problem = codes.attempt(work, member, _ending(buyer), given)
        if problem is None:
            room_visits.end_others(
                work.session, buyer.organisation_id, buyer.plan_id, member.id, work.now,
                but=buyer.session, named=named,
            )  # fmt: skip  # one call
    if problem:
        raise problem


def _ending(buyer: Buyer) -> str:
    return purpose(buyer.member_id, "", "end visits", "", buyer.session)
