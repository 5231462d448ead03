"""Verifying people and checkpoint of a record: every edit found, every key known or told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.actions import export
from portal.delivery import checkpoint_signing
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import UNLOGGED, attachment
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying import asking, evidence
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.record import record_checks
from portal.delivery.verifying.verdict import Check, Trusted
from portal.domain import checkpoint
from portal.domain.canonical import canonical, commitment
from portal.domain.identity import salt_for
from portal.domain.ledger import Entry
from portal.domain.signed_note import Key, read_key
from portal.store import log
from portal.store.transaction import Store
from tests.actions.people import COMMITTEE, INGRID, Deal, begin, means_on, shared
from tests.databases import Embedded
from tests.delivery.forgeries import erase, older
from tests.delivery.seals import edited, sealed_record
from tests.moments import MONDAY_MORNING
from tests.notaries import LOG, InProcess


@pytest.fixture(scope="module")
def notary(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    return InProcess(tmp_path_factory.mktemp("seal") / "checkpoints")


@pytest.fixture(scope="module")
def deal(embedded: Embedded) -> Deal:
    """Share a plan in whose first answer a code was mailed, among others in the log."""
    store = Store(embedded.fresh())
    begin(means_on(store))
    told = shared(means_on(store))
    told.write_everything()
    told.close("M01")
    begin(means_on(store))
    return told


@pytest.fixture(scope="module")
def covered(deal: Deal, notary: InProcess) -> Copy:
    return export.covered_copy(deal.means, deal.seller.organisation_id, deal.plan, notary)


@pytest.fixture(scope="module")
def record(covered: Copy) -> str:
    return attachment(covered)


def checks(record: str, trusted: Trusted | None = None) -> dict[str, Check]:
    found = record_checks(evidence.read(record), None, trusted or Trusted())
    return {check.name: check for check in found}


def broken(record: str, trusted: Trusted | None = None) -> list[str]:
    return [name for name, check in checks(record, trusted).items() if not check.holds]


def key_of(record: str) -> Key:
    return read_key(json.loads(record)["checkpoint"]["key"])


def test_a_record_with_its_checkpoint_is_whole(record: str) -> None:
    assert judge(sealed_record(record)).whole
    assert broken(record) == []


def test_the_head_that_is_proven_is_the_last_of_its_chain(covered: Copy, record: str) -> None:
    whole = json.loads(record)
    assert whole["checkpoint"]["leaf"]["head"] == whole["head"] == covered.page.plan.ledger_head
    assert checks(record)["checkpoint"].detail.startswith(
        f"Entry {len(whole['entries'])} and all before it stand in the log “{LOG}”, among the"
    )


def test_one_head_gives_one_record_however_the_log_grows(
    deal: Deal, notary: InProcess, record: str, covered: Copy
) -> None:
    begin(deal.means)  # another plan, and with it another checkpoint
    later = export.covered_copy(deal.means, deal.seller.organisation_id, deal.plan, notary)
    assert attachment(later) == record
    assert sheet(later, "a4") == sheet(covered, "a4")


def test_people_are_shown_by_name_title_and_masked_address(record: str) -> None:
    people = {one["name"]: one for one in json.loads(record)["people"]}
    assert set(people) == {person.name for person in COMMITTEE}
    assert people[INGRID.name]["title"] == INGRID.title
    assert people[INGRID.name]["address"]["masked"] == "i•••@meridian.example"


def test_no_address_and_no_salt_that_opens_one_is_in_a_record(covered: Copy, record: str) -> None:
    assert not [person.email for person in COMMITTEE if person.email in record]
    for member, salt in covered.evidence.people.items():
        assert f'"{salt}"' not in record, member
        assert salt_for(salt, "address") not in record


def test_each_answer_says_how_its_person_was_identified(record: str) -> None:
    said = [one["words"]["identified"] for one in json.loads(record)["answers"]]
    assert said
    assert all(ways[0] == "personal_link" for ways in said)


def test_a_person_who_was_erased_leaves_the_record_whole(record: str) -> None:
    def edit(whole: Any) -> None:
        erase(whole, whole["people"][0]["member"])

    found = checks(edited(record, edit))
    assert all(check.holds for check in found.values())
    assert found["people"].detail.startswith("2 of 3 people are shown")


def test_who_is_erased_is_in_no_later_record_and_every_chain_stays_whole(
    covered: Copy,
) -> None:
    first = covered.page.members[0]
    erased = {member: salt for member, salt in covered.evidence.people.items()
              if member != first.id}  # fmt: skip  # one dict
    whole = json.loads(attachment(covered))
    erase(whole, first.id)
    page: Any = covered.page
    chain = [Entry(**entry) for entry in whole["entries"]]
    later = Copy(
        replace(page, plan=replace(page.plan, ledger_head=whole["head"])),
        type(covered.evidence)(
            chain, covered.evidence.revisions, covered.evidence.salts, erased,
            covered.evidence.proof,
        ),
        covered.calendar, covered.base_url,
    )  # fmt: skip  # one copy
    told = json.loads(attachment(later))
    assert first.id not in {one["member"] for one in told["people"]}
    assert broken(attachment(later)) == []


@pytest.mark.parametrize("edit", [
    lambda whole: whole["people"][0].update(name="Owen Hartley"),
    lambda whole: whole["people"][0].update(title="Emperor"),
    lambda whole: whole["people"][0].update(salt="0" * 64),
    lambda whole: whole["people"][0].update(more=1),
    lambda whole: whole["people"][0]["address"].update(masked="o•••@northwind.example"),
    lambda whole: whole["people"][0]["address"].update(commitment="0" * 64),
    lambda whole: whole["people"].append(whole["people"][0]),
    lambda whole: whole["people"][0].update(member="stranger"),
])  # fmt: skip  # a list
def test_an_edit_of_people_is_found(record: str, edit: Callable[[Any], None]) -> None:
    assert broken(edited(record, edit)) == ["people"]


def test_a_whole_address_is_refused_even_if_it_is_committed_to(record: str) -> None:
    def edit(whole: Any) -> None:
        one = whole["people"][0]
        one["address"]["masked"] = INGRID.email
        shown = {name: one[name] for name in ("name", "title", "address")}
        for entry in whole["entries"]:
            data = entry["body"]["data"]
            if data.get("member") == one["member"] and "commitment" in data:
                data["commitment"] = commitment(one["salt"], shown)

    found = checks(edited(record, edit))["people"]
    assert "More is shown" in found.detail


@pytest.mark.parametrize("edit", [
    lambda proof: proof.update(position=proof["position"] + 1),
    lambda proof: proof.update(position=-1),
    lambda proof: proof["path"].pop(),
    lambda proof: proof["path"].insert(0, "0" * 64),
    lambda proof: proof["leaf"].update(seq=1),
    lambda proof: proof["leaf"].update(head="0" * 64),
    lambda proof: proof["leaf"].update(plan="another"),
    lambda proof: proof.update(note=proof["note"].replace("\n3\n", "\n4\n")),
    lambda proof: proof.update(note=proof["note"].replace("northwind", "elsewhere")),
    lambda proof: proof.update(note=f"{proof['note']}\n"),
    lambda proof: proof.update(key=str(Key(LOG, bytes(32)))),
    lambda proof: proof.update(key="none"),
])  # fmt: skip  # a list
def test_an_edit_of_the_checkpoint_is_found(record: str, edit: Callable[[Any], None]) -> None:
    assert broken(edited(record, lambda whole: edit(whole["checkpoint"]))) == ["checkpoint"]


def test_a_checkpoint_signed_by_a_forger_is_found_by_the_key(
    deal: Deal, record: str, tmp_path: Path
) -> None:
    def edit(whole: Any) -> None:
        _, tree = checkpoint.read(whole["checkpoint"]["note"])
        note, key = checkpoint_signing.signed(tmp_path, LOG, tree.size, tree.root, MONDAY_MORNING)
        whole["checkpoint"] |= {"note": str(note), "key": str(key)}

    forged = edited(record, edit)
    assert broken(forged) == []  # it says itself that its key is to be compared
    assert "is to be compared with those at" in checks(forged)["checkpoint"].detail
    assert broken(forged, Trusted([key_of(record)], only=True)) == ["checkpoint"]


def test_a_key_that_is_known_is_said_to_be(record: str) -> None:
    key = key_of(record)
    assert checks(record, Trusted([key]))["checkpoint"].detail.endswith("Its key is ours.")
    assert "you trust" in checks(record, Trusted([key], only=True))["checkpoint"].detail
    assert f"/.well-known/portal-checkpoint-key: {key}." in checks(record)["checkpoint"].detail


def test_a_child_is_told_which_keys_are_ours(record: str) -> None:
    data = sealed_record(record)
    ours = Trusted([key_of(record)])
    assert asking.judged(data, None, ours.keys) == judge(data, None, ours)


def test_a_record_without_a_checkpoint_is_whole_unless_a_key_is_to_have_signed_it(
    record: str,
) -> None:
    def edit(whole: Any) -> None:
        del whole["checkpoint"]
        whole["unlogged"] = UNLOGGED

    without = edited(record, edit)
    assert broken(without) == []
    assert broken(without, Trusted([key_of(record)], only=True)) == ["checkpoint"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_record_of_an_older_version_is_still_judged(version: int) -> None:
    told = canonical(older(version)).decode()
    assert judge(sealed_record(told)).whole
    assert "bound by its seal alone" in checks(told)["labels"].detail


def test_a_record_written_down_as_an_older_version_is_found(record: str) -> None:
    def edit(whole: Any) -> None:
        whole["v"] = 2
        for one in whole["documents"]:
            del one["note"]

    assert broken(edited(record, edit)) == ["labels"]


def test_an_earlier_head_is_proven_where_no_checkpoint_covers_the_last(deal: Deal) -> None:
    with deal.means.store.reading() as connection:
        before = log.proof(connection, deal.seller.organisation_id, deal.plan)
    deal.write_outcomes(INGRID, target="0.9 %")
    told = attachment(export.copy_of(deal.means, deal.seller.organisation_id, deal.plan))
    assert before is not None
    assert json.loads(told)["checkpoint"]["leaf"]["seq"] == before.leaf.seq
    assert broken(told) == []


def test_paper_tells_where_the_log_holds_the_record(covered: Copy, record: str) -> None:
    told = sheet(covered, "a4")["evidence"]["checkpoint"]
    assert told.startswith(
        f"Entry {len(covered.evidence.entries)} and all before it, in the log {LOG}"
    )
    assert told.endswith(str(key_of(record)))
