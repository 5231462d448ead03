"""The documentation says what the code does: settings, commands and addresses are compared."""

import re
from pathlib import Path

from portal.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
OPERATORS = (ROOT / "docs" / "operators.md").read_text()


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = (ROOT / "portal" / "settings.py").read_text()
    named = set(re.findall(r"environment\.get\(\"(PORTAL_[A-Z0-9_]+)\"", code))
    assert set(re.findall(r"^\| `(PORTAL_[A-Z0-9_]+)`", OPERATORS, re.MULTILINE)) == named


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    documented = set(re.findall(r"^\| `portal ([a-z-]+)`", OPERATORS, re.MULTILINE))
    assert documented == set(COMMANDS)


def test_every_link_of_the_documentation_leads_to_a_file() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
