"""What must change and who decides: outcomes, conditions, the two teams."""

from typing import Any

from portal.delivery.paper import words
from portal.delivery.paper._page import Decision, Member
from portal.delivery.paper.copy import Copy
from portal.domain.acts import WITH_CONDITIONS
from portal.domain.document import OUTCOMES
from portal.domain.outcomes import from_content
from portal.domain.statement import money


def agreed(copy: Copy) -> dict[str, Any]:
    """Return outcomes, conditions and people; what nobody has written yet is said so."""
    written = copy.page.documents.get(OUTCOMES)
    return {
        "status": copy.document_status(OUTCOMES)
        if written
        else "No outcomes have been written yet, so nothing has been agreed about them.",
        "outcomes": _outcomes(copy),
        "conditions": [row for one in copy.standing_answers() for row in _conditions(copy, one)],
        "members": [_member(one) for one in copy.page.members if one.seats],
        "supplier": {"name": copy.page.plan.owner, "title": copy.page.plan.owner_title},
    }


def _outcomes(copy: Copy) -> list[dict[str, str]]:
    written = copy.page.documents.get(OUTCOMES)
    return [
        {
            "words": one.words,
            "measure": ", ".join(part for part in (one.measure, one.unit) if part),
            "baseline": one.baseline,
            "target": one.target,
            "by": words.day(one.by),
            "owner": copy.name(one.owner),
        }
        for one in (from_content(written.content) if written else ())
    ]


def _conditions(copy: Copy, answer: Decision) -> list[dict[str, str]]:
    if answer.answer not in WITH_CONDITIONS:
        return []
    return [
        {
            "text": condition["text"],
            "from": f"{copy.name(answer.member_id)}, {copy.local_day(answer.at)}",
            "owner": condition["owner"],
            "due": words.iso_day(condition["due"]),
            "at": copy.milestone_name(answer.milestone_code),
        }
        for condition in answer.words.get("conditions", ())
    ]


def _member(member: Member) -> dict[str, str]:
    part = [words.capital(words.listed([words.seat(seat) for seat in member.seats]))]
    if member.limit_amount is not None:
        part.append(f"limit {money(member.limit_amount, member.limit_currency)}")
    return {"name": member.name, "title": member.title or "–", "part": " · ".join(part)}
