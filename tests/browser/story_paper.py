"""The end of the story: the plan leaves as a PDF, for whoever asks, and the chain is whole."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pypdf import PdfReader

from portal.delivery.paper.words import ANSWERED
from tests.browser.hands import Hands

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


def missing(text: str, wanted: Iterable[str]) -> list[str]:
    """Return what is wanted and not to be read in a text, whatever the spaces."""
    return [one for one in wanted if _packed(one) not in text]


def everything(database: Path) -> list[str]:
    """Return what a PDF must hold: each name, decision and fingerprint, as the database has them.

    Read past the program, so that nothing it forgets is forgotten here.
    """
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("SELECT name FROM members UNION SELECT name FROM accounts")
        hashes = connection.execute("SELECT hash FROM ledger UNION SELECT hash FROM revisions")
        given = connection.execute(
            "SELECT answer, milestones.name, words FROM decisions JOIN milestones"
            " ON milestones.plan_id = decisions.plan_id AND milestone_code = code"
            " WHERE decisions.member_id IS NOT NULL"
        )
        found = [value for rows in (names, hashes) for (value,) in rows]
        for answer, milestone, words in given:
            found.append(f"{ANSWERED[answer].capitalize()}: {milestone}")
            found += [json.loads(words)["statement"]] * (answer in SIGNED)
    return found


def _packed(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))
