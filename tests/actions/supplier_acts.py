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
    colleagues,
    draft,
    invite,
    leave,
    oversight,
    own_account,
    own_milestone,
    passkeys,
    readdress,
    report,
    revise,
    seat,
    second_factor,
    share,
)
from portal.actions.asking_again import Proof
from portal.actions.passkeys import Asked
from portal.actions.sellers import Seller
from portal.domain.committee import SEATS
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from tests.actions.people import Deal, seller_of
from tests.actions.purchases import CASE, GO_LIVE, SMALL, TASKS

NO_ACTS = {"sellers", "asking_again"}  # what acts have in common
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


def _colleague(deal: Deal) -> str:
    """Return the account of somebody at Northwind whom nobody else knows."""
    name = f"{deal.means.new_id()} Frost"
    return seller_of(
        deal.means, "Northwind Analytics", "northwind.example", name, "seller"
    ).account_id


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
ON_ACCOUNTS: dict[str, Doing] = {
    "colleagues.invite_colleague": lambda deal, seller, _: colleagues.invite_colleague(
        deal.means, seller, name="Nils Berg", title="", role="seller",
        email=f"nils.{deal.means.new_id()}@northwind.example",
    ),
    "colleagues.change_role": lambda deal, seller, _: colleagues.change_role(
        deal.means, seller, _colleague(deal), "manager"
    ),
    "colleagues.mail_link_again": lambda deal, seller, _: colleagues.mail_link_again(
        deal.means, seller, _colleague(deal)
    ),
    "oversight.demand_two_factors": lambda deal, seller, chance: oversight.demand_two_factors(
        deal.means, seller, Proof("x"), demanded=chance.random() < 0.5
    ),
    "oversight.reset_sign_in": lambda deal, seller, _: oversight.reset_sign_in(
        deal.means, seller, _colleague(deal)
    ),
    "oversight.unbind": lambda deal, seller, _: oversight.unbind(
        deal.means, seller, _colleague(deal)
    ),
    "oversight.end_visits_of": lambda deal, seller, _: oversight.end_visits_of(
        deal.means, seller, _colleague(deal)
    ),
    "oversight.end_everybodys_visits": lambda deal, seller, _: oversight.end_everybodys_visits(
        deal.means, seller, "none"
    ),
    "colleagues.take_off": lambda deal, seller, _: colleagues.take_off(
        deal.means, seller, _colleague(deal), seller.account_id
    ),
}  # fmt: skip  # one act after the other
ON_ONESELF: dict[str, Doing] = {
    "own_account.visits": lambda deal, seller, _: own_account.visits(deal.means, seller),
    "own_account.end_visit": lambda deal, seller, _: own_account.end_visit(
        deal.means, seller, "none", Proof("x")
    ),
    "own_account.change_password": lambda deal, seller, _: own_account.change_password(
        deal.means, seller, "another sentence altogether", Proof("x")
    ),
    "second_factor.state": lambda deal, seller, _: second_factor.state(deal.means, seller),
    "second_factor.set_up": lambda deal, seller, _: second_factor.set_up(
        deal.means, seller, Proof("x")
    ),
    "second_factor.confirm": lambda deal, seller, _: second_factor.confirm(
        deal.means, seller, "123456"
    ),
    "second_factor.renew_codes": lambda deal, seller, _: second_factor.renew_codes(
        deal.means, seller, Proof("x")
    ),
    "passkeys.passkeys_of": lambda deal, seller, _: passkeys.passkeys_of(deal.means, seller),
    "passkeys.prepare": lambda deal, seller, _: passkeys.prepare(
        deal.means, seller, Asked("seed", "here", deal.means.clock()), "laptop", Proof("x")
    ),
    "passkeys.keep": lambda deal, seller, _: passkeys.keep(
        deal.means, seller, Asked("seed", "here", deal.means.clock()), "laptop", "{}"
    ),
    "passkeys.remove": lambda deal, seller, _: passkeys.remove(
        deal.means, seller, "none", Proof("x")
    ),
    "second_factor.remove": lambda deal, seller, _: second_factor.remove(
        deal.means, seller, Proof("x")
    ),
}


def taken_by_sellers() -> Iterator[str]:
    """Yield every action that takes means and a seller, as module.name."""
    for module in pkgutil.iter_modules(portal.actions.__path__):
        found = importlib.import_module(f"portal.actions.{module.name}")
        for name, one in inspect.getmembers(found, inspect.isfunction):
            here = one.__module__ == found.__name__ and not name.startswith("_")
            kinds = [parameter.annotation for parameter in _parameters(one)]
            if here and Seller in kinds and module.name not in NO_ACTS:
                yield f"{module.name}.{name}"


def _parameters(one: Callable[..., object]) -> list[inspect.Parameter]:
    return list(inspect.signature(one).parameters.values())
