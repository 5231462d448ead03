"""A small plan in which much has happened, with people of every way to come and to go."""

from dataclasses import replace
from decimal import Decimal

from portal.actions import allow, enter, introduce, invite, leave, readdress, report, revise, seat
from portal.actions.means import Means
from portal.domain.playbook.rules import Act
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, shared
from tests.actions.purchases import CASE, SMALL

DOMAIN = "meridian.example"
LENA = f"lena.brandt@{DOMAIN}"


def rich(means: Means) -> Deal:
    """Return a plan with answers, notes and sites; somebody joined, moved, and was taken off."""
    deal = shared(means, replace(SMALL, source="crm:0061"))
    organisation, plan = deal.seller.organisation_id, deal.plan
    deal.write_everything()
    for member, name in (("jonas", "Jonas Kovač"), ("mara", "Mara Lind")):
        invite.add_member(
            means, deal.seller, plan, name=name, email=f"{member}@{DOMAIN}", title="Depot lead",
            seats=("site_lead",), site="Hamburg",
        )  # fmt: skip  # one call
    mara, jonas = (one.id for one in reversed(deal.page.members[-2:]))
    leave.take_off_unseen(means, deal.seller, plan, mara)
    readdress.correct(means, deal.seller, plan, jonas, f"jonas.kovac@{DOMAIN}")
    allow.allow(means, deal.visit(PRIYA), DOMAIN)
    enter.request_link(means, organisation, plan, LENA)
    token = means.token("link", deal.letters("link")[-1]["secret"])
    enter.exchange(means, organisation, token)
    lena = deal.page.members[-1].id
    seat.seat_newcomer(
        means, deal.seller, plan, lena, name="Lena Brandt", title="", seats=("legal",)
    )
    introduce.introduce_self(means, deal.visit(PRIYA), "Head of Claims and Fraud", Decimal(5_000))
    deal.close("M01")
    noted = replace(CASE, title="Claims review, once more")
    revise.cost_benefit(means, deal.seller, plan, noted, note="One title put right.")
    own = deal.own(Act.CONFIRM, "economic_buyer")
    report.report(means, deal.seller, plan, own, "Ingrid said yes on the telephone.")
    deal.write_outcomes(INGRID, TOMAS, target="0.7 %")
    deal.close("M01")
    return deal
