"""The seller's list of plans, grouped by who must act; one statement however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.store.pages.portfolio import PAGE, plan_list
from portal.store.pages.rows import PlanListRow
from portal.web.access import desk
from portal.web.seller.blueprint import blueprint
from portal.web.showing.counts import counted, number
from portal.web.surroundings import means, seller

FIRST = (date.min, "")


@dataclass(frozen=True, slots=True)
class Group:
    """Plans in which the same side must act; ``side`` is the shape their heading carries."""

    name: str
    words: str
    side: str
    plans: tuple[PlanListRow, ...]


@blueprint.get("/")
@desk
def listing() -> ResponseReturnValue:
    """Show which plans need this seller, then the others."""
    after = read_key(request.args.get("after", ""))
    with means().store.reading(seller().organisation_id) as connection:
        found = plan_list(connection, seller().organisation_id, after=after, most=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "seller/list.html",
        groups=grouped(shown, seller().organisation),
        stands=stands,
        heading=heading(shown, first=after == FIRST),
        today=means().clock().date(),
        first=after == FIRST,
        more=key_of(shown[-1]) if len(found) > PAGE else "",
    )


def court(row: PlanListRow) -> str:
    """Return whose move a plan waits for: the supplier's before the buyer's."""
    if row.shared_at is None:
        return "draft"
    if row.with_supplier:
        return "supplier"
    if row.in_discussion:
        return "discussion"
    return "buyer" if row.with_buyer else "nobody"


def grouped(rows: Sequence[PlanListRow], supplier: str) -> tuple[Group, ...]:
    """Return the groups that hold plans, the supplier's own move first."""
    named = (
        ("supplier", f"{supplier} must act", "seller"),
        ("discussion", "In discussion: the buyer waits for an answer", "seller"),
        ("draft", "Drafts, not shared yet", "seller"),
        ("buyer", "The buyer must act", "buyer"),
        ("nobody", "Nobody must act now", ""),
    )
    found = (
        Group(name, words, side, tuple(row for row in rows if court(row) == name))
        for name, words, side in named
    )
    return tuple(group for group in found if group.plans)


def stands(row: PlanListRow) -> str:
    """Return how many milestones are with whom, and how many the buyer has closed."""
    if row.shared_at is None:
        return f"{counted(row.milestones, 'milestone').capitalize()} laid out"
    with_whom = ((row.with_supplier, "with you"), (row.in_discussion, "in discussion"),
                 (row.with_buyer, "with the buyer"))  # fmt: skip  # a table
    parts = [f"{count} {words}" for count, words in with_whom if count]
    return ", ".join([*parts, f"{row.closed} of {row.milestones} closed"])


def heading(rows: Sequence[PlanListRow], *, first: bool) -> str:
    """Return the news: how many of the plans shown wait for the supplier."""
    if not rows:
        return "No plan yet" if first else "No further plans"
    need = sum(court(row) in {"supplier", "discussion", "draft"} for row in rows)
    if not need:
        return "No plan needs you today"
    plans = "plan needs" if need == 1 else "plans need"
    return f"{number(need).capitalize()} {plans} you today"


def key_of(row: PlanListRow) -> str:
    """Return where the next page begins, as an address carries it."""
    return f"{row.go_live.isoformat()}.{row.id}"


def read_key(text: str) -> tuple[date, str]:
    """Read where a page begins; what is no such place begins at the first."""
    day, _, plan = text.partition(".")
    try:
        return date.fromisoformat(day), plan
    except ValueError:
        return FIRST
