"""What stands on paper: the whole plan as primitives, with what is open or missing in words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.delivery.paper import words
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.money import money_part
from portal.delivery.paper.sheet import UnknownPaper, sheet
from portal.domain.calendar import BusinessCalendar
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.content import to_content
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, OUTCOMES
from portal.domain.facts import REGISTRY
from portal.store.pages.rows import PlanPage
from tests.actions.people import Deal


@pytest.fixture(scope="module")
def paper(copy: Copy) -> dict[str, Any]:
    return sheet(copy, "a4")


def changed(copy: Copy, **changes: Any) -> Copy:
    """Return the copy of a page with other parts."""
    assert isinstance(copy.page, PlanPage)
    return replace(copy, page=replace(copy.page, **changes))


def rows(paper: dict[str, Any]) -> dict[str, dict[str, str]]:
    phases = paper["decided"]["phases"]
    return {row["name"]: row for phase in phases for row in phase["rows"]}


def test_a_sheet_is_primitives_all_the_way_down(paper: dict[str, Any]) -> None:
    assert json.loads(json.dumps(paper)) == paper


def test_the_same_head_gives_the_same_sheet(copy: Copy, story: Deal) -> None:
    again = replace(copy, calendar=BusinessCalendar(**_parts(copy.calendar)))
    assert sheet(again, "a4") == sheet(copy, "a4")


def _parts(calendar: BusinessCalendar) -> dict[str, Any]:
    return {"days_off": frozenset(sorted(calendar.days_off, reverse=True)),
            "weekend": calendar.weekend, "days_worked": calendar.days_worked}  # fmt: skip  # parts


def test_the_date_is_that_of_the_last_entry(copy: Copy, paper: dict[str, Any]) -> None:
    last = copy.evidence.entries[-1].body["at"]
    assert last == "2026-11-24T13:00:00Z"
    assert paper["plan"]["moment"] == "24 Nov 2026, 14:00:00 CET"
    assert paper["cover"]["facts"][0]["text"] == "24 November 2026"


@pytest.mark.parametrize("name", ["letter", "a4"])
def test_the_paper_changes_the_size_alone(copy: Copy, paper: dict[str, Any], name: str) -> None:
    other = sheet(copy, name)
    same = {"paper", "identifier"}
    assert {k: v for k, v in other.items() if k not in same} == {
        k: v for k, v in paper.items() if k not in same
    }


def test_an_unknown_paper_is_refused(copy: Copy) -> None:
    with pytest.raises(UnknownPaper, match="a4 or letter"):
        sheet(copy, "a5")


def test_a_closed_milestone_names_who_closed_it_and_when(paper: dict[str, Any]) -> None:
    row = rows(paper)["Proof accepted"]
    assert (row["mark"], row["who"]) == ("closed", "Priya Raman, Tomás Aguiar")
    assert row["when"] == "Closed 24 Nov 2026"


def test_a_milestone_closed_with_conditions_has_its_own_mark(paper: dict[str, Any]) -> None:
    row = rows(paper)["Cost versus benefit approved"]
    assert row["mark"] == "cond"
    assert "Ingrid Solheim (with conditions)" in row["who"]


def test_an_open_milestone_names_who_is_missing_and_when_it_is_due(paper: dict[str, Any]) -> None:
    row = rows(paper)["Implementation plan signed off"]
    assert row["mark"] == "wait"
    assert "Ingrid Solheim (open)" in row["who"]
    assert row["when"].startswith("Due ")


def test_a_milestone_that_is_not_open_says_what_comes_before_it(paper: dict[str, Any]) -> None:
    assert rows(paper)["Order placed"]["first"].startswith("Opens after: Implementation plan")


def test_a_milestone_past_its_date_is_late(copy: Copy) -> None:
    late = tuple(replace(m, due_on=date(2026, 11, 2)) for m in copy.page.milestones)  # type: ignore[type-var]  # the store's rows
    told = rows(sheet(changed(copy, milestones=late), "a4"))
    assert told["Implementation plan signed off"]["when"] == "Due 2 Nov 2026, late"
    assert told["Proof accepted"]["when"] == "Closed 24 Nov 2026"


def test_what_is_left_out_is_told_with_its_reason(paper: dict[str, Any]) -> None:
    assert {"Users ready"} <= {one["name"] for one in paper["decided"]["left_out"]}
    assert all(one["sentence"] for one in paper["decided"]["left_out"])


def test_the_cover_says_what_is_open(paper: dict[str, Any]) -> None:
    assert paper["cover"]["open"].startswith("7 milestones are open. “Implementation plan signed")


def test_a_condition_travels_with_its_owner_and_date(paper: dict[str, Any]) -> None:
    (condition,) = paper["agreed"]["conditions"]
    assert condition["text"] == "Northwind reports held bookings weekly until June."
    assert (condition["owner"], condition["due"]) == ("Jonas Kovač", "1 Jun 2027")


def test_what_was_signed_bears_the_words_the_title_the_time_and_both_fingerprints(
    copy: Copy, paper: dict[str, Any]
) -> None:
    card = next(c for c in paper["signatures"]["cards"] if "Cost–benefit case" in c["words"])
    answer = next(a for a in copy.page.decisions if a.seq == card["seq"])
    assert card["words"] == answer.words["statement"]
    assert card["title"] == "Chief Financial Officer, Meridian Freight"
    assert card["when"] == "24 Nov 2026, 08:00:00 CET"
    assert card["hash"].replace(" ", "") == answer.hash[:16]


def test_an_answer_to_an_earlier_revision_says_so(copy: Copy) -> None:
    case = copy.page.documents[COST_BENEFIT]
    newer = replace(case, number=3, hash="0" * 64)  # type: ignore[type-var]  # the store's row
    later = changed(copy, documents={**copy.page.documents, COST_BENEFIT: newer})
    for milestone in later.page.milestones:
        assert milestone.standing  # the page is otherwise the same
    lines = tuple(
        replace(m, lines=tuple(replace(line, say="outdated") for line in m.lines))  # type: ignore[type-var]  # the store's rows
        for m in later.page.milestones
    )
    cards = sheet(changed(later, milestones=lines), "a4")["signatures"]["cards"]
    told = [card["outdated"] for card in cards if "Cost–benefit case" in card["words"]]
    assert told[0] == "Given to revision 2; revision 3 is the current one."


def test_who_has_not_answered_has_an_open_card(paper: dict[str, Any]) -> None:
    (card,) = paper["signatures"]["open"]
    assert card["names"] == "Tomás Aguiar, Ingrid Solheim"
    assert card["what"] == "Implementation plan signed off, revision 2"


def test_facts_that_were_given_stand_under_the_words_that_asked_for_them(
    paper: dict[str, Any],
) -> None:
    told = [said for one in paper["signatures"]["others"] for said in one["said"]]
    assert "Who may approve how much: approval of Meridian" in told


def test_the_case_is_evaluated_to_the_cent(paper: dict[str, Any]) -> None:
    worth, returned, back = (figure["text"] for figure in paper["money"]["figures"])
    assert (worth, returned, back) == ("5,496,170", "328.7%", "1 month")


def test_a_long_case_is_parted_into_tables_that_fit(copy: Copy) -> None:
    values = tuple(Decimal(n) for n in range(1, 15))
    case = Case((Row(COST, "Rent", values), Row(BENEFIT, "Saved", values)), Decimal(0))
    revision = copy.page.documents[COST_BENEFIT]
    long = replace(revision, content={"kind": COST_BENEFIT, **to_content(case)})  # type: ignore[type-var]  # the store's row
    tables = money_part(changed(copy, documents={COST_BENEFIT: long}))["tables"]
    assert [len(table["heads"]) for table in tables] == [6, 6, 3]
    assert tables[-1]["heads"][-1] == "Total"


def test_tasks_are_laid_out_back_from_the_go_live(paper: dict[str, Any]) -> None:
    last = paper["going_live"]["tasks"][-1]
    assert (last["name"], last["to"]) == ("Live: first working day", "24 May 2027")
    assert "must begin by 8 Apr 2027" in paper["going_live"]["room"]


def test_a_go_live_that_cannot_be_met_is_told(copy: Copy) -> None:
    assert isinstance(copy.page, PlanPage)
    soon = changed(copy, plan=replace(copy.page.plan, go_live=date(2026, 12, 1)))
    assert "cannot be met" in sheet(soon, "a4")["going_live"]["warning"]


def test_a_go_live_on_a_day_off_is_told_and_the_rest_still_printed(copy: Copy) -> None:
    assert isinstance(copy.page, PlanPage)
    sunday = changed(copy, plan=replace(copy.page.plan, go_live=date(2027, 5, 23)))
    found = sheet(sunday, "a4")["going_live"]
    assert "2027-05-23 is no business day" in found["warning"]
    assert found["tasks"] == []


def test_a_plan_nobody_has_been_told_of_says_what_is_missing(bare: Copy) -> None:
    found = sheet(bare, "letter")
    assert "No outcomes have been written yet" in found["agreed"]["status"]
    assert "No cost–benefit case has been written yet" in found["money"]["status"]
    assert "No implementation plan has been written yet" in found["going_live"]["status"]
    assert found["signatures"] == {"cards": [], "open": [], "others": []}
    assert "empty seat: " in rows(found)["Business outcomes agreed"]["who"]


@pytest.mark.parametrize("document", [OUTCOMES, COST_BENEFIT, IMPLEMENTATION_PLAN])
def test_each_document_says_whether_it_is_agreed(copy: Copy, document: str) -> None:
    agreed = document != IMPLEMENTATION_PLAN
    assert ("Agreed on 2" in copy.document_status(document)) is agreed
    assert ("Not agreed yet" in copy.document_status(document)) is not agreed


def test_every_entry_of_the_ledger_stands_in_words(copy: Copy, paper: dict[str, Any]) -> None:
    told = paper["evidence"]["entries"]
    assert [one["hash"] for one in told] == [entry.hash for entry in copy.evidence.entries]
    assert all("{" not in one["what"] and "None" not in one["what"] for one in told)


def test_every_event_the_ledger_may_hold_has_words() -> None:
    assert set(words.EVENTS) == set(REGISTRY)


def test_an_erased_person_is_a_former_member(copy: Copy) -> None:
    erased = changed(copy, members=copy.page.members[1:])
    assert "Ingrid Solheim" not in [
        one["who"] for one in sheet(erased, "a4")["evidence"]["answers"]
    ]


def test_sums_are_written_with_a_real_minus_and_nothing_as_a_dash() -> None:
    written = [words.figure(Decimal(value)) for value in ("-53150", "0", "1606511")]
    assert written == ["−53,150", "–", "1,606,511"]
