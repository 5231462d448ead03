"""Signing, attesting and deciding: a name and a code, each in its own words."""

from portal.domain.statement import CONSENT
from tests.web.answering import beside, put_name, recorded, says, written
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import words

SIGN, ATTEST, DECIDE = "/room/m/M07/sign", "/room/m/M09/attest", "/room/m/M17/decide"


def test_a_signature_takes_the_consent_shown_in_full(house: House) -> None:
    house.open("M07")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(SIGN, answer="signed")
    refused = put_name(house, INGRID, ingrid, second, f"{SIGN}/signed")
    assert CONSENT in words(second)
    assert beside(refused, "consents").startswith("Tick that you agree")
    sent = ingrid.send(refused, f"{SIGN}/signed", consents="yes", code=house.code(INGRID))
    assert sent.status_code == 303
    assert CONSENT in recorded(house, INGRID, "M07")["statement"]


def test_a_consent_stays_ticked_when_the_name_is_wrong(house: House) -> None:
    house.open("M07")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(SIGN, answer="signed")
    refused = ingrid.send(second, f"{SIGN}/signed", consents="yes", name="I. Solheim", code="1")
    assert 'value="yes" checked' in refused.text


def test_a_consent_to_another_text_is_refused_and_asked_for_anew(house: House) -> None:
    house.open("M07")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(SIGN, answer="signed")
    typed = {"consents": "yes", "consent_text": "2020-01", "name": "Ingrid Solheim"}
    refused = ingrid.send(second, f"{SIGN}/signed", **typed)
    assert beside(refused, "consents").startswith("The text you agree to changed")
    assert 'value="yes" checked' not in refused.text
    assert 'name="consent_text" value="2026-11"' in refused.text


def test_the_mutual_plan_shows_every_milestone_before_it_is_signed(house: House) -> None:
    house.open("M07")
    told = words(house.enter(INGRID).get(SIGN))
    assert all(milestone.name in told for milestone in house.page().milestones)


def test_a_verdict_may_hold_until_a_day(house: House) -> None:
    written(house, "M09", "The test passed on every case of May.")
    priya = house.enter(PRIYA)
    second = priya.fill(ATTEST, answer="passed", **{"until-passed": "2028-01-31"})
    sent = put_name(house, PRIYA, priya, second, f"{ATTEST}/passed")
    assert sent.status_code == 303
    assert recorded(house, PRIYA, "M09")["until"] == "2028-01-31"


def test_a_pass_with_conditions_takes_conditions(house: House) -> None:
    written(house, "M09", "The test passed on every case of May.")
    priya = house.enter(PRIYA)
    refused = priya.fill(ATTEST, answer="passed_with_conditions")
    assert beside(refused, "conditions-0-text") == "Write at least one condition."


def test_a_failure_is_a_verdict_with_a_name_to_it(house: House) -> None:
    written(house, "M09", "The test passed on every case of May.")
    tomas = house.enter(TOMAS)
    typed = {"reasons-failed": "Two cases of May are missing."}
    second = tomas.fill(ATTEST, answer="failed", **typed)
    assert 'name="code"' in second.text
    assert put_name(house, TOMAS, tomas, second, f"{ATTEST}/failed").status_code == 303
    assert says(house, TOMAS, "M09", "attest") == {"objected"}


def test_a_decision_is_refused_while_it_is_not_open(house: House) -> None:
    house.open("M13")
    page = house.enter(INGRID).get(DECIDE)
    assert "Not open yet." in words(page)
    assert 'name="answer"' not in page.text


def test_a_forwarded_link_reads_and_finds_no_button(house: House) -> None:
    house.open("M07")
    house.enter(INGRID)
    second_browser = house.enter(INGRID)
    page = second_browser.get(SIGN)
    assert "Here you can read, and not answer." in words(page)
    assert 'name="answer"' not in page.text
