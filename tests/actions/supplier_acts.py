"""Everything a seller can do to a plan, each ready to be done at random."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import portal.actions
from portal.actions import (
    draft,
    invite,
    leave,
    own_milestone,
    readdress,
    report,
    revise,
    seat,
    share,
)
from portal.actions.sellers import Seller
from portal.domain.committee import SEATS
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from tests.actions.people import Deal
from tests.actions.purchases import CASE, GO_LIVE, SMALL, TASKS

Doing = Callable[[Deal, Seller, Random], object]


def _member(deal: Deal, chance: Random) -> str:
    return chance.choice(list(deal.ids.values()))


def _unseen(deal: Deal, chance: Random) -> str:
    """Return somebody who never came, if there is anybody."""
    unseen = [one.id for one in deal.page.present if not one.has_come]
    return chance.choice(unseen) if unseen else _member(deal, chance)


def _code(deal: Deal, chance: Random) -> str:
    return chance.choice([one.code for one in deal.page.milestones])


def _invite(deal: Deal, seller: Seller, chance: Random) -> object:
    return invite.add_member(
        deal.means, seller, deal.plan, name="Lena Brandt", title="",
        email=f"lena.{deal.means.new_id()}@meridian.example",
        seats=chance.sample(sorted(SEATS), 2),
    )  # fmt: skip  # one call


def _own(deal: Deal, seller: Seller, chance: Random) -> object:
    return own_milestone.add_milestone(
        deal.means, seller, deal.plan, name="A visit", act=chance.choice(list(Act)),
        seat=chance.choice(sorted(SEATS)), due_on=GO_LIVE, why="You asked.", provides="",
    )  # fmt: skip  # one call


def _outcomes(deal: Deal, seller: Seller, chance: Random) -> object:
    target = chance.choice(("0.8 %", "0.5 %"))
    owner = _member(deal, chance)
    ours = Outcome("Fewer paid twice", "Paid twice", "%", "3.1 %", target, GO_LIVE, owner)
    return revise.outcomes(deal.means, seller, deal.plan, [ours])


def _case(deal: Deal, seller: Seller, chance: Random) -> object:
    case = replace(CASE, amount=Decimal(chance.choice((0, 1, 24_000))))
    return revise.cost_benefit(deal.means, seller, deal.plan, case)


def _tasks(deal: Deal, seller: Seller, chance: Random) -> object:
    tasks = replace(TASKS, title=chance.choice(("To go-live", TASKS.title)))
    return revise.implementation(deal.means, seller, deal.plan, tasks)


def _words(deal: Deal, seller: Seller, chance: Random) -> object:
    amount = chance.choice((None, Decimal(0), Decimal(9_000)))
    words = chance.choice(("These words.", "Those words."))
    code = _code(deal, chance)
    return revise.milestone_statement(deal.means, seller, deal.plan, code, words, amount)


ON_A_PLAN: dict[str, Doing] = {
    "own_milestone.add_milestone": _own,
    "invite.add_member": _invite,
    "report.report": lambda deal, seller, chance: report.report(
        deal.means, seller, deal.plan, _code(deal, chance), "They said yes."
    ),
    "revise.cost_benefit": _case,
    "revise.implementation": _tasks,
    "revise.milestone_statement": _words,
    "revise.outcomes": _outcomes,
    "leave.take_off_unseen": lambda deal, seller, chance: leave.take_off_unseen(
        deal.means, seller, deal.plan, _unseen(deal, chance)
    ),
    "readdress.correct": lambda deal, seller, chance: readdress.correct(
        deal.means,
        seller,
        deal.plan,
        _unseen(deal, chance),
        f"p{chance.randrange(10**9)}@meridian.example",
    ),
    "seat.seat_newcomer": lambda deal, seller, _: seat.seat_newcomer(
        deal.means,
        seller,
        deal.plan,
        list(deal.ids.values())[-1],
        name="Lena Vogt",
        title="",
        seats=("legal",),
    ),
    "share.renew": lambda deal, seller, chance: share.renew(
        deal.means, seller, deal.plan, _member(deal, chance)
    ),
    "share.revoke": lambda deal, seller, chance: share.revoke(
        deal.means, seller, deal.plan, _member(deal, chance)
    ),
    "share.share": lambda deal, seller, _: share.share(deal.means, seller, deal.plan),
}
STARTING: dict[str, Doing] = {
    "draft.start": lambda deal, seller, _: draft.start(
        deal.means, seller, replace(SMALL, go_live=SMALL.go_live + timedelta(days=1))
    ),
}


def taken_by_sellers() -> Iterator[str]:
    """Yield every action that takes means and a seller, as module.name."""
    for module in pkgutil.iter_modules(portal.actions.__path__):
        found = importlib.import_module(f"portal.actions.{module.name}")
        for name, one in inspect.getmembers(found, inspect.isfunction):
            here = one.__module__ == found.__name__ and not name.startswith("_")
            kinds = [parameter.annotation for parameter in _parameters(one)]
            if here and Seller in kinds and module.name != "sellers":
                yield f"{module.name}.{name}"


def _parameters(one: Callable[..., object]) -> list[inspect.Parameter]:
    return list(inspect.signature(one).parameters.values())
