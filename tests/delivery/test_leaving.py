"""Everything as a ZIP: each file has the hash its manifest names, and a plan the same bytes."""

import csv
import hashlib
import io
import json
import os
import time
import zipfile

import pytest

from portal.delivery.leaving import LEDGER, MANIFEST, PDF, README, archive
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import ATTACHED, attachment
from portal.delivery.verifying.judging import judge
from tests.delivery.seals import sealed_record


@pytest.fixture(scope="module")
def pdf(copy: Copy) -> bytes:
    return sealed_record(attachment(copy))


@pytest.fixture(scope="module")
def files(copy: Copy, pdf: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive(copy, pdf))) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_manifest_names_every_other_file_with_its_hash(files: dict[str, bytes]) -> None:
    lines = [line.partition("  ") for line in files[MANIFEST].decode().splitlines()]
    named = {name: hashed for hashed, _, name in lines}
    assert named == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST
    }


def test_the_pdf_inside_is_whole_and_holds_the_record_beside_it(files: dict[str, bytes]) -> None:
    record = json.loads(files[ATTACHED])
    verdict = judge(files[PDF], record["head"])
    assert verdict.whole, verdict.sentence
    assert verdict.plan == f"{record['organisation']}.{record['plan']}"


def test_every_revision_is_there_and_its_hash_is_the_fingerprint_that_was_answered(
    copy: Copy, files: dict[str, bytes]
) -> None:
    kept = {hashlib.sha256(data).hexdigest() for name, data in files.items()
            if name.endswith(".json")}  # fmt: skip  # one set
    made = {one["data"]["hash"] for entry in json.loads(files[ATTACHED])["entries"]
            if (one := entry["body"])["event"] == "document.revised"}  # fmt: skip  # one set
    assert made
    assert made <= kept
    assert (
        len([name for name in files if name.endswith(".json")]) == len(copy.evidence.revisions) + 1
    )


def test_a_revision_is_there_to_read_too(files: dict[str, bytes]) -> None:
    text = files["revisions/outcomes-1.txt"].decode()
    assert text.startswith("Business outcomes, revision 1\nWritten by Northwind")
    assert f"Fingerprint {hashlib.sha256(files['revisions/outcomes-1.json']).hexdigest()}" in text


def test_the_ledger_is_there_in_words(copy: Copy, files: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(files[LEDGER].decode())))
    assert [row[4] for row in rows[1:]] == [one.hash for one in copy.evidence.entries]
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


def test_the_readme_says_how_to_check_it_and_to_which_head(
    copy: Copy, files: dict[str, bytes]
) -> None:
    told = files[README].decode()
    assert copy.page.plan.ledger_head in told
    assert all(f"  {name}" in told for name in (PDF, ATTACHED, LEDGER, MANIFEST))
    assert f"portal verify {PDF}" in told


def test_the_same_copy_gives_the_same_bytes_whenever_and_wherever(
    copy: Copy, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = archive(copy, pdf)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert archive(copy, pdf) == first
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        names, dates = opened.namelist(), {info.date_time for info in opened.infolist()}
    assert names == sorted(names)
    last = copy.evidence.entries[-1].body["at"]
    assert {f"{d[0]}-{d[1]:02d}-{d[2]:02d}T{d[3]:02d}:{d[4]:02d}" for d in dates} == {last[:16]}
    assert not [name for name in names if os.path.isabs(name) or ".." in name]
