"""The whole paper as primitives: what the template reads, and nothing it could call."""

from collections.abc import Mapping
from typing import Any

from portal.delivery.paper import words
from portal.delivery.paper.agreed import agreed
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.decided import decided, open_sentence
from portal.delivery.paper.evidence import ATTACHED, attachment, evidence
from portal.delivery.paper.going_live import going_live
from portal.delivery.paper.money import money_part
from portal.delivery.paper.signatures import signatures
from portal.delivery.plain import long_day, with_weekday
from portal.domain.refusals import Refusal
from portal.domain.statement import money, short

# Paper: its CSS size, and the height of a cover that fills it.
PAPERS: Mapping[str, tuple[str, str]] = {"a4": ("A4", "296mm"), "letter": ("letter", "278mm")}


class UnknownPaper(Refusal):
    """A page has a size."""

    def __init__(self, paper: str) -> None:
        super().__init__(f"There is no paper '{paper}'; use {' or '.join(PAPERS)}.", field="paper")


def require(paper: str) -> str:
    """Return the name of a paper.

    Raises:
        UnknownPaper: if there is none of this name.
    """
    if paper not in PAPERS:
        raise UnknownPaper(paper)
    return paper


def sheet(copy: Copy, paper: str) -> dict[str, Any]:
    """Return everything the child process needs to make a PDF, as JSON-safe primitives.

    Raises:
        UnknownPaper: if there is no such paper.
    """
    size, height = PAPERS[require(paper)]
    return {
        "paper": {"size": size, "cover_height": height},
        "made_at": int(copy.at.timestamp()),
        "identifier": f"{copy.page.plan.ledger_head}-{paper}",
        "attachment": {"name": ATTACHED, "text": attachment(copy)},
        "plan": _plan(copy),
        "cover": _cover(copy),
        "decided": decided(copy),
        "agreed": agreed(copy),
        "money": money_part(copy),
        "going_live": going_live(copy),
        "signatures": signatures(copy),
        "evidence": evidence(copy),
    }


def _plan(copy: Copy) -> dict[str, str]:
    plan = copy.page.plan
    return {
        "title": plan.title,
        "buyer": plan.buyer,
        "supplier": plan.supplier,
        "day": long_day(copy.today),
        "moment": copy.moment(copy.at),
        "head": short(plan.ledger_head),
        "go_live": with_weekday(plan.go_live),
    }


def _cover(copy: Copy) -> dict[str, Any]:
    plan, answers = copy.page.plan, copy.answers()
    people = len({one.member_id for one in answers})
    closed = f"{len(copy.closed())} of {len(copy.page.milestones)}"
    leads = next((m.name for m in copy.page.members if "champion" in m.seats), "nobody named yet")
    return {
        "facts": [
            {"term": "Copy of", "text": long_day(copy.today)},
            {"term": "Value", "text": "not stated" if plan.amount is None
             else money(plan.amount, plan.currency)},
            {"term": "Milestones closed", "text": f"{closed}, each by {plan.buyer}"},
            {"term": f"For {plan.buyer}", "text": leads},
            {"term": f"For {plan.supplier}", "text": plan.owner},
            {"term": "Answers in this copy", "text": f"{len(answers)} by "
             f"{words.counted(people, 'person', 'people')}"},
        ],
        "open": open_sentence(copy),
    }  # fmt: skip  # a table
