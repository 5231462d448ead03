"""Erasing a person: by themselves, or by whoever runs the server for whoever asked in a letter.

Everything beside the chain that says who they are goes in one transaction with the entry that says
so. The PDFs and mails that lie in folders follow through the outbox, and are out of reach before:
a page serves the PDF of the newest head alone. Nothing here takes a seller.
"""

from dataclasses import dataclass
from pathlib import Path

from portal.actions import codes
from portal.actions.buyers import Buyer, acting
from portal.actions.means import Means, Work, on_plan
from portal.actions.share import end_links
from portal.delivery import files
from portal.domain.committee import Member, leaders
from portal.domain.committee_events import MemberErased
from portal.domain.erasing import NobodyToErase, StillAColleague, Traces
from portal.domain.events import By
from portal.domain.refusals import Refusal
from portal.domain.sharing import digits, purpose
from portal.store import accounts, erasing, mentions, outbox
from portal.store.outbox import Letter
from portal.store.transaction import Connection, Whose

KIND = "erase"
OPERATOR = By("system", "")


class NoSuchOrganisation(Refusal):
    """Erasing in the wrong organisation would be as good as not erasing."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no organisation '{name}'. Write its name as its pages show it.")


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: plans by their addresses, guests and accounts counted.

    ``mentions`` are the places, by plan, where others name the person in words of their own, and
    ``signs_in_at`` the ids of the organisations where they still sign in and nothing was erased.
    """

    plans: tuple[str, ...]
    guests: int
    accounts: int
    mentions: dict[str, list[str]]
    signs_in_at: tuple[str, ...] = ()


