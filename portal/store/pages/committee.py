"""How people can come in: each member's newest personal link, and the domains that are allowed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, type_coerce

from portal.domain.committee_events import DomainAllowed
from portal.store.schema.doors import links
from portal.store.schema.record import ledger

LINKS = (
    select(links.c.member_id, links.c.created_at, links.c.expires_at, links.c.revoked_at)
    .where(
        links.c.organisation_id == bindparam("organisation"),
        links.c.plan_id == bindparam("plan"),
    )
    .order_by(links.c.created_at, links.c.revoked_at.is_(None))
)
# Quotation marks within a text are escaped in JSON, so nothing else of an entry reads like this.
ABOUT_DOMAINS = (
    select(ledger.c.body)
    .where(
        ledger.c.organisation_id == bindparam("organisation"),
        ledger.c.plan_id == bindparam("plan"),
        type_coerce(ledger.c.body, Text).like('%"event":"domain.%'),
    )
    .order_by(ledger.c.seq)
)


@dataclass(frozen=True, slots=True)
class AllowedDomain:
    """A domain whose people may come unasked: which member allowed it, and when (ISO 8601)."""

    domain: str
    by: str
    at: str


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


def allowed_domains(
    connection: Connection, organisation: str, plan: str
) -> tuple[AllowedDomain, ...]:
    """Return the domains whose people may come unasked, in the order they were allowed."""
    allowed: dict[str, AllowedDomain] = {}
    key = {"organisation": organisation, "plan": plan}
    for body in connection.execute(ABOUT_DOMAINS, key).scalars():
        domain = body["data"]["domain"]
        if body["event"] == DomainAllowed.NAME:
            allowed.setdefault(domain, AllowedDomain(domain, body["by"]["id"], body["at"]))
        else:
            allowed.pop(domain, None)
    return tuple(allowed.values())
