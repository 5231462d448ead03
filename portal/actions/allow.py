"""Allowing: whoever leads for the buyer says of which domains colleagues may come unasked."""

from portal.actions.buyers import Buyer, leading
from portal.actions.means import Means
from portal.domain.allowing import allowable
from portal.domain.committee_events import DomainAllowed, DomainDisallowed
from portal.domain.events import By
from portal.store import accounts, guests
from portal.store.plans import NotFound


def allow(means: Means, buyer: Buyer, typed: str) -> str:
    """Let people of a domain come by a link of their own; return the domain as it is kept.

    Allowing it again changes nothing.

    Raises:
        NoSuchDomain, SupplierDomain, MailboxesForEverybody, NotLeading: see each class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with leading(means, buyer) as (work, member):
        plan = work.plan
        owner = accounts.of_id(work.session.connection(), plan.organisation_id, plan.owner_id)
        if owner is None:
            raise NotFound
        domain = allowable(typed, owner.domains)
        if domain not in work.record.history.domains:
            work.append(By("buyer", member.id), DomainAllowed(domain))
        return domain


def disallow(means: Means, buyer: Buyer, domain: str) -> None:
    """Close that way again: links not used yet are dead at once, who came by one stays.

    Raises:
        NotLeading: unless this member leads for the buyer.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with leading(means, buyer) as (work, member):
        plan = work.plan
        if domain in work.record.history.domains:
            work.append(By("buyer", member.id), DomainDisallowed(domain))
            for guest in guests.of_domain(work.session, plan.organisation_id, plan.id, domain):
                guests.forget(work.session, guest)
