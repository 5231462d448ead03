"""Who has signed off what, as a table: one mark for each person at each milestone."""

from dataclasses import replace
from datetime import date
from typing import Any

from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing
from portal.domain.playbook.rules import Act
from portal.store.pages.rows import LineRow, MilestoneRow
from portal.web.showing.matrix import Matrix, cell, counts, matrix
from tests.web.meridian import INGRID, PRIYA, House

ONE = {"kind": "one", "amount": 0, "of": 0, "veto": False}
CASE = MilestoneRow(
    code="M13", position=0, name="Cost versus benefit approved", phase=2, acts=["approve"],
    acts_are="all", go_no_go=False, prerequisites=[],
    who=[{"role": "economic_buyer", **ONE}, {"role": "finance", **ONE}],
    document_id="cost_benefit", asks=[], business_days=5, due_on=date(2026, 11, 27), critical=True,
    why="", buyer_action="", seller_provides="", origin="playbook",
    standing=Standing.WAITING_FOR_BUYER, missing=[], empty_seats=[], out_of_reach=[], lines=(),
    closed_at=None, closed_seq=None, reported_at=None,
)  # fmt: skip  # one row


def line(who: str, role: str, say: Say, answer: str | None = None, act: str = "approve") -> LineRow:
    """Return how somebody stands towards one act."""
    return LineRow(who, role, act, say, answer, 1 if answer else None)


def case(*lines: LineRow, **changed: Any) -> MilestoneRow:
    """Return the milestone with people's lines."""
    return replace(CASE, lines=lines, **changed)


def mark(milestone: MilestoneRow, who: str) -> str | None:
    """Return the mark of one cell."""
    found = cell(milestone, who, {})
    return found[0] if found else None


def column(table: Matrix, code: str) -> int:
    """Return where a milestone stands in the table."""
    return [one.code for one in table.columns].index(code)


def test_whoever_is_not_asked_has_an_empty_cell() -> None:
    assert mark(case(line("ingrid", "finance", Say.ASKED)), "owen") is None


def test_whoever_was_asked_and_has_not_answered_is_marked_so() -> None:
    assert mark(case(line("ingrid", "finance", Say.ASKED)), "ingrid") == "asked"


def test_before_a_milestone_opens_nobody_is_marked_as_asked() -> None:
    closed_yet = case(line("ingrid", "finance", Say.ASKED), standing=Standing.NOT_OPEN)
    assert mark(closed_yet, "ingrid") == "not_asked"


def test_while_the_supplier_must_write_the_mark_is_the_suppliers() -> None:
    waits = case(line("ingrid", "finance", Say.ASKED), standing=Standing.WAITING_FOR_SUPPLIER)
    assert mark(waits, "ingrid") == "waiting_for_supplier"


def test_an_answer_is_marked_by_what_it_says() -> None:
    said = line("ingrid", "finance", Say.YES, Answer.APPROVED_WITH_CONDITIONS)
    assert mark(case(said), "ingrid") == "approved_with_conditions"


def test_a_yes_above_the_limit_is_a_recommendation_and_never_an_approval() -> None:
    said = line("ingrid", "finance", Say.RECOMMENDED, Answer.APPROVED)
    assert mark(case(said), "ingrid") == "recommended"


def test_an_answer_to_an_earlier_revision_is_marked_as_such() -> None:
    said = line("ingrid", "finance", Say.OUTDATED, Answer.APPROVED)
    assert mark(case(said), "ingrid") == "outdated"


def test_what_somebody_still_owes_outweighs_what_they_gave() -> None:
    both = (
        line("ingrid", "finance", Say.YES, Answer.CONFIRMED, "confirm"),
        line("ingrid", "finance", Say.ASKED, act="provide"),
    )
    assert mark(case(*both, acts=["confirm", "provide"]), "ingrid") == "asked"


def test_where_one_act_is_enough_what_was_given_outweighs_the_rest() -> None:
    either = (
        line("ingrid", "finance", Say.YES, Answer.SIGNED, "sign"),
        line("ingrid", "finance", Say.ASKED, act="attest"),
    )
    milestone = case(*either, acts=["sign", "attest"], acts_are="alternatives")
    assert mark(milestone, "ingrid") == "signed"


def test_only_answers_that_count_are_counted() -> None:
    lines = (
        line("ingrid", "economic_buyer", Say.RECOMMENDED, Answer.APPROVED),
        line("tomas", "finance", Say.YES, Answer.APPROVED),
    )
    assert counts(case(*lines)) == (1, 2)


def test_a_seat_that_nobody_holds_is_needed_all_the_same() -> None:
    assert counts(case(line("tomas", "finance", Say.YES, Answer.APPROVED))) == (1, 2)


def test_more_answers_than_a_quorum_needs_count_as_what_it_needs() -> None:
    lines = [line(who, "finance", Say.YES, Answer.APPROVED) for who in ("tomas", "priya")]
    assert counts(case(*lines, who=[{"role": "finance", **ONE}])) == (1, 1)


def test_facts_are_needed_once_whoever_gives_them() -> None:
    given = line("tomas", "finance", Say.YES, Answer.PROVIDED, "provide")
    assert counts(case(given, acts=["provide"])) == (1, 1)


def test_a_closed_milestone_needed_what_it_got_whoever_joined_since() -> None:
    lines = (
        line("tomas", "finance", Say.YES, Answer.APPROVED),
        line("lena", "finance", Say.ASKED),
    )
    every = [{"role": "finance", **ONE, "kind": "every"}]
    assert counts(case(*lines, who=every, standing=Standing.CLOSED)) == (1, 1)


def test_the_table_has_every_person_and_every_milestone_that_is_needed(house: House) -> None:
    table, page = matrix(house.page()), house.page()
    assert [row.name for row in table.rows] == [member.name for member in page.members]
    assert [one.code for one in table.columns] == [one.code for one in page.milestones]
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_a_milestone_the_buyer_does_not_need_is_left_out(house: House) -> None:
    page = house.page()
    first = replace(page.milestones[0], standing=Standing.NOT_NEEDED)
    table = matrix(replace(page, milestones=(first, *page.milestones[1:])))
    assert first.code not in [one.code for one in table.columns]


def test_columns_tell_what_is_open_from_what_is_to_come(house: House) -> None:
    table = matrix(house.page())
    assert table.columns[column(table, "M01")].when == "now"
    assert table.columns[column(table, "M13")].when == "next"


def test_an_answer_given_in_the_room_shows_with_its_day(house: House) -> None:
    priya = house.visit(PRIYA)
    house.say(priya, "M01", Act.CONFIRM, Answer.CONFIRMED)
    table = matrix(house.page())
    row = next(row for row in table.rows if row.name == "Priya Raman")
    assert row.cells[column(table, "M01")] == ("confirmed", "confirmed, Mon 23 Nov")


def test_a_closed_milestone_is_behind(house: House) -> None:
    house.open("M13")
    table = matrix(house.page())
    assert table.columns[column(table, "M01")].when == "past"
    assert INGRID.capitalize() in table.rows[0].name
