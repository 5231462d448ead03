"""What is recorded about me, complete; and the ledger that both sides share."""

from datetime import timedelta

import pytest

from portal.actions import share
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import Visitor, words


def me(house: House, who: str = INGRID) -> str:
    return words(house.enter(who).get("/room/me"))


def stated(browser: Visitor, title: str, limit: str) -> str:
    answer = browser.fill("/room/me", title=title, limit=limit)
    assert answer.status_code == 303
    return words(browser.get(answer.location))


def test_everything_the_seller_knows_of_me_is_there(house: House) -> None:
    read = me(house)
    assert "Name Ingrid Solheim Address ingrid@meridian.example" in read
    assert "Title Chief Financial Officer Approval limit not stated" in read
    assert "Seats decides on the money, signs the order, executive sponsor" in read
    assert "Named for the committee 20 Nov 2026, 10:00" in read
    assert "Day you last pressed Continue Mon 23 Nov 2026" in read


def test_who_named_me_and_each_link_is_told_from_the_ledger(house: House) -> None:
    later = house.at(house.means.clock().date() + timedelta(days=1))
    share.renew(later.means, house.seller, house.plan, house.people[INGRID])
    read = me(later)
    assert "Owen Hartley named Ingrid Solheim for the committee" in read
    assert read.count("had a personal link mailed to Ingrid Solheim") == 2
    assert "ended a personal link of Ingrid Solheim" in read


def test_my_answers_stand_with_the_words_i_gave_them_to(house: House) -> None:
    tomas = house.visit(TOMAS)
    house.say(tomas, "M01", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Count the depots.")
    read = me(house, TOMAS)
    assert "You asked for changes: Business outcomes agreed" in read
    assert "I, Tomás Aguiar, Chief Operating Officer of Meridian Freight, ask for changes" in read
    assert "Your reason: Count the depots." in read
    fingerprint = house.page().documents["outcomes"].hash
    assert f"fingerprint {fingerprint[:4]} {fingerprint[4:8]}" in read


def test_nobody_elses_answers_are_on_my_page(house: House) -> None:
    tomas = house.visit(TOMAS)
    house.say(tomas, "M01", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Count the depots.")
    read = me(house, PRIYA)
    assert "Count the depots." not in read
    assert "Tomás" not in read


def test_it_says_what_is_never_kept(house: House) -> None:
    assert "Which page, document or revision you opened" in me(house)


def test_title_and_limit_are_stated_on_it(house: House) -> None:
    read = stated(house.enter(INGRID), "Group CFO", "500,000")
    assert "Your title and approval limit are on record as you stated them." in read
    assert "Title Group CFO Approval limit EUR 500,000" in read
    assert "Ingrid Solheim stated title and approval limit (EUR 500,000)" in read


def test_stating_the_same_twice_is_one_entry(house: House) -> None:
    browser = house.enter(INGRID)
    stated(browser, "Group CFO", "500000")
    once = house.page().plan.ledger_seq
    stated(browser, "Group CFO", "500,000.00")
    assert house.page().plan.ledger_seq == once


def test_a_limit_can_be_taken_back(house: House) -> None:
    browser = house.enter(INGRID)
    stated(browser, "Group CFO", "500000")
    assert "Approval limit not stated" in stated(browser, "Group CFO", "")


@pytest.mark.parametrize(
    ("title", "limit", "sentence"),
    [
        ("CFO", "-1", "Give your approval limit as an amount from 0"),
        ("CFO", "a lot", "Write the amount in figures"),
        ("", "5", "State your title, as it stands on your card."),
        ("C" * 121, "5", "Keep this to 120 characters."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    house: House, title: str, limit: str, sentence: str
) -> None:
    before = house.page().plan.ledger_head
    page = house.enter(INGRID).fill("/room/me", title=title, limit=limit)
    assert page.status_code == 422
    assert words(page).count(sentence) == 2  # in the summary, and beside the field
    assert f'value="{limit}"' in page.text
    assert house.page().plan.ledger_head == before


def test_the_ledger_tells_every_act_newest_first_with_its_fingerprint(house: House) -> None:
    house.say(house.visit(INGRID), "M01", Act.CONFIRM, Answer.CONFIRMED)
    plan = house.page().plan
    read = words(house.enter(INGRID).get("/room/ledger"))
    assert f"The plan stands at entry {plan.ledger_seq}." in read
    assert plan.ledger_head in read
    newest = "Ingrid Solheim confirmed at “Business outcomes agreed”, revision 1 of “Business"
    assert read.index(newest) < read.index("Owen Hartley opened the plan to the committee")
    assert f"{plan.ledger_head[:4]} {plan.ledger_head[4:8]}" in read


def test_every_kind_of_entry_has_a_sentence(house: House) -> None:
    house.open("M13")
    share.revoke(house.means, house.seller, house.plan, house.people[PRIYA])
    browser, address, read = house.enter(INGRID), "/room/ledger", ""
    while address:
        page = browser.get(address)
        read += words(page)
        older = page.text.rpartition('<a href="/room/ledger?before=')[2].partition('"')[0]
        address = f"/room/ledger?before={older}" if "Older entries" in page.text else ""
    assert "Owen Hartley began the plan, with the go-live on 2027-03-22" in read
    assert "Owen Hartley laid out 24 milestones" in read
    assert "“Mutual plan accepted” closed" in read
    assert "Priya Raman gave the facts at “How we decide, fund and buy mapped”" in read
    assert "{" not in read


def test_a_long_ledger_is_turned_page_by_page(house: House) -> None:
    house.open("M13")
    browser = house.enter(INGRID)
    newest = browser.get("/room/ledger")
    oldest = house.page().plan.ledger_seq - 50
    assert newest.text.count("<time") == 50
    assert f"/room/ledger?before={oldest + 1}" in newest.text
    assert browser.get(f"/room/ledger?before={oldest + 1}").text.count("<time") == min(50, oldest)
