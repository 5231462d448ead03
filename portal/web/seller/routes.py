"""Every address of the desk: importing a view module registers what it shows."""

from portal.web.seller import (
    adding,
    committee,
    cost_benefit,
    implementation,
    ledger,
    listing,
    member,
    milestones,
    outcomes,
    paper,
    plan,
    preview,
    reporting,
    revisions,
    sharing,
    signing_in,
    starting,
)
from portal.web.seller.blueprint import blueprint

__all__ = [
    "adding",
    "blueprint",
    "committee",
    "cost_benefit",
    "implementation",
    "ledger",
    "listing",
    "member",
    "milestones",
    "outcomes",
    "paper",
    "plan",
    "preview",
    "reporting",
    "revisions",
    "sharing",
    "signing_in",
    "starting",
]
