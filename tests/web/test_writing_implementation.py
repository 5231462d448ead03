"""Writing the implementation plan on the desk: tasks, files, the dates before the revision."""

from pathlib import Path

from portal.domain.document import IMPLEMENTATION_PLAN
from tests.web.desks import reader, send_anyway
from tests.web.meridian import House
from tests.web.visitor import words
from tests.web.writing import Writer

SCHEDULES = Path(__file__).parents[1] / "data" / "schedules"
NETWORK = (SCHEDULES / "maintenance-job-34.json").read_text(encoding="utf-8")
CSV = "id,name,duration,predecessors\nA,Order the line,2,\nB,Connect it,3,A\n"


def tasks(house: House) -> list[str]:
    """Return the names of the tasks of the current revision."""
    content = house.page().documents[IMPLEMENTATION_PLAN].content
    return [task["name"] for task in content["tasks"]]


def test_the_page_shows_the_tasks_as_they_stand(house: House) -> None:
    page = Writer(house, "implementation")
    assert page.values()["t2-name"] == "Load and check"
    assert page.values()["t2-predecessors"] == "A, B"


def test_the_dates_are_shown_before_anything_is_written(house: House) -> None:
    page = Writer(house, "implementation")
    shown = page.press("show", **{"t0-duration_days": "6"})
    assert "<svg" in shown.text
    assert "Room before go-live" in words(shown)
    assert tasks(house)[0] == "Map the claims data"
    assert house.page().documents[IMPLEMENTATION_PLAN].number == 1


def test_what_was_laid_out_becomes_the_revision(house: House) -> None:
    page = Writer(house, "implementation")
    page.press("show", **{"t0-name": "Map all claims data"})
    assert page.press("write").status_code == 303
    assert tasks(house) == ["Map all claims data", "Set up the environment", "Load and check"]


def test_a_date_that_cannot_be_met_is_said_before_the_revision(house: House) -> None:
    shown = words(Writer(house, "implementation").press("show", **{"t0-duration_days": "200"}))
    assert "The go-live on Monday 22 March 2027 cannot be met, by" in shown
    assert "“Map the claims data” would have to begin on" in shown


def test_a_task_is_added_with_an_id_of_its_own(house: House) -> None:
    page = Writer(house, "implementation")
    page.press("add")
    assert page.values()["t3-id"] == "D"
    page.press("show", **{"t3-name": "Train the team", "t3-duration_days": "2"})
    page.press("write")
    assert tasks(house)[-1] == "Train the team"


def test_a_task_is_taken_out(house: House) -> None:
    page = Writer(house, "implementation")
    page.press("take-out-2")
    page.press("show")
    page.press("write")
    assert tasks(house) == ["Map the claims data", "Set up the environment"]


def test_a_circle_is_told_beside_the_task(house: House) -> None:
    page = Writer(house, "implementation")
    sent = page.press("show", **{"t0-predecessors": "C"})
    assert sent.status_code == 422
    assert "The predecessors form a circle" in words(sent)
    assert page.values()["t0-predecessors"] == "C"


def test_an_unknown_predecessor_is_told_beside_the_task(house: House) -> None:
    sent = Writer(house, "implementation").press("show", **{"t1-predecessors": "Z"})
    assert "Task 2: 'B' waits for 'Z', which is not in the list" in words(sent)


def test_each_wrong_field_is_told_with_its_task(house: House) -> None:
    page = Writer(house, "implementation")
    told = words(page.press("show", **{"t0-name": "", "t1-duration_days": "2.5", "t2-hours": "-1"}))
    assert "Task 1 has no name: say what is done." in told
    assert "Task 2: The duration of 'B' is a fraction of a day" in told
    assert "Task 3: The hours of 'C' are -1" in told
    assert page.values()["t1-duration_days"] == "2.5"


def test_a_network_file_fills_the_form(house: House) -> None:
    page = Writer(house, "implementation")
    shown = words(page.press("load", file=NETWORK))
    assert page.values()["tasks"] == "10"
    assert "the work takes 34" in shown


def test_a_pasted_table_fills_the_form(house: House) -> None:
    page = Writer(house, "implementation")
    page.press("load", text=CSV)
    page.press("write")
    assert tasks(house) == ["Order the line", "Connect it"]


def test_a_text_that_cannot_be_read_stays_in_its_field(house: House) -> None:
    page = Writer(house, "implementation")
    sent = page.press("load", text="id,duration\nA,soon\n")
    assert sent.status_code == 422
    assert "Row 2, column duration" in words(sent)
    assert page.values()["text"].strip() == "id,duration\nA,soon"


def test_a_reader_writes_nothing(house: House) -> None:
    browser, path = reader(house), f"/desk/plans/{house.plan}/implementation"
    assert browser.get(path).location == f"/desk/plans/{house.plan}/d/implementation_plan"
    assert send_anyway(browser, path, do="write").status_code == 403


def test_line_breaks_as_browsers_send_them_are_no_change(house: House) -> None:
    page = Writer(house, "implementation")
    page.press("show", **{"t0-acceptance_test": "Every claim is there.\nNone is doubled."})
    sent = page.press(
        "write", **{"t0-acceptance_test": "Every claim is there.\r\nNone is doubled."}
    )
    assert sent.status_code == 303


def test_a_plan_of_many_tasks_is_not_too_many_fields(house: House) -> None:
    page = Writer(house, "implementation")
    rows = "\n".join(f"T{number},Task {number},1" for number in range(150))
    page.press("load", text=f"id,name,duration\n{rows}\n")
    page.press("load")
    page.press("write")
    assert len(tasks(house)) == 150
