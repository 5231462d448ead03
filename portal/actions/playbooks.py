"""The playbooks a plan can be laid out from; so far the standard one that comes with the portal."""

from functools import cache
from importlib.resources import files

from portal.domain.playbook.reading import read_playbook
from portal.domain.playbook.rules import Playbook


@cache
def standard_playbook() -> Playbook:
    """Return the master playbook as shipped, which is version 1 of every organisation's copy."""
    text = (files("portal.domain.playbook") / "master.json").read_text(encoding="utf-8")
    return read_playbook(text, version=1)
