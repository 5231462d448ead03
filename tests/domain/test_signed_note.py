"""Signed notes and their keys: written in one way, read back, and anything else refused."""

import pytest

from portal.domain.signed_note import Key, KeyMalformed, Note, NoteMalformed, read, read_key, signed

# A key in use at a public log, and the example in the documentation of the format's first program.
SUM_DB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)


@pytest.mark.parametrize("written", [SUM_DB, NEUMANN])
def test_published_keys_are_read_and_written_back(written: str) -> None:
    key = read_key(written)
    assert (str(key), key.id.hex()) == (written, written.split("+")[1])


def test_a_published_note_is_read_and_written_back() -> None:
    note = read(EXAMPLE)
    assert str(note) == EXAMPLE
    assert note.text.endswith("problem is.\n")
    assert len(note.by(read_key(NEUMANN)) or b"") == 64
    assert note.by(read_key(SUM_DB)) is None


def test_a_key_of_the_same_name_and_other_bytes_has_another_id() -> None:
    key = read_key(NEUMANN)
    assert Key(key.name, bytes(32)).id != key.id


@pytest.mark.parametrize("written", [
    "", "name", NEUMANN.replace("c74f20a3", "c74f20a4"), NEUMANN.replace("c74f20a3", "C74F20A3"),
    NEUMANN[:-4], f"{NEUMANN}=", f" {NEUMANN}", f"{NEUMANN}\n", NEUMANN.replace("+AR", "+Ag"),
])  # fmt: skip  # a list
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(KeyMalformed, match="is no public key of checkpoints"):
        read_key(written)


@pytest.mark.parametrize("written", [
    "", "\n\n", EXAMPLE[:-1], f"{EXAMPLE}\n", EXAMPLE.replace("\n\n", "\n"),
    EXAMPLE.replace("— ", "- "), EXAMPLE.replace("AM=", "AN="), EXAMPLE.replace("AM=", "AM"),
    EXAMPLE.replace("— PeterNeumann", "—  PeterNeumann"), EXAMPLE.replace("is.\n", "is.\r\n"),
    EXAMPLE.replace("PeterNeumann", "Peter+Neumann"), EXAMPLE.replace("x08go", "x08g"),
])  # fmt: skip  # a list
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(NoteMalformed, match="no signed note"):
        read(written)


def test_two_may_sign_one_text() -> None:
    ours, theirs = Key("ours.example", bytes(32)), Key("theirs.example", bytes(32))
    both = Note("words\n", tuple(
        signed("words\n", key, letter * 64).signatures[0]
        for key, letter in ((ours, b"o"), (theirs, b"t"))
    ))  # fmt: skip  # one note
    assert read(str(both)) == both
    assert (both.by(ours), both.by(theirs)) == (b"o" * 64, b"t" * 64)
