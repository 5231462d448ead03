"""Strangers: whoever leads for the buyer learns, once a day at most, that somebody asked."""

from collections.abc import Mapping
from typing import Any

from portal.actions.means import Work
from portal.domain.allowing import BETWEEN_KNOCKS, MOST_KNOCKS_NAMED, is_plain
from portal.domain.committee import Member, NoSuchAddress, domain_of, leaders
from portal.store import guests, outbox


def tell(work: Work, address: str) -> None:
    """Have it told that somebody asked for a link and got none; what is no address is no news."""
    try:
        shown = address if _is_colleagues(work, address) else ""
    except NoSuchAddress:
        return
    for leader in leaders(work.plan.members):
        _tell(work, leader, shown)


def _is_colleagues(work: Work, address: str) -> bool:
    """Tell whether an address may be named: one that a colleague of the committee could have.

    Others are counted: what strangers type is not ours to pass on, nor to fill a mail with.
    """
    theirs = {domain_of(member.email) for member in work.plan.present}
    return domain_of(address) in theirs | set(work.record.history.domains) and is_plain(address)


def _tell(work: Work, leader: Member, shown: str) -> None:
    """Put it into the letter that waits for tomorrow, or write one: now, or for tomorrow."""
    plan, now = work.plan, work.now
    last = guests.last_told(work.session, plan.organisation_id, plan.id, leader.id)
    if last is not None and last[1] > now:
        said = outbox.payload_of(work.session, plan.organisation_id, last[0])
        if outbox.amend(work.session, plan.organisation_id, last[0], _with(said, shown)):
            return
    due = max(now, last[1] + BETWEEN_KNOCKS) if last else now
    begun = {
        "name": leader.name, "member": leader.id, "plan": plan.title, "buyer": plan.buyer,
        "asked": 0, "named": [],
    }  # fmt: skip  # one payload
    letter = work.order("knocks", leader.email, _with(begun, shown), due=due)
    guests.note_told(work.session, plan.organisation_id, plan.id, leader.id, letter, due)


def _with(said: Mapping[str, Any], shown: str) -> dict[str, Any]:
    named = [*said["named"], shown] if shown and shown not in said["named"] else said["named"]
    return {**said, "asked": said["asked"] + 1, "named": named[:MOST_KNOCKS_NAMED]}
