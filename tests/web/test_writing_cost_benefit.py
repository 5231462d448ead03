"""Writing the case on the desk: rows, files, the result before the revision, errors in place."""

from decimal import Decimal
from pathlib import Path

from portal.domain.acts import Answer
from portal.domain.document import COST_BENEFIT
from portal.domain.playbook.rules import Act
from portal.store.pages.rows import RevisionRow
from tests.web.desks import reader, send_anyway
from tests.web.meridian import INGRID, House
from tests.web.visitor import words
from tests.web.writing import Writer

CASES = Path(__file__).parents[1] / "data" / "costbenefit"
FORRESTER = (CASES / "forrester-tei-salesloft.json").read_text(encoding="utf-8")
WARRICK = (CASES / "vendor-claim-warrick.json").read_text(encoding="utf-8")
CSV = "kind,name,Start,Year 1\ncost,Fee,1000,200\nbenefit,Hours saved,0,4000\n"


def current(house: House) -> RevisionRow:
    """Return the case's current revision."""
    return house.page().documents[COST_BENEFIT]


def test_the_page_shows_the_case_as_it_stands(house: House) -> None:
    page = Writer(house, "cost-benefit")
    assert "Cost–benefit case, revision 1" in words(page.shown)
    assert page.values()["r0-name"] == "Licence and support"
    assert page.values()["rate"] == "8"


def test_the_result_is_shown_before_anything_is_written(house: House) -> None:
    page = Writer(house, "cost-benefit")
    shown = words(page.press("show", **{"r1-v0": "14,000"}))
    assert "Net present value" in shown
    assert "Make revision 2" in shown
    assert "Cost “Our own hours”, at the start" in shown
    assert "was 22,000 is now 14,000" in shown
    assert current(house).number == 1


def test_what_was_looked_at_becomes_the_revision_with_its_note(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("show", **{"r1-v0": "14000"})
    assert page.press("write", note="Fewer hours at the start.").status_code == 303
    assert current(house).content["rows"][1]["values"][0] == "14000"
    assert current(house).note == "Fewer hours at the start."


def test_a_case_changed_after_the_result_was_shown_is_shown_again_first(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("show", **{"r1-v0": "14000"})
    sent = page.press("write", **{"r1-v0": "1400"})
    assert sent.status_code == 422
    assert "Something was changed after the result was shown." in words(sent)
    assert current(house).number == 1


def test_a_row_and_a_column_are_added_without_script(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("add-benefit")
    page.press("more-columns", **{"r3-name": "Faster closing"})
    assert page.values()["r3-kind"] == "benefit"
    assert page.values()["r3-name"] == "Faster closing"
    assert page.values()["r3-v4"] == ""


def test_a_row_is_taken_out_with_what_stood_in_it(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("take-out-1")
    assert page.values()["r1-name"] == "Fewer claims paid twice"
    assert "r2-name" not in page.values()


def test_every_error_stands_beside_its_field_and_names_its_row(house: House) -> None:
    page = Writer(house, "cost-benefit")
    wrong = {"r0-v1": "a lot", "r1-name": " ", "rate": "-100", "amount": "-5", "currency": "EURO"}
    sent = page.press("show", **wrong)
    told = words(sent)
    assert sent.status_code == 422
    assert "Row 1, year 1, is 'a lot'" in told
    assert "Row 2: The name of a row is blank" in told
    assert "Give the discount rate in percent, above −100" in told
    assert "Give an amount from 0 to 999,999,999,999." in told
    assert "The currency is 'EURO'" in told
    assert page.values()["r0-v1"] == "a lot"


def test_thousands_are_read_where_the_commas_stand_right(house: House) -> None:
    page = Writer(house, "cost-benefit")
    assert page.press("show", **{"r0-v0": "1,234,567.50"}).status_code == 200
    assert page.press("show", **{"r0-v0": "1,23"}).status_code == 422


def test_a_json_file_fills_the_form_and_shows_its_published_result(house: House) -> None:
    page = Writer(house, "cost-benefit")
    shown = words(page.press("load", file=FORRESTER))
    assert "USD 5,500,000" in shown
    assert "5,496,170" in shown
    assert page.values()["r1-v3"] == "4229760"
    assert "does not follow" not in shown


def test_a_loaded_file_is_on_record_once_the_revision_is_made(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("load", file=FORRESTER)
    assert page.press("write", amount="430000").status_code == 422
    assert page.press("write", amount="420000").status_code == 422
    assert page.press("write").status_code == 303
    assert current(house).currency == "USD"
    assert current(house).amount == Decimal(420_000)


def test_published_figures_that_do_not_follow_are_named(house: House) -> None:
    shown = words(Writer(house, "cost-benefit").press("load", text=WARRICK))
    assert "“IRR %” does not follow from the rows. Published: 285." in shown
    assert "“3-year NPV (millions)” does not follow from the rows." in shown


def test_a_pasted_table_replaces_the_rows_and_keeps_the_rest(house: House) -> None:
    page = Writer(house, "cost-benefit")
    page.press("load", text=CSV, rate="5")
    assert page.values()["r1-name"] == "Hours saved"
    assert page.values()["columns"] == "2"
    assert page.values()["rate"] == "5"
    assert page.values()["title"] == "Claims handling"


def test_a_text_that_cannot_be_read_stays_in_its_field(house: House) -> None:
    page = Writer(house, "cost-benefit")
    sent = page.press("load", text="kind,name,1\ncost,Fee,much\n")
    assert sent.status_code == 422
    assert "Row 2, column '1', is 'much'" in words(sent)
    assert page.values()["text"].strip() == "kind,name,1\ncost,Fee,much"
    assert page.values()["r0-name"] == "Licence and support"


def test_a_file_that_is_no_text_is_refused(house: House) -> None:
    sent = Writer(house, "cost-benefit").press("load", file=b"\x89PNG\xff\x00")
    assert "This file is no text in UTF-8." in words(sent)


def test_an_absurd_amount_is_refused(house: House) -> None:
    page = Writer(house, "cost-benefit")
    assert "too large to be meant" in words(page.press("show", amount="9" * 40))
    assert "with two decimals at most" in words(page.press("show", amount="1.234"))


def test_costs_that_nobody_could_approve_ask_for_the_amount(house: House) -> None:
    sent = Writer(house, "cost-benefit").press("show", **{"amount": "", "r0-v0": "9" * 20})
    assert "all costs together are no amount that anybody could approve" in words(sent)


def test_an_objection_stands_at_the_head_with_its_reason(house: House) -> None:
    house.open("M13")
    house.say(
        house.visit(INGRID), "M13", Act.APPROVE, Answer.CHANGES_ASKED, reason="Count it once."
    )
    shown = words(Writer(house, "cost-benefit").shown)
    assert "Ingrid Solheim asked for changes, Mon 23 Nov. “Count it once.”" in shown
    assert "A new revision is your answer" in shown


def test_a_reader_writes_nothing(house: House) -> None:
    browser, path = reader(house), f"/desk/plans/{house.plan}/cost-benefit"
    assert browser.get(path).location == f"/desk/plans/{house.plan}/d/cost_benefit"
    assert send_anyway(browser, path, do="write").status_code == 403