def send_code(means: Means, buyer: Buyer) -> None:
    """Mail the code for erasing oneself to the address on file.

    Raises:
        TooManyCodes: see the class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    with acting(means, buyer) as (work, member):
        codes.send(work, member, _erasing(member), "erase me from this plan")


def erase_self(means: Means, buyer: Buyer, typed: str) -> None:
    """Erase oneself from a plan, with the code; this visit ends, as does every other.

    Raises:
        CodeMissing, CodeMalformed, CodeWrong, CodeUsedUp, CodeExpired: see each class.
        SignedOut, ForwardedLink: if the session has ended or may only read.
    """
    given = digits(typed)
    problem: Refusal | None = None
    with acting(means, buyer) as (work, member):
        problem = codes.attempt(work, member, _erasing(member), given)
        if problem is None:
            _erase(work, member, By("buyer", member.id))
    if problem:
        raise problem


def erase_by_operator(means: Means, email: str, organisation: str | None = None) -> Erased:
    """Erase whoever is or was known under an address, in every plan of one organisation or of all.

    Each plan is a transaction of its own; what was erased before a fault stays erased, and running
    it again does the rest.

    Raises:
        NoSuchOrganisation: if one was named that there is not.
        StillAColleague: if the address still signs in at the supplier's, and is kept nowhere else.
        NobodyToErase: if nothing is kept under the address.
    """
    address = email.strip().lower()
    with means.store.reading(Whose.EVERYBODYS) as connection:
        within = _organisation(connection, organisation)
        people = erasing.members_of(connection, address, within)
        waiting = erasing.guests_of(connection, address, within)
        sellers = erasing.accounts_of(connection, address, within, left=True)
        signs_in = erasing.accounts_of(connection, address, within, left=False)
    at = {one.organisation_id for one in signs_in}
    people, waiting, sellers = (
        [one for one in found if one.organisation_id not in at]
        for found in (people, waiting, sellers)
    )
    if signs_in and not (people or waiting or sellers):
        raise StillAColleague(address)
    if not (people or waiting or sellers):
        raise NobodyToErase(address)
    named_in: dict[str, list[str]] = {}
    for one in people:
        plan = f"{one.organisation_id}.{one.plan_id}"
        with on_plan(means, one.organisation_id, one.plan_id) as work:
            member = next(m for m in work.plan.members if m.id == one.id)
            if member.erased_at is None:  # nobody erased them in between
                named_in[plan] = _erase(work, member, OPERATOR)
    guests = sum(_forget_guest(means, one, address) for one in waiting)
    plans = tuple(named_in)
    for one in sellers:
        for plan, places in _erase_account(means, one).items():
            here = named_in.get(plan, [])
            named_in[plan] = [*here, *(place for place in places if place not in here)]
    told = {plan: places for plan, places in named_in.items() if places}
    return Erased(plans, guests, len(sellers), told, tuple(sorted(at)))


def mentions_of(means: Means, buyer: Buyer) -> list[str]:
    """Return where others name this member in words of their own, which erasing leaves as it is."""
    with means.store.reading(buyer.organisation_id) as connection:
        key = (buyer.organisation_id, buyer.plan_id)
        who = erasing.traces(connection, *key, buyer.member_id)
        return mentions.of_plan(connection, *key, who, buyer.member_id)


def sweep(means: Means, folder: Path, mails: Path, letter: Letter) -> None:
    """Remove the files that may name somebody erased: every PDF of before, and their mails."""
    organisation, said = letter.organisation_id, letter.payload
    with means.store.reading(organisation) as connection:
        heads = erasing.heads(connection, organisation, letter.plan_id, said["before"])
    for plan, printed in heads.items():
        files.remove(folder / organisation / plan, printed, letter.created_at)
    for one in said["letters"]:
        files.mail_in(mails, outbox.message_id(organisation, one)).unlink(missing_ok=True)
    with means.store.writing(organisation) as session:
        for plan, printed in heads.items():
            erasing.forget_papers(session, organisation, plan, printed)
    means.store.scrub()


def _erase(work: Work, member: Member, by: By) -> list[str]:
    """Erase one member of a plan; return where others name them."""
    session, plan = work.session, work.plan
    key = (plan.organisation_id, plan.id)
    connection = session.connection()
    others = frozenset(erasing.addresses(connection, *key, member.id))
    who = erasing.traces(connection, *key, member.id)
    named_in = mentions.of_plan(connection, *key, who, member.id)
    seats = list(member.seats)
    end_links(work, member, by)
    member.erase(work.now)
    session.flush()
    recorded = work.append(by, MemberErased(member.id))
    erasing.said_and_ways_in(session, *key, member.id)
    for email in who.emails:
        erasing.guest(session, *key, email)
    left = erasing.letters(session, *key, who, others, member.id)
    work.order(KIND, "", {"before": recorded.seq, "letters": left})
    _tell_both_sides(work, seats, recorded.seq, is_own=by != OPERATOR)
    return named_in


def _tell_both_sides(work: Work, seats: list[str], seq: int, *, is_own: bool) -> None:
    """Say that somebody is erased, without saying who: whose seats are open, and by which entry."""
    plan = work.plan
    owner = accounts.of_id(work.session.connection(), plan.organisation_id, plan.owner_id)
    about = {"plan": plan.title, "buyer": plan.buyer, "supplier": plan.supplier, "seats": seats,
             "seq": seq, "own": is_own}  # fmt: skip  # one payload
    for leader in leaders(plan.members):
        work.order("erased", leader.email, about | {"name": leader.name, "member": leader.id})
    if owner is not None and owner.email:
        work.order("erased", owner.email, about | {"name": owner.name})


def _forget_guest(means: Means, one: erasing.Place, address: str) -> int:
    with on_plan(means, one.organisation_id, one.plan_id) as work:
        key = (one.organisation_id, one.plan_id)
        others = frozenset(erasing.addresses(work.session.connection(), *key, one.id))
        left = erasing.letters(work.session, *key, Traces(frozenset({address})), others)
        work.order(KIND, "", {"before": 0, "letters": left})
        return erasing.guest(work.session, *key, address)


def _erase_account(means: Means, one: erasing.Place) -> dict[str, list[str]]:
    """Erase a former seller; return where plans name them, by the plans' addresses."""
    organisation = one.organisation_id
    with means.store.writing(organisation) as session:
        known = accounts.of_id(session.connection(), organisation, one.id)
        if known is None or not known.email:
            return {}
        others = erasing.everybody(session.connection(), organisation, one.id)
        name = "" if any(known.name in names for names in others.values()) else known.name
        who = Traces(frozenset({known.email.lower()}), name)
        named_in = mentions.of_organisation(session.connection(), organisation, who)
        left = erasing.letters(session, organisation, None, who, frozenset(others))
        erasing.account(session, organisation, one.id)
        outbox.put(
            session, organisation=organisation, letter=means.new_id(), plan=None, kind=KIND,
            recipient="", payload={"before": None, "letters": left}, now=means.clock(),
        )  # fmt: skip  # one call
    return {f"{organisation}.{plan}": places for plan, places in named_in.items()}


def _organisation(connection: Connection, name: str | None) -> str | None:
    if name is None:
        return None
    found = accounts.organisation_named(connection, name.strip())
    if found is None:
        raise NoSuchOrganisation(name.strip())
    return found


def _erasing(member: Member) -> str:
    return purpose(member.id, "", "erase", "", "")
