"""Documents on the desk as the buyer reads them: every revision stays, with its answers."""

import pytest

from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from tests.web.desks import reader, stranger
from tests.web.meridian import PRIYA, House
from tests.web.visitor import words
from tests.web.writing import Writer


def path(house: House, document: str, revision: str = "") -> str:
    """Return the address of a document, or of one of its revisions."""
    return f"/desk/plans/{house.plan}/d/{document}{'?revision=' if revision else ''}{revision}"


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("outcomes", "We pay no claim twice."),
        ("cost_benefit", "Net present value"),
        ("implementation_plan", "Room before go-live"),
        ("mutual_plan", "What both sides accept"),
    ],
)
def test_each_kind_of_document_is_read_as_the_buyer_reads_it(
    house: House, document: str, text: str
) -> None:
    assert text in words(house.sign_in().get(path(house, document)))


def test_an_earlier_revision_stays_readable_with_its_answers(house: House) -> None:
    house.say(house.visit(PRIYA), "M01", Act.CONFIRM, Answer.CONFIRMED)
    Writer(house, "outcomes").press("write", **{"0-target": "10"})
    browser = house.sign_in()
    shown = words(browser.get(path(house, "outcomes", "1")))
    assert "This is not the current revision." in shown
    assert "Priya Raman, Head of Risk and Claims, confirmed" in shown
    assert "Nobody has answered this revision" in words(browser.get(path(house, "outcomes")))


def test_a_revision_tells_what_it_changed(house: House) -> None:
    Writer(house, "outcomes").press("write", **{"0-target": "10"})
    shown = words(house.sign_in().get(path(house, "outcomes")))
    assert "What changed since revision 1" in shown
    assert "was 20 is now 10" in shown


@pytest.mark.parametrize("where", ["outcomes?revision=9", "statement:M09", "secrets"])
def test_what_was_never_written_is_not_found(house: House, where: str) -> None:
    assert house.sign_in().get(path(house, where)).status_code == 404


def test_a_reader_reads_and_is_offered_nothing_to_write(house: House) -> None:
    assert "Write revision 2" not in words(reader(house).get(path(house, "outcomes")))


def test_a_stranger_finds_nothing(house: House) -> None:
    assert stranger(house).get(path(house, "outcomes")).status_code == 404
