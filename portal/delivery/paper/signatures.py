"""Who put their name to what: a card for each answer, and one for each that is missing."""

from typing import Any

from portal.delivery.paper import words
from portal.delivery.paper._page import Decision, Milestone
from portal.delivery.paper.copy import Copy
from portal.domain.acts import ALL_YES, Answer, steps_up
from portal.domain.closing import OPEN
from portal.domain.playbook.rules import Act
from portal.domain.statement import money, short
from portal.domain.words import Identified


def signatures(copy: Copy) -> dict[str, Any]:
    """Return the cards of what stands, the open ones, and every other answer in a table."""
    standing = copy.standing_answers()
    carded = [one for one in standing if one.answer in ALL_YES and _is_signed(one)]
    others = [one for one in copy.answers() if one not in carded]
    return {
        "cards": [_card(copy, one) for one in carded],
        "open": [_open(copy, one) for one in copy.page.milestones if _is_open(copy, one)],
        "others": [_other(copy, one) for one in others],
    }


def _is_signed(answer: Decision) -> bool:
    """Tell whether a name was typed and a mailed code entered for this answer."""
    return steps_up(Act(answer.act), Answer(answer.answer))


def _card(copy: Copy, answer: Decision) -> dict[str, Any]:
    title = f"{answer.title}, " if answer.title else ""
    return {
        "name": copy.name(answer.member_id),
        "title": f"{title}{copy.page.plan.buyer}",
        "words": answer.words.get("statement", ""),
        "when": copy.moment(answer.at),
        "how": _how(answer),
        "limit": _limit(answer),
        "hash": short(answer.hash),
        "seq": answer.seq,
        "entry": short(_entry_hash(copy, answer.seq)),
        "outdated": _outdated(copy, answer),
        "said": _said(copy, answer),
    }  # fmt: skip  # a table


def _how(answer: Decision) -> str:
    """Return how the person was identified for an answer that takes a code."""
    how = "Name typed, and a code sent to their work email entered"
    if Identified.FORWARDED_LINK in answer.words.get("identified", ()):
        return f"{how}; another code was entered for the browser their link was opened in again"
    return how


def _limit(answer: Decision) -> str:
    if answer.limit_amount is None:
        return ""
    limit = f"Approval limit {money(answer.limit_amount, answer.limit_currency)}"
    return f"{limit}; a recommendation" if answer.recommendation else limit


def _outdated(copy: Copy, answer: Decision) -> str:
    if not copy.is_outdated(answer):
        return ""
    current = copy.page.documents[answer.document_id or ""].number
    return f"Given to revision {answer.revision}; revision {current} is the current one."


def _said(copy: Copy, answer: Decision) -> list[str]:
    if gone := copy.erased(answer.member_id):
        return [f"What was said was erased with its author on {gone}."]
    told = [f"Condition: {one['text']} ({one['owner']}, by {words.iso_day(one['due'])})"
            for one in answer.words.get("conditions", ())]  # fmt: skip  # one list
    told += [f"{words.capital(name)}: {answer.words[name]}" for name in ("reason", "note")
             if answer.words.get(name)]  # fmt: skip  # one list
    return told


def _entry_hash(copy: Copy, seq: int) -> str:
    return next((one.hash for one in copy.evidence.entries if one.seq == seq), "")


def _is_open(copy: Copy, milestone: Milestone) -> bool:
    return milestone.standing in OPEN and bool(copy.waits_for(milestone))


def _open(copy: Copy, milestone: Milestone) -> dict[str, str]:
    current = copy.page.documents.get(milestone.document_id or "")
    revision = f", revision {current.number}" if current else ""
    return {
        "names": ", ".join(copy.waits_for(milestone)),
        "what": f"{milestone.name}{revision}",
        "due": words.day(milestone.due_on),
    }


def _other(copy: Copy, answer: Decision) -> dict[str, Any]:
    milestone = copy.milestone(answer.milestone_code)
    labels = {asked[0]: asked[1] for asked in (milestone.asks if milestone else ())}
    values = [f"{labels.get(name, name)}: {value}"
              for name, value in answer.words.get("values", {}).items()]  # fmt: skip  # one list
    revision = f", revision {answer.revision}" if answer.revision else ""
    confirmed = answer.answer == Answer.CONFIRMED and bool(answer.words)
    statement = [f"“{answer.words.get('statement', '')}”"] if confirmed else []
    return {
        "name": copy.name(answer.member_id),
        "title": answer.title,
        "hash": short(answer.hash) if answer.revision else "",
        "what": f"{words.capital(words.answered(answer.answer))}: "
        f"{copy.milestone_name(answer.milestone_code)}{revision}",
        "said": [*statement, *values, *_said(copy, answer)],
        "when": copy.local_day(answer.at),
        "seq": answer.seq,
    }
