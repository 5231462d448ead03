"""What is never said: a signature of ours is a simple electronic one, and claims to be no other."""

import re
from pathlib import Path

import pytest

from portal.delivery.letters import words
from tests.delivery.orders import KINDS, order

ROOT = Path(__file__).parents[1]
# Two kinds of signature that eIDAS defines and that this program does not make.
NEVER = re.compile(r"\b(?:advanced|qualified)\b", re.IGNORECASE)
SAID_IN = (
    ("templates", "*.*"), ("static", "*.js"), ("portal", "**/*.py"), ("portal", "**/*.json"),
    ("docs", "**/*.md"),
)  # fmt: skip  # a list


def said() -> list[Path]:
    found = [path for folder, names in SAID_IN for path in (ROOT / folder).rglob(names)]
    return [ROOT / "README.md", *(path for path in found if path.is_file())]


def test_no_page_mail_paper_or_document_claims_another_kind_of_signature() -> None:
    assert len(said()) > 300
    claims = [path.name for path in said() if NEVER.search(path.read_text(encoding="utf-8"))]
    assert claims == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_as_it_leaves_claims_another_kind_of_signature(kind: str) -> None:
    assert not NEVER.search(repr(words(order(kind))))
