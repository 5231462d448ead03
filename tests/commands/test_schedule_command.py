"""``portal schedule`` prints the schedule of the contract, or one sentence and exit code 2."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from portal.cli import main

CASES = Path(__file__).parents[1] / "data" / "schedules"
FOUNDRY = str(CASES / "general-foundry.json")
DATED = ("--finish", "2027-03-01", "--calendar", "US")


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["schedule", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    try:
        code: object = main(["schedule", *words, "--json"])
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    return str(err)


def file_of(folder: Path, content: object) -> str:
    path = folder / "network.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def chain(**first: object) -> dict[str, object]:
    return {
        "activities": [
            {"id": 1, "duration": 2, **first},
            {"id": 2, "duration": 0, "predecessors": [1]},
        ]
    }


def test_a_network_is_printed_with_exactly_these_keys(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert printed(capsys, file_of(tmp_path, chain())) == {
        "duration": 2,
        "critical": ["1", "2"],
        "activities": [
            {
                "id": "1",
                "early_start": 0,
                "early_finish": 2,
                "late_start": 0,
                "late_finish": 2,
                "slack": 0,
            },
            {
                "id": "2",
                "early_start": 2,
                "early_finish": 2,
                "late_start": 2,
                "late_finish": 2,
                "slack": 0,
            },
        ],
        "claims": [],
    }


def test_whole_numbers_are_printed_without_a_point(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = printed(capsys, file_of(tmp_path, chain(duration=2.0)))
    assert isinstance(answer["duration"], int)


def test_fractions_are_printed_as_numbers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = printed(capsys, file_of(tmp_path, chain(three_point=[1, 2, 4])))
    assert answer["duration"] == 13 / 6


def test_a_claim_that_does_not_follow_is_named_and_no_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert printed(capsys, str(CASES / "published-wrong-31.json"))["claims"] == [
        {"metric": "project_duration", "published": 31, "computed": 31, "follows": True},
        {
            "metric": "critical",
            "published": ["A", "C", "L", "M"],
            "computed": ["A", "D", "G", "H", "I", "M"],
            "follows": False,
        },
    ]


def test_with_a_finish_each_activity_and_the_whole_have_dates(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = printed(capsys, FOUNDRY, *DATED)
    last = answer["activities"][-1]
    assert answer["latest_start_date"] == "2026-11-09"
    assert answer["activities"][0]["latest_start_date"] == "2026-11-09"
    assert (last["latest_start_date"], last["latest_finish_date"]) == ("2027-02-16", "2027-03-01")


def test_holidays_far_back_are_kept_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    content = {"unit": "weeks", "activities": [{"id": "A", "duration": 120}]}
    answer = printed(capsys, file_of(tmp_path, content), *DATED)
    # 600 business days are 629 weekdays here: 29 of them are federal holidays, 4 of those in 2024.
    assert answer["latest_start_date"] == "2024-10-02"


def test_without_json_a_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", FOUNDRY, *DATED]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Duration: 15 weeks",
        "Starts by: 2026-11-09",
        "Critical: A, C, E, G, H",
    ]
    assert lines[5].split() == ["A", "0", "2", "0", "2", "0", "yes", "2026-11-09", "2026-11-23"]
    assert lines[-1] == "Published critical, A, C, E, G, H: follows"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"activities": []}, "no activities"),
        ({}, "no list 'activities'"),
        (chain(predecessors=[2]), "circle, 1 → 2 → 1"),
        (chain(predecessors=[3]), "'1' waits for '3'"),
        (chain(id=2, predecessors=[]), "'2' is used twice"),
        (chain(duration=-1), "duration of '1'"),
    ],
)
def test_a_network_that_cannot_be_is_one_sentence(
    content: object, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert says in refused(capsys, file_of(tmp_path, content))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--finish", "2027-02-28", "--calendar", "US"], "2027-02-26 before it or 2027-03-01"),
        (["--finish", "2026-12-25", "--calendar", "GB-ENG"], "2026-12-24 before it or 2026-12-29"),
        (["--finish", "1 March", "--calendar", "US"], "write it as 2027-03-01"),
        (["--finish", "2027-02-30", "--calendar", "US"], "'2027-02-30' is no date"),
        (["--finish", "20270301", "--calendar", "US"], "'20270301' is no date"),
        (["--finish", "2027-03-01", "--calendar", "XX"], "no calendar 'XX'"),
        (["--finish", "2027-03-01", "--calendar", "GB-XX"], "ENG, NIR, SCT, WLS"),
        (["--finish", "9999-12-31", "--calendar", "US"], "known from"),
        (["--finish", "2027-03-01"], "give both"),
        (["--calendar", "US"], "give both"),
    ],
)
def test_a_date_that_cannot_be_is_one_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in refused(capsys, FOUNDRY, *words)


def test_dates_in_another_unit_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hours = file_of(tmp_path, {**chain(), "unit": "hours"})
    assert printed(capsys, hours)["duration"] == 2
    assert "'hours'" in refused(capsys, hours, *DATED)


def test_a_missing_file_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "cannot be read" in refused(capsys, str(tmp_path / "nothing.json"))
    assert "cannot be read" in refused(capsys, str(tmp_path))
    assert "cannot be read" in refused(capsys, "\0")


def test_a_file_that_is_no_text_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "network.sm"
    path.write_bytes(b"\xff\xfe\x00")
    assert "no UTF-8 text" in refused(capsys, str(path))


def test_a_file_with_a_byte_order_mark_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "network.json"
    path.write_text("\ufeff" + json.dumps(chain()), encoding="utf-8")
    assert printed(capsys, str(path))["duration"] == 2


def test_a_psplib_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    folder = os.environ.get("PORTAL_SHARED_DATA")
    if not folder:
        pytest.skip("PORTAL_SHARED_DATA names no folder, and PSPLIB files are never committed")
    answer = printed(capsys, str(Path(folder) / "schedules" / "psplib" / "j301_1.sm"))
    assert (answer["duration"], len(answer["activities"])) == (38, 32)
