"""Statements and the mutual plan itself, as their readers see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.web.wording import ACTS, day, long_day, seat


@dataclass(frozen=True, slots=True)
class MilestoneShown:
    """One milestone of the mutual plan as it was offered."""

    name: str
    due: str
    acts: str
    who: str


@dataclass(frozen=True, slots=True)
class MutualPlanShown:
    """The plan as a document: what both sides are asked to accept."""

    title: str
    buyer: str
    supplier: str
    go_live: str
    milestones: tuple[MilestoneShown, ...]


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs, each as one line."""
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def mutual_plan(content: Mapping[str, Any], today: date) -> MutualPlanShown:
    """Return the plan's own content as it is shown."""
    return MutualPlanShown(
        title=content["title"],
        buyer=content["buyer"],
        supplier=content["supplier"],
        go_live=long_day(date.fromisoformat(content["go_live"])),
        milestones=tuple(
            MilestoneShown(
                one["name"],
                due(one, today),
                " and ".join(ACTS.get(act, act) for act in one["acts"]),
                ", ".join(seat(role) for role in one["who"]),
            )
            for one in content["milestones"]
        ),
    )


def due(milestone: Mapping[str, Any], today: date | None = None) -> str:
    """Return a milestone's date, or that it has none."""
    return day(date.fromisoformat(milestone["due"]), today) if milestone["due"] else "no date"
