"""The single-file verifier: without this program it judges as this program does."""

import ast
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.delivery import printing, seal
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import attachment
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying.judging import judge
from tests.delivery.forgeries import FORGED, erase, who_answered
from tests.delivery.seals import chained_keys, edited, our_keys, sealed_record, small_pdf
from tests.delivery.standalone import PROGRAM, Stranger, broken

ITS_OWN = {"cryptography"}
STANDARD = {"__future__", "argparse", "base64", "collections", "datetime", "functools", "hashlib",
            "json", "re", "sys", "typing", "zlib"}  # fmt: skip  # a list


@pytest.fixture(scope="module")
def record(copy: Copy) -> str:
    return attachment(copy)


@pytest.fixture(scope="module")
def whole(copy: Copy) -> bytes:
    return seal.sealed(printing.printed(sheet(copy, "a4")), our_keys())


def test_it_needs_python_and_cryptography_alone() -> None:
    imported = [
        name
        for node in ast.walk(ast.parse(PROGRAM.read_text()))
        for name in (
            [one.name for one in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    ]  # fmt: skip  # one list
    assert {name.partition(".")[0] for name in imported} == ITS_OWN | STANDARD


def test_an_exported_file_is_whole_and_says_so_in_one_sentence(
    stranger: Stranger, whole: bytes, tmp_path: Path
) -> None:
    (tmp_path / "plan.pdf").write_bytes(whole)
    done = stranger.runs(tmp_path / "plan.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest = done.stdout.splitlines()
    assert first.startswith("This file is whole: sealed by Seal of northwind.test, unchanged since")
    assert all(line.startswith("  holds  ") for line in rest)


def test_it_tells_the_same_seal_head_and_plan_as_this_program(
    stranger: Stranger, whole: bytes
) -> None:
    ours, theirs = judge(whole).as_json(), stranger.judges(whole)
    assert [theirs["head"], theirs["plan"]] == [ours["head"], ours["plan"]]
    assert theirs["sealed_by"]["fingerprint"] == ours["sealed_by"]["fingerprint"]
    assert theirs["sealed_by"]["at"][:19] == ours["sealed_by"]["at"][:19]


def test_a_broken_file_is_told_as_json_with_exit_1(
    stranger: Stranger, whole: bytes, tmp_path: Path
) -> None:
    (tmp_path / "plan.pdf").write_bytes(whole + b"\n")
    done = stranger.runs(tmp_path / "plan.pdf", "--json")
    assert done.returncode == 1
    assert "does not cover the file" in json.loads(done.stdout)["sentence"]


def test_a_bare_record_is_judged_without_a_seal(
    stranger: Stranger, record: str, tmp_path: Path
) -> None:
    (tmp_path / "evidence.json").write_text(record)
    done = stranger.runs(tmp_path / "evidence.json")
    assert done.returncode == 0
    assert "carries no seal" in done.stdout.splitlines()[0]


def test_the_head_of_a_receipt_is_compared(stranger: Stranger, whole: bytes, copy: Copy) -> None:
    entries = copy.evidence.entries
    assert stranger.judges(whole, entries[-1].hash)["whole"]
    assert "earlier entry" in broken(stranger.judges(whole, entries[3].hash))["head"]
    assert "does not end" in broken(stranger.judges(whole, "0" * 64))["head"]


@pytest.mark.parametrize("arguments", [
    ("missing.pdf",), ("missing.pdf", "--head", "abc"), (), (str(PROGRAM.parent),),
])  # fmt: skip  # a list
def test_what_cannot_be_looked_at_ends_with_2(
    stranger: Stranger, arguments: tuple[str, ...]
) -> None:
    done = stranger.runs(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", FORGED)
def test_every_forged_record_is_found_by_both(stranger: Stranger, record: str, name: str) -> None:
    data = sealed_record(edited(record, FORGED[name]))
    assert not judge(data).whole
    assert broken(stranger.judges(data))


@pytest.mark.parametrize("side", ["system", "buyer"])
def test_whoever_asked_for_it_is_erased_for_both(
    stranger: Stranger, record: str, side: str
) -> None:
    def erased(whole: Any) -> None:
        member = who_answered(whole)
        erase(whole, member, side, member if side == "buyer" else "")

    data = sealed_record(edited(record, erased))
    assert judge(data).whole
    assert broken(stranger.judges(data)) == {}


@pytest.mark.parametrize("data", [
    b"%PDF-1.7\n", b"%PDF-1.7\nstartxref\n9\n%%EOF\n", b"", b"{}", b"[" * 100_000, b"\xff\xfe",
    small_pdf("{}"), seal.sealed(small_pdf("{}", "other.json"), our_keys()), sealed_record("{}"),
])  # fmt: skip  # a list
def test_what_is_no_file_of_ours_is_answered_and_not_whole(stranger: Stranger, data: bytes) -> None:
    assert not stranger.judges(data)["whole"]


def test_a_later_update_is_found(stranger: Stranger, whole: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(whole))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert "does not cover" in broken(stranger.judges(out.getvalue()))["seal"]


def test_a_title_cannot_write_into_a_terminal(stranger: Stranger, record: str) -> None:
    def edit(held: dict[str, str]) -> None:
        held["title"] = "\x1b[2J\u202eowned"

    verdict = stranger.judges(sealed_record(edited(record, edit)))
    assert "\x1b" not in json.dumps(verdict, ensure_ascii=False)
    assert "\u202e" not in json.dumps(verdict, ensure_ascii=False)


@pytest.mark.parametrize("algorithm", ["rsa", "ec"])
def test_an_operators_key_with_its_chain_is_judged_alike(
    stranger: Stranger, record: str, algorithm: str
) -> None:
    data = seal.sealed(small_pdf(record), chained_keys(algorithm))
    assert judge(data).whole
    assert stranger.judges(data)["whole"]
