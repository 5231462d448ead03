"""The page “Who may come”: allowed domains, newcomers, leaving; and what a seller sees of it."""

from typing import Any

import pytest

from portal.actions import enter
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import Visitor, words

DOMAIN = "meridian.example"
LENA: dict[str, Any] = {"name": "Lena Vogt", "title": "General Counsel", "seats": ["legal"]}


def seal(page: str) -> str:
    """Return what a form of this page would be sent with."""
    return page.partition('csrf_token" value="')[2].partition('"')[0]


def allow(house: House, browser: Visitor, domain: str = DOMAIN) -> Any:
    return browser.fill("/room/people", "/room/people/domains", domain=domain)


def newcomer(house: House) -> tuple[Visitor, str]:
    """Have Lena come by her domain; return her browser and her id."""
    allow(house, house.enter(PRIYA))
    organisation = house.seller.organisation_id
    enter.request_link(house.means, organisation, house.plan, f"lena@{DOMAIN}")
    browser = house.enter("lena")
    return browser, next(one.id for one in house.page().members if one.waits)


def test_whoever_leads_allows_a_domain_and_both_sides_see_it(house: House) -> None:
    priya = house.enter(PRIYA)
    assert "Only people who are named may come" in words(priya.get("/room/people"))
    sent = allow(house, priya)
    assert sent.location == "/room/people?said=allowed"
    assert f"{DOMAIN} may come unasked" in words(priya.get(sent.location))
    seller = words(house.sign_in().get(f"/desk/plans/{house.plan}/committee"))
    assert f"Addresses at {DOMAIN}: whoever asks" in seller
    assert f"allowed addresses at {DOMAIN}" in words(priya.get("/room/ledger"))


def test_a_domain_is_no_longer_allowed_by_one_press(house: House) -> None:
    priya = house.enter(PRIYA)
    allow(house, priya)
    stopped = priya.fill("/room/people", "/room/people/domains/stop")
    assert "Nobody comes from there unasked any more" in words(priya.get(stopped.location))


def test_a_refused_domain_is_told_beside_its_field(house: House) -> None:
    refused = allow(house, house.enter(PRIYA), "northwind.example")
    assert refused.status_code == 422
    assert "northwind.example is the supplier’s own domain" in words(refused)
    assert 'value="northwind.example"' in refused.text


