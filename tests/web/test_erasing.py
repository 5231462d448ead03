"""Having oneself erased, from one's own page: told in plain words, confirmed by a code, final."""

from portal.actions import leave
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import Visitor, words

PAGE = "/room/me/erase"


def erase(house: House, browser: Visitor, who: str = TOMAS) -> None:
    """Have somebody erase themselves through the pages."""
    assert browser.fill(PAGE, do="code").status_code == 200
    assert browser.fill(PAGE, code=house.code(who)).status_code == 200


def test_ones_own_page_leads_to_it_and_it_says_what_goes_and_what_stays(house: House) -> None:
    tomas = house.enter(TOMAS)
    assert PAGE in tomas.get("/room/me").text
    read = words(tomas.get(PAGE))
    assert "What goes, for good" in read
    assert "What stays" in read
    assert "Nobody can undo this" in read


def test_asking_for_the_code_and_opening_the_page_erase_nobody(house: House) -> None:
    tomas = house.enter(TOMAS)
    tomas.get(PAGE)
    sent = tomas.fill(PAGE, do="code")
    assert "Six digits are on their way to tomas@meridian.example" in words(sent)
    assert "tomas@meridian.example" in {one.email for one in house.page().present}


def test_after_it_the_visit_is_over_and_no_page_names_them(house: House) -> None:
    house.open("M07")
    tomas = house.enter(TOMAS)
    house.say(house.visit(TOMAS), "M07", Act.SIGN, Answer.CHANGES_ASKED, reason="Too many dates.")
    priya, seller = house.enter(PRIYA), house.sign_in()
    plan = f"/desk/plans/{house.plan}"
    pages = ["/room/", "/room/people", "/room/ledger", "/room/m/M07"]
    desk = [plan, f"{plan}/committee", f"{plan}/ledger"]
    assert all("Tomás" in priya.get(one).text for one in pages)
    assert all("Tomás" in seller.get(one).text for one in desk)
    erase(house, tomas)
    assert "Your visit has ended" in words(tomas.get("/room/"))
    for browser, ones in ((priya, pages), (seller, desk)):
        for one in ones:
            shown = browser.get(one)
            assert shown.status_code == 200
            assert [mark for mark in ("Tomás", "tomas@", "Too many") if mark in shown.text] == []
    answered = words(priya.get("/room/m/M07"))
    assert "Somebody erased, asked for changes" in answered or "Somebody erased asked" in answered
    assert "What was said was erased with its author, 23 Nov 2026" in answered
    assert "Somebody erased" in words(priya.get("/room/people"))
    assert "the personal data of a member was erased" in words(priya.get("/room/ledger"))


def test_a_wrong_code_is_told_beside_its_field(house: House) -> None:
    tomas = house.enter(TOMAS)
    tomas.fill(PAGE, do="code")
    wrong = f"{(int(house.code(TOMAS)) + 1) % 1_000_000:06d}"
    refused = tomas.fill(PAGE, code=wrong)
    assert refused.status_code == 422
    assert "4 tries are left" in words(refused)


def test_a_browser_that_only_reads_erases_nobody(house: House) -> None:
    house.enter(INGRID)
    forwarded = house.enter(INGRID)
    refused = forwarded.fill(PAGE, do="code")
    assert "here it can only read" in words(refused)
    assert "ingrid@meridian.example" in {one.email for one in house.page().present}


def test_somebody_off_the_committee_is_told_that_the_visit_is_over(house: House) -> None:
    tomas = house.enter(TOMAS)
    leave.take_off(house.means, house.visit(PRIYA), house.people[TOMAS])
    assert tomas.get(PAGE).status_code != 200


def test_no_address_of_the_desk_erases_a_buyer(house: House) -> None:
    rules = [rule.rule for rule in house.app.url_map.iter_rules() if "erase" in rule.rule]
    assert rules == [PAGE, PAGE]


def test_who_is_erased_finds_the_words_for_it(house: House) -> None:
    tomas = house.enter(TOMAS)
    tomas.fill(PAGE, do="code")
    done = tomas.fill(PAGE, code=house.code(TOMAS))
    assert "You are erased" in words(done)
    assert done.headers["Clear-Site-Data"] == '"cache"'
