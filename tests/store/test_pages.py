"""What pages read: everything about a plan in five statements, the list of plans in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.store.pages.plan import ledger_page, plan_page, revisions_of
from portal.store.pages.portfolio import plan_list
from portal.store.pages.rows import PlanListRow
from portal.store.transaction import Store
from tests.actions.people import COMMITTEE, INGRID, Deal, begin, line_of, means_on, shared
from tests.actions.purchases import LARGE, SMALL

OWN = 2  # milestones of the seller's own


@pytest.fixture
def deal(store: Store) -> Deal:
    """Give a small plan, shared with Ingrid, Priya and Tomás, that asks Ingrid for S1."""
    made = shared(means_on(store))
    made.own(Act.APPROVE, "economic_buyer", amount=9_000)
    return made


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Count the statements that the reading door runs."""
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.upper().startswith("SELECT"):
            ran.append(statement)

    event.listen(store.reader, "before_cursor_execute", note)
    yield ran
    event.remove(store.reader, "before_cursor_execute", note)


def statements_of(deal: Deal) -> int:
    with counted(deal.means.store) as ran:
        assert deal.page.milestones
    return len(ran)


def test_a_plan_costs_five_statements_whatever_its_size(store: Store) -> None:
    small = begin(means_on(store))
    large = shared(means_on(store), LARGE)
    large.write_everything()
    for number in range(OWN):
        large.own(Act.CONFIRM, "economic_buyer")
        large.give(INGRID, f"S{number + 1}", Act.CONFIRM)
        large.write(f"S{number + 1}", "Other words.")
    assert (statements_of(small), statements_of(large)) == (5, 5)


def test_a_plan_says_whose_it_is(deal: Deal) -> None:
    plan = deal.page.plan
    assert plan.address == f"northwind.{deal.plan}"
    assert (plan.owner, plan.owner_email) == ("Owen Hartley", "owen@northwind.example")
    assert (plan.amount, plan.currency, plan.tier) == (Decimal(24_000), "EUR", 1)
    assert plan.shared_at == deal.clock.now


def test_members_come_in_the_order_they_joined_with_all_that_is_known(deal: Deal) -> None:
    deal.give(INGRID, "S1", Act.APPROVE, title="Group CFO", limit=Decimal("9000.50"))
    page = deal.page
    assert [member.name for member in page.members] == [person.name for person in COMMITTEE]
    ingrid = page.members[0]
    assert (ingrid.title, ingrid.limit_amount, ingrid.limit_currency, ingrid.continued_on) == (
        "Group CFO", Decimal("9000.50"), "EUR", deal.clock.now.date(),
    )  # fmt: skip  # one comparison
    assert (ingrid.initials, ingrid.first_name) == ("IS", "Ingrid")


def test_a_milestone_carries_its_standing_and_everybody_it_asks(deal: Deal) -> None:
    asked = deal.milestone("S1")
    assert (asked.standing, asked.origin, asked.asks) == ("waiting_for_buyer", "supplier", [])
    line = line_of(asked, deal.ids[INGRID])
    assert (line.role, line.act, line.say) == ("economic_buyer", "approve", "asked")
    later = deal.milestone("M06")
    assert (later.standing, later.missing) == ("not_open", ["M01"])
    assert [name for name, _ in later.asks][:2] == ["approval", "committees"]


def test_a_closed_milestone_says_when_and_by_which_entry(deal: Deal) -> None:
    seq = deal.give(INGRID, "S1", Act.APPROVE).seq
    closed = deal.milestone("S1")
    assert (closed.closed_at, closed.closed_seq) == ("2026-11-23T09:00:00Z", seq)


def test_documents_are_the_current_revisions_and_the_earlier_ones_can_be_read(deal: Deal) -> None:
    deal.write("S1", "Other words.", 9_500)
    current = deal.page.documents["statement:S1"]
    assert (current.number, current.amount, current.made_by_side) == (2, Decimal(9_500), "supplier")
    with deal.means.store.reading() as connection:
        kept = revisions_of(connection, "northwind", deal.plan, "statement:S1")
    assert [one.number for one in kept] == [1, 2]
    assert kept[1] == current


def test_decisions_come_in_the_order_of_the_ledger_with_what_was_said(deal: Deal) -> None:
    no = Answer.CHANGES_ASKED
    deal.give(INGRID, "S1", Act.APPROVE, no, reason="Less, please.")
    deal.give(INGRID, "S1", Act.APPROVE)
    first, second = deal.page.decisions
    assert (first.answer, first.words["reason"]) == ("changes_asked", "Less, please.")
    assert (second.answer, second.limit_amount) == ("approved", Decimal(1_000_000))
    assert (first.seq < second.seq, second.member_id) == (True, deal.ids[INGRID])


def test_the_ledger_is_read_newest_first_page_by_page(deal: Deal) -> None:
    with deal.means.store.reading() as connection:
        first = ledger_page(connection, "northwind", deal.plan, most=4)
        rest = ledger_page(connection, "northwind", deal.plan, before=first[-1].seq)
    seqs = [entry.seq for entry in (*first, *rest)]
    assert seqs == list(range(deal.page.plan.ledger_seq, 0, -1))
    assert first[0].hash == deal.page.plan.ledger_head


def test_another_organisation_reads_nothing(deal: Deal) -> None:
    with deal.means.store.reading() as connection:
        assert plan_page(connection, "fabrikam", deal.plan) is None
        assert plan_page(connection, "northwind", "no such plan") is None
        assert revisions_of(connection, "fabrikam", deal.plan, "statement:S1") == ()
        assert ledger_page(connection, "fabrikam", deal.plan) == ()
        assert plan_list(connection, "fabrikam") == ()


def test_what_is_not_in_the_plan_is_none_of_its_rows(deal: Deal) -> None:
    page = deal.page
    assert (page.member("nobody"), page.member(None), page.milestone("M99")) == (None, None, None)


def test_the_list_counts_whose_move_each_milestone_is(deal: Deal) -> None:
    deal.own(Act.CONFIRM, "economic_buyer")
    deal.give(INGRID, "S1", Act.APPROVE)
    deal.give(INGRID, "S2", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Less, please.")
    with deal.means.store.reading() as connection:
        (row,) = plan_list(connection, "northwind")
    page = deal.page
    said = [milestone.standing for milestone in page.milestones]
    assert (row.title, row.closed, row.in_discussion) == (page.plan.title, 1, 1)
    assert (row.milestones, row.with_buyer) == (len(said), said.count("waiting_for_buyer"))
    assert row.with_supplier == said.count("waiting_for_supplier")
    assert row.next_due == min(
        one.due_on
        for one in page.milestones
        if one.due_on and one.standing in ("in_discussion", "waiting_for_supplier")
    )


def test_the_list_pages_by_go_live_without_a_gap_or_a_repetition(store: Store) -> None:
    means = means_on(store)
    for days in (7, 0, 7, 0, 1):
        begin(means, replace(SMALL, go_live=SMALL.go_live + timedelta(days=days)))
    after, found = (date.min, ""), list[PlanListRow]()
    with counted(store) as ran, store.reading() as connection:
        while page := plan_list(connection, "northwind", after=after, most=2):
            found += page
            after = (page[-1].go_live, page[-1].id)
    keys = [(row.go_live, row.id) for row in found]
    assert (len(keys), keys) == (5, sorted(set(keys)))
    assert len(ran) == 4  # three pages and the empty one


def test_a_name_of_one_word_has_one_letter(deal: Deal) -> None:
    lone = replace(deal.page.members[0], name="Ingrid")
    assert (lone.initials, lone.first_name) == ("I", "Ingrid")
