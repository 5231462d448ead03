"""The hash chain: what is appended, and that any change of it is found and named."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from portal.domain.canonical import Content, canonical
from portal.domain.ledger import (
    DOMAIN_TAG,
    GENESIS,
    ChainBroken,
    Entry,
    append,
    entry_hash,
    verify,
)


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        body: Content = {"seq": seq, "event": "plan.shared", "data": {}}
        entries.append(append(entries[-1] if entries else None, body))
    return entries


def rechained(entries: list[Entry], **changes: Any) -> list[Entry]:
    """Return the chain as a careful forger leaves it: the last body changed, its hash redone."""
    last = entries[-1]
    body = {**last.body, **changes}
    return [*entries[:-1], replace(last, body=body, hash=entry_hash(last.previous, body))]


def broken_at(entries: list[Entry], head: str | None = None, length: int | None = None) -> int:
    with pytest.raises(ChainBroken) as found:
        verify(entries, head=head, length=length)
    return found.value.seq


def test_an_entry_hashes_the_tag_the_entry_before_it_and_its_canonical_body() -> None:
    first, second = chain(2)
    assert (first.seq, first.previous) == (1, GENESIS)
    assert (second.seq, second.previous) == (2, first.hash)
    sealed = DOMAIN_TAG + bytes.fromhex(first.hash) + canonical(second.body)
    assert second.hash == hashlib.sha256(sealed).hexdigest()


def test_a_whole_chain_counts_its_entries() -> None:
    entries = chain(4)
    assert verify(entries) == 4
    assert verify(entries, head=entries[-1].hash, length=4) == 4


def test_an_empty_chain_is_whole_and_its_head_is_the_genesis() -> None:
    assert verify([], head=GENESIS, length=0) == 0


@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_changed_body_breaks_its_own_entry(place: int) -> None:
    entries = chain(4)
    body = {**entries[place - 1].body, "event": "plan.stopped"}
    entries[place - 1] = replace(entries[place - 1], body=body)
    assert broken_at(entries) == place


@pytest.mark.parametrize("value", [10**40, float("nan"), "\ud800"])
def test_a_body_that_has_no_canonical_form_breaks_its_entry_too(value: Any) -> None:
    entries = chain(3)
    entries[1] = replace(entries[1], body={**entries[1].body, "data": value})
    assert broken_at(entries) == 2


def test_a_body_changed_with_its_hash_redone_breaks_the_entry_that_stands_on_it() -> None:
    entries = chain(4)
    forged = [*rechained(entries[:2], event="plan.stopped"), *entries[2:]]
    assert broken_at(forged) == 3


def test_the_last_body_changed_with_its_hash_redone_is_found_by_the_head() -> None:
    entries = chain(4)
    assert broken_at(rechained(entries, event="plan.stopped"), entries[-1].hash, 4) == 4


def test_an_entry_that_names_another_place_in_its_body_is_found() -> None:
    assert broken_at(rechained(chain(3), seq=7)) == 3


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_deleted_entry_is_found_at_its_place(place: int) -> None:
    entries = chain(4)
    del entries[place - 1]
    assert broken_at(entries) == place


def test_a_deleted_entry_is_found_even_if_the_numbers_were_closed_up() -> None:
    first, _, third = chain(3)
    assert broken_at([first, replace(third, seq=2)]) == 2


def test_an_entry_with_another_number_is_found() -> None:
    first, second, third = chain(3)
    assert broken_at([first, replace(second, seq=3), third]) == 2


def test_two_entries_in_the_wrong_order_are_found_at_the_first_of_them() -> None:
    first, second, third = chain(3)
    assert broken_at([first, third, second]) == 2


def test_an_entry_put_in_twice_is_found() -> None:
    first, second = chain(2)
    assert broken_at([first, second, second]) == 3


def test_a_cut_tail_is_found_by_the_head() -> None:
    entries = chain(4)
    assert broken_at(entries[:2], entries[-1].hash) == 2
    assert verify(entries[:2]) == 2


def test_with_the_length_known_a_cut_tail_is_named_by_the_first_entry_missing() -> None:
    entries = chain(4)
    assert broken_at(entries[:2], entries[-1].hash, 4) == 3
    assert broken_at([], entries[-1].hash, 4) == 1


def test_an_entry_beyond_the_head_is_found() -> None:
    entries = chain(4)
    assert broken_at(entries, entries[2].hash, 3) == 4


def test_a_chain_gone_altogether_is_found_by_the_head() -> None:
    assert broken_at([], chain(1)[-1].hash) == 1


def test_the_refusal_names_entry_and_reason() -> None:
    entries = chain(2)
    with pytest.raises(ChainBroken) as found:
        verify([replace(entries[0], previous="1" * 64)])
    assert found.value.reason == "it does not stand on the entry before it"
    assert found.value.sentence.startswith("Ledger entry 1 does not hold: it does not stand")
