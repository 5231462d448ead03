"""Reading a playbook: the master's own form is read, anything else is refused with its place."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from portal.domain.playbook.fields import LONGEST_TEXT, UnreadablePlaybook
from portal.domain.playbook.reading import read_playbook
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum

MASTER = (files("portal.domain.playbook") / "master.json").read_text(encoding="utf-8")
Document = dict[str, Any]


def edited(edit: Callable[[Document], object]) -> str:
    document: Document = json.loads(MASTER)
    edit(document)
    return json.dumps(document)


def first(key: str, value: object) -> Callable[[Document], object]:
    return lambda document: document["milestones"][0].update({key: value})


def asked(**written: object) -> Asked:
    text = edited(first("who_by_tier", {"1": [written]}))
    return read_playbook(text, version=1).milestones[0].who(1)[0]


def test_a_playbook_keeps_the_version_it_is_given() -> None:
    assert read_playbook(MASTER, version=7).version == 7


def test_a_milestone_is_read_with_its_acts() -> None:
    rule = read_playbook(MASTER, version=1).rule("A1")
    assert rule.closing_acts == (Act.SIGN, Act.ATTEST)
    assert rule.closing_acts_are is ClosingActsAre.ALTERNATIVES


def test_a_quorum_is_read_in_each_of_its_forms() -> None:
    assert asked(role="legal", quorum="one").quorum == Quorum.one()
    assert asked(role="legal", quorum="every").quorum == Quorum.every()
    assert asked(role="legal", quorum_percent=60).quorum == Quorum.percent(60)
    assert asked(role="legal", quorum_number=2, quorum_of=3).quorum == Quorum.number(2, 3)


def test_a_veto_is_read_beside_the_quorum() -> None:
    assert asked(role="legal", quorum="one", veto=True).quorum == Quorum.one(veto=True)


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (first("phase", 5), r"milestones\[0\].phase must be a whole number from 1 to 4, not 5"),
        (first("phase", True), r"milestones\[0\].phase"),
        (first("name", None), r"milestones\[0\].name must be a text"),
        (first("go_no_go", "yes"), r"go_no_go must be true or false"),
        (first("closing_acts", ["tick"]), r"closing_acts\[0\] must be one of access, confirm"),
        (first("closing_acts", "sign"), r"closing_acts must be a list"),
        (first("closing_acts_are", "any"), r"closing_acts_are must be one of all, alternatives"),
        (first("trigger", 3), r"trigger must be a text"),
        (first("smallest_tier_for_type", {"renewal": 0}), r"smallest_tier_for_type.renewal"),
        (first("smallest_tier_for_type", {"huge": 1}), r"the key in .*smallest_tier_for_type"),
        (
            first("business_days_by_tier", [1, 2, 3]),
            r"business_days_by_tier must be a list of four",
        ),
        (first("business_days_by_tier", [1, 2, -3, 4]), r"business_days_by_tier\[2\]"),
        (first("business_days_by_tier", [1, 2, 3, 1001]), r"business_days_by_tier\[3\]"),
        (first("prerequisites", [4]), r"prerequisites\[0\] must be a text"),
        (first("who_by_tier", {"5": []}), r"the key in .*who_by_tier must be a number from 1 to 4"),
        (first("who_by_tier", {"1": [{"role": "legal"}]}), r"lacks 'quorum'"),
        (first("who_by_tier", {"1": [{"role": "legal", "quorum": "most"}]}), r"'one' or 'every'"),
        (first("who_by_tier", {"1": [{"role": "x", "quorum_percent": 0}]}), r"quorum_percent"),
        (
            first("who_by_tier", {"1": [{"role": "legal", "quorum": "one"}] * 2}),
            r"names each role once",
        ),
        (first("colour", "red"), r"milestones\[0\] has an unknown key 'colour'"),
        (lambda document: document.pop("facts"), r"the whole lacks 'facts'"),
        (lambda document: document["tiers"].pop("4"), r"tiers lacks '4'"),
        (lambda document: document["phases"].pop("1"), r"phase must be one of the phases"),
        (lambda document: document["opportunity_types"].pop("renewal"), r"lacks 'renewal'"),
        (lambda document: document.update(milestones={}), r"milestones must be a list"),
        (lambda document: document.update(facts=[]), r"facts must be an object"),
    ],
)
def test_what_is_not_in_the_masters_form_is_refused_with_its_place(
    edit: Callable[[Document], object], named: str
) -> None:
    with pytest.raises(UnreadablePlaybook, match=named):
        read_playbook(edited(edit), version=1)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"notes": NaN}', '{"notes": ' + "9" * 5_000 + "}"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePlaybook, match="is not JSON"):
        read_playbook(text, version=1)


def test_a_key_that_comes_twice_is_refused() -> None:
    with pytest.raises(UnreadablePlaybook, match="'facts' comes twice"):
        read_playbook('{"facts": {}, "facts": {}}', version=1)


def test_a_text_far_longer_than_the_master_is_refused() -> None:
    with pytest.raises(UnreadablePlaybook, match="longer than"):
        read_playbook(" " * (LONGEST_TEXT + 1), version=1)
