"""Guests: whoever has a mailbox of an allowed domain gets a link, and joins by coming."""

from typing import Any

from portal.actions.means import Work, token_hash
from portal.domain.allowing import GUEST_LIFETIME, MOST_GUESTS_WAITING, may_come
from portal.domain.committee import Member, domain_of, is_suppliers, leaders
from portal.domain.committee_events import GuestInvited, MemberJoined
from portal.domain.events import By
from portal.domain.sharing import LINK_LIFETIME, PAUSE_BETWEEN_LINKS
from portal.store import accounts, doors, guests
from portal.store.guests import Guest

SYSTEM = By("system", "")


def invite(work: Work, address: str) -> bool:
    """Mail a link to somebody who may come unasked; tell whether they may.

    Whoever was taken off the committee may not, nor anybody of the supplier's (law 3), nor one more
    while ten others have not come yet.
    """
    if not may_come(address, work.record.history.domains) or _is_known(work, address):
        return False
    known = guests.by_address(work.session, work.plan.organisation_id, work.plan.id, address)
    if known and work.now - known.asked_at < PAUSE_BETWEEN_LINKS:
        return True
    is_new = known is None or known.expires_at <= work.now
    if is_new and _waiting(work) >= MOST_GUESTS_WAITING:
        return False
    _mail(work, _renewed(work, known, address))
    if is_new:
        _tell_both_sides(work, address)
    return True


def welcome(work: Work, token: str) -> None:
    """Make a guest who came by their link a member without a seat; ``token`` is its hash."""
    guest = guests.by_token(work.session.connection(), work.plan.organisation_id, token)
    if guest is None or work.now >= guest.expires_at or _is_known(work, guest.email):
        return
    member = _member(work, guest)
    guests.forget(work.session, guest)
    work.plan.members.append(member)
    work.session.flush()
    work.append(By("buyer", member.id), MemberJoined(member.id, member.commitment()))
    doors.add_link(
        work.session,
        {
            "organisation_id": guest.organisation_id,
            "token_hash": token,
            "id": work.means.new_id(),
            "plan_id": guest.plan_id,
            "member_id": member.id,
            "created_at": guest.asked_at,
            "expires_at": guest.asked_at + LINK_LIFETIME,
        },
    )


def _is_known(work: Work, address: str) -> bool:
    """Tell whether an address is the supplier's, or of somebody who is or was on the committee."""
    owner = accounts.of_id(work.session.connection(), work.plan.organisation_id, work.plan.owner_id)
    return (
        owner is None
        or is_suppliers(domain_of(address), owner.domains)
        or any(member.email == address for member in work.plan.members)
    )


def _waiting(work: Work) -> int:
    return guests.waiting(work.session, work.plan.organisation_id, work.plan.id, work.now)


def _renewed(work: Work, known: Guest | None, address: str) -> Guest:
    return Guest(
        organisation_id=work.plan.organisation_id,
        id=known.id if known else work.means.new_id(),
        plan_id=work.plan.id,
        email=address,
        salt=known.salt if known else work.means.draw(),
        asked_at=work.now,
        expires_at=work.now + GUEST_LIFETIME,
    )


def _member(work: Work, guest: Guest) -> Member:
    """Return the member that a guest becomes; their name is known once somebody seats them."""
    return Member(
        organisation_id=guest.organisation_id,
        plan_id=guest.plan_id,
        id=guest.id,
        name=guest.email.partition("@")[0],
        email=guest.email,
        title="",
        seats=[],
        site="",
        salt=guest.salt,
        added_at=work.now,
        position=len(work.plan.members),
    )


def _mail(work: Work, guest: Guest) -> None:
    seed, member = work.means.draw(), _member(work, guest)
    guests.keep(work.session, guest, token_hash(work.means.token("link", seed)))
    work.append(SYSTEM, GuestInvited(guest.id, domain_of(guest.email), member.commitment()))
    payload = _about(work) | {
        "name": member.name,
        "member": member.id,
        "go_live": work.plan.go_live.isoformat(),
        "expires": guest.expires_at.date().isoformat(),
        "domain": domain_of(guest.email),
    }
    work.order("link", guest.email, payload, secret=seed)


def _tell_both_sides(work: Work, address: str) -> None:
    owner = accounts.of_id(work.session.connection(), work.plan.organisation_id, work.plan.owner_id)
    about = _about(work) | {"address": address, "domain": domain_of(address)}
    for leader in leaders(work.plan.members):
        work.order("newcomer", leader.email, about | {"name": leader.name, "member": leader.id})
    if owner is not None:
        work.order("newcomer", owner.email, about | {"name": owner.name})


def _about(work: Work) -> dict[str, Any]:
    plan = work.plan
    return {"plan": plan.title, "buyer": plan.buyer, "supplier": plan.supplier}
