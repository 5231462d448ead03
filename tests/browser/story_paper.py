"""The end of the story: the plan leaves as a PDF, for whoever asks, and the chain is whole."""

import hashlib
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import NullPool, create_engine, text

from portal.delivery.paper.words import ANSWERED
from tests.browser.hands import Hands

COLUMNS = (("members", "name"), ("accounts", "name"), ("ledger", "hash"), ("revisions", "hash"))
SIGNED = {"approved", "signed", "passed"}  # what a name and a code were given to


def take(person: Hands, page: str, *, choose: str = "", ask: str, fetch: str) -> str:
    """Ask for the PDF by a press, wait for it, fetch it, and return its text."""
    person.open(page)
    if choose:
        person.choose(choose)
    person.press(ask)
    link = person.page.get_by_role("link", name=fetch)
    for _ in range(60):
        if link.count():
            break
        person.page.wait_for_timeout(500)
        person.page.reload()
    with person.page.expect_download() as download:
        link.click()
    return text_of(Path(download.value.path()))


@contextmanager
def everything_else(person: Hands) -> Iterator[Path]:
    """Take everything as a ZIP, unpack it and hold each file against the manifest."""
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Take everything as a ZIP").click()
    with tempfile.TemporaryDirectory() as folder:
        shutil.unpack_archive(download.value.path(), folder, "zip")
        whole = Path(folder)
        for line in (whole / "MANIFEST.sha256").read_text().splitlines():
            hashed, _, name = line.partition("  ")
            assert hashlib.sha256((whole / name).read_bytes()).hexdigest() == hashed
        yield whole


def text_of(file: Path) -> str:
    """Return what can be read in a PDF, without the breaks that lines and groups bring."""
    pages = (page.extract_text() for page in PdfReader(file).pages)
    return _packed("".join(pages))


def missing(read: str, wanted: Iterable[str]) -> list[str]:
    """Return what is wanted and not to be read in a text, whatever the spaces."""
    return [one for one in wanted if _packed(one) not in read]


def everything(database: str) -> list[str]:
    """Return what a PDF must hold: each name, decision and fingerprint, as the database has them.

    Read past the program, so that nothing it forgets is forgotten here.
    """
    with create_engine(database, poolclass=NullPool).connect() as connection:
        found = [
            value
            for table, column in COLUMNS
            for (value,) in connection.execute(text(f"SELECT DISTINCT {column} FROM {table}"))
        ]
        given = connection.execute(
            text(
                "SELECT answer, milestones.name, words FROM decisions JOIN milestones"
                " ON milestones.plan_id = decisions.plan_id AND milestone_code = code"
                " WHERE decisions.member_id IS NOT NULL"
            )
        )
        for answer, milestone, words in given:
            found.append(f"{ANSWERED[answer].capitalize()}: {milestone}")
            said = json.loads(words) if isinstance(words, str) else words
            found += [said["statement"]] * (answer in SIGNED)
    return found


def _packed(read: str) -> str:
    return unicodedata.normalize("NFKC", "".join(read.split()))
