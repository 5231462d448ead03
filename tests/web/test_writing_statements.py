"""A milestone on the desk: its standing, its words as a revision, and nothing that closes it."""

import re

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act
from tests.web.desks import reader, stranger
from tests.web.meridian import PRIYA, TOMAS, House
from tests.web.visitor import words
from tests.web.writing import Writer

PROOF = "M09"


def test_the_words_the_playbook_suggests_stand_in_the_form(house: House) -> None:
    page = Writer(house, f"m/{PROOF}")
    text = page.values()["text"]
    assert text.strip().startswith("Proof accepted.")
    assert "Northwind Analytics has put on the table: trial, pilot, site visit or demo" in text


def test_the_words_become_a_revision_people_are_asked_about(house: House) -> None:
    sent = Writer(house, f"m/{PROOF}").press("", text="All six criteria are met.")
    assert sent.status_code == 303
    assert (
        house.page().documents[f"statement:{PROOF}"].content["text"] == "All six criteria are met."
    )


def test_words_that_are_missing_are_asked_for(house: House) -> None:
    sent = Writer(house, f"m/{PROOF}").press("", text="  ")
    assert sent.status_code == 422
    assert "Write the words the buyer is asked to answer." in words(sent)


def test_the_same_words_again_make_no_revision(house: House) -> None:
    page = Writer(house, f"m/{PROOF}")
    page.press("", text="All six criteria are met.")
    page.shown = page.browser.get(page.path)
    sent = page.press("", text="All six criteria are met.")
    assert "Nothing differs from the current revision" in words(sent)


def test_the_order_is_asked_with_the_amount_of_the_case(house: House) -> None:
    page = Writer(house, "m/M22")
    assert page.values()["amount"] == "420,000"
    page.press("", text="The order form.", amount="not much")
    assert "Write the amount in figures" in words(page.shown)
    assert page.press("", amount="415,000").status_code == 303
    assert house.page().documents["statement:M22"].amount == 415_000


def test_an_order_below_nothing_is_refused(house: House) -> None:
    page = Writer(house, "m/M22")
    sent = page.press("", text="The order form.", amount="-1")
    assert sent.status_code == 422
    assert "Give an amount from 0 to 999,999,999,999." in words(sent)
    assert page.values()["amount"] == "-1"


def test_other_words_are_asked_without_an_amount(house: House) -> None:
    assert "amount" not in Writer(house, f"m/{PROOF}").values()


def test_who_is_missing_and_what_comes_first_is_named(house: House) -> None:
    shown = words(Writer(house, f"m/{PROOF}").shown)
    assert "Opens after Success test agreed before the proof." in shown
    assert "Priya Raman will be asked to" in shown
    assert "Nothing on this page closes it." in shown


def test_an_objection_and_its_reason_stand_at_the_head(house: House) -> None:
    house.open("M08")
    Writer(house, "m/M08").press("", text="Ten days, six criteria.")
    house.say(house.visit(TOMAS), "M08", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Make it seven.")
    shown = words(Writer(house, "m/M08").shown)
    assert "Tomás Aguiar asked for changes, Mon 23 Nov. “Make it seven.”" in shown
    assert "Make revision 2" in shown


def test_what_was_answered_is_told_with_its_reason(house: House) -> None:
    house.say(house.visit(PRIYA), "M01", Act.CONFIRM, Answer.DECLINED, reason="Not our words.")
    shown = words(Writer(house, "m/M01").shown)
    assert "Priya Raman" in shown
    assert "Not our words." in shown


def test_a_document_is_written_on_its_own_page(house: House) -> None:
    page = Writer(house, "m/M13")
    assert f'href="/desk/plans/{house.plan}/cost-benefit"' in page.shown.text
    assert 'name="text"' not in page.shown.text


def test_facts_are_the_buyers_to_enter(house: House) -> None:
    shown = words(Writer(house, "m/M06").shown)
    assert "There is nothing for you to write" in shown
    assert "Who may approve how much" in shown


def test_no_form_of_any_milestone_closes_it(house: House) -> None:
    browser = house.sign_in()
    for milestone in house.page().milestones:
        shown = browser.get(f"/desk/plans/{house.plan}/m/{milestone.code}")
        actions = set(re.findall(r'<form[^>]* action="([^"#]+)', shown.text))
        here = f"/desk/plans/{house.plan}/m/{milestone.code}"
        assert actions <= {here, f"{here}/report", "/desk/sign-out"}


def test_writing_words_closes_nothing(house: House) -> None:
    Writer(house, f"m/{PROOF}").press("", text="All six criteria are met.")
    assert {m.standing for m in house.page().milestones} & {Standing.CLOSED.value} == set()


def test_a_milestone_that_is_not_there_is_not_found(house: House) -> None:
    assert house.sign_in().get(f"/desk/plans/{house.plan}/m/X9").status_code == 404


def test_a_stranger_finds_nothing(house: House) -> None:
    assert stranger(house).get(f"/desk/plans/{house.plan}/m/M09").status_code == 404


def test_a_reader_reads_and_writes_nothing(house: House) -> None:
    browser = reader(house)
    shown = browser.get(f"/desk/plans/{house.plan}/m/M09")
    assert "Make revision" not in words(shown)
    assert "Note what they said" not in words(shown)
