"""The keys of checkpoints: made once, introduced by signed notes, replaced only if asked."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from portal.delivery import checkpoint_keys, checkpoint_signing, children, notary
from portal.delivery.checkpoint_keys import KeyGone
from portal.delivery.notary import CheckpointNotMade
from portal.delivery.verifying.signature import verifies
from portal.domain import checkpoint, signed_note
from portal.domain.merkle import EMPTY
from portal.domain.signed_note import Key
from tests.moments import MONDAY_MORNING

LOG = "plans.northwind.example/mutual-plan"
NEXT_DAY = MONDAY_MORNING + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return checkpoint_keys.folder_beside(tmp_path / "files")


def signed(folder: Path, size: int = 1) -> tuple[str, Key]:
    note, key = checkpoint_signing.signed(folder, LOG, size, EMPTY, MONDAY_MORNING)
    return str(note), key


def names(folder: Path, ending: str) -> list[str]:
    return sorted(path.name for path in folder.glob(f"*{ending}"))


def test_the_published_example_of_a_note_bears_its_signature() -> None:
    key = signed_note.read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = signed_note.read(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBti"
        "FupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    signature = note.by(key)
    assert signature is not None
    assert verifies(key, note.text.encode(), signature)
    assert not verifies(key, note.text.encode() + b" ", signature)
    assert not verifies(Key(key.name, b"\2" * 32), note.text.encode(), signature)


def test_the_first_checkpoint_makes_the_key_and_every_other_uses_it(folder: Path) -> None:
    note, key = signed(folder)
    assert signed(folder) == (note, key)  # signing twice is signing once
    assert signed(folder, 2)[1] == key
    text, tree = signed_note.read(note), checkpoint.read(note)[1]
    assert (tree.origin, tree.size, tree.root) == (LOG, 1, EMPTY)
    assert verifies(key, text.text.encode(), text.by(key) or b"")


def test_only_we_can_read_the_private_key(folder: Path) -> None:
    signed(folder)
    assert (folder / "0001.pem").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == folder.parent.stat().st_mode & 0o077 == 0


def test_a_key_is_introduced_by_a_note_signed_with_itself(folder: Path) -> None:
    _, key = signed(folder)
    (found,) = checkpoint_keys.introduced(folder)
    assert (found.key, found.since, found.until) == (key, "2026-11-23T09:00:00Z", None)
    assert checkpoint_keys.unendorsed([found], verifies) == []
    assert found.note.text.startswith(f"{LOG}/keys\n1\n")


def test_a_rotation_is_signed_by_the_old_key_which_is_then_let_go(folder: Path) -> None:
    _, old = signed(folder)
    made = checkpoint_signing.rotate(folder, "", NEXT_DAY)
    before, after = checkpoint_keys.introduced(folder)
    assert (before.key, before.until) == (old, "2026-11-24T09:00:00Z")
    assert (after.key, after.number, after.until) == (made.key, 2, None)
    assert after.key.name == LOG  # the log keeps its name
    assert after.note.by(old) is not None
    assert checkpoint_keys.unendorsed([before, after], verifies) == []
    assert names(folder, ".pem") == ["0002.pem"]
    assert signed(folder, 3)[1] == made.key


def test_a_rotation_without_the_old_key_is_told_apart(folder: Path) -> None:
    signed(folder)
    (folder / "0001.pem").unlink()
    checkpoint_signing.rotate(folder, LOG, NEXT_DAY)
    found = checkpoint_keys.introduced(folder)
    assert [one.number for one in checkpoint_keys.unendorsed(found, verifies)] == [2]


def test_a_key_that_is_lost_is_said_and_not_replaced(folder: Path) -> None:
    signed(folder)
    (folder / "0001.pem").unlink()
    with pytest.raises(KeyGone, match="rotate-checkpoint-key"):
        signed(folder)
    assert names(folder, ".note") == ["0001.note"]


def test_a_rotation_that_was_broken_off_is_finished_by_the_next_checkpoint(folder: Path) -> None:
    _, old = signed(folder)
    checkpoint_signing._make(folder, 2)  # and the process died before it was introduced
    _, key = signed(folder)
    before, after = checkpoint_keys.introduced(folder)
    assert (before.key, after.key) == (old, key)
    assert checkpoint_keys.unendorsed([before, after], verifies) == []


def test_the_newest_checkpoint_is_kept_and_no_older_one_takes_its_place(folder: Path) -> None:
    first, later = signed(folder)[0], signed(folder, 2)[0]
    assert checkpoint_keys.newest(folder, "log") is None
    for note in (first, later, first):
        checkpoint_keys.note_newest(folder, "log", note)
    assert checkpoint_keys.newest(folder, "log") == later
    assert checkpoint_keys.newest(folder, "another") is None
    assert len(checkpoint_keys.introduced(folder)) == 1  # it is not taken for a key


def test_a_child_signs_what_it_is_told(tmp_path: Path) -> None:
    signs = notary.notary(tmp_path / "files", "https://plans.northwind.example")
    made = signs.sign(7, EMPTY)
    assert checkpoint.read(made.note)[1] == checkpoint.Checkpoint(LOG, 7, EMPTY)
    assert made.key == str(checkpoint_keys.ours(tmp_path / "files")[0])


def test_a_child_that_cannot_sign_says_why(tmp_path: Path) -> None:
    signs = notary.notary(tmp_path / "files", "https://plans.northwind.example")
    signed(signs.folder)
    (signs.folder / "0001.pem").unlink()
    with pytest.raises(CheckpointNotMade, match="could not be signed: The key of the checkpoints"):
        signs.sign(7, EMPTY)


def test_a_child_that_signs_something_else_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = notary.notary(tmp_path / "files", "https://plans.northwind.example")
    note, key = signed(signs.folder, 8)
    told = json.dumps({"note": note, "key": str(key)}).encode()
    monkeypatch.setattr(children, "run", lambda *_, **__: told)
    with pytest.raises(CheckpointNotMade, match="something else"):
        signs.sign(7, EMPTY)


def test_a_log_without_a_name_is_not_begun(tmp_path: Path) -> None:
    signs = notary.notary(tmp_path / "files", "")
    assert not signs.is_named
    signed(signs.folder)
    assert signs.is_named
