"""What the demonstration's seller hands over: the published case, network and milestones."""

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from portal.domain.cost_benefit.case import Case
from portal.domain.cost_benefit.reading import read_case
from portal.domain.implementation.plan import ImplementationPlan
from portal.domain.implementation.reading import plan_from_json

DATA = files("portal.demonstration") / "data"


def opportunities() -> dict[str, dict[str, str]]:
    """Return the rows of the CRM export by account, each with its columns."""
    lines = _text("opportunities.csv").splitlines()
    return {row["Account Name"]: row for row in csv.DictReader(lines)}


def published_case(title: str, amount: str, owner: str) -> Case:
    """Return the published three-year case, figures untouched, under a title of our own.

    ``amount`` is what this buyer pays over the term, in the case's currency.
    """
    case = read_case(_text("case.json"))
    source = "Published three-year impact study of a comparable roll-out, risk-adjusted"
    rows = tuple(replace(row, source=source, owner=owner) for row in case.rows)
    return replace(case, rows=rows, title=title, amount=Decimal(amount))


def published_network() -> ImplementationPlan:
    """Return the published network, durations and prerequisites untouched, with tasks of ours."""
    network: dict[str, Any] = json.loads(_text("network.json"))
    ours = json.loads(_text("tasks.json"))
    activities = [one | ours["tasks"][one["id"]] for one in network["activities"]]
    whole = {"unit": network["unit"], "activities": activities}
    return plan_from_json(json.dumps(whole), title=ours["title"])


def published_milestone(name: str, signature: date) -> date:
    """Return when a published plan expects a milestone whose contract is signed on ``signature``.

    Its offsets are calendar days.
    """
    found = json.loads(_text("milestones.json"))["milestones"]
    offset = next(one["offset_days"] for one in found if one["milestone"] == name)
    return signature + timedelta(days=offset)


def _text(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")
