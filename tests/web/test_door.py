"""Coming and going: the front, the door of a personal link, a plan's shared address, leaving."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.actions import share
from portal.store.schema.doors import links, room_sessions
from portal.store.schema.outgoing import outbox
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import words

DOMAIN = "meridian.example"


def rows(house: House, table: Any) -> int:
    with house.means.store.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
        return found


def shared_address(house: House) -> str:
    return f"/p/{house.page().plan.address}"


def test_the_front_says_what_this_is_and_where_to_sign_in(house: House) -> None:
    page = house.browser().get("/")
    assert "only their answers close a milestone" in words(page)
    assert "Somebody sent you a link?" in words(page)
    assert 'href="/desk/sign-in"' in page.text


def test_opening_a_link_confirms_nothing_and_leaves_no_trace(house: House) -> None:
    before = house.page(), rows(house, room_sessions)
    opened = house.browser().get(house.link(INGRID))
    assert "Opening it has confirmed nothing" in words(opened)
    assert (house.page(), rows(house, room_sessions)) == before


def test_the_door_looks_the_same_for_a_link_that_never_was(house: House) -> None:
    link = house.link(INGRID)
    other = link[:-4] + "AAAA"
    browser = house.browser()
    browser.get("/")
    assert words(browser.get(link)) == words(browser.get(other))


def test_continue_leads_to_an_address_without_the_token(house: House) -> None:
    browser, link = house.browser(), house.link(INGRID)
    answer = browser.fill(link)
    assert (answer.status_code, answer.location) == (303, "/room/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-room=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert link.rpartition(".")[2] not in browser.get("/room/").text


def test_only_the_day_of_continuing_is_kept(house: House) -> None:
    house.enter(INGRID)
    member = house.page().member(house.people[INGRID])
    assert member is not None
    assert str(member.continued_on) == "2026-11-23"


def test_every_dead_link_answers_alike_and_offers_a_new_one(house: House) -> None:
    gone, never = house.link(INGRID), house.link(PRIYA)[:-4] + "AAAA"
    share.revoke(house.means, house.seller, house.plan, house.people[INGRID])
    pages = [house.browser().fill(link) for link in (gone, never)]
    assert [page.status_code for page in pages] == [404, 404]
    assert words(pages[0]) == words(pages[1])
    assert "This link is closed" in words(pages[0])
    assert "Mail me a new one" in words(pages[0])


def test_a_link_that_expired_is_as_dead_as_the_others(house: House) -> None:
    link = house.link(INGRID)
    later = house.at(house.means.clock().date() + timedelta(days=91))
    assert "This link is closed" in words(later.browser().fill(link))


def test_a_new_link_goes_to_the_address_on_file_and_the_page_does_not_say_so(house: House) -> None:
    gone, never = house.link(INGRID), house.link(INGRID)[:-4] + "AAAA"
    share.revoke(house.means, house.seller, house.plan, house.people[INGRID])
    later, mailed = house.at(house.means.clock().date() + timedelta(days=1)), rows(house, outbox)
    answers = [later.browser().fill(link, f"{link}/renew") for link in (never, gone)]
    later.answer_the_door()
    assert words(answers[0]) == words(answers[1])
    assert rows(house, outbox) == mailed + 1
    assert later.browser().fill(later.link(INGRID)).status_code == 303


def test_the_shared_address_answers_everybody_alike(house: House) -> None:
    later = house.at(house.means.clock().date() + timedelta(days=1))
    asked = [
        later.browser().fill(where, email=email)
        for where, email in (
            (shared_address(house), f"ingrid@{DOMAIN}"),
            (shared_address(house), f"stranger@{DOMAIN}"),
            ("/p/nobody.nothing", f"ingrid@{DOMAIN}"),
        )
    ]
    assert {page.status_code for page in asked} == {200}
    assert len({words(page) for page in asked}) == 1
    assert "If this address is on the committee, a link is on its way." in words(asked[0])


def test_only_a_member_is_mailed_a_link_by_the_shared_address(house: House) -> None:
    later, before = house.at(house.means.clock().date() + timedelta(days=1)), rows(house, links)
    later.browser().fill(shared_address(house), email=f"stranger@{DOMAIN}")
    later.answer_the_door()
    assert rows(house, links) == before
    later.browser().fill(shared_address(house), email=f" Ingrid@{DOMAIN.upper()} ")
    later.answer_the_door()
    assert rows(house, links) == before + 1


def test_an_empty_address_is_asked_for_beside_its_field(house: House) -> None:
    page = house.browser().fill(shared_address(house), email="  ")
    assert page.status_code == 422
    assert "Write your e-mail address." in words(page)


def test_a_second_browser_reads_and_says_how_to_answer(house: House) -> None:
    house.enter(INGRID)
    second = house.enter(INGRID)
    assert "Here you can read, and not answer." in words(second.get("/room/"))
    refused = second.fill("/room/me", title="CFO", limit="1")
    assert "here it can only read" in words(refused)


def test_the_same_browser_may_continue_twice_and_stays_whole(house: House) -> None:
    browser = house.enter(INGRID)
    assert browser.fill(house.link(INGRID)).status_code == 303
    assert "Here you can read" not in words(browser.get("/room/"))


def test_a_code_from_the_mail_lets_a_second_browser_answer(house: House) -> None:
    house.enter(INGRID)
    second = house.enter(INGRID)
    sent = second.fill("/room/vouch", "/room/vouch/code")
    assert "A code is on its way to your mail" in words(second.get(sent.location))
    done = second.fill("/room/vouch", code=house.code(INGRID))
    assert done.location == "/room/?said=vouched"
    read = words(second.get(done.location))
    assert "You can answer from here now" in read
    assert "Here you can read" not in read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Press “Send me a code”"), ("12345", "you typed five"), ("000000", "not the code")],
)
def test_a_code_that_is_not_the_one_mailed_is_refused_beside_its_field(
    house: House, typed: str, sentence: str
) -> None:
    house.enter(INGRID)
    second = house.enter(INGRID)
    second.fill("/room/vouch", "/room/vouch/code")
    page = second.fill("/room/vouch", code=typed)
    assert page.status_code == 422
    assert sentence in words(page)


def test_leaving_ends_the_visit_and_has_the_browser_forget_its_pages(house: House) -> None:
    browser = house.enter(INGRID)
    left = browser.fill("/room/", "/room/leave")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert "__Host-room=;" in left.headers["Set-Cookie"]
    assert "To come back, open the link in our mail" in words(left)
    assert browser.get("/room/").status_code == 401


def test_a_cookie_kept_from_a_visit_that_ended_opens_nothing(house: House) -> None:
    browser = house.enter(INGRID)
    kept = browser.get_cookie("__Host-room", domain="localhost")
    assert kept is not None
    browser.fill("/room/", "/room/leave")
    browser.set_cookie("__Host-room", kept.value, domain="localhost", secure=True)
    assert browser.get("/room/").status_code == 401
