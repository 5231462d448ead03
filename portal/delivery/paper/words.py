"""How paper words what the record holds: standings, answers, and entries of the ledger."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.delivery.drawing.dates import full
from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing
from portal.domain.committee import DERIVED_SEATS, SEATS

PHASES = {
    1: "Agree what we want",
    2: "Evaluate and prove",
    3: "Approve and commit",
    4: "Implement and get the value",
}
# The mark of each standing (templates/pdf/marks.html draws it) and its words.
MARKS: Mapping[str, tuple[str, str]] = {
    Standing.CLOSED: ("closed", "closed"),
    Standing.WAITING_FOR_BUYER: ("wait", "waits for the buyer"),
    Standing.WAITING_FOR_SUPPLIER: ("seller", "waits for the supplier"),
    Standing.IN_DISCUSSION: ("change", "in discussion"),
    Standing.NOT_OPEN: ("later", "not open yet"),
    Standing.STALE: ("stale", "changed since it was answered"),
    Standing.REOPENED: ("reopened", "reopened"),
    Standing.NOT_NEEDED: ("not-needed", "not needed"),
    Standing.STOPPED: ("stopped", "stopped"),
}
CONDITIONS = ("cond", "closed with conditions")
ANSWERED: Mapping[str, str] = {
    Answer.ACCEPTED: "took the seat",
    Answer.CONFIRMED: "confirmed",
    Answer.APPROVED: "approved",
    Answer.APPROVED_WITH_CONDITIONS: "approved with conditions",
    Answer.SIGNED: "signed off",
    Answer.PASSED: "stated a pass",
    Answer.PASSED_WITH_CONDITIONS: "stated a pass with conditions",
    Answer.FAILED: "stated that it failed",
    Answer.PROVIDED: "gave the facts",
    Answer.ATTENDED: "confirmed the recap",
    Answer.GO: "decided to go ahead",
    Answer.MEASURED: "gave the measured value",
    Answer.CHANGES_ASKED: "asked for changes",
    Answer.DECLINED: "declined",
    Answer.NOT_YET: "answered: not yet",
    Answer.STOP: "decided to stop",
    Answer.WITHDRAWN: "withdrew the answer",
}
SAYS: Mapping[str, str] = {
    Say.ASKED: "open",
    Say.RECOMMENDED: "recommended; the amount is above their limit",
    Say.OUTDATED: "answered an earlier revision",
}
EVENTS: Mapping[str, str] = {
    "plan.started": "Began the plan",
    "plan.handed_over": "Handed the plan over to a colleague",
    "plan.laid_out": "Laid out the milestones",
    "plan.shared": "Opened the plan to the committee",
    "milestone.added": "Added a milestone",
    "member.added": "Added {member} to the committee",
    "member.introduced": "{member} stated title and limit",
    "member.joined": "Joined by an allowed domain, without a seat",
    "member.seated": "Gave {member} a seat",
    "member.readdressed": "Moved the mails of {member} to another address",
    "member.left": "Took {member} off the committee",
    "member.erased": "Erased the personal data of a member, who asked for it",
    "domain.allowed": "Allowed addresses at {domain} to come unasked",
    "domain.disallowed": "Stopped allowing addresses at {domain}",
    "guest.invited": "A link went to an address at {domain}, which asked for it",
    "link.issued": "Sent {member} a personal link",
    "link.revoked": "Revoked a link of {member}",
    "document.revised": "Wrote {document}, revision {revision}",
    "milestone.reported": "Reported {milestone}; it waits for the buyer",
    "milestone.waived": "Chose not to need {milestone}",
    "milestone.closed": "Closed: {milestone}",
    "milestone.reopened": "Reopened: {milestone}",
}
ANSWER_GIVEN = "{answer}: {milestone}"
ANSWER_TO_REVISION = "{answer}: {milestone}, revision {revision}"
MINUS = "\u2212"


def seat(role: str) -> str:
    """Return what a seat does, in words."""
    return SEATS.get(role) or DERIVED_SEATS.get(role) or role.replace("_", " ")


def answered(answer: str) -> str:
    """Return an answer as a past participle with what belongs to it."""
    return ANSWERED.get(answer, answer.replace("_", " "))


def capital(text: str) -> str:
    """Return ``text`` with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(items: list[str]) -> str:
    """Return items as a sentence lists them: a, b and c."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def counted(number: int, one: str, many: str = "") -> str:
    """Return 1 person, 2 persons."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def day(value: date | None) -> str:
    """Return 27 Nov 2026, or a dash."""
    return full(value) if value else "–"


def iso_day(value: str) -> str:
    """Return 27 Nov 2026 from 2026-11-27."""
    return full(date.fromisoformat(value))


def figure(value: Decimal, decimals: int = 0) -> str:
    """Return 112,640 with a real minus; nothing is a dash."""
    if value == 0:
        return "–"
    return f"{MINUS if value < 0 else ''}{abs(value):,.{decimals}f}"


def entry(body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what an entry of the ledger says happened; ``names`` names ids and codes."""
    data, event = body["data"], body["event"]
    pattern = EVENTS.get(event)
    if pattern is None:
        pattern = ANSWER_TO_REVISION if data.get("revision") else ANSWER_GIVEN
    said = {key: names.get(str(data.get(key)), str(data.get(key))) for key in _NAMED}
    return pattern.format(**said, answer=capital(answered(str(data.get("answer")))))


_NAMED = ("member", "document", "milestone", "revision", "domain")
