"""How an event becomes an entry's body and comes back."""

import json
from typing import get_args

import pytest

from portal.domain.acts import Answer
from portal.domain.canonical import canonical
from portal.domain.events import Answered, By, Event, MilestoneAdded, PlanLaidOut, PlanShared
from portal.domain.facts import REGISTRY, Fact, UnknownEvent, body, decode, encode, name_of, read
from portal.domain.playbook.rules import Act, Quorum
from tests.domain.people import INGRID, Deal, Said, asks, rule

RULE = rule("M01", Act.CONFIRM, Act.PROVIDE, who=(asks("finance", Quorum.percent(50, veto=True)),))


def answer(document: str | None = "cost_benefit", given: Answer = Answer.APPROVED) -> Answered:
    return Answered("M13", Act.APPROVE, given, INGRID, document, 1, "a" * 64, "b" * 64)


def test_a_body_names_organisation_plan_place_time_person_event_and_data() -> None:
    fact = Fact(3, "2026-03-02T12:00:00Z", By("buyer", INGRID), PlanShared())
    assert body("org", "plan", fact) == {
        "v": 1,
        "organisation": "org",
        "plan": "plan",
        "seq": 3,
        "at": "2026-03-02T12:00:00Z",
        "by": {"side": "buyer", "id": INGRID},
        "event": "plan.shared",
        "data": {},
    }


@pytest.mark.parametrize(
    "event", [PlanLaidOut((RULE,), "2026-09-01"), MilestoneAdded(RULE), answer()]
)
def test_a_fact_comes_back_from_its_stored_text_as_it_was(event: Event) -> None:
    fact = Fact(1, "2026-03-02T12:00:00Z", By("buyer", INGRID), event)
    assert read(json.loads(canonical(body("org", "plan", fact)))) == fact


def test_the_registry_holds_every_event_but_the_answer() -> None:
    assert set(REGISTRY.values()) | {Answered} == set(get_args(Event))
    assert all(name == kind.NAME for name, kind in REGISTRY.items())


def test_every_name_is_a_subject_and_what_happened_to_it() -> None:
    for name in [*REGISTRY, name_of(answer())]:
        subject, _, happened = name.partition(".")
        assert subject.replace("_", "").isalpha()
        assert happened.replace("_", "").isalpha()


@pytest.mark.parametrize(
    ("document", "given", "name"),
    [
        ("cost_benefit", Answer.APPROVED, "cost_benefit.approved"),
        ("statement:M17", Answer.GO, "statement.go"),
        (None, Answer.APPROVED, "approve.approved"),
    ],
)
def test_an_answer_is_named_after_its_document_and_what_was_answered(
    document: str | None, given: Answer, name: str
) -> None:
    assert name_of(answer(document, given)) == name


@pytest.mark.parametrize(
    ("document", "given"), [("plan", Answer.STOP), ("milestone", Answer.DECLINED)]
)
def test_no_answers_name_is_that_of_another_event(document: str, given: Answer) -> None:
    assert name_of(answer(document, given)) not in REGISTRY


def test_an_event_this_version_does_not_know_is_refused() -> None:
    with pytest.raises(UnknownEvent, match=r"plan\.painted"):
        decode("plan.painted", {"colour": "green"})


@pytest.mark.parametrize("name", ["cost_benefit.declined", "outcomes.approved", "anything"])
def test_an_answer_under_another_name_than_its_own_is_refused(name: str) -> None:
    with pytest.raises(UnknownEvent):
        decode(name, encode(answer()))


def test_personal_words_never_enter_the_body() -> None:
    deal = Deal((rule("M01", Act.CONFIRM),))
    fact = deal.give(INGRID, "M01", Act.CONFIRM, Answer.DECLINED, Said(reason="Too dear for us."))
    text = canonical(body("org", "plan", fact)).decode()
    assert "Too dear" not in text
    assert "Solheim" not in text
