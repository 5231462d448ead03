"""Ledgers drawn at random: moves that anybody could make, in any order, turned into facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from portal.domain import closing, decision, events, folding
from portal.domain.acts import Answer, offered
from portal.domain.canonical import fingerprint
from portal.domain.events import Answered, By, Event, MilestoneRule
from portal.domain.facts import Fact
from portal.domain.history import History
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum
from tests.domain.people import INGRID, OWEN, PRIYA, STRANGER, SYSTEM, TOMAS

PEOPLE = (INGRID, PRIYA, TOMAS, STRANGER)
CODES = ("M01", "M13", "M22")
SEATS = ("economic_buyer", "champion", "authorised_signatory")
ROLES = (*SEATS, "outcome_owner", "step_owner", "every_member")
DOCUMENTS = ("outcomes", "cost_benefit")
SALTED = "c" * 64

people, codes = st.sampled_from(PEOPLE), st.sampled_from(CODES)
seats = st.lists(st.sampled_from(SEATS), unique=True, min_size=1, max_size=3).map(tuple)
hashes = st.sampled_from([fingerprint(words) for words in ("one", "two")])
quorums = st.one_of(
    st.sampled_from([Quorum.one(), Quorum.one(), Quorum.one(veto=True), Quorum.every()]),
    st.integers(1, 100).map(Quorum.percent),
    st.integers(1, 3).map(lambda amount: Quorum.number(amount, 3)),
)
rules = st.builds(
    MilestoneRule,
    code=codes,
    name=st.just("A milestone"),
    acts=st.one_of(
        st.sampled_from(Act).map(lambda act: (act,)),
        st.sampled_from(Act).map(lambda act: (act,)),
        st.permutations(list(Act)).map(lambda acts: tuple(acts[:2])),
    ),
    acts_are=st.sampled_from(ClosingActsAre),
    go_no_go=st.booleans(),
    prerequisites=st.just(()),
    who=st.lists(
        st.builds(Asked, st.sampled_from(ROLES), quorums),
        min_size=1,
        max_size=2,
        unique_by=lambda asked: asked.role,
    ).map(tuple),
    document=st.sampled_from([None, *DOCUMENTS]),
    values=st.sampled_from([(), ("value",), ("value", "source")]),
)
layouts = st.lists(rules, unique_by=lambda rule: rule.code, max_size=2).map(tuple)
seldom = st.sampled_from([False] * 7 + [True])
limits = st.sampled_from([None, "0", "100", "1000"])
revisions = st.builds(
    events.DocumentRevised,
    document=st.sampled_from(DOCUMENTS),
    revision=st.integers(1, 9),
    hash=hashes,
    amount=limits,
    currency=st.just("EUR"),
    owners=st.lists(people, unique=True, max_size=2).map(tuple),
    parts=st.dictionaries(people, hashes, max_size=3),
)
# Whatever may happen to a plan that is not an answer, from either side and from the system.
others: st.SearchStrategy[Event] = st.one_of(
    revisions,
    st.builds(events.MemberAdded, people, seats, st.just(SALTED)),
    st.builds(events.MemberIntroduced, people, limits, st.just("EUR"), st.just(SALTED)),
    st.builds(events.PlanLaidOut, layouts, st.just("2026-09-01")),
    st.builds(events.MilestoneAdded, rules),
    st.builds(events.MilestoneReported, codes, st.just(SALTED)),
    st.builds(events.MilestoneWaived, codes, st.just(SALTED)),
    st.builds(events.MilestoneClosed, codes),
    st.builds(events.MilestoneReopened, codes),
    st.builds(events.LinkIssued, people, st.just("link")),
    st.builds(events.LinkRevoked, people, st.just("link")),
    st.builds(events.PlanStarted, st.just("renewal"), st.just(2), st.just("1"), st.just("2026")),
    st.just(events.PlanShared()),
)


@dataclass(frozen=True)
class Say:
    """A buyer's move before it is known what the plan asks: places are taken modulo the choice.

    An outsider speaks although the milestone asks others; ``late`` is an answer to words long gone.
    """

    person: int
    outsider: bool
    milestone: int
    act: int
    answer: int
    late: bool
    limit: str | None
    entered: tuple[str, ...]


says = st.builds(
    Say,
    st.integers(0, 3),
    seldom,
    st.integers(0, 1),
    st.integers(0, 1),
    st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3, 4]),
    seldom,
    st.sampled_from(["1000", "1000", "100", "0", None]),
    st.sampled_from([("value", "source"), ("value",), ("source",), ()]),
)
# Three moves in four are answers (one_of would weigh each of the many other kinds as much).
moves = st.lists(
    st.integers(0, 3).flatmap(lambda kind: says if kind else others), min_size=12, max_size=30
)
# Enough to stand on: everybody seated, milestones laid out, documents written.
first_layouts = st.lists(rules, unique_by=lambda rule: rule.code, min_size=1, max_size=2)
beginnings = st.tuples(first_layouts, st.lists(seats, min_size=4, max_size=4))


def begin(layout: Sequence[MilestoneRule], seated: Iterable[tuple[str, ...]]) -> Iterator[Event]:
    """Yield the first facts of a plan."""
    yield events.PlanLaidOut(tuple(layout), "2026-09-01")
    for person, own in zip(PEOPLE, seated, strict=True):
        yield events.MemberAdded(person, own, SALTED)
    for document in DOCUMENTS:
        parts = {INGRID: fingerprint("one"), PRIYA: fingerprint("two")}
        yield events.DocumentRevised(
            document, 1, fingerprint("one"), "100", "EUR", tuple(parts), parts
        )
    yield events.PlanShared()


def answered(history: History, move: Say) -> Answered | None:
    """Return the answer a move comes to as the plan stands, if it asks for anything."""
    if not history.rules:
        return None
    rule = list(history.rules.values())[move.milestone % len(history.rules)]
    act = rule.acts[move.act % len(rule.acts)]
    answers = (*offered(act, go_no_go=rule.go_no_go), Answer.WITHDRAWN)
    document = history.documents.get(rule.document or "")
    asked = [m for one in rule.who for m in closing.holders(history, one.role)]
    speakers = PEOPLE if move.outsider or not asked else asked
    shown = fingerprint("long gone") if move.late else decision.subject_hash(history, rule)
    return Answered(
        milestone=rule.code,
        act=act,
        answer=answers[move.answer % len(answers)],
        member=speakers[move.person % len(speakers)],
        document=rule.document,
        revision=document.revision if document else None,
        hash=shown,
        said=SALTED,
        limit=move.limit,
        currency="EUR",
        entered=move.entered if act in (Act.PROVIDE, Act.MEASURE) else (),
    )


def by_whom(event: Event) -> By:
    """Return the side that records an event: people speak for themselves, Owen does the rest."""
    if isinstance(event, Answered):
        return By("buyer", event.member)
    if isinstance(event, events.MilestoneWaived):
        return By("buyer", PRIYA)
    return SYSTEM if isinstance(event, events.MilestoneClosed) else OWEN


def played(
    beginning: tuple[Sequence[MilestoneRule], list[tuple[str, ...]]], chosen: list[Event | Say]
) -> list[Fact]:
    """Return the ledger that these moves come to."""
    history, facts = History(), list[Fact]()
    for move in [*begin(*beginning), *chosen]:
        event = answered(history, move) if isinstance(move, Say) else move
        if event is not None:
            seq = len(facts) + 1
            facts.append(Fact(seq, f"2026-03-02T12:00:{seq:02d}Z", by_whom(event), event))
            folding.apply(history, facts[-1])
    return facts


ledgers = st.builds(played, beginnings, moves)
