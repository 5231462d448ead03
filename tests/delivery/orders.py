"""Orders for mail as the outbox holds them, for the buyer Ingrid Solheim."""

from datetime import UTC, datetime
from typing import Any

from portal.delivery.letters import Order

SENDER = "Mutual plan <plans@portal.example>"
ORDERED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LINK = "https://plans.example/l/northwind.abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE"
HEAD = "5e7a90c21b6fd384" * 4


def order(kind: str = "link", **changes: Any) -> Order:
    values: dict[str, Any] = {
        "kind": kind,
        "payload": PAYLOADS[kind] | changes.pop("payload", {}),
        "recipient": "ingrid.solheim@meridianfreight.example",
        "message_id": "<letter1.northwind@mutual-plan>",
        "created_at": ORDERED,
        "base_url": "https://plans.example",
        "plan": "northwind.plan1",
        "key": {"link": LINK, "code": "048213"}.get(kind, ""),
    }
    return Order(**(values | changes))


PAYLOADS: dict[str, dict[str, Any]] = {
    "link": {
        "name": "Ingrid Solheim",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
        "supplier": "Northwind Analytics",
        "go_live": "2027-03-01",
        "expires": "2027-02-21",
    },
    "code": {
        "name": "Ingrid Solheim",
        "plan": "Meridian Freight with Northwind Analytics",
        "what": "Cost versus benefit approved",
    },
    "receipt": {
        "name": "Ingrid Solheim",
        "plan": "Meridian Freight with Northwind Analytics",
        "milestone": "Cost versus benefit approved",
        "statement": "I, Ingrid Solheim, CFO of Meridian Freight, approve revision 4.",
        "answer": "approved",
        "hash": "9f2c71ab04de5c38" * 4,
        "head": HEAD,
        "seq": 69,
        "at": "2026-11-23T09:12:31+00:00",
        "closed": ["Cost versus benefit approved"],
    },
    "newcomer": {
        "name": "Priya Raman",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
        "supplier": "Northwind Analytics",
        "address": "lena.vogt@meridianfreight.example",
        "domain": "meridianfreight.example",
    },
    "knocks": {
        "name": "Priya Raman",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
        "asked": 3,
        "named": ["lena.vogt@meridianfreight.example"],
    },
    "code_elsewhere": {"member": "3iqgcwb5vt6x"},
    "readdressed": {
        "name": "Ingrid Solheim",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
    },
    "erased": {
        "name": "Priya Raman",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
        "supplier": "Northwind Analytics",
        "seats": ["finance", "authorised_signatory"],
        "seq": 72,
        "own": True,
    },
    "left": {
        "name": "Ingrid Solheim",
        "plan": "Meridian Freight with Northwind Analytics",
        "buyer": "Meridian Freight",
        "answers": [
            {
                "statement": "I, Ingrid Solheim, CFO of Meridian Freight, approve revision 4.",
                "at": "2026-11-23T09:12:31Z",
                "seq": 69,
                "hash": "9f2c71ab04de5c38" * 4,
            }
        ],
        "head": HEAD,
        "seq": 71,
    },
}
KINDS = tuple(PAYLOADS)
