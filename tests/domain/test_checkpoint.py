"""Checkpoints: one text for one tree, and a proof that is read as it was written or not at all."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from portal.domain import checkpoint, merkle, signed_note
from portal.domain.checkpoint import Checkpoint, Leaf, Proof
from portal.domain.signed_note import Key, NoteMalformed

LOG = "plans.northwind.example/mutual-plan"
KEY = Key(LOG, bytes(range(32)))
LEAF = Leaf("northwind", "meridian", 12, "ab" * 32)
BESIDE = merkle.leaf_hash(b"another plan's head")
TREE = Checkpoint(LOG, 2, merkle.inner_hash(BESIDE, LEAF.hash()))
NOTE = str(signed_note.signed(TREE.text(), KEY, b"s" * 64))
PROOF = Proof(LEAF, 1, (BESIDE,), NOTE, str(KEY))


def test_a_leaf_is_the_canonical_json_of_whose_head_it_is() -> None:
    text = '{"head":"' + "ab" * 32 + '","organisation":"northwind","plan":"meridian","seq":12}'
    assert LEAF.hash() == hashlib.sha256(b"\0" + text.encode()).digest()


def test_the_text_names_log_size_and_root_on_a_line_each() -> None:
    assert TREE.text() == f"{LOG}\n2\n{base64.b64encode(TREE.root).decode()}\n"


def test_a_checkpoint_is_read_back_from_its_note() -> None:
    note, found = checkpoint.read(NOTE)
    assert (found, note.by(KEY)) == (TREE, b"s" * 64)


@pytest.mark.parametrize("text", [
    TREE.text().replace("\n2\n", "\n02\n"), TREE.text().replace("\n2\n", "\n-2\n"),
    TREE.text().replace("\n2\n", "\n٢\n"), TREE.text().replace("\n2\n", f"\n{'9' * 5000}\n"),
    TREE.text().replace("=\n", "\n"), TREE.text() + "an extension\n", f"{LOG}\n2\n",
    f"{LOG}\n2\n{base64.b64encode(b'short').decode()}\n",
])  # fmt: skip  # a list
def test_a_note_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        checkpoint.read(str(signed_note.signed(text, KEY, b"s" * 64)))


def test_a_proof_is_read_as_it_was_written() -> None:
    assert checkpoint.read_proof(json.loads(json.dumps(PROOF.content()))) == PROOF


def test_a_proof_leads_to_its_checkpoint() -> None:
    assert checkpoint.proves(PROOF, TREE)
    assert checkpoint.signature_of(PROOF) == (KEY, TREE, TREE.text().encode(), b"s" * 64)


@pytest.mark.parametrize("forged", [
    replace(PROOF, leaf=replace(LEAF, seq=13)),
    replace(PROOF, leaf=replace(LEAF, head="cd" * 32)),
    replace(PROOF, leaf=replace(LEAF, organisation="elsewhere")),
    replace(PROOF, position=0),
    replace(PROOF, position=2),
    replace(PROOF, path=()),
    replace(PROOF, path=(BESIDE, BESIDE)),
    replace(PROOF, path=(BESIDE[:-1],)),
])  # fmt: skip  # a list
def test_a_forged_proof_leads_elsewhere(forged: Proof) -> None:
    assert not checkpoint.proves(forged, TREE)


@pytest.mark.parametrize("edit", [
    lambda whole: whole.update(more=1),
    lambda whole: whole["leaf"].update(more=1),
    lambda whole: whole.update(position=True),
    lambda whole: whole["leaf"].update(seq=True),
    lambda whole: whole.update(path=[whole["path"][0].upper()]),
    lambda whole: whole.update(path=[f" {whole['path'][0]}"]),
    lambda whole: whole.pop("key"),
    lambda whole: whole.update(path=7),
])  # fmt: skip  # a list
def test_a_proof_written_in_another_way_is_refused(edit: Callable[[Any], None]) -> None:
    whole = json.loads(json.dumps(PROOF.content()))
    edit(whole)
    with pytest.raises((LookupError, TypeError, ValueError)):
        checkpoint.read_proof(whole)


@pytest.mark.parametrize("forged", [
    replace(PROOF, key=str(Key(LOG, bytes(32)))),
    replace(PROOF, key=str(Key("elsewhere.example", KEY.public))),
    replace(PROOF, note=str(signed_note.signed(
        TREE.text(), Key("elsewhere.example", KEY.public), b"s" * 64)),
        key=str(Key("elsewhere.example", KEY.public))),
])  # fmt: skip  # a list
def test_a_signature_of_another_key_than_the_logs_is_none(forged: Proof) -> None:
    with pytest.raises(NoteMalformed):
        checkpoint.signature_of(forged)
