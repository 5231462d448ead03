"""Every address of the desk: importing a view module registers what it shows."""

from portal.web.seller import (
    adding,
    committee,
    ledger,
    listing,
    paper,
    plan,
    preview,
    sharing,
    signing_in,
    starting,
)
from portal.web.seller.blueprint import blueprint

__all__ = [
    "adding",
    "blueprint",
    "committee",
    "ledger",
    "listing",
    "paper",
    "plan",
    "preview",
    "sharing",
    "signing_in",
    "starting",
]
