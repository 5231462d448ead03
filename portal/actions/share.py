"""Sharing: opening the plan to its committee, and the personal links by which people come."""

from portal.actions.means import Means, Work, token_hash
from portal.actions.sellers import Seller, acting, done_before
from portal.domain.committee import Member
from portal.domain.document import MUTUAL_PLAN, NothingChanged, revised
from portal.domain.events import By, LinkIssued, LinkRevoked, PlanShared
from portal.domain.refusals import Refusal
from portal.domain.sharing import LINK_LIFETIME
from portal.store import doors
from portal.store.plans import NotFound


class ShareFirst(Refusal):
    """A link opens the room, and a plan that was not shared has no room yet."""

    def __init__(self) -> None:
        super().__init__("Share the plan first: that mails everybody their own link.")


def share(means: Means, seller: Seller, plan: str) -> int:
    """Offer the plan for acceptance and mail everybody who has no link their own; return how many.

    Sharing again mails only people who joined since, and offers the plan anew only if it changed.

    Raises:
        NobodyToShareWith: if the committee is empty.
    """
    with acting(means, seller, plan) as work:
        work.plan.share(work.now)
        if work.record.history.shared_at is None:
            work.append(seller.by, PlanShared())
        offer(work, seller.by)
        invited = [member for member in work.plan.present if not has_link(work, member)]
        for member in invited:
            issue(work, member, seller.by)
        return len(invited)


def offer(work: Work, by: By) -> None:
    """Make the plan, as it stands, the revision that *Mutual plan accepted* asks about."""
    document = work.plan.document(MUTUAL_PLAN)
    try:
        revision = document.revise(
            work.plan.offer(), by_side=by.side, by=by.id, now=work.now,
            amount=work.plan.amount, currency=work.plan.currency,
        )  # fmt: skip  # one call
    except NothingChanged:
        return
    work.append(by, revised(revision, document.title))


def renew(means: Means, seller: Seller, plan: str, member_id: str, seen: str = "") -> None:
    """Revoke a member's links and mail a new one; the same form twice mails one.

    Raises:
        NotFound: if nobody with this id is on the committee.
        ShareFirst: if the plan was not shared.
    """
    with acting(means, seller, plan) as work:
        member = member_of(work, member_id)
        if work.plan.shared_at is None:
            raise ShareFirst
        if done_before(work, seller, seen, "renew", plan, member_id):
            return
        end_links(work, member, seller.by)
        issue(work, member, seller.by)


def revoke(means: Means, seller: Seller, plan: str, member_id: str) -> None:
    """Revoke a member's links and end their visits, at once.

    They stay on the committee, and can have a new link mailed to the address on file: a supplier
    does not lock a buyer out. Taking somebody off for good is the buyer's (``actions.leave``).

    Raises:
        NotFound: if nobody with this id is on the committee.
    """
    with acting(means, seller, plan) as work:
        end_links(work, member_of(work, member_id), seller.by)


def has_link(work: Work, member: Member) -> bool:
    """Tell whether a member was ever sent a link: a revoked one is renewed on purpose, not here."""
    return member.id in doors.linked_members(work.session, work.plan.organisation_id, work.plan.id)


def issue(work: Work, member: Member, by: By, *, seed: str | None = None) -> None:
    """Make a personal link and order the mail that carries it; nobody else ever sees it."""
    seed, link = seed or work.means.draw(), work.means.new_id()
    doors.add_link(
        work.session,
        {
            "organisation_id": member.organisation_id,
            "token_hash": token_hash(work.means.token("link", seed)),
            "id": link,
            "plan_id": member.plan_id,
            "member_id": member.id,
            "created_at": work.now,
            "expires_at": work.now + LINK_LIFETIME,
        },
    )
    work.append(by, LinkIssued(member.id, link))
    payload = {
        "name": member.name,
        "member": member.id,
        "plan": work.plan.title,
        "buyer": work.plan.buyer,
        "supplier": work.plan.supplier,
        "go_live": work.plan.go_live.isoformat(),
        "expires": (work.now + LINK_LIFETIME).date().isoformat(),
    }
    work.order("link", member.email, payload, secret=seed)


def end_links(work: Work, member: Member, by: By) -> None:
    """Revoke every living link of a member, and end the visits they opened."""
    plan = work.plan
    for link in doors.revoke_links(
        work.session, plan.organisation_id, plan.id, member.id, work.now
    ):
        work.append(by, LinkRevoked(member.id, link))


def member_of(work: Work, member_id: str) -> Member:
    """Return a member of the committee.

    Raises:
        NotFound: if nobody with this id is on it now.
    """
    member = work.plan.member(member_id)
    if member is None:
        raise NotFound
    return member
