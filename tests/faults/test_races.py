"""Several people at the same instant, with real threads, on both databases."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from portal.actions import answer, codes, enter, invite, share
from portal.actions.answer import Submission
from portal.actions.buyers import Buyer
from portal.actions.means import on_plan, token_hash
from portal.domain import closing
from portal.domain.acts import Answer
from portal.domain.events import MilestoneAdded
from portal.domain.plan import Milestone, stored
from portal.domain.playbook.rules import Act, Asked, Quorum
from portal.domain.refusals import Refusal, StaleRevision
from portal.domain.sharing import ROOM_LIFETIME, SignedOut, purpose
from portal.store import doors, ledger, verifying
from portal.store.doors import AnotherBody
from portal.store.schema.plan import standings
from portal.store.transaction import Store
from tests.actions.people import INGRID, TOMAS, Deal, begin, means_on, shared
from tests.actions.purchases import GO_LIVE
from tests.large import many

ROUNDS = 3
MANY = 16
MILESTONES = many(20, 500)
A_PLAN = 5  # milestones, then another plan, so that what is folded at each answer stays short


@pytest.fixture
def deal(store: Store) -> Deal:
    """Give a plan shared with the committee, Ingrid and Tomás having come."""
    made = shared(means_on(store))
    made.visit(INGRID)
    made.visit(TOMAS)
    return made


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same instant; return what each gave, or how it was refused."""
    together = threading.Barrier(len(doings))

    def run(doing: Callable[[], Any]) -> Any:
        together.wait(30)
        try:
            return doing()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(doings)) as threads:
        return list(threads.map(run, doings))


def require_sound(deal: Deal) -> None:
    """Check that the chain verifies and that the projection is what the ledger folds to."""
    with deal.means.store.reading() as connection:
        verdict = verifying.verify(connection)
        history = ledger.history(connection, deal.seller.organisation_id, deal.plan)
        kept = {row["code"]: dict(row) for row in connection.execute(
            select(standings).where(standings.c.plan_id == deal.plan)).mappings()}  # fmt: skip
    assert verdict.whole, verdict
    assert sorted(kept) == sorted(history.rules)
    for code, row in kept.items():
        folded = ledger.row_of(closing.state(history, code))
        assert {name: row[name] for name in folded} == json.loads(json.dumps(folded))


def ask_every(deal: Deal, code: str, *roles: str) -> None:
    """Ask everybody in these roles to approve one sum."""
    asked = [Asked(role, Quorum.every()) for role in roles]
    milestone = Milestone(
        deal.seller.organisation_id, deal.plan, code, 90, "Approved by all", 2, ["approve"],
        "all", False, [], stored(asked), f"statement:{code}", [], 1, GO_LIVE, False, "", "", "",
    )  # fmt: skip  # one row
    with on_plan(deal.means, deal.seller.organisation_id, deal.plan) as work:
        work.plan.milestones.append(milestone)
        work.append(deal.seller.by, MilestoneAdded(milestone.rule()))
    deal.write(code, "Claims are paid once.", 9_000)


def test_two_last_approvers_at_the_same_instant_close_exactly_once(deal: Deal) -> None:
    for number in range(1, ROUNDS + 1):
        code = f"B{number}"
        ask_every(deal, code, "economic_buyer", "finance")
        sent = {
            person: deal.with_code(
                person, deal.form(code, Act.APPROVE, Answer.APPROVED, limit=Decimal(9_000))
            )
            for person in (INGRID, TOMAS)
        }
        receipts = at_once(*(partial(deal.send, *each) for each in sent.items()))
        assert sorted(receipt.closed for receipt in receipts) == [(), (code,)]
        assert deal.standing(code) == "closed"
        assert deal.events().count("milestone.closed") == number
    require_sound(deal)


def director(deal: Deal, number: int) -> Buyer:
    """Seat one director more in finance, with a visit; their link stays unused."""
    organisation, secret, now = deal.seller.organisation_id, deal.means.draw(), deal.clock()
    member = invite.add_member(
        deal.means, deal.seller, deal.plan, name=f"Director {number}", title="Director",
        email=f"director.{number}@meridian.example", seats=("finance",),
    )  # fmt: skip  # one call
    row = {
        "organisation_id": organisation, "token_hash": token_hash(secret), "plan_id": deal.plan,
        "member_id": member, "link_id": "none", "reads_only": False, "created_at": now,
        "expires_at": now + ROOM_LIFETIME,
    }  # fmt: skip  # one row
    with deal.means.store.writing() as session:
        doors.add_session(session, row)
    return Buyer(organisation, deal.plan, member, token_hash(secret))


def coded(deal: Deal, directors: list[Buyer], form: Submission) -> list[Submission]:
    """Have everybody's code mailed in one go; return what each of them sends with it."""
    with on_plan(deal.means, deal.seller.organisation_id, deal.plan) as work:
        members = [member for one in directors if (member := work.plan.member(one.member_id))]
        for member in members:
            bound = purpose(member.id, form.milestone, form.act, form.answer, form.shown)
            codes.send(work, member, bound, "Approved by all")
    # The last mailed to each, as they come in the order in which they were written.
    seeds = {letter["recipient"]: letter["secret"] for letter in deal.letters("code")}
    return [
        replace(form, name=member.name, code=deal.means.six_digits(seeds[member.email]))
        for member in members
    ]


