"""The committee: a seller names the people of the buyer's side; only they act for themselves."""

from collections.abc import Sequence

from portal.actions.means import Means
from portal.actions.sellers import Seller, acting
from portal.domain.committee import Member, admit
from portal.domain.refusals import Refusal


class NameMissing(Refusal):
    """A person is signed for by name."""

    def __init__(self) -> None:
        super().__init__(
            "Write the person's full name, as it should stand on the record.", field="name"
        )


class SeatMissing(Refusal):
    """Somebody without a seat would never be asked for anything."""

    def __init__(self) -> None:
        super().__init__("Pick at least one seat for this person.", field="seats")


class NameTooLong(Refusal):
    """What stands on a signature has a length."""

    def __init__(self, field: str) -> None:
        super().__init__("Keep this to 120 characters.", field=field)


LONGEST_NAME = 120


def add_member(
    means: Means,
    seller: Seller,
    plan: str,
    *,
    name: str,
    email: str,
    title: str,
    seats: Sequence[str],
    site: str = "",
) -> str:
    """Name a person of the buyer's side; return their id. Their link is mailed on sharing.

    Raises:
        NameMissing, NameTooLong, SeatMissing, and the refusals of ``committee.admit``.
    """
    named, stated, place = clean(name, title, site, seats)
    with acting(means, seller, plan) as work:
        address = admit(work.plan.members, email, seats, seller.domains)
        member = Member(
            organisation_id=work.plan.organisation_id,
            plan_id=work.plan.id,
            id=means.new_id(),
            name=named,
            email=address,
            title=stated,
            seats=list(dict.fromkeys(seats)),
            site=place,
            salt=means.draw(),
            added_at=work.now,
            position=len(work.plan.members),
        )
        work.plan.members.append(member)
        work.append(seller.by, member.added())
        return member.id


def clean(name: str, title: str, site: str, seats: Sequence[str]) -> tuple[str, str, str]:
    """Return name, title and site of somebody who gets a seat, without needless spaces.

    Raises:
        NameMissing, NameTooLong, SeatMissing: see each class.
    """
    named, stated, place = (" ".join(text.split()) for text in (name, title, site))
    if not named:
        raise NameMissing
    for value, where in ((named, "name"), (stated, "title"), (place, "site")):
        if len(value) > LONGEST_NAME:
            raise NameTooLong(where)
    if not seats:
        raise SeatMissing
    return named, stated, place
