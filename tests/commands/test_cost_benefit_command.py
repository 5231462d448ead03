"""The command as a person runs it: file in, answer or one sentence out."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from portal.cli import main
from portal.commands.cost_benefit import LARGEST_FILE

DATA = Path(__file__).parents[1] / "data" / "costbenefit"
FORRESTER = str(DATA / "forrester-tei-salesloft.json")
ONE_LINE = str(DATA / "mini-npv-irr-payback-set.json")
KEYS = [
    "total_costs",
    "total_benefits",
    "total_net_benefits",
    "present_value_costs",
    "present_value_benefits",
    "net_present_value",
    "return_on_investment",
    "benefit_cost_ratio",
    "internal_rates_of_return",
    "payback_periods",
    "discounted_payback_periods",
    "claims",
]


def test_the_answer_is_one_json_object_with_the_keys_of_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["cost-benefit", FORRESTER, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert list(answer) == KEYS
    assert answer["net_present_value"] == Decimal("5496170.105184")
    assert answer["return_on_investment"] == Decimal("3.286787")
    assert answer["internal_rates_of_return"] == [Decimal("19.116191")]
    assert answer["payback_periods"] == Decimal("0.056555")


def test_a_claim_carries_what_was_published_and_what_was_computed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["cost-benefit", FORRESTER, "--json"])
    claims = json.loads(capsys.readouterr().out, parse_float=Decimal)["claims"]
    assert claims[6] == {
        "metric": "ROI %",
        "published": 329,
        "computed": Decimal("328.678726"),
        "follows": True,
    }


def test_a_claim_that_does_not_follow_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost-benefit", str(DATA / "vendor-claim-warrick.json"), "--json"]) == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [claim["follows"] for claim in claims] == [True, False, False]


def test_one_line_cases_are_answered_by_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost-benefit", ONE_LINE, "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    assert list(cases[0]) == ["id", *KEYS]
    assert cases[8]["internal_rates_of_return"] == [0, 1]
    assert cases[9]["net_present_value"] is None


def test_without_json_a_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost-benefit", FORRESTER]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("- USD")
    assert "Net present value                             5,496,170.11" in lines
    assert "follows          ROI %: published 329.000000, computed 328.678726" in lines


def test_each_one_line_case_has_a_table_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost-benefit", ONE_LINE]) == 0
    printed = capsys.readouterr().out
    assert printed.count("Net present value") == 12
    assert "0.00 %, 100.00 %" in printed
    assert "Internal rate of return                               none" in printed


def test_what_a_terminal_would_obey_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "case.json"
    file.write_text('{"cases": [{"id": "\\u001b[2J\\ud800", "rate": null, "flows": [1]}]}')
    assert main(["cost-benefit", str(file)]) == 0
    assert capsys.readouterr().out.startswith("?[2J?\n")


BAD_FILES = [
    pytest.param(b"", id="empty"),
    pytest.param(b"\x89PNG\r\n\x1a\n", id="an image"),
    pytest.param(b"kind,name,initial\ncost,Licence,1\n", id="a CSV"),
    pytest.param(b'{"discount_rate": 0.1, "rows": [{"kind": "cost"}]}', id="half a row"),
    pytest.param(b'{"title": "line\\nbreak", "rows": "\\n"}', id="text for rows"),
    pytest.param(b" " * (LARGEST_FILE + 1), id="far too large"),
]


@pytest.mark.parametrize("content", BAD_FILES)
def test_a_bad_file_gives_one_sentence_and_nothing_else(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(content)
    assert main(["cost-benefit", str(file), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.endswith(".\n")


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_gives_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cost-benefit", str(tmp_path / name), "--json"]) == 2
    assert "cannot be read" in capsys.readouterr().err
