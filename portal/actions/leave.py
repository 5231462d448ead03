"""Leaving: somebody goes off the committee for good, by the buyer's side; what they said stays."""

from portal.actions import sellers
from portal.actions.buyers import Buyer, acting, require_leading
from portal.actions.means import Means, Work
from portal.actions.sellers import Seller
from portal.actions.share import end_links, has_link, member_of
from portal.domain.committee import Member
from portal.domain.committee_events import MemberLeft
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.store.ledger import iso
from portal.store.pages.record import answers_of


class HasCome(Refusal):
    """From the moment somebody has come, no supplier decides about their place or their address."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has been here, so only {name} and whoever leads for the buyer can do this."
            " You can still revoke the link."
        )


def take_off(means: Means, buyer: Buyer, member_id: str) -> None:
    """Take a member off the committee, as whoever leads for the buyer, or oneself.

    Raises:
        NotFound: if nobody with this id is on the committee.
        NotLeading: if it is somebody else, and this member does not lead.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with acting(means, buyer) as (work, me):
        member = member_of(work, member_id)
        if member is not me:
            require_leading(work, me)
        _off(work, member, By("buyer", me.id))


def take_off_unseen(means: Means, seller: Seller, plan: str, member_id: str) -> None:
    """Take somebody off again whom the seller named and who never came.

    Raises:
        NotFound: if nobody with this id is on the committee.
        HasCome: if they were here.
    """
    with sellers.acting(means, seller, plan) as work:
        member = member_of(work, member_id)
        if member.has_come:
            raise HasCome(member.name)
        _off(work, member, seller.by)


def _off(work: Work, member: Member, by: By) -> None:
    knows_of_it = has_link(work, member)
    end_links(work, member, by)
    member.leave(work.now)
    work.append(by, MemberLeft(member.id))
    if knows_of_it:
        _say_farewell(work, member)


def _say_farewell(work: Work, member: Member) -> None:
    """Mail somebody everything they said, in full: from now on they cannot come to read it."""
    plan = work.plan
    said = answers_of(work.session.connection(), plan.organisation_id, plan.id, member.id)
    payload = {
        "name": member.name,
        "member": member.id,
        "plan": plan.title,
        "buyer": plan.buyer,
        "answers": [
            {"statement": one.words["statement"], "at": iso(one.at), "seq": one.seq,
             "hash": one.hash}
            for one in reversed(said)
        ],
        "head": plan.ledger_head,
        "seq": plan.ledger_seq,
    }  # fmt: skip  # one answer a line
    work.order("left", member.email, payload)
