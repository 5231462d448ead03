"""The committee on the desk: empty seats first, people with their links' state, never a link."""

from typing import Any

from werkzeug.test import TestResponse

from portal.actions import share
from tests.web.desks import reader, stranger
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import words

LENA: dict[str, Any] = {"name": "Lena Vogt", "email": "lena@meridian.example", "seats": ["legal"]}


def path(house: House, more: str = "") -> str:
    """Return the address of the committee, or of something in it."""
    return f"/desk/plans/{house.plan}/committee{more}"


def add(house: House, **changed: Any) -> TestResponse:
    """Name a person as Owen."""
    return house.sign_in().fill(path(house), **{**LENA, **changed})


def test_the_seats_nobody_holds_come_first(house: House) -> None:
    shown = words(house.sign_in().get(path(house)))
    assert "One seat is still empty" in shown
    assert "Legal Asked at 1 milestone, first “Contract terms agreed”." in shown
    assert shown.index("Seats nobody holds") < shown.index("On the committee")


def test_an_empty_seat_leads_to_the_form_with_that_seat_ticked(house: House) -> None:
    shown = house.sign_in().get(path(house, "?seat=legal"))
    assert 'id="f-seats-legal" value="legal" checked' in shown.text


def test_each_person_stands_with_seats_limit_and_the_state_of_their_link(house: House) -> None:
    shown = words(house.sign_in().get(path(house)))
    assert "Ingrid Solheim Chief Financial Officer ingrid@meridian.example" in shown
    assert "decides on the money, signs the order, executive sponsor not stated not yet" in shown
    assert "Mailed on Fri 20 Nov, opens until Thu 18 Feb 2027" in shown


def test_the_day_a_person_continued_is_shown(house: House) -> None:
    house.enter(PRIYA)
    assert "leads the users not stated Mon 23 Nov" in words(house.sign_in().get(path(house)))


def test_a_person_is_added_and_told_apart_as_without_a_link(house: House) -> None:
    browser = house.sign_in()
    sent = browser.fill(path(house), **LENA)
    assert sent.status_code == 303
    shown = words(browser.get(sent.location))
    assert "Lena Vogt no title stated lena@meridian.example" in shown
    assert "No link yet; sharing mails it" in shown
    assert "Every seat this plan asks is held" in shown


def test_an_address_of_the_suppliers_own_is_refused_beside_the_field(house: House) -> None:
    sent = add(house, email="lena@northwind.example")
    assert sent.status_code == 422
    assert 'id="f-email-error"' in sent.text
    assert "northwind.example is the supplier’s own domain" in words(sent).replace("'", "’")


def test_an_address_that_is_on_the_committee_is_refused_beside_the_field(house: House) -> None:
    sent = add(house, email="INGRID@meridian.example")
    assert 'id="f-email-error"' in sent.text
    assert "already on the committee" in words(sent)


def test_what_is_no_address_is_refused_beside_the_field(house: House) -> None:
    assert 'id="f-email-error"' in add(house, email="lena at meridian").text


def test_a_person_without_a_name_is_refused_beside_the_field(house: House) -> None:
    assert 'id="f-name-error"' in add(house, name=" ").text


def test_a_person_without_a_seat_is_refused_and_nothing_typed_is_lost(house: House) -> None:
    sent = add(house, seats=[], title="General Counsel")
    assert 'id="f-seats-error"' in sent.text
    for typed in ("Lena Vogt", "lena@meridian.example", "General Counsel"):
        assert f'value="{typed}"' in sent.text


def test_a_seat_that_does_not_exist_is_refused_beside_the_seats(house: House) -> None:
    assert 'id="f-seats-error"' in add(house, seats=["owner"]).text


def test_renewing_ends_the_old_link_and_mails_another(house: House) -> None:
    before = house.link(INGRID)
    about = path(house, f"/{house.people[INGRID]}/link")
    renew = path(house, f"/{house.people[INGRID]}/renew")
    assert house.sign_in().fill(about, renew).status_code == 303
    assert house.link(INGRID) != before
    assert house.enter(INGRID).get("/room/").status_code == 200
    late = house.browser()
    late.fill(before)
    assert late.get("/room/").status_code == 401


def test_revoking_ends_the_link_and_the_visits_it_opened(house: House) -> None:
    visit, browser = house.enter(INGRID), house.sign_in()
    about = path(house, f"/{house.people[INGRID]}/link")
    sent = browser.fill(about, path(house, f"/{house.people[INGRID]}/revoke"))
    assert "Revoked on Mon 23 Nov" in words(browser.get(sent.location))
    assert visit.get("/room/").status_code == 401


def test_sharing_again_does_not_bring_a_revoked_link_back(house: House) -> None:
    share.revoke(house.means, house.seller, house.plan, house.people[INGRID])
    share.share(house.means, house.seller, house.plan)
    assert "Revoked on Mon 23 Nov" in words(house.sign_in().get(path(house)))


def test_no_page_of_the_desk_shows_a_personal_link_or_its_token(house: House) -> None:
    tokens = [house.link(who).rpartition("/")[2] for who in house.people]
    browser = house.sign_in()
    pages = ["", "/committee", f"/committee/{house.people[INGRID]}/link", "/sharing", "/ledger"]
    for page in pages:
        shown = browser.get(f"/desk/plans/{house.plan}{page}").text
        assert "/l/" not in shown
        assert not any(token in shown or token.partition(".")[2] in shown for token in tokens)


def test_a_reader_sees_the_people_and_no_form_to_change_them(house: House) -> None:
    browser = reader(house)
    shown = browser.get(path(house))
    assert "Ingrid Solheim" in words(shown)
    assert f'action="{path(house)}"' not in shown.text
    assert "Renew or revoke" not in words(shown)


def test_a_reader_who_sends_the_form_all_the_same_is_refused(house: House) -> None:
    browser = reader(house)
    token = (
        browser.get(path(house)).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    )
    for where, values in (("", LENA), (f"/{house.people[INGRID]}/revoke", {})):
        sent = browser.post(path(house, where), data={"csrf_token": token, **values})
        assert sent.status_code == 403
        assert "may read plans and change nothing" in words(sent)
    assert "Lena Vogt" not in words(browser.get(path(house)))
    assert house.enter(INGRID).get("/room/").status_code == 200


def test_a_strangers_committee_is_not_there(house: House) -> None:
    assert stranger(house).get(path(house)).status_code == 404
