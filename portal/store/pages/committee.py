"""How each member of a committee can come in: their newest personal link, without its token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from portal.store.schema.doors import links

LINKS = (
    select(links.c.member_id, links.c.created_at, links.c.expires_at, links.c.revoked_at)
    .where(
        links.c.organisation_id == bindparam("organisation"),
        links.c.plan_id == bindparam("plan"),
    )
    .order_by(links.c.created_at, links.c.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A member's newest link: when it was mailed, until when it opens, whether it was revoked."""

    member_id: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def opens(self, now: datetime) -> bool:
        """Tell whether the link still opens the plan."""
        return self.revoked_at is None and now < self.expires_at


def newest_links(connection: Connection, organisation: str, plan: str) -> dict[str, LinkRow]:
    """Return each member's newest link, by the member's id; who never had one is absent."""
    key = {"organisation": organisation, "plan": plan}
    found: Any = connection.execute(LINKS, key)
    return {row.member_id: row for row in (LinkRow(*each) for each in found)}
