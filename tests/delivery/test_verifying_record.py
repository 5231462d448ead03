"""Verifying the record: whoever reseals a changed record is found by the chain inside it."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import attachment
from portal.delivery.verifying import asking
from portal.delivery.verifying.asking import NotAFingerprint
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.verdict import Verdict
from portal.domain.canonical import fingerprint
from tests.delivery.forgeries import erase, rehash
from tests.delivery.seals import edited, sealed_record


@pytest.fixture(scope="module")
def record(copy: Copy) -> str:
    return attachment(copy)


def resealed(record: str, edit: Callable[[Any], None]) -> Verdict:
    return judge(sealed_record(edited(record, edit)))


def broken(verdict: Verdict) -> dict[str, str]:
    return {check.name: check.detail for check in verdict.checks if not check.holds}


def first(whole: Any, event: str) -> Any:
    return next(one for one in whole["entries"] if one["body"]["event"] == event)


def an_answer(whole: Any) -> Any:
    return next(one for one in whole["entries"] if "said" in one["body"]["data"])


def test_a_record_left_as_it_is_holds(record: str) -> None:
    assert judge(sealed_record(record)).whole


def test_an_edited_entry_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        first(whole, "plan.started")["body"]["data"]["tier"] = 1

    assert broken(resealed(record, edit))["chain"] == (
        "Entry 1 of its record does not hold: its content does not match its hash."
    )


def test_a_deleted_entry_is_named(record: str) -> None:
    found = broken(resealed(record, lambda whole: whole["entries"].pop(4)))
    assert "Entry 5" in found["chain"]


def test_entries_in_another_order_are_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["entries"][2:4] = reversed(whole["entries"][2:4])

    assert "Entry 3" in broken(resealed(record, edit))["chain"]


def test_a_cut_tail_is_found(record: str) -> None:
    found = broken(resealed(record, lambda whole: whole["entries"].pop()))
    assert "head is not the hash of the last entry" in found["chain"]


def test_an_entry_of_another_plan_is_found(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["plan"] = "another"

    assert broken(resealed(record, edit)) == {
        "chain": "Entry 1 of its record belongs to another plan."
    }


def test_a_changed_revision_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["documents"][0]["content"]["more"] = "words nobody agreed to"
        whole["documents"][0]["hash"] = fingerprint(whole["documents"][0]["content"])

    (sentence,) = broken(resealed(record, edit)).values()
    assert "The content of revision 1 of" in sentence


def test_a_missing_revision_is_named(record: str) -> None:
    found = broken(resealed(record, lambda whole: whole["documents"].pop(0)))
    assert found["revisions"].endswith("is missing.")


def test_a_revision_that_no_entry_made_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["documents"].append(whole["documents"][0] | {"revision": 99})

    assert "No entry of its record made revision 99" in broken(resealed(record, edit))["revisions"]


def test_changed_words_are_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["answers"][0]["words"]["statement"] = "I approve everything."

    (sentence,) = broken(resealed(record, edit)).values()
    assert sentence.endswith("are not those given.")


def test_words_that_belong_to_no_answer_are_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["answers"].append(whole["answers"][0] | {"seq": 1})

    assert "beside entry 1" in broken(resealed(record, edit))["answers"]


def test_words_given_twice_are_named(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["answers"].append(whole["answers"][0])

    assert "Words stand beside entry" in broken(resealed(record, edit))["answers"]


def test_words_erased_with_their_author_leave_the_record_whole(record: str) -> None:
    verdict = resealed(record, lambda whole: erase(whole, whole["people"][0]["member"]))
    assert verdict.whole
    assert any("were erased with their author" in check.detail for check in verdict.checks)


@pytest.mark.parametrize(("part", "check", "said"), [
    ("answers", "answers", "are missing"), ("people", "people", "no entry erased them"),
])  # fmt: skip  # a table
def test_what_is_missing_though_nobody_was_erased_is_named(
    record: str, part: str, check: str, said: str
) -> None:
    assert said in broken(resealed(record, lambda whole: whole[part].pop(0)))[check]


@pytest.mark.parametrize(("part", "check"), [
    ("answers", "answers"), ("people", "people"), ("documents", "labels"),
])  # fmt: skip  # a table
def test_what_stands_in_another_order_than_its_entries_is_named(
    record: str, part: str, check: str
) -> None:
    found = broken(resealed(record, lambda whole: whole[part].reverse()))
    assert "order of their entries" in found[check]
    assert list(found) == [check]


@pytest.mark.parametrize("name", ["title", "buyer", "supplier"])
def test_another_name_of_the_plan_or_of_a_company_is_found(record: str, name: str) -> None:
    found = broken(resealed(record, lambda whole: whole.update({name: "Another Company"})))
    assert "called otherwise in its entries" in found["labels"]


@pytest.mark.parametrize("name", ["title", "note"])
def test_another_title_of_a_document_and_another_note_are_found(record: str, name: str) -> None:
    found = broken(resealed(record, lambda whole: whole["documents"][0].update({name: "Another"})))
    assert "called otherwise in its entries" in found["labels"]


def test_an_answer_to_other_words_than_its_revision_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        bound = next(one for one in whole["entries"] if one["body"]["data"].get("said")
                     and one["body"]["data"]["revision"])  # fmt: skip  # one entry
        bound["body"]["data"]["hash"] = "0" * 64
        rehash(whole)

    assert "not bound to the revision" in broken(resealed(record, edit))["answers"]


def test_a_closing_without_a_buyers_answer_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        last = whole["entries"][-1]["body"]
        body = last | {
            "seq": last["seq"] + 1, "by": {"side": "system", "id": ""},
            "event": "milestone.closed", "data": {"milestone": "M25"},
        }  # fmt: skip  # one body
        whole["entries"].append({"seq": body["seq"], "body": body})
        rehash(whole)

    assert (
        "closes a milestone that no buyer’s answer closed"
        in (broken(resealed(record, edit))["closings"])
    )


def test_an_answer_given_by_the_supplier_is_named(record: str) -> None:
    def edit(whole: Any) -> None:
        an_answer(whole)["body"]["by"] = {"side": "supplier", "id": "owen"}
        rehash(whole)

    assert "speaks for somebody who did not answer" in broken(resealed(record, edit))["closings"]


def test_a_record_hashed_anew_is_found_by_the_head_that_was_mailed(copy: Copy, record: str) -> None:
    def edit(whole: Any) -> None:
        first(whole, "plan.started")["body"]["data"]["tier"] = 1
        rehash(whole)

    head = copy.page.plan.ledger_head
    forged = sealed_record(edited(record, edit))
    assert judge(forged).whole  # a chain alone proves nothing against who wrote it
    assert broken(judge(forged, head)) == {
        "head": "The fingerprint you gave is not that of its record."
    }
    assert judge(sealed_record(record), head).whole


def test_a_head_of_an_earlier_day_is_told_apart_from_a_foreign_one(copy: Copy, record: str) -> None:
    earlier = copy.evidence.entries[6].hash
    sentence = broken(judge(sealed_record(record), earlier))["head"]
    assert sentence.startswith(
        "The fingerprint you gave is that of entry 7, and its record goes on"
    )


@pytest.mark.parametrize("edit", [
    lambda whole: whole.pop("answers"),
    lambda whole: whole["entries"][0].pop("body"),
    lambda whole: whole["entries"][0]["body"].update(event="plan.signed_by_us"),
    lambda whole: whole.update(v=9),
    lambda whole: whole.update(v=1),
    lambda whole: whole.update(v=True),
    lambda whole: whole.update(more=1),
    lambda whole: whole["entries"][0].update(more=1),
    lambda whole: whole.update(entries=7),
])  # fmt: skip  # a list
def test_a_record_of_another_shape_is_refused(record: str, edit: Callable[[Any], None]) -> None:
    assert list(broken(resealed(record, edit))) == ["record"]


def test_a_record_that_is_not_canonical_is_refused(record: str) -> None:
    assert "not written the way" in judge(sealed_record(f" {record}")).sentence


def test_a_fingerprint_may_be_typed_in_groups_and_capitals() -> None:
    head = hashlib.sha256(b"").hexdigest()
    assert asking.head_of(f" {head[:32].upper()} {head[32:]}\n") == head
    assert asking.head_of(" ") is None
    with pytest.raises(NotAFingerprint):
        asking.head_of(head[:16])


def test_a_child_judges_as_we_do(record: str) -> None:
    data = sealed_record(record)
    assert asking.judged(data) == judge(data)


def test_a_file_that_its_reader_does_not_survive_is_not_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "FINISHED_WITHIN", 0.01)
    verdict = asking.judged(b"%PDF-1.7 a trap")
    assert not verdict.whole
    assert "could not be read to its end" in verdict.sentence
