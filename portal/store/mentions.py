"""Where others name a person in words of their own: erasing leaves those, and lists the places."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Text, select, type_coerce

from portal.domain.erasing import Traces
from portal.store.schema.plan import decisions, documents, members, milestones, plans, revisions

# Every text of a plan that somebody types, by its table; the rest is ours, or hashes and ids.
SEARCHED = {
    plans: ("title", "buyer", "supplier", "tier_reason", "source", "left_out", "answers"),
    members: ("name", "email", "title", "site"),
    documents: ("title",),
    milestones: ("name", "why", "buyer_action", "seller_provides", "asks"),
    revisions: ("content", "note"),
    decisions: ("words", "title"),
}
_ORDER = {
    plans: ("id",),
    members: ("position",),
    documents: ("id",),
    milestones: ("position",),
    revisions: ("document_id", "number"),
    decisions: ("seq",),
}


def of_plan(
    connection: Connection, organisation: str, plan: str, who: Traces, member: str = ""
) -> list[str]:
    """Return where in a plan others name a person; what a ``member`` wrote themselves is theirs."""
    return list(dict.fromkeys(_places(connection, organisation, plan, who, member)))


def of_organisation(connection: Connection, organisation: str, who: Traces) -> dict[str, list[str]]:
    """Return where the plans of an organisation name a person, by the plan."""
    known = connection.execute(
        select(plans.c.id).where(plans.c.organisation_id == organisation).order_by(plans.c.id)
    ).scalars()
    found = {plan: of_plan(connection, organisation, plan, who) for plan in known.all()}
    return {plan: places for plan, places in found.items() if places}


def _places(
    connection: Connection, organisation: str, plan: str, who: Traces, member: str
) -> Iterator[str]:
    known = connection.execute(
        select(documents.c.id, documents.c.title).where(
            documents.c.organisation_id == organisation, documents.c.plan_id == plan
        )
    )
    titles = {row.id: row.title for row in known}
    for table, columns in SEARCHED.items():
        texts = [type_coerce(table.c[name], Text).label(f"said_{name}") for name in columns]
        of = table.c.id if table is plans else table.c.plan_id
        asked = select(table, *texts).where(table.c.organisation_id == organisation, of == plan)
        for row in connection.execute(
            asked.order_by(*(table.c[name] for name in _ORDER[table]))
        ).mappings():
            is_own = member and member in (row.get("member_id"), _whose(table, row))
            if is_own:
                continue
            for name in columns:
                if who.names(row[f"said_{name}"] or ""):
                    yield _PLACES[table](row, name, titles)


def _whose(table: Any, row: Any) -> str:
    return str(row["id"]) if table is members else ""


def _of_the_plan(_row: Any, name: str, _titles: Any) -> str:
    said = {
        "title": "the plan's title",
        "buyer": "the buyer's name",
        "supplier": "the supplier's name",
    }
    return said.get(name, "what the plan was begun with")


_PLACES: dict[Any, Callable[[Any, str, Any], str]] = {
    plans: _of_the_plan,
    members: lambda _row, _name, _titles: "who is on the committee",
    documents: lambda row, _name, _titles: f"the title of “{row['title']}”",
    milestones: lambda row, _name, _titles: f"milestone {row['code']}",
    revisions: lambda row, _name, titles: (
        f"“{titles[row['document_id']]}”, revision {row['number']}"
    ),
    decisions: lambda row, _name, _titles: f"entry {row['seq']}",
}
