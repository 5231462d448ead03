"""Documents as both sides read them: exact, with their history, and nothing changed by looking."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import event

from portal.actions import revise
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.web.showing.cost_benefit import break_even, rates, waiting
from portal.web.showing.figures import exact, headline, months, percent
from tests.web.meridian import CASE, INGRID, TASKS, TOMAS, House
from tests.web.visitor import words

CASE_PAGE = "/room/d/cost_benefit"


def test_headlines_are_rounded_and_tables_exact(house: House) -> None:
    told = words(house.enter(INGRID).get(CASE_PAGE))
    assert "Net present value EUR 340,000" in told
    assert "340,472.18" in told
    assert "749,961.90" in told


def test_a_case_says_what_must_be_true_and_what_waiting_costs(house: House) -> None:
    told = words(house.enter(INGRID).get(CASE_PAGE))
    assert "breaks even when 54.6 % of every benefit comes true" in told
    assert "About EUR 2,100 for each month the start is put off" in told
    assert "Paid back after 16 months" in told


def test_a_case_is_drawn_for_wide_and_narrow_screens(house: House) -> None:
    page = house.enter(INGRID).get(CASE_PAGE).text
    assert 'class="chart cash wide"' in page
    assert 'class="chart cash narrow"' in page


def test_another_rate_is_tried_and_changes_nothing(house: House) -> None:
    ingrid = house.enter(INGRID)
    tried = words(ingrid.get(f"{CASE_PAGE}?rate=20"))
    assert "This is a trial at 20 % a year. Nothing was changed" in tried
    assert "340,472.18" not in tried
    assert "340,472.18" in words(ingrid.get(CASE_PAGE))


@pytest.mark.parametrize("typed", ["a lot", "-100", "1e9999"])
def test_a_rate_that_is_none_is_refused_beside_its_field(house: House, typed: str) -> None:
    page = house.enter(INGRID).get(CASE_PAGE, query_string={"rate": typed})
    assert 'id="f-rate-error"' in page.text
    assert "340,472.18" in words(page)


def test_sources_and_those_who_answer_for_them_are_named(house: House) -> None:
    told = words(house.enter(INGRID).get(CASE_PAGE))
    assert "Our own hours HR rate card Priya" in told


def test_every_revision_stays_readable(house: House) -> None:
    ingrid = house.enter(INGRID)
    revise.cost_benefit(
        house.means, house.seller, house.plan, replace(CASE, discount_rate=Decimal("0.1"))
    )
    old = words(ingrid.get(f"{CASE_PAGE}?revision=1"))
    assert "340,472.18" in old
    assert "This is not the current revision." in old
    assert "What changed since revision 1" in words(ingrid.get(CASE_PAGE))
    assert ingrid.get(f"{CASE_PAGE}?revision=9").status_code == 404


def test_a_document_nobody_wrote_is_not_there(house: House) -> None:
    assert house.enter(INGRID).get("/room/d/statement:M19").status_code == 404


def test_a_plan_is_laid_out_backwards_from_the_go_live(house: House) -> None:
    told = words(house.enter(INGRID).get("/room/d/implementation_plan"))
    assert "The work takes 9 working days and has to begin by Wednesday 10 March 2027." in told
    assert "Load and check Longest path" in told
    assert "Keep the old system for a month" in told


def test_the_owner_of_tasks_reads_their_own_share_first(house: House) -> None:
    told = words(house.enter(TOMAS).get("/room/d/implementation_plan"))
    assert "Hours of your tasks 46 hours" in told


def test_a_go_live_that_cannot_be_met_is_said_in_a_plain_sentence(house: House) -> None:
    long = Task("Z", "Move every depot", Side.BUYER, "Tomás Aguiar", None, 200)
    tasks = ImplementationPlan("Too long", (*TASKS.tasks, long))
    revise.implementation(house.means, house.seller, house.plan, tasks)
    told = words(house.enter(INGRID).get("/room/d/implementation_plan"))
    assert "The date cannot be met." in told
    assert "“Move every depot” would have to begin on" in told
    assert "The earliest go-live is" in told


@pytest.mark.parametrize(
    "page", ["/room/m/M01", "/room/m/M01/confirm", CASE_PAGE, "/room/d/implementation_plan"]
)
def test_a_page_costs_at_most_six_statements(house: House, page: str) -> None:
    ingrid, said = house.enter(INGRID), []
    event.listen(
        house.means.store.reader, "before_cursor_execute",
        lambda _c, _cursor, statement, *_: said.append(statement),
    )  # fmt: skip  # one listener
    ingrid.get(page)
    assert len([statement for statement in said if statement.startswith("SELECT")]) <= 6


def test_figures_read_the_same_everywhere() -> None:
    assert headline(Decimal("219557.43"), "EUR") == "EUR 220,000"
    assert headline(Decimal("-5496170"), "USD") == "USD −5,500,000"
    assert headline(Decimal("3.256"), "EUR", "millions") == "EUR 3.3 millions"
    assert exact(Decimal("-1234.5")) == "−1,234.50"
    assert percent(Decimal("0.095"), 2) == "9.5\u00a0%"
    assert months(Decimal("1.5")) == "18 months"
    assert months(None) == "not within this time"


def test_what_cannot_be_told_of_a_case_is_said_so() -> None:
    assert break_even(Decimal("1.2")).startswith("Even with every benefit")
    assert waiting(Decimal(-1), CASE).startswith("Nothing")
    assert rates(()).startswith("There is none")
    assert rates((Decimal("0.1"), Decimal("0.4"))).startswith("10\u00a0% and 40\u00a0%")
