"""Seating: somebody who came by an allowed domain is named and given what they do."""

from collections.abc import Sequence

from portal.actions import sellers
from portal.actions.buyers import Buyer, leading
from portal.actions.invite import clean
from portal.actions.means import Means, Work
from portal.actions.sellers import Seller
from portal.actions.share import member_of
from portal.domain.committee import Member, require_seats
from portal.domain.committee_events import MemberSeated
from portal.domain.events import By
from portal.domain.refusals import Refusal


class HoldsSeats(Refusal):
    """Other seats would move the ground under what somebody has answered in theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} already has a seat, which stays. Name somebody else for others.")


def seat_colleague(
    means: Means, buyer: Buyer, member_id: str, *, name: str, title: str, seats: Sequence[str]
) -> None:
    """Name a newcomer and say what they do, as whoever leads for the buyer.

    Raises:
        NotFound, HoldsSeats, NotLeading, NameMissing, NameTooLong, SeatMissing, UnknownSeat.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with leading(means, buyer) as (work, me):
        _seat(work, member_of(work, member_id), By("buyer", me.id), name, title, seats)


def seat_newcomer(
    means: Means,
    seller: Seller,
    plan: str,
    member_id: str,
    *,
    name: str,
    title: str,
    seats: Sequence[str],
) -> None:
    """Name a newcomer and say what they do, as the seller does with everybody they name.

    Raises:
        NotFound, HoldsSeats, NameMissing, NameTooLong, SeatMissing, UnknownSeat: see each class.
    """
    with sellers.acting(means, seller, plan) as work:
        _seat(work, member_of(work, member_id), seller.by, name, title, seats)


def _seat(work: Work, member: Member, by: By, name: str, title: str, seats: Sequence[str]) -> None:
    if member.seats:
        raise HoldsSeats(member.name)
    named, stated, _ = clean(name, title, "", seats)
    require_seats(seats)
    member.name, member.title = named, stated or member.title
    member.seats = list(dict.fromkeys(seats))
    work.append(by, MemberSeated(member.id, tuple(member.seats), member.commitment()))