def test_others_read_who_decides_and_find_no_form(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get("/room/people")
    assert "Priya Raman leads for Meridian Freight and decides here" in words(page)
    assert "/room/people/domains" not in page.text
    given = {"domain": DOMAIN, "csrf_token": seal(page.text)}
    assert ingrid.post("/room/people/domains", data=given).status_code == 422


def test_a_newcomer_reads_and_is_asked_nothing(house: House) -> None:
    lena, _ = newcomer(house)
    home = lena.get("/room/")
    assert home.status_code == 200
    assert "lena, nothing waits for you You read along" in words(home)
    assert "Priya Raman can give you one." in words(home)
    assert "no seat yet: reads, and is asked nothing" in words(lena.get("/room/people"))
    assert "joined by an allowed domain" in words(lena.get("/room/me"))


def test_whoever_leads_gives_a_newcomer_a_name_and_a_seat(house: House) -> None:
    _, member = newcomer(house)
    priya, page = second_browser(house), f"/room/people/{member}"
    refused = priya.fill(page, f"{page}/seat", name="Lena Vogt")
    assert "Pick at least one seat" in words(refused)
    sent = priya.send(refused, f"{page}/seat", **LENA)
    assert "They have a name and a seat" in words(priya.get(sent.location))
    assert priya.fill(page, f"{page}/leave").location == "/room/people?said=left"


def second_browser(house: House) -> Visitor:
    """Return Priya's other browser, once she has shown that it is hers."""
    priya = house.enter(PRIYA)
    priya.fill("/room/vouch", "/room/vouch/code")
    priya.fill("/room/vouch", code=house.code(PRIYA))
    return priya


@pytest.mark.parametrize(
    ("missing", "sentence"), [("name", "full name"), ("seats", "at least one seat")]
)
def test_a_seller_seats_a_newcomer_and_is_told_what_is_missing(
    house: House, missing: str, sentence: str
) -> None:
    _, member = newcomer(house)
    owen, page = house.sign_in(), f"/desk/plans/{house.plan}/committee"
    assert "none yet; asked nothing" in words(owen.get(page))
    given = {name: value for name, value in LENA.items() if name != missing}
    refused = owen.fill(f"{page}/{member}/link", f"{page}/{member}/seat", **given)
    assert refused.status_code == 422
    assert sentence in words(refused)
    sent = owen.fill(f"{page}/{member}/link", f"{page}/{member}/seat", **LENA)
    assert "are asked from now on" in words(owen.get(sent.location))
    assert "gave Lena Vogt a seat: legal" in words(owen.get(f"/desk/plans/{house.plan}/ledger"))


def test_whoever_leads_takes_a_colleague_off_and_reads_first_what_that_does(house: House) -> None:
    priya, page = house.enter(PRIYA), f"/room/people/{house.people[TOMAS]}"
    tomas = house.enter(TOMAS)
    shown = words(priya.get(page))
    assert "this is final" in shown
    sent = priya.fill(page, f"{page}/leave")
    assert "Off the committee since" in words(priya.get(sent.location))
    assert tomas.get("/room/").status_code == 401
    assert "Off the committee: Tomás Aguiar" in words(
        house.sign_in().get(f"/desk/plans/{house.plan}/committee")
    )
    assert priya.get(page).status_code == 404


def test_somebody_leaves_by_two_presses_and_the_browser_forgets(house: House) -> None:
    tomas, page = house.enter(TOMAS), f"/room/people/{house.people[TOMAS]}"
    left = tomas.fill(page, f"{page}/leave")
    assert "You are off the committee" in words(left)
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert tomas.get("/room/").status_code == 401


def test_nobody_but_whoever_leads_opens_a_colleagues_page(house: House) -> None:
    ingrid, page = house.enter(INGRID), f"/room/people/{house.people[TOMAS]}"
    assert ingrid.get(page).status_code == 404
    own = ingrid.get(f"/room/people/{house.people[INGRID]}").text
    assert ingrid.post(f"{page}/leave", data={"csrf_token": seal(own)}).status_code == 422
    assert len(house.page().present) == 3


def test_a_member_moves_their_mails_with_a_code_from_each_mailbox(house: House) -> None:
    ingrid, page = house.enter(INGRID), "/room/me/address"
    asked = ingrid.fill(page, do="code", email=f"solheim@{DOMAIN}")
    told = words(asked)
    assert f"on their way to ingrid@{DOMAIN}, and six others to solheim@{DOMAIN}" in told
    there = house.means.six_digits(house.mailed(f"solheim@{DOMAIN}", "code_elsewhere"))
    wrong = ingrid.send(asked, page, code="000000", code_there=there)
    assert "That is not the code we mailed" in words(wrong)
    without = ingrid.send(asked, page, code=house.code(INGRID))
    assert without.status_code == 422
    assert 'id="f-code_there-error"' in without.text
    moved = ingrid.send(asked, page, code=house.code(INGRID), code_there=there)
    assert "Look into your new mailbox" in words(moved)
    assert ingrid.get("/room/").status_code == 401
    assert house.enter("solheim").get("/room/").status_code == 200


def test_an_address_that_is_none_is_refused_before_a_code_is_mailed(house: House) -> None:
    refused = house.enter(INGRID).fill("/room/me/address", do="code", email="solheim")
    assert refused.status_code == 422
    assert "is not an e-mail address" in words(refused)


def test_a_seller_corrects_an_address_until_its_person_has_come(house: House) -> None:
    owen, page = house.sign_in(), f"/desk/plans/{house.plan}/committee"
    who = f"{page}/{house.people[TOMAS]}"
    assert "Once they have come, only they can move their mails" in words(owen.get(f"{who}/link"))
    sent = owen.fill(f"{who}/link", f"{who}/address", email=f"aguiar@{DOMAIN}")
    assert f"aguiar@{DOMAIN}" in words(owen.get(sent.location))
    house.enter("aguiar")
    shown = owen.get(f"{who}/link")
    assert "Correct the address" not in words(shown)
    given = {"csrf_token": seal(shown.text), "email": f"a@{DOMAIN}"}
    late = owen.post(f"{who}/address", data=given)
    assert late.status_code == 422
    assert "Tomás Aguiar has been here" in words(late)


def test_a_seller_takes_off_whom_they_named_by_mistake(house: House) -> None:
    owen, page = house.sign_in(), f"/desk/plans/{house.plan}/committee"
    who = f"{page}/{house.people[TOMAS]}"
    sent = owen.fill(f"{who}/link", f"{who}/off")
    assert "They are off the committee." in words(owen.get(sent.location))
    assert owen.get(f"{who}/link").status_code == 404


def test_revoking_says_that_the_person_can_have_a_new_link(house: House) -> None:
    who = f"/desk/plans/{house.plan}/committee/{house.people[TOMAS]}/link"
    assert "a supplier does not lock a buyer out" in words(house.sign_in().get(who))
