"""One mail: what orders it, and what it says, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """One mail to write. ``key`` is the link or the six digits it carries, never to be logged.

    ``plan`` is the plan's public address part, ``organisation.plan``; ``created_at`` is when it was
    ordered, which is the date the mail bears however late it leaves.
    """

    kind: str
    payload: Mapping[str, Any]
    recipient: str
    message_id: str
    created_at: datetime
    base_url: str
    plan: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says, part by part; the templates give it its two forms."""

    subject: str
    preview: str
    sender: str
    heading: str
    paragraphs: tuple[str, ...]
    why: str
    code: str = ""
    quote: str = ""
    button: tuple[str, str] | None = None
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def first_name(name: str) -> str:
    """Return how a mail greets somebody."""
    return name.split()[0] if name.split() else name
