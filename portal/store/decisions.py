"""What people said with an entry of the ledger, kept beside it under the entry's number."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.domain.events import Answered
from portal.domain.plan import Plan
from portal.store.schema.plan import decisions


def add(
    session: Session,
    plan: Plan,
    seq: int,
    event: Answered,
    words: Mapping[str, Any],
    salt: str,
    *,
    at: datetime,
    title: str,
    recommendation: bool,
) -> None:
    """Keep the words of an answer."""
    session.execute(
        insert(decisions),
        {
            "organisation_id": plan.organisation_id,
            "plan_id": plan.id,
            "seq": seq,
            "milestone_code": event.milestone,
            "act": event.act.value,
            "answer": event.answer.value,
            "member_id": event.member,
            "document_id": event.document,
            "revision": event.revision,
            "hash": event.hash,
            "words": words,
            "salt": salt,
            "title": title,
            "limit_amount": None if event.limit is None else Decimal(event.limit),
            "limit_currency": event.currency,
            "recommendation": recommendation,
            "at": at,
        },
    )


def add_report(
    session: Session,
    plan: Plan,
    seq: int,
    milestone: str,
    account: str,
    words: Mapping[str, Any],
    salt: str,
    at: datetime,
) -> None:
    """Keep a seller's report that the buyer said yes elsewhere; it is no answer."""
    session.execute(
        insert(decisions),
        {
            "organisation_id": plan.organisation_id,
            "plan_id": plan.id,
            "seq": seq,
            "milestone_code": milestone,
            "act": "report",
            "answer": "reported",
            "account_id": account,
            "hash": "",
            "words": words,
            "salt": salt,
            "title": "",
            "recommendation": False,
            "at": at,
        },
    )