def test_sixteen_approvers_at_the_same_instant_close_each_milestone_once(
    store: Store, figure: Callable[[str], None]
) -> None:
    for first in range(0, MILESTONES, A_PLAN):
        deal = begin(means_on(store))
        directors = [director(deal, number) for number in range(MANY)]
        deal.share()
        for number in range(min(A_PLAN, MILESTONES - first)):
            deal.clock.forward(minutes=10)  # nobody gets more than ten codes in an hour
            ask_every(deal, code := f"B{number}", "finance")
            limit = None if number else Decimal(9_000)  # stated once, and remembered
            form = deal.form(code, Act.APPROVE, Answer.APPROVED, limit=limit)
            sent = coded(deal, directors, form)
            pairs = zip(directors, sent, strict=True)
            said = at_once(*(partial(answer.answer, deal.means, *pair) for pair in pairs))
            assert sorted(one.closed for one in said) == [()] * (MANY - 1) + [(code,)]
        closed = number + 1
        assert deal.events().count("milestone.closed") == closed
        assert len(deal.letters("paper")) == closed
        mailed = Counter(letter["recipient"] for letter in deal.letters("receipt"))
        assert mailed == dict.fromkeys(
            (f"director.{n}@meridian.example" for n in range(MANY)), closed
        )
        require_sound(deal)
    kind = store.url.get_backend_name()
    figure(
        f"{MILESTONES} milestones x {MANY} approvers at once on {kind}: each closed once, one PDF"
    )


def test_many_threads_sending_the_same_form_are_one_answer(deal: Deal) -> None:
    code = deal.own(Act.SIGN, "economic_buyer")
    form = deal.form(code, Act.SIGN, Answer.SIGNED, consents=True)
    sent = deal.with_code(INGRID, form)
    receipts = at_once(*[partial(deal.send, INGRID, sent)] * MANY)
    assert set(receipts) == {receipts[0]}
    assert receipts[0].closed == (code,)
    assert (len(deal.page.decisions), len(deal.letters("receipt"))) == (1, 1)
    require_sound(deal)


def test_of_two_different_answers_on_one_form_one_is_recorded(deal: Deal) -> None:
    for _ in range(ROUNDS):
        code = deal.own(Act.CONFIRM, "economic_buyer")
        yes = deal.form(code, Act.CONFIRM, Answer.CONFIRMED)
        no = replace(yes, answer=Answer.DECLINED, reason="Not ours.")
        said = at_once(partial(deal.send, INGRID, yes), partial(deal.send, INGRID, no))
        (recorded,) = [one for one in said if isinstance(one, answer.Receipt)]
        (refused,) = [one for one in said if isinstance(one, Refusal)]
        assert isinstance(refused, AnotherBody)
        (kept,) = [one for one in deal.page.decisions if one.milestone_code == code]
        assert kept.answer == recorded.answer
    require_sound(deal)


def test_an_answer_never_counts_for_words_that_arrive_with_it(deal: Deal) -> None:
    for number in range(ROUNDS):
        code = deal.own(Act.CONFIRM, "economic_buyer")
        sent = deal.form(code, Act.CONFIRM, Answer.CONFIRMED)
        said, revision = at_once(
            partial(deal.send, INGRID, sent), partial(deal.write, code, f"Other words, {number}.")
        )
        assert revision == 2
        if isinstance(said, StaleRevision):
            assert [one for one in deal.page.decisions if one.milestone_code == code] == []
            assert deal.standing(code) == "waiting_for_buyer"
        else:
            assert said.closed == (code,)
            assert deal.standing(code) == "stale"
    require_sound(deal)


def test_a_visit_revoked_at_the_instant_of_its_answer_answers_before_or_not(deal: Deal) -> None:
    for person in (INGRID, TOMAS):
        code = deal.own(Act.CONFIRM, person.seats[0])
        sent = deal.form(code, Act.CONFIRM, Answer.CONFIRMED)
        said, _ = at_once(
            partial(deal.send, person, sent),
            partial(share.revoke, deal.means, deal.seller, deal.plan, deal.ids[person]),
        )
        happened = deal.events()
        if isinstance(said, SignedOut):
            assert deal.standing(code) == "waiting_for_buyer"
        else:
            last_answer = len(happened) - 1 - happened[::-1].index("milestone.closed")
            assert happened.index("link.revoked", last_answer) > last_answer
    require_sound(deal)


def test_guessing_with_many_threads_gets_five_tries_and_no_more(deal: Deal) -> None:
    code = deal.own(Act.SIGN, "economic_buyer")
    sent = deal.with_code(INGRID, deal.form(code, Act.SIGN, Answer.SIGNED, consents=True))
    guesses = [
        replace(sent, code=f"{(int(sent.code) + number) % 1_000_000:06d}")
        for number in range(1, MANY + 1)
    ]
    said = at_once(*(partial(deal.send, INGRID, guess) for guess in guesses))
    assert Counter(type(one).__name__ for one in said) == {
        "CodeWrong": 4, "CodeUsedUp": MANY - 4,
    }  # fmt: skip  # one comparison
    assert deal.page.decisions == ()


def test_one_browser_of_many_that_open_a_link_at_once_acts(store: Store) -> None:
    deal = shared(means_on(store))
    organisation, token = deal.seller.organisation_id, deal.token_of(INGRID)
    deal.own(Act.CONFIRM, "economic_buyer")
    sent = deal.form("S1", Act.CONFIRM, Answer.CONFIRMED)
    secrets = at_once(*[partial(enter.exchange, deal.means, organisation, token)] * 4)
    ingrid = deal.ids[INGRID]
    buyers = [Buyer(organisation, deal.plan, ingrid, token_hash(secret)) for secret in secrets]
    said = at_once(*(partial(answer.answer, deal.means, buyer, sent) for buyer in buyers))
    assert sum(isinstance(one, answer.Receipt) for one in said) == 1
