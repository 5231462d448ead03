"""Knocking: what is asked at the door is only written down there, and answered by the worker.

So the door takes the same one statement whatever is typed, and nobody learns from its answer, nor
from the time it takes, who is on a committee or which plans there are.
"""

from collections.abc import Mapping
from typing import Any

from portal.actions import enter
from portal.actions.means import Means, token_hash
from portal.store import outbox
from portal.store.outbox import Letter

KIND = "knock"
LONGEST_ID = 32
LONGEST_ADDRESS = 254


def ask(means: Means, organisation: str, plan: str, email: str) -> None:
    """Write down that somebody asked at a plan's shared address for their own link."""
    _write_down(means, organisation, plan, {"email": email.strip()[:LONGEST_ADDRESS]})


def ask_again(means: Means, organisation: str, token: str) -> None:
    """Write down that somebody asked for a new link in place of one they hold."""
    _write_down(means, organisation, "", {"link": token_hash(token)})


def answer(means: Means, knock: Letter) -> None:
    """Mail a link where one is due; whatever comes of it, nothing is kept of who asked."""
    given = knock.payload
    if "link" in given:
        enter.request_link_of(means, knock.organisation_id, given["link"])
    else:
        enter.request_link(means, knock.organisation_id, knock.plan_id or "", given["email"])


def _write_down(means: Means, organisation: str, plan: str, payload: Mapping[str, Any]) -> None:
    if max(len(organisation), len(plan)) > LONGEST_ID:
        return  # no id is that long, and this much of its form everybody may know
    with means.store.writing(organisation) as session:
        outbox.put(
            session, organisation=organisation, letter=means.new_id(), plan=plan, kind=KIND,
            recipient="", payload=payload, now=means.clock(),
        )  # fmt: skip  # one call
