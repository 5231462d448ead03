"""The main job, end to end, on real input: four people, each at a browser of their own."""

import json
import re
from collections.abc import Callable

from tests.browser import story_buyer as buyer
from tests.browser import story_paper as paper
from tests.browser import story_seller as seller
from tests.browser.hands import PHONE, Hands
from tests.browser.portals import Portal
from tests.browser.story_seller import COMMITTEE, INGRID, OWN, PRIYA, TOMAS

Visit = Callable[..., Hands]
CONFIRM, SIGN = re.compile("^Confirm"), re.compile("^Sign off")


def test_a_plan_goes_from_an_empty_folder_to_signatures_by_the_buyers_acts_alone(
    portal: Portal, visit: Visit
) -> None:
    owen = lay_out_and_share(portal, visit)
    committee = {
        name: visit(portal, COMMITTEE[name][0], viewport=PHONE) for name in (TOMAS, INGRID, PRIYA)
    }
    agree(owen, **{name.split()[0].lower(): one for name, one in committee.items()})
    decide(owen, committee[INGRID], committee[TOMAS])
    sign_off(owen, committee[TOMAS])
    who_has_signed_what(owen)
    a_revoked_link_ends_the_visit(owen, committee[PRIYA])
    the_plan_leaves(portal, owen, committee[INGRID])


def lay_out_and_share(portal: Portal, visit: Visit) -> Hands:
    owen = visit(portal, "owen@northwind.example", may_see_links=False)
    made = json.loads(
        portal.run(
            "create-account", owen.email, "--organisation", "Northwind Analytics",
            "--role", "owner", "--name", "Owen Hartley", "--title", "Account Director", "--json",
        )
    )  # fmt: skip  # one command
    seller.set_password_and_sign_in(owen, made["password_link"])
    seller.start_plan(owen)
    seller.name_committee(owen)
    seller.write_outcomes(owen)
    seller.load_case(owen)
    seller.load_network(owen)
    seller.add_milestone(owen)
    seller.write_words(owen, OWN)
    seller.share(owen)
    return owen


def agree(owen: Hands, tomás: Hands, ingrid: Hands, priya: Hands) -> None:
    """Everybody comes by their link and confirms at once; then the plan is accepted and proven."""
    for name, member in ((TOMAS, tomás), (INGRID, ingrid), (PRIYA, priya)):
        buyer.come_by_link(member, name)
        buyer.confirm_at_once(member)
    buyer.answer(priya, "business outcomes", CONFIRM)
    assert "“Business outcomes agreed” is closed" in priya.words
    seller.write_words(owen, "Sponsor named and access agreed")
    buyer.answer(priya, "Sponsor named", CONFIRM)
    buyer.answer(priya, "Sponsor named", "Give these facts", buyer.WHO_IS_NEEDED)
    buyer.answer(
        ingrid, "Take your seat", "Accept my seat", {"Your approval limit, in USD": "5,000,000"}
    )
    seller.write_words(owen, "Current dealings on the table")
    buyer.answer(tomás, "Current dealings", CONFIRM)
    buyer.answer(priya, "How we decide", "Give these facts", buyer.HOW_WE_BUY)
    for name, member in ((INGRID, ingrid), (PRIYA, priya)):
        buyer.decide(member, name, "mutual plan", "Sign off", SIGN)
    seller.write_words(owen, "Proof accepted")
    buyer.decide(priya, PRIYA, "Proof accepted", "Record a pass", "Record a pass")


def decide(owen: Hands, ingrid: Hands, tomás: Hands) -> None:
    """Above a limit it is a recommendation; changes asked for come back as a new revision."""
    case = "cost–benefit case"
    buyer.decide(tomás, TOMAS, case, "Approve", re.compile("recommendation"), limit="50,000")
    assert "as a recommendation" in tomás.words
    assert "“Cost versus benefit approved” is closed" not in tomás.words
    buyer.ask_for_changes(ingrid, case, "Onboarding is counted twice.")
    seller.answer_with_revision(owen)
    buyer.find(ingrid, case)
    assert buyer.difference(ingrid) == ["Amount", "420,000", "400,000"]
    buyer.decide(ingrid, INGRID, case, "Approve revision 2", "Approve revision 2")
    assert "“Cost versus benefit approved” is closed" in ingrid.words


def sign_off(owen: Hands, tomás: Hands) -> None:
    """A yes by telephone closes nothing; the signature does."""
    milestone = "Implementation plan signed off"
    seller.report_by_telephone(owen, milestone)
    assert "signed off" not in seller.marks_of(owen, TOMAS)[milestone]
    buyer.find(tomás, "implementation plan")
    buyer.decide(tomás, TOMAS, "implementation plan", "Sign off", SIGN)
    assert f"“{milestone}” is closed" in tomás.words


def who_has_signed_what(owen: Hands) -> None:
    seller.to_plan(owen)
    assert "approved" in seller.marks_of(owen, INGRID)["Cost versus benefit approved"]
    assert "confirmed" in seller.marks_of(owen, PRIYA)[OWN]
    assert "signed off" in seller.marks_of(owen, TOMAS)["Implementation plan signed off"]
    assert seller.marks_of(owen, TOMAS)["Mutual plan accepted"] == "asked, closed without it"


def a_revoked_link_ends_the_visit(owen: Hands, priya: Hands) -> None:
    priya.expected = (401, 404)  # her open page may ask for news at any moment
    seller.revoke_link(owen, PRIYA)
    priya.open("/room/")
    assert priya.heading == "Your visit has ended"
    priya.open(priya.mailed_link())
    priya.press("Continue")
    assert "no longer opens" in priya.words


def the_plan_leaves(portal: Portal, owen: Hands, ingrid: Hands) -> None:
    """Seller and buyer take the plan away; it holds every name, decision and fingerprint."""
    owen.open(f"{owen.plan}/ledger")
    assert "Tomás Aguiar" in owen.words
    wanted = paper.everything(portal.superuser)
    sellers = paper.take(
        owen, f"{owen.plan}/paper", ask="Make the Letter PDF", fetch="Take the Letter PDF"
    )
    buyers = paper.take(
        ingrid, "/room/paper", choose="A4", ask="Make the PDF", fetch="Download the plan, A4"
    )
    assert paper.missing(sellers, wanted) == []
    assert paper.missing(sellers, [f"{TOMAS} (not answered, not needed)"]) == []
    assert paper.missing(buyers, wanted) == []
    with paper.everything_else(ingrid) as whole:
        assert json.loads(portal.run("verify", str(whole / "plan.pdf"), "--json"))["whole"]
    judged = json.loads(portal.run("verify-ledger", "--json"))
    assert judged["whole"]
    assert judged["entries"] > 40
