"""The address of the checkpoints' public keys: plain text for machines, the newest first."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.delivery import checkpoint_signing
from portal.delivery.verifying.signature import verifies
from portal.domain import signed_note
from portal.domain.signed_note import read_key
from portal.settings import Settings
from tests.moments import MONDAY_MORNING
from tests.notaries import InProcess, beside, checkpoint_of
from tests.web.meridian import House

ADDRESS = "/.well-known/portal-checkpoint-key"


@pytest.fixture
def notary(house: House) -> InProcess:
    settings = house.app.extensions["portal.settings"]
    assert isinstance(settings, Settings)
    assert settings.files != Path("var/files")
    return beside(settings.files)


def test_before_the_first_checkpoint_there_is_no_key(house: House) -> None:
    for address in (ADDRESS, f"{ADDRESS}/history"):
        answer = house.browser().get(address)
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")
        assert "No checkpoint has been made yet" in answer.text


def test_every_key_is_listed_the_newest_first(house: House, notary: InProcess) -> None:
    checkpoint_of(house.means.store, notary)
    made = checkpoint_signing.rotate(notary.folder, "", MONDAY_MORNING + timedelta(days=1))
    answer = house.browser().get(ADDRESS)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    new, old = answer.text.splitlines()
    assert new == str(made.key)
    assert read_key(old).name == made.key.name


def test_the_history_tells_since_when_each_is_in_use_and_bears_the_old_keys_signature(
    house: House, notary: InProcess
) -> None:
    checkpoint_of(house.means.store, notary)
    checkpoint_signing.rotate(notary.folder, "", MONDAY_MORNING + timedelta(days=1))
    browser = house.browser()
    _, old = map(read_key, browser.get(ADDRESS).text.splitlines())
    told = browser.get(f"{ADDRESS}/history").text
    newest = signed_note.read(told[: told.index("\n\n", told.index("— ")) + 1])
    assert "2026-11-24T09:00:00Z" in newest.text
    assert verifies(old, newest.text.encode(), newest.by(old) or b"")
    assert told.index("2026-11-24") < told.index("2026-11-23")
