"""The plan as a PDF from the room: asked for by POST, served by GET, never made by one."""

import io
import zipfile

from portal.actions import export, share
from portal.domain.refusals import Refusal
from tests.notaries import beside
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import words


def made(house: House, paper: str) -> bytes:
    data = f"%PDF-1.7 on {paper}".encode()
    files = house.app.extensions["portal.settings"].files
    export.make(
        house.means, files, house.seller.organisation_id, house.plan, paper, lambda _: data,
        beside(files),
    )  # fmt: skip  # one call
    return data


def test_before_anybody_asked_there_is_a_form_and_no_file(house: House) -> None:
    browser = house.enter(INGRID)
    page = browser.get("/room/paper")
    assert "Take the plan away" in words(page)
    assert int(page.headers["Refresh"]) > 60 * 60  # not before the visit ends
    assert "This PDF is not made yet" in words(browser.get("/room/paper.pdf"))


def test_asking_leads_to_a_page_that_looks_again_by_itself(house: House) -> None:
    browser = house.enter(INGRID)
    asked = browser.fill("/room/paper", paper="letter")
    assert asked.location == "/room/paper?paper=letter"
    page = browser.get(asked.location)
    assert "Your PDF is being made" in words(page)
    assert page.headers["Refresh"] == "2"


def test_the_file_that_is_kept_is_served_as_a_download(house: House) -> None:
    browser = house.enter(INGRID)
    browser.fill("/room/paper", paper="letter")
    data = made(house, "letter")
    assert "Your PDF is ready" in words(browser.get("/room/paper?paper=letter"))
    with browser.get("/room/paper.pdf?paper=letter") as file:
        served = file.data
    assert (file.status_code, served, file.mimetype) == (200, data, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=mutual-plan-letter")
    assert file.headers["Cache-Control"] == "private, no-store"


def test_a_paper_nobody_knows_is_answered_with_a4(house: House) -> None:
    browser = house.enter(INGRID)
    asked = browser.fill("/room/paper", paper="papyrus")
    assert asked.location == "/room/paper?paper=a4"
    assert browser.get("/room/paper?paper=papyrus").status_code == 200


def test_a_failure_is_told_and_can_be_tried_again(house: House) -> None:
    class NoFont(Refusal):
        """A font that paper needs is not there."""

    def fails(_: object) -> bytes:
        raise NoFont("A font is missing.")

    browser = house.enter(INGRID)
    browser.fill("/room/paper", paper="a4")
    files = house.app.extensions["portal.settings"].files
    try:
        export.make(
            house.means, files, house.seller.organisation_id, house.plan, "a4", fails,
            beside(files),
        )  # fmt: skip  # one call
    except NoFont:
        page = browser.get("/room/paper")
    assert "The last PDF could not be made. A font is missing." in words(page)
    assert browser.fill("/room/paper", paper="a4").status_code == 303


def test_everything_is_one_file_once_the_plan_was_printed_as_it_stands(house: House) -> None:
    browser = house.enter(INGRID)
    assert "This PDF is not made yet" in words(browser.get("/room/everything.zip"))
    browser.fill("/room/paper", paper="a4")
    data = made(house, "a4")
    assert 'href="/room/everything.zip"' in browser.get("/room/paper").text
    first, again = (browser.get("/room/everything.zip") for _ in range(2))
    assert (first.mimetype, first.data) == ("application/zip", again.data)
    assert first.headers["Content-Disposition"] == "attachment; filename=mutual-plan.zip"
    with zipfile.ZipFile(io.BytesIO(first.data)) as opened:
        assert opened.read("plan.pdf") == data


def test_everything_is_of_the_plan_as_it_stands_or_not_at_all(house: House) -> None:
    browser = house.enter(INGRID)
    made(house, "a4")
    share.renew(house.means, house.seller, house.plan, house.people[PRIYA])
    assert "This PDF is not made yet" in words(browser.get("/room/everything.zip"))
