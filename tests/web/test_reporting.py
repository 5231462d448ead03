"""Reporting a yes said elsewhere: it is shown as reported, waits for the buyer, closes nothing."""

from typing import Any

from werkzeug.test import TestResponse

from portal.domain.closing import Standing
from tests.web.desks import reader, send_anyway
from tests.web.meridian import PRIYA, House
from tests.web.visitor import Visitor, words
from tests.web.writing import Writer

SAID = "Marc said by telephone that the vendor number was issued."


def report(house: House, code: str, browser: Visitor | None = None, **given: Any) -> TestResponse:
    """Send the report form of a milestone."""
    page = Writer(house, f"m/{code}", browser)
    token = page.values()["csrf_token"]
    return page.browser.post(f"{page.path}/report", data={"csrf_token": token, **given})


def test_a_report_is_shown_as_reported_and_waiting(house: House) -> None:
    assert report(house, "M09", reason=SAID).status_code == 303
    shown = words(Writer(house, "m/M09").shown)
    assert "reported, waiting for the buyer" in shown
    assert SAID in shown


def test_a_report_closes_nothing(house: House) -> None:
    before = [m.standing for m in house.page().milestones]
    report(house, "M01", reason=SAID)
    assert [m.standing for m in house.page().milestones] == before
    assert Standing.CLOSED not in before


def test_a_report_without_words_is_asked_for_them(house: House) -> None:
    sent = report(house, "M09", reason=" ")
    assert sent.status_code == 422
    assert "Write what was said, by whom, and when." in words(sent)
    assert house.page().milestone("M09").reported_at is None  # type: ignore[union-attr]  # it is there


def test_an_endless_report_is_refused_and_stays_typed(house: House) -> None:
    sent = report(house, "M09", reason="x" * 4001)
    assert sent.status_code == 422
    assert "x" * 4001 in sent.text


def test_the_buyer_reads_the_same_report(house: House) -> None:
    report(house, "M01", reason=SAID)
    assert SAID in words(house.enter(PRIYA).get("/room/m/M01"))


def test_a_reader_reports_nothing(house: House) -> None:
    path = f"/desk/plans/{house.plan}/m/M09/report"
    assert send_anyway(reader(house), path, reason=SAID).status_code == 403
