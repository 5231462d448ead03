"""The preview of the room: what a member sees, and nothing anybody could act by."""

import re

from tests.web.desks import reader, stranger
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import words


def path(house: House, who: str) -> str:
    """Return the address of the preview of a member's room."""
    return f"/desk/plans/{house.plan}/preview/{house.people[who]}"


def test_it_shows_what_is_asked_of_that_member(house: House) -> None:
    theirs = words(house.enter(PRIYA).get("/room/"))
    news = re.search(r"Priya, [^.]*? with you", theirs)
    assert news is not None
    assert news.group() in words(house.sign_in().get(path(house, PRIYA)))


def test_it_says_that_it_is_a_preview_and_leads_back_to_the_desk(house: House) -> None:
    shown = house.sign_in().get(path(house, INGRID))
    assert "You see the plan as Ingrid Solheim sees it. Nothing can be answered" in words(shown)
    assert f'href="/desk/plans/{house.plan}"' in shown.text


def test_it_holds_no_way_into_the_room_and_no_form_but_the_one_that_signs_out(
    house: House,
) -> None:
    shown = house.sign_in().get(path(house, INGRID)).text
    for way in ("/room/", "data-poll"):
        assert way not in shown
    assert re.findall(r'<form [^>]*action="([^"]*)"', shown) == ["/desk/sign-out"]
    assert shown.count("<form") == shown.count("<button") == 1
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', shown)) == {
        "#main", "#preview", f"/desk/plans/{house.plan}",
    }  # fmt: skip  # one set


def test_a_seller_signs_out_from_it(house: House) -> None:
    browser = house.sign_in()
    browser.fill(path(house, INGRID), "/desk/sign-out")
    assert browser.get(path(house, INGRID)).location == "/desk/sign-in"


def test_looking_opens_no_session_of_the_room(house: House) -> None:
    browser = house.sign_in()
    assert "Set-Cookie" not in browser.get(path(house, INGRID)).headers
    assert browser.get("/room/").status_code == 401


def test_looking_records_nothing(house: House) -> None:
    before = house.page().plan
    house.sign_in().get(path(house, INGRID))
    after = house.page().plan
    assert (after.ledger_head, after.counter) == (before.ledger_head, before.counter)
    assert house.page().members[0].continued_on is None


def test_nothing_can_be_sent_to_it(house: House) -> None:
    assert house.sign_in().post(path(house, INGRID)).status_code in {400, 405}


def test_a_reader_may_look_too(house: House) -> None:
    assert reader(house).get(path(house, INGRID)).status_code == 200


def test_a_stranger_finds_nothing_to_look_at(house: House) -> None:
    assert stranger(house).get(path(house, INGRID)).status_code == 404


def test_somebody_who_is_not_on_the_committee_has_no_preview(house: House) -> None:
    missing = f"/desk/plans/{house.plan}/preview/nobody"
    assert house.sign_in().get(missing).status_code == 404
