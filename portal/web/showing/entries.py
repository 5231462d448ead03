"""Entries of the ledger in words: who did what, when, and the fingerprint that chains it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.document import MUTUAL_PLAN, STATEMENT
from portal.domain.playbook.rules import Act
from portal.domain.statement import money
from portal.store.pages.record import RecordPage
from portal.store.pages.rows import EntryRow
from portal.web.forms import read_amount
from portal.web.wording import ANSWERS, initials, moment, seat

SIDES = {"buyer": "buyer", "supplier": "seller"}
EVENTS = {
    "plan.started": "began the plan, with the go-live on {go_live}",
    "plan.handed_over": "made {account} the seller of this plan",
    "plan.laid_out": "laid out {milestones} milestones",
    "plan.shared": "opened the plan to the committee",
    "milestone.added": "added the milestone {milestone}",
    "member.added": "named {member} for the committee",
    "member.introduced": "stated title and approval limit ({limit})",
    "member.joined": "joined by an allowed domain, without a seat",
    "member.seated": "gave {member} a seat: {seats}",
    "member.readdressed": "moved the mails of {member} to another address",
    "member.left": "took {member} off the committee",
    "member.erased": "the personal data of a member was erased, as they asked",
    "domain.allowed": "allowed addresses at {domain} to come unasked",
    "domain.disallowed": "no longer allows addresses at {domain} to come unasked",
    "guest.invited": "a link went to an address at {domain}, which asked for it",
    "link.issued": "had a personal link mailed to {member}",
    "link.revoked": "ended a personal link of {member}",
    "document.revised": "wrote {document}, revision {revision}",
    "milestone.reported": "reported that {milestone} was agreed; it waits for the buyer",
    "milestone.waived": "chose not to need {milestone}",
    "milestone.closed": "{milestone} closed",
    "milestone.reopened": "{milestone} reopened",
}
ANSWERED = "{answer} at {milestone}"
ANSWERED_REVISION = ANSWERED + ", revision {revision}"
ANSWERED_DOCUMENT = ANSWERED_REVISION + " of {document}"


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry as a page lists it; ``iso`` is its moment for machines.

    ``side`` is empty where nobody acted: a milestone closed by the answers before it.
    """

    seq: int
    initials: str
    side: str
    name: str
    text: str
    when: str
    iso: str
    hash: str


def shown(page: RecordPage) -> tuple[EntryShown, ...]:
    """Return the entries of a page in words, the newest first."""
    return tuple(_one(page, entry) for entry in page.entries)


def about(page: RecordPage, member: str) -> tuple[EntryShown, ...]:
    """Return the entries in which one member stands, as who acted or as whom it is about."""
    return tuple(
        _one(page, entry)
        for entry in page.entries
        if member in (entry.body["by"]["id"], entry.body["data"].get("member"))
    )


def _one(page: RecordPage, entry: EntryRow) -> EntryShown:
    by, at = entry.body["by"], entry.body["at"]
    name = _actor(page, by)
    return EntryShown(
        seq=entry.seq,
        initials=initials(name) if name else "·",
        side=SIDES.get(by["side"], ""),
        name=name,
        text=sentence(page, entry.body),
        when=moment(at, page.plan.time_zone),
        iso=at,
        hash=entry.hash,
    )


def _actor(page: RecordPage, by: Mapping[str, str]) -> str:
    if by["side"] == "buyer":
        member = page.member(by["id"])
        return member.name if member else "Somebody"
    if by["side"] == "supplier":
        return page.accounts.get(by["id"], page.plan.supplier)
    return ""


def sentence(page: RecordPage, body: Mapping[str, Any]) -> str:
    """Return what one entry says happened, without who did it."""
    data, event = body["data"], body["event"]
    pattern = EVENTS.get(event) or _answered(data)
    member = page.member(data.get("member"))
    return pattern.format(
        member=member.name if member else "somebody",
        milestone=_milestone(page, data.get("milestone")),
        milestones=len(data["milestones"]) if "milestones" in data else 0,
        document=_document(page, data.get("document")),
        revision=data.get("revision"),
        go_live=data.get("go_live"),
        domain=data.get("domain"),
        account=page.accounts.get(str(data.get("to")), "a colleague"),
        seats=", ".join(seat(role) for role in data.get("seats") or ()),
        limit=_limit(data),
        answer=ANSWERS.get(str(data.get("answer")), "answered"),
    )


def _answered(data: Mapping[str, Any]) -> str:
    limit = ", with a limit of {limit}" if data["act"] == Act.APPROVE and data["limit"] else ""
    if not data.get("revision"):
        return ANSWERED + limit
    # A statement bears its milestone's name, which would be said twice.
    is_statement = str(data.get("document")).startswith(STATEMENT)
    return (ANSWERED_REVISION if is_statement else ANSWERED_DOCUMENT) + limit


def _milestone(page: RecordPage, found: Any) -> str:
    """Return a milestone's name; an added one stands whole in its entry, others by code."""
    name = found["name"] if isinstance(found, dict) else page.milestones.get(str(found), str(found))
    return f"“{name}”"


def _document(page: RecordPage, name: Any) -> str:
    title = page.documents.get(str(name), str(name))
    return "the plan itself" if name == MUTUAL_PLAN else f"“{title}”"


def _limit(data: Mapping[str, Any]) -> str:
    limit = data.get("limit")
    return money(read_amount(limit), data.get("currency")) if limit else "no limit stated"
