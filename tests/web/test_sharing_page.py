"""Sharing on the desk: said before it is done, done once, and again for newcomers."""

import pytest
from sqlalchemy import func, select

from portal.actions import draft, invite
from portal.store.schema.outgoing import outbox
from tests.web.desks import reader, stranger
from tests.web.meridian import OPPORTUNITY, House
from tests.web.visitor import words


@pytest.fixture
def fresh(house: House) -> str:
    """Begin a plan that nobody has been asked about, with one person; return its id."""
    plan = draft.start(house.means, house.seller, OPPORTUNITY)
    invite.add_member(
        house.means, house.seller, plan,
        name="Ana Kovač", email="ana@kestrel.example", title="", seats=["economic_buyer"],
    )  # fmt: skip  # one call
    return plan


def mails_to(house: House, address: str) -> int:
    """Return how many mails were ordered to an address."""
    ordered = select(func.count()).where(outbox.c.recipient == address)
    with house.means.store.reading() as connection:
        return connection.execute(ordered).scalar_one()


def path(plan: str) -> str:
    """Return the address of a plan's sharing."""
    return f"/desk/plans/{plan}/sharing"


def test_it_says_who_gets_a_mail_before_anybody_does(house: House, fresh: str) -> None:
    shown = words(house.sign_in().get(path(fresh)))
    assert "Share the plan with one person" in shown
    assert "Ana Kovač gets one mail with a personal link" in shown
    assert mails_to(house, "ana@kestrel.example") == 0


def test_pressing_the_button_shares_the_plan_and_says_so(house: House, fresh: str) -> None:
    browser = house.sign_in()
    sent = browser.fill(path(fresh))
    assert sent.status_code == 303
    assert "Recorded. The plan is shared." in words(browser.get(sent.location))
    assert mails_to(house, "ana@kestrel.example") == 1


def test_a_plan_without_people_cannot_be_shared(house: House) -> None:
    plan = draft.start(house.means, house.seller, OPPORTUNITY)
    shown = house.sign_in().get(path(plan))
    assert "Nobody to share with yet" in words(shown)
    assert f'action="{path(plan)}"' not in shown.text


def test_what_is_missing_is_told_and_does_not_keep_anybody_from_sharing(
    house: House, fresh: str
) -> None:
    shown = house.sign_in().get(path(fresh))
    assert "The outcomes are not written yet." in words(shown)
    assert "seats are still empty" in words(shown)
    assert f'action="{path(fresh)}"' in shown.text


def test_once_everybody_has_a_link_there_is_nothing_to_press(house: House) -> None:
    shown = house.sign_in().get(path(house.plan))
    assert "Everybody has their link" in words(shown)
    assert f'action="{path(house.plan)}"' not in shown.text


def test_sharing_again_mails_newcomers_alone(house: House) -> None:
    invite.add_member(
        house.means, house.seller, house.plan,
        name="Lena Vogt", email="lena@meridian.example", title="", seats=["legal"],
    )  # fmt: skip  # one call
    before = mails_to(house, "ingrid@meridian.example")
    browser = house.sign_in()
    assert "One person has joined since" in words(browser.get(path(house.plan)))
    browser.fill(path(house.plan))
    assert mails_to(house, "lena@meridian.example") == 1
    assert mails_to(house, "ingrid@meridian.example") == before


def test_a_plan_that_changed_can_be_offered_as_it_stands(house: House) -> None:
    browser = house.sign_in()
    browser.fill(
        f"/desk/plans/{house.plan}/add-milestone", name="Reporting format agreed", act="confirm",
        seat="finance", due_on="2027-01-20", why="The board reads one page.",
    )  # fmt: skip  # one call
    assert "The plan changed since it was offered" in words(browser.get(path(house.plan)))
    browser.fill(path(house.plan))
    assert "Everybody has their link" in words(browser.get(path(house.plan)))


def test_a_reader_sees_what_sharing_would_do_and_no_button(house: House, fresh: str) -> None:
    shown = reader(house).get(path(fresh))
    assert "What will happen" in words(shown)
    assert '<button class="btn"' not in shown.text


def test_a_strangers_plan_cannot_be_shared(house: House, fresh: str) -> None:
    browser = stranger(house)
    token = browser.get("/desk/").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert browser.post(path(fresh), data={"csrf_token": token}).status_code == 404
    assert mails_to(house, "ana@kestrel.example") == 0
