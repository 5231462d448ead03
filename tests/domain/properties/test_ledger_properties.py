"""Any event through the ledger's text and back, and any single change of any chain."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import committee_events, events
from portal.domain.acts import Answer
from portal.domain.canonical import canonical
from portal.domain.events import Answered, By, Event, MilestoneRule
from portal.domain.facts import Fact, body, read
from portal.domain.ledger import ChainBroken, Entry, append, verify
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum
from tests.domain.properties.ledgers import quorums

# A busy machine is no wrong rule; every kind and every change gets its own thirty.
FEWER = settings(max_examples=30, deadline=None)
texts = st.text(st.characters(codec="utf-8"), max_size=12)
several = st.lists(texts, max_size=3).map(tuple)
perhaps = st.none() | texts
vetoes: st.SearchStrategy[Quorum] = st.builds(
    lambda quorum, veto: replace(quorum, veto=veto), quorums, st.booleans()
)
rules = st.builds(
    MilestoneRule,
    code=texts,
    name=texts,
    acts=st.lists(st.sampled_from(Act), max_size=3).map(tuple),
    acts_are=st.sampled_from(ClosingActsAre),
    go_no_go=st.booleans(),
    prerequisites=several,
    who=st.lists(st.builds(Asked, texts, vetoes), max_size=3).map(tuple),
    document=perhaps,
    values=several,
)
counts = st.integers(0, 2**53 - 1)
EVENTS: dict[type[Event], st.SearchStrategy[Event]] = {
    events.PlanStarted: st.builds(events.PlanStarted, texts, st.integers(1, 4), texts, texts),
    events.PlanLaidOut: st.builds(
        events.PlanLaidOut, st.lists(rules, max_size=3).map(tuple), texts
    ),
    events.MilestoneAdded: st.builds(events.MilestoneAdded, rules),
    events.PlanShared: st.just(events.PlanShared()),
    events.MemberAdded: st.builds(events.MemberAdded, texts, several, texts),
    events.MemberIntroduced: st.builds(events.MemberIntroduced, texts, perhaps, perhaps, texts),
    committee_events.MemberJoined: st.builds(committee_events.MemberJoined, texts, texts),
    committee_events.MemberSeated: st.builds(committee_events.MemberSeated, texts, several, texts),
    committee_events.MemberReaddressed: st.builds(committee_events.MemberReaddressed, texts, texts),
    committee_events.MemberLeft: st.builds(committee_events.MemberLeft, texts),
    committee_events.MemberErased: st.builds(committee_events.MemberErased, texts),
    committee_events.DomainAllowed: st.builds(committee_events.DomainAllowed, texts),
    committee_events.DomainDisallowed: st.builds(committee_events.DomainDisallowed, texts),
    committee_events.GuestInvited: st.builds(committee_events.GuestInvited, texts, texts, texts),
    events.LinkIssued: st.builds(events.LinkIssued, texts, texts),
    events.LinkRevoked: st.builds(events.LinkRevoked, texts, texts),
    events.DocumentRevised: st.builds(
        events.DocumentRevised,
        texts,
        counts,
        texts,
        perhaps,
        perhaps,
        several,
        st.none() | st.dictionaries(texts, texts, max_size=3),
    ),
    events.MilestoneReported: st.builds(events.MilestoneReported, texts, texts),
    events.MilestoneWaived: st.builds(events.MilestoneWaived, texts, texts),
    Answered: st.builds(
        Answered,
        texts,
        st.sampled_from(Act),
        st.sampled_from(Answer),
        texts,
        perhaps,
        st.none() | counts,
        texts,
        texts,
        perhaps,
        perhaps,
        several,
        counts,
        perhaps,
    ),
    events.MilestoneClosed: st.builds(events.MilestoneClosed, texts),
    events.MilestoneReopened: st.builds(events.MilestoneReopened, texts),
}


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.NAME)
@FEWER
@given(data=st.data(), seq=counts, at=texts, side=texts, who=texts)
def test_every_event_comes_back_from_the_ledgers_text(
    kind: type[Event], data: st.DataObject, seq: int, at: str, side: str, who: str
) -> None:
    fact = Fact(seq, at, By(side, who), data.draw(EVENTS[kind]))
    stored = canonical(body("org", "plan", fact))
    again = read(json.loads(stored))
    assert again == fact
    assert canonical(body("org", "plan", again)) == stored


def chained(contents: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, content in enumerate(contents, 1):
        fact = Fact(seq, content, By("supplier", "owen"), events.PlanShared())
        entries.append(append(entries[-1] if entries else None, body("org", "plan", fact)))
    return entries


chains = st.lists(texts, min_size=1, max_size=6).map(chained)
Change = Callable[[list[Entry], int], list[Entry]]


def at(place: int, entries: list[Entry], **changes: object) -> list[Entry]:
    changed = replace(entries[place], **changes)  # type: ignore[arg-type]  # each names a real field
    return [*entries[:place], changed, *entries[place + 1 :]]


# What somebody might do to the entry at a place, counted from 0; it breaks there, from 1.
CHANGES: dict[str, Change] = {
    "its time": lambda e, n: at(n, e, body={**e[n].body, "at": "2027-01-01T00:00:00Z"}),
    "its event": lambda e, n: at(n, e, body={**e[n].body, "event": "plan.painted"}),
    "its person": lambda e, n: at(n, e, body={**e[n].body, "by": {"side": "buyer", "id": "x"}}),
    "a field more": lambda e, n: at(n, e, body={**e[n].body, "note": None}),
    "a field less": lambda e, n: at(n, e, body={k: v for k, v in e[n].body.items() if k != "v"}),
    "its hash": lambda e, n: at(n, e, hash=e[n].hash[:-1] + ("0" if e[n].hash[-1] != "0" else "1")),
    "what it stands on": lambda e, n: at(n, e, previous="f" * 64),
    "its number": lambda e, n: at(n, e, seq=n + 2),
    "deleted": lambda e, n: e[:n] + e[n + 1 :],
    "cut off from there": lambda e, n: e[:n],
    "moved behind the next": lambda e, n: [*e[:n], *e[n + 1 : n + 2], e[n], *e[n + 2 :]],
    "put in twice": lambda e, n: [*e[:n], replace(e[n], seq=n), *e[n:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@FEWER
@given(entries=chains, data=st.data())
def test_any_single_change_is_found_at_its_place(
    change: Change, entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = change(entries, place)
    if changed == entries:  # the last entry has no next to stand behind
        return
    with pytest.raises(ChainBroken) as found:
        verify(changed, head=entries[-1].hash, length=len(entries))
    assert found.value.seq == place + 1


@FEWER
@given(chains)
def test_an_untouched_chain_is_whole(entries: list[Entry]) -> None:
    assert verify(entries, head=entries[-1].hash, length=len(entries)) == len(entries)


@FEWER
@given(chains, st.data())
def test_a_cut_tail_is_found_by_the_head_alone(entries: list[Entry], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(entries) - 1))
    with pytest.raises(ChainBroken) as found:
        verify(entries[:left], head=entries[-1].hash)
    assert found.value.seq == max(left, 1)
