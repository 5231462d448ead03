"""``portal playbook`` prints the laid-out plan of the contract, or one sentence and exit code 2."""

import json
from pathlib import Path

import pytest

from portal.cli import main

EXPECTED = json.loads(
    (Path(__file__).parents[1] / "data/playbook/expected-large-account.json").read_text("utf-8")
)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert main(["playbook", *words, "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    try:
        code: object = main(["playbook", *words, "--json"])
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    return str(err)


def test_a_tier_that_is_no_number_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--type", "renewal", "--tier", "two", "--facts", "all")
    assert "'two' is no whole number" in said


@pytest.mark.parametrize(
    "expected", EXPECTED, ids=[f"tier {one['tier']}, {one['triggers']}" for one in EXPECTED]
)
def test_the_large_account_is_printed_with_every_key_in_order(
    expected: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--tier", str(expected["tier"]), "--facts", str(expected["triggers"]))
    answer = printed(capsys, "--type", "large_account", *words)
    assert json.dumps(answer) == json.dumps(expected)


def test_a_list_of_facts_is_repeated_in_the_masters_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = "unbudgeted,personal_data, integration_or_migration,unbudgeted"
    answer = printed(capsys, "--type", "upgrade", "--tier", "2", "--facts", facts)
    assert answer["triggers"] == ["integration_or_migration", "personal_data", "unbudgeted"]


def test_a_percentage_is_written_as_in_the_master(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed(capsys, "--type", "national_account", "--tier", "3", "--facts", "none")
    milestones = answer["milestones"]
    assert isinstance(milestones, list)
    who = next(one["who"] for one in milestones if one["code"] == "N3")
    assert who == [{"role": "site_lead", "quorum_percent": 80}]


def test_the_notice_moves_a_renewals_decision(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--type", "renewal", "--tier", "1", "--facts", "none", "--notice", "30")
    milestones = printed(capsys, *words)["milestones"]
    assert isinstance(milestones, list)
    decision = next(one for one in milestones if one["code"] == "M17")
    assert decision["latest_finish_business_days_before_anchor"] == 35


def test_without_json_a_person_reads_names_and_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "--type", "new_account", "--tier", "2", "--facts", "none"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "New account, tier 2 (Light): 33 business days"
    assert "M22 *    -13  Order placed" in lines
    assert "W2       +20  First month reviewed: continue / fix / leave" in lines


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--type", "huge", "--tier", "2", "--facts", "none"), "huge"),
        (("--type", "renewal", "--tier", "5", "--facts", "none"), "tier 5"),
        (("--type", "renewal", "--tier", "two", "--facts", "none"), "two"),
        (("--type", "national_account", "--tier", "1", "--facts", "none"), "tier 1"),
        (("--type", "renewal", "--tier", "2", "--facts", "weather"), "weather"),
        (("--type", "renewal", "--tier", "2", "--facts", "all,none"), "'all'"),
        (("--type", "renewal", "--tier", "2", "--facts", ""), "facts are"),
        (("--type", "upgrade", "--tier", "2", "--facts", "all", "--notice", "9"), "Only a renewal"),
        (("--type", "renewal", "--tier", "2", "--facts", "all", "--notice", "-1"), "-1 business"),
        (("--type", "renewal", "--tier", "2"), "--facts"),
    ],
)
def test_bad_input_gives_one_sentence(
    words: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert named in refused(capsys, *words)
