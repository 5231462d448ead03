"""Readdressing: a member's mails go to another address; links and visits of the old one die."""

from collections.abc import Iterable

from portal.actions import codes, sellers
from portal.actions.buyers import Buyer, acting
from portal.actions.leave import HasCome
from portal.actions.means import Means, Work
from portal.actions.sellers import Seller
from portal.actions.share import end_links, has_link, issue, member_of
from portal.domain.committee import Member, admit
from portal.domain.committee_events import MemberReaddressed
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.domain.sharing import digits, purpose
from portal.store import accounts


def correct(means: Means, seller: Seller, plan: str, member_id: str, email: str) -> str:
    """Correct the address of somebody the seller named and who never came; return it.

    Raises:
        NotFound: if nobody with this id is on the committee.
        HasCome: if they were here: whoever moved their mailbox then could answer in their name.
        NoSuchAddress, SupplierAddress, AlreadyOnCommittee: see each class.
    """
    with sellers.acting(means, seller, plan) as work:
        member = member_of(work, member_id)
        if member.has_come:
            raise HasCome(member.name)
        address = admit(work.plan.members, email, (), seller.domains)
        _move(work, member, address, seller.by)
        return address


THERE = "code_there"  # the field for the code from the new mailbox


def send_codes(means: Means, buyer: Buyer, email: str) -> None:
    """Mail a code to the address on file and one to the new: whoever moves it must have both.

    Raises:
        NoSuchAddress, SupplierAddress, AlreadyOnCommittee, TooManyCodes: see each class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with acting(means, buyer) as (work, member):
        address = admit(work.plan.members, email, (), _suppliers(work))
        codes.send(work, member, _leaving(member, address), f"use {address} from now on")
        codes.send_elsewhere(work, member, _arriving(member, address), address)


def change(means: Means, buyer: Buyer, email: str, typed: str, typed_there: str) -> str:
    """Move one's own mails to another address, with a code from each mailbox; return the address.

    ``typed_there`` is the one from the new mailbox: a slip in the address shows before anything is
    moved, because nobody can type it.

    Every link and visit ends, this one too, and a new link is on its way to the new address.

    Raises:
        NoSuchAddress, SupplierAddress, AlreadyOnCommittee: see each class.
        CodeMissing, CodeMalformed, CodeWrong, CodeUsedUp, CodeExpired: see each class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    given, given_there = digits(typed), _digits_there(typed_there)
    with acting(means, buyer) as (work, member):
        address, old = admit(work.plan.members, email, (), _suppliers(work)), member.email
        wrong, wrong_there = codes.attempt_all(
            work,
            member,
            {_leaving(member, address): given, _arriving(member, address): given_there},
        )
        if wrong is None and wrong_there is None:
            _move(work, member, address, By("buyer", member.id))
            told = {"plan": work.plan.title, "buyer": work.plan.buyer}
            work.order("readdressed", old, told | {"name": member.name, "member": member.id})
    if wrong:
        raise wrong
    if wrong_there:
        raise _there(wrong_there)
    return address


def _move(work: Work, member: Member, address: str, by: By) -> None:
    had_link = has_link(work, member)
    end_links(work, member, by)
    member.email = address
    work.append(by, MemberReaddressed(member.id, member.commitment()))
    if had_link:
        issue(work, member, by)


def _leaving(member: Member, address: str) -> str:
    return purpose(member.id, "", "readdress", "", address)


def _arriving(member: Member, address: str) -> str:
    return purpose(member.id, "", "readdress there", "", address)


def _digits_there(typed: str) -> str:
    try:
        return digits(typed)
    except Refusal as refusal:
        raise _there(refusal) from None


def _there(refusal: Refusal) -> Refusal:
    """Have a refusal told beside the code from the new mailbox."""
    refusal.field = THERE
    return refusal


def _suppliers(work: Work) -> Iterable[str]:
    owner = accounts.of_id(work.session.connection(), work.plan.organisation_id, work.plan.owner_id)
    return owner.domains if owner else ()
