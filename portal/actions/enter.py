"""Entering the room: a link is exchanged for a session, or a new link is mailed on request."""

from datetime import timedelta

from portal.actions import codes
from portal.actions.buyers import Buyer, acting, is_living
from portal.actions.means import Means, Work, on_plan, token_hash
from portal.actions.share import issue
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.domain.sharing import (
    ROOM_LIFETIME,
    DeadLink,
    digits,
    purpose,
)
from portal.store import doors
from portal.store.ledger import bump
from portal.store.plans import NotFound

PAUSE_BETWEEN_LINKS = timedelta(minutes=2)


def exchange(
    means: Means, organisation: str, token: str, *, visiting: Buyer | None = None
) -> str | None:
    """Exchange a personal link's token for a session; return the session's token.

    None stands for the living session of the same member that this browser has already
    (``visiting``). Continued in a second browser a link counts as forwarded: that session reads.

    Raises:
        DeadLink: if the link is unknown, expired or revoked.
    """
    now = means.clock()
    with means.store.reading(organisation) as connection:
        link = doors.find_link(connection, organisation, token_hash(token))
    if link is None or link.revoked_at is not None or now >= link.expires_at:
        raise DeadLink
    with on_plan(means, organisation, link.plan_id) as work:
        again = doors.find_link(work.session.connection(), organisation, token_hash(token))
        member = work.plan.member(link.member_id)
        if again is None or again.revoked_at is not None or member is None:
            raise DeadLink
        if visiting and _is_still_there(work, visiting, member.id):
            return None
        secret = means.draw()
        doors.add_session(
            work.session,
            {
                "organisation_id": organisation,
                "token_hash": token_hash(secret),
                "plan_id": link.plan_id,
                "member_id": link.member_id,
                "link_id": link.id,
                "created_at": work.now,
                "expires_at": work.now + ROOM_LIFETIME,
                "reads_only": again.continued_at is not None,
            },
        )
        if again.continued_at is None:
            doors.note_continued(work.session, again, work.now)
        if member.continued_on != work.today:
            member.continued_on = work.today
            bump(work.session, work.plan)  # pages show that day, and it stands beside the ledger
    return secret


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
    """Mail a committee member their own new link; for anybody else do nothing, and say nothing."""
    try:
        with on_plan(means, organisation, plan) as work:
            address = email.strip().lower()
            member = next((m for m in work.plan.members if m.email == address), None)
            if member is None or work.plan.shared_at is None:
                return
            latest = doors.latest_link_at(work.session, organisation, plan, member.id)
            if latest is None or work.now - latest >= PAUSE_BETWEEN_LINKS:
                issue(work, member, By("buyer", member.id))
    except NotFound:
        return


def request_link_again(means: Means, organisation: str, token: str) -> None:
    """Mail a new link to the address on file for a dead link's person; say nothing either way."""
    with means.store.reading(organisation) as connection:
        link = doors.find_link(connection, organisation, token_hash(token))
        email = doors.address_of(connection, link) if link else None
    if link is not None and email is not None:
        request_link(means, organisation, link.plan_id, email)


def send_vouching_code(means: Means, buyer: Buyer) -> None:
    """Mail the code that lets a forwarded session act, to the address on file."""
    with acting(means, buyer, reads_only_too=True) as (work, member):
        codes.send(work, member, _vouching(buyer), "use this plan in this browser")


def vouch(means: Means, buyer: Buyer, typed: str) -> None:
    """Let a forwarded session act once its person has shown the mailbox.

    Raises:
        CodeMissing, CodeMalformed, CodeWrong, CodeUsedUp, CodeExpired: see each class.
    """
    given = digits(typed)
    problem: Refusal | None = None
    with acting(means, buyer, reads_only_too=True) as (work, member):
        problem = codes.attempt(work, member, _vouching(buyer), given)
        if problem is None:
            doors.vouch(work.session, buyer.organisation_id, buyer.session, work.now)
    if problem:
        raise problem


def _vouching(buyer: Buyer) -> str:
    return purpose(buyer.member_id, "", "vouch", "", buyer.session)
