"""Entering the room: a link is exchanged for a session, or a new link is mailed on request."""

from typing import Any

from portal.actions import codes, guests, strangers
from portal.actions.buyers import Buyer, acting, is_living
from portal.actions.means import Means, Work, on_plan, token_hash
from portal.actions.share import issue
from portal.domain.committee import Member
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.domain.sharing import (
    PAUSE_BETWEEN_LINKS,
    ROOM_LIFETIME,
    DeadLink,
    digits,
    purpose,
)
from portal.store import doors
from portal.store import guests as waiting
from portal.store.ledger import bump
from portal.store.plans import NotFound


def exchange(means: Means, organisation: str, token: str, *, visiting: Buyer | None = None) -> str:
    """Exchange a personal link's token for a session; return the session's token.

    Where this browser has a living session already (``visiting``), that one ends. If it was the
    same member's and the link was continued before, the visit goes on under the new token, with
    the same rights and for no longer; a link not continued yet opens a visit of its own.
    Continued in a second browser a link counts as forwarded: that session reads.

    Raises:
        DeadLink: if the link is unknown, expired or revoked.
    """
    hashed = token_hash(token)
    with on_plan(means, organisation, _plan_of(means, organisation, hashed)) as work:
        guests.welcome(work, hashed)
        link = doors.find_link(work.session.connection(), organisation, hashed)
        if link is None or link.revoked_at is not None or work.now >= link.expires_at:
            raise DeadLink
        member = work.plan.member(link.member_id)
        if member is None:
            raise DeadLink
        is_first = link.continued_at is None
        if visiting and not is_first and _is_still_there(work, visiting, member.id):
            # Begun anew: the day on which Continue was pressed last is proven by it.
            secret = _replace(work, visiting, created_at=work.now)
            visiting = None
        else:
            secret = _open_session(work, link)
        if member.continued_on is None or member.continued_on < work.today:
            member.continued_on = work.today
            bump(work.session, work.plan)  # pages show that day, and it stands beside the ledger
    if visiting:
        leave(means, visiting)
    return secret


def _replace(work: Work, buyer: Buyer, **values: Any) -> str:
    secret = work.means.draw()
    doors.replace_session(
        work.session, buyer.organisation_id, buyer.session, token_hash(secret), work.now, **values
    )
    return secret


def _open_session(work: Work, link: doors.Link) -> str:
    secret = work.means.draw()
    doors.add_session(
        work.session,
        {
            "organisation_id": link.organisation_id,
            "token_hash": token_hash(secret),
            "plan_id": link.plan_id,
            "member_id": link.member_id,
            "link_id": link.id,
            "created_at": work.now,
            "expires_at": work.now + ROOM_LIFETIME,
            "reads_only": link.continued_at is not None,
        },
    )
    if link.continued_at is None:
        doors.note_continued(work.session, link, work.now)
    return secret


def _plan_of(means: Means, organisation: str, hashed: str) -> str:
    """Return the plan that a link leads to, looked up without taking anybody's turn.

    Raises:
        DeadLink: if it leads nowhere, or no longer.
    """
    now = means.clock()
    with means.store.reading(organisation) as connection:
        link = doors.find_link(connection, organisation, hashed)
        guest = waiting.by_token(connection, organisation, hashed)
    if link is not None and link.revoked_at is None and now < link.expires_at:
        return link.plan_id
    if guest is not None and now < guest.expires_at:
        return guest.plan_id
    raise DeadLink


def _is_still_there(work: Work, visiting: Buyer, member_id: str) -> bool:
    if (visiting.plan_id, visiting.member_id) != (work.plan.id, member_id):
        return False
    connection = work.session.connection()
    return is_living(
        doors.find_session(connection, visiting.organisation_id, visiting.session), work.now
    )


def leave(means: Means, buyer: Buyer) -> None:
    """End a visit; ending it twice is no harm."""
    with on_plan(means, buyer.organisation_id, buyer.plan_id) as work:
        doors.end_session(work.session, buyer.organisation_id, buyer.session, work.now)


def request_link(means: Means, organisation: str, plan: str, email: str) -> None:
    """Answer whoever asks for their own link, in one of three ways, and never the one who asks.

    A member is mailed theirs; somebody of a domain the buyer's side allowed is mailed one, and both
    sides are told; of anybody else whoever leads for the buyer is told, at most once a day.
    """
    try:
        with on_plan(means, organisation, plan) as work:
            if work.plan.shared_at is None:
                return
            address = email.strip().lower()
            member = next((m for m in work.plan.present if m.email == address), None)
            if member is not None:
                _mail_again(work, member)
            elif not guests.invite(work, address):
                strangers.tell(work, address)
    except NotFound:
        return


def _mail_again(work: Work, member: Member) -> None:
    plan = work.plan
    latest = doors.latest_link_at(work.session, plan.organisation_id, plan.id, member.id)
    if latest is None or work.now - latest >= PAUSE_BETWEEN_LINKS:
        issue(work, member, By("buyer", member.id))


def request_link_again(means: Means, organisation: str, token: str) -> None:
    """Mail a new link to the address on file for a dead link's person; say nothing either way."""
    request_link_of(means, organisation, token_hash(token))


def request_link_of(means: Means, organisation: str, hashed: str) -> None:
    """Mail a new link to the person whose link has this hash, if it is anybody's."""
    with means.store.reading(organisation) as connection:
        link = doors.find_link(connection, organisation, hashed)
        guest = waiting.by_token(connection, organisation, hashed)
        email = doors.address_of(connection, link) if link else None
    if link is not None and email is not None:
        request_link(means, organisation, link.plan_id, email)
    elif guest is not None:
        request_link(means, organisation, guest.plan_id, guest.email)


def send_vouching_code(means: Means, buyer: Buyer) -> None:
    """Mail the code that lets a forwarded session act, to the address on file."""
    with acting(means, buyer, reads_only_too=True) as (work, member):
        codes.send(work, member, _vouching(buyer), "use this plan in this browser")


def vouch(means: Means, buyer: Buyer, typed: str) -> str:
    """Let a forwarded session act once its person has shown the mailbox; return its new token.

    Raises:
        CodeMissing, CodeMalformed, CodeWrong, CodeUsedUp, CodeExpired: see each class.
    """
    given = digits(typed)
    with acting(means, buyer, reads_only_too=True) as (work, member):
        problem: Refusal | None = codes.attempt(work, member, _vouching(buyer), given)
        if problem is None:
            return _replace(work, buyer, reads_only=False, vouched_at=work.now)
    raise problem


def _vouching(buyer: Buyer) -> str:
    return purpose(buyer.member_id, "", "vouch", "", buyer.session)
