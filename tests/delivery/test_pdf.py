"""The PDF itself: the same bytes every time, tagged, whole in its text, and proving itself."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portal.delivery import printing
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.sheet import sheet
from portal.delivery.pdf import OwnFilesOnly
from portal.delivery.printing import PaperNotMade
from portal.delivery.templates import ROOT
from portal.domain import ledger as chain
from portal.domain.canonical import commitment, fingerprint
from tests.actions.people import Deal


@pytest.fixture(scope="module")
def made(copy: Copy) -> bytes:
    return printing.printed(sheet(copy, "a4"))


@pytest.fixture(scope="module")
def small(bare: Copy) -> dict[str, Any]:
    return sheet(bare, "letter")


@pytest.fixture(scope="module")
def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def text(reader: PdfReader) -> str:
    """Return the text layer without its white space: lines break where the paper ends."""
    return squeezed(" ".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def record(reader: PdfReader) -> Any:
    (whole,) = reader.attachments["evidence.json"]
    return json.loads(whole)


def squeezed(words: str) -> str:
    return "".join(words.split())


def fonts_of(page: Any) -> Any:
    return page["/Resources"].get_object().get("/Font", {})


def child(given: Mapping[str, Any], **surroundings: str) -> bytes:
    """Return what a child makes of a sheet in other surroundings; it must not complain."""
    done = subprocess.run(
        [sys.executable, "-m", "portal.delivery.pdf"],
        input=json.dumps(given).encode(), capture_output=True, check=True, cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **surroundings},
    )  # fmt: skip  # one command
    assert done.stderr == b""
    return done.stdout


def test_the_bytes_depend_on_neither_hash_seed_nor_time_zone(small: dict[str, Any]) -> None:
    one = child(small, PYTHONHASHSEED="1", TZ="UTC")
    other = child(small, PYTHONHASHSEED="2", TZ="Pacific/Auckland")
    assert one == other


def test_a_plan_in_mid_story_gives_the_same_bytes_again(copy: Copy, made: bytes) -> None:
    assert child(sheet(copy, "a4"), PYTHONHASHSEED="7", TZ="America/Lima") == made


def test_people_and_titles_are_in_the_text(copy: Copy, text: str) -> None:
    for member in copy.page.members:
        assert squeezed(member.name) in text
        assert squeezed(member.title) in text


def test_every_statement_that_was_signed_is_in_the_text(copy: Copy, text: str) -> None:
    signed = [one for one in copy.page.decisions if one.words["name"]]
    assert len(signed) > 5
    for one in signed:
        assert squeezed(one.words["statement"]) in text


def test_every_fingerprint_is_in_the_text_in_full(copy: Copy, text: str) -> None:
    for found in (
        [entry.hash for entry in copy.evidence.entries]
        + [one.hash for one in copy.page.documents.values()]
        + [one.hash for one in copy.page.decisions]
        + [copy.page.plan.ledger_head]
    ):
        assert found in text


def test_letters_beyond_latin_are_in_the_text(text: str) -> None:
    assert "JonasKovač" in text


def test_the_date_is_that_of_the_last_entry_and_never_the_clock(
    copy: Copy, reader: PdfReader
) -> None:
    assert reader.metadata is not None
    at = datetime.fromisoformat(copy.evidence.entries[-1].body["at"]).astimezone(UTC)
    assert reader.metadata.creation_date == at
    assert reader.metadata.modification_date == at


def test_it_is_tagged_named_and_in_a_language(reader: PdfReader) -> None:
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert "Fraud detection for Meridian Freight" in (reader.metadata.title or "")


def test_it_says_that_it_is_made_to_be_kept(made: bytes, reader: PdfReader) -> None:
    xmp = reader.xmp_metadata
    assert xmp is not None
    said = xmp.stream.get_data().decode()
    assert 'part="3"' in said
    assert 'conformance="A"' in said


def test_all_its_letters_come_from_our_own_fonts(reader: PdfReader) -> None:
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in fonts_of(page).values()
    }
    assert names
    assert all(name.startswith("Source") for name in names)


def test_letter_is_another_paper(small: dict[str, Any]) -> None:
    page = PdfReader(io.BytesIO(printing.printed(small))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612.0, 792.0)


def test_the_attached_record_is_a_whole_chain(copy: Copy, record: Any) -> None:
    entries = [
        chain.Entry(one["seq"], one["previous"], one["body"], one["hash"])
        for one in record["entries"]
    ]
    assert chain.verify(entries, head=record["head"]) == len(copy.evidence.entries)


def test_every_revision_is_attached_under_its_own_fingerprint(copy: Copy, record: Any) -> None:
    assert len(record["documents"]) > len(copy.page.documents)
    assert all(fingerprint(one["content"]) == one["hash"] for one in record["documents"])


def test_the_words_of_every_answer_match_what_its_entry_commits_to(record: Any) -> None:
    said = {one["seq"]: one["body"]["data"].get("said") for one in record["entries"]}
    assert len(record["answers"]) > 20
    for one in record["answers"]:
        assert commitment(one["salt"], one["words"]) == said[one["seq"]]


def test_no_address_of_a_buyer_leaves_with_it(story: Deal, record: Any, text: str) -> None:
    for person in story.ids:
        assert person.email not in text
        assert person.email not in json.dumps(record)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://elsewhere.example/font.woff2",
        "http://127.0.0.1/",
        "data:text/css,",
        "static:../templates/base.html",
        "static:source-sans-3-OFL.txt",
    ],
)
def test_the_child_fetches_nothing_but_our_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="its own fonts"):
        OwnFilesOnly().fetch(address)


def test_our_fonts_are_fetched() -> None:
    found = OwnFilesOnly().fetch("static:source-sans-3-latin-wght-normal.woff2")
    assert found.read().startswith(b"wOF2")


def test_a_paper_that_lacks_something_is_not_made(small: dict[str, Any]) -> None:
    picture = '<img alt="a" src="file:///etc/passwd">'
    money = small["money"] | {"figures": [{"term": "", "text": "", "small": ""}], "svg": picture,
                              "unit": "EUR", "amount": None}  # fmt: skip  # one value
    with pytest.raises(PaperNotMade, match="Failed to load image"):
        printing.printed(small | {"money": money})


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a script in the place of the child."""
    path = folder / "child"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


def test_the_child_is_told_none_of_our_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg")
    instead(
        monkeypatch,
        tmp_path,
        'cat >/dev/null; echo "told ${PATH:+PATH} and ${PORTAL_SECRET_KEY:-no key}" >&2; exit 1',
    )
    with pytest.raises(PaperNotMade, match="told PATH and no key"):
        printing.printed({})


@pytest.mark.parametrize("script", ["cat >/dev/null; exit 9", "cat >/dev/null; echo no pdf"])
def test_a_child_that_ends_without_a_pdf_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    instead(monkeypatch, tmp_path, script)
    with pytest.raises(PaperNotMade, match="the child ended with"):
        printing.printed({})


def test_a_child_that_does_not_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    instead(monkeypatch, tmp_path, "exec sleep 60")
    monkeypatch.setattr(printing, "FINISHED_WITHIN", 0.1)
    with pytest.raises(PaperNotMade, match="longer than"):
        printing.printed({})


def test_the_build_is_known_before_anything_is_made() -> None:
    assert len(printing.build()) == 16
    assert printing.build() == printing.build()
