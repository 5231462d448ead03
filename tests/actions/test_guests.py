"""Asking at a plan's address: a member, somebody of an allowed domain, anybody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.actions import allow, enter, leave, seat
from portal.actions.buyers import Buyer
from portal.actions.invite import NameMissing, SeatMissing
from portal.actions.means import token_hash
from portal.actions.seat import HoldsSeats
from portal.domain.allowing import (
    GUEST_LIFETIME,
    MOST_GUESTS_WAITING,
    MailboxesForEverybody,
    NotLeading,
    SupplierDomain,
)
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal
from portal.domain.sharing import DeadLink, ForwardedLink
from tests.actions.people import INGRID, PRIYA, STRANGER, TOMAS, Deal
from tests.actions.snapshot import everything

DOMAIN = "meridian.example"
LENA = replace(TOMAS, name="Lena Vogt", email=f"lena.vogt@{DOMAIN}", title="", seats=("legal",))


@pytest.fixture
def opened(deal: Deal) -> Deal:
    """Give a plan to which Priya lets her company's people come."""
    allow.allow(deal.means, deal.visit(PRIYA), DOMAIN)
    return deal


def ask(deal: Deal, email: str) -> None:
    enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, email)


def come(deal: Deal) -> Buyer:
    """Open Lena's link in a browser of its own."""
    secret = enter.exchange(deal.means, deal.seller.organisation_id, deal.token_of(LENA))
    assert secret is not None
    member = next(one for one in deal.page.members if one.email == LENA.email)
    deal.ids[LENA] = member.id
    return Buyer(deal.seller.organisation_id, deal.plan, member.id, token_hash(secret))


def test_somebody_of_an_allowed_domain_gets_a_link_and_both_sides_are_told(opened: Deal) -> None:
    ask(opened, f" {LENA.email.upper()} ")
    assert len(opened.letters("link", LENA)) == 1
    told = {row["recipient"]: row["payload"] for row in opened.letters("newcomer")}
    assert set(told) == {PRIYA.email, opened.seller.email}
    assert all(payload["address"] == LENA.email for payload in told.values())
    assert opened.events()[-1] == "guest.invited"
    assert opened.letters("knocks") == []


def test_before_they_have_come_they_are_nobody(opened: Deal) -> None:
    before = opened.page.members
    ask(opened, LENA.email)
    assert opened.page.members == before
    assert LENA.email not in repr(everything(opened.means.store)["ledger"])


def test_whoever_comes_joins_without_a_seat_and_is_asked_nothing(opened: Deal) -> None:
    ask(opened, LENA.email)
    lena = come(opened)
    member = opened.page.member(lena.member_id)
    assert member is not None
    assert (member.seats, member.name, member.waits) == ([], "lena.vogt", True)
    assert "member.joined" in opened.events()
    assert not [m.code for m in opened.page.milestones if m.lines_of(lena.member_id)]


def test_once_they_have_come_the_link_is_theirs_like_anybody_elses(opened: Deal) -> None:
    ask(opened, LENA.email)
    come(opened)
    assert not [row for row in everything(opened.means.store)["guests"] if opened.plan in row]
    with pytest.raises(ForwardedLink):
        allow.allow(opened.means, come(opened), "meridian-labs.example")
    opened.clock.forward(minutes=2)
    ask(opened, LENA.email)
    assert len(opened.letters("link", LENA)) == 2
    assert len(opened.letters("newcomer")) == 2


def test_a_newcomers_link_lives_a_week_and_is_renewed_by_its_holder(opened: Deal) -> None:
    ask(opened, LENA.email)
    dead = opened.token_of(LENA)
    opened.clock.forward(days=GUEST_LIFETIME.days)
    with pytest.raises(DeadLink):
        come(opened)
    enter.request_link_again(opened.means, opened.seller.organisation_id, dead)
    assert come(opened)


def test_links_to_newcomers_are_paced_and_told_of_once(opened: Deal) -> None:
    for seconds, mailed in ((0, 1), (119, 1), (1, 2)):
        opened.clock.forward(seconds=seconds)
        ask(opened, LENA.email)
        assert len(opened.letters("link", LENA)) == mailed
    assert len(opened.letters("newcomer")) == 2
    assert come(opened)


def test_only_so_many_newcomers_may_be_awaited_at_once(opened: Deal) -> None:
    for number in range(MOST_GUESTS_WAITING + 1):
        ask(opened, f"somebody{number}@{DOMAIN}")
    assert opened.events().count("guest.invited") == MOST_GUESTS_WAITING
    assert [row["payload"]["named"] for row in opened.letters("knocks")] == [
        [f"somebody{MOST_GUESTS_WAITING}@{DOMAIN}"]
    ]


def test_when_a_domain_is_no_longer_allowed_links_not_used_yet_are_dead(opened: Deal) -> None:
    ask(opened, LENA.email)
    allow.disallow(opened.means, opened.visit(PRIYA), DOMAIN)
    with pytest.raises(DeadLink):
        come(opened)
    opened.clock.forward(minutes=2)
    ask(opened, LENA.email)
    assert len(opened.letters("link", LENA)) == 1
    assert opened.events()[-1] == "domain.disallowed"


def test_whoever_was_taken_off_does_not_come_back_by_the_domain(opened: Deal) -> None:
    leave.take_off(opened.means, opened.visit(PRIYA), opened.ids[TOMAS])
    opened.clock.forward(minutes=2)
    ask(opened, TOMAS.email)
    assert len(opened.letters("link", TOMAS)) == 1
    assert [row["recipient"] for row in opened.letters("knocks")] == [PRIYA.email]


def test_a_suppliers_address_never_comes_in_whatever_the_ledger_allows(opened: Deal) -> None:
    with pytest.raises(SupplierDomain):
        allow.allow(opened.means, opened.visit(PRIYA), "mail.northwind.example")
    ask(opened, "sofia@northwind.example")
    assert len(opened.letters("link")) == 3
    with pytest.raises(MailboxesForEverybody):
        allow.allow(opened.means, opened.visit(PRIYA), "gmail.com")


def test_only_whoever_leads_for_the_buyer_allows_and_stops_allowing(opened: Deal) -> None:
    ingrid = opened.visit(INGRID)
    for act in (allow.allow, allow.disallow):
        with pytest.raises(NotLeading, match="Ask Priya Raman"):
            act(opened.means, ingrid, DOMAIN)
    assert set(opened.history.domains) == {DOMAIN}


def test_allowing_and_stopping_twice_is_recorded_once(opened: Deal) -> None:
    priya = opened.visit(PRIYA)
    allow.allow(opened.means, priya, f"@{DOMAIN.upper()}")
    for _ in range(2):
        allow.disallow(opened.means, priya, DOMAIN)
    assert opened.events().count("domain.allowed") == 1
    assert opened.events().count("domain.disallowed") == 1


def test_strangers_get_nothing_and_whoever_leads_is_told_at_most_once_a_day(deal: Deal) -> None:
    for number in range(20):
        ask(deal, f"stranger{number}@elsewhere.example")
    first, second = sorted(deal.letters("knocks"), key=lambda row: row["due_at"])
    assert (first["payload"]["asked"], second["payload"]["asked"]) == (1, 19)
    assert second["due_at"] - first["due_at"] == timedelta(days=1)
    assert {row["recipient"] for row in (first, second)} == {PRIYA.email}
    assert len(deal.letters("link")) == 3


def test_of_strangers_only_a_colleagues_address_is_named_and_few_of_them(deal: Deal) -> None:
    ask(deal, STRANGER)
    for typed in (LENA.email, LENA.email, "buy now at evil@meridian.example", STRANGER):
        ask(deal, typed)
    for number in range(9):
        ask(deal, f"somebody{number}@{DOMAIN}")
    first, second = sorted(deal.letters("knocks"), key=lambda row: row["due_at"])
    assert first["payload"]["named"] == []
    named = [LENA.email, *(f"somebody{number}@{DOMAIN}" for number in range(4))]
    assert second["payload"]["named"] == named
    assert STRANGER not in repr(everything(deal.means.store))


def test_a_day_later_strangers_are_told_of_at_once_again(deal: Deal) -> None:
    ask(deal, STRANGER)
    deal.clock.forward(days=2)
    ask(deal, STRANGER)
    assert sorted(row["due_at"] for row in deal.letters("knocks"))[-1] == deal.clock.now


def test_what_is_no_address_is_no_news(deal: Deal) -> None:
    for typed in ("", "nonsense", "a@b", "@meridian.example"):
        ask(deal, typed)
    assert deal.letters("knocks") == []


def test_a_newcomer_is_named_and_seated_and_asked_from_then_on(opened: Deal) -> None:
    opened.own(Act.ATTEND, "legal")
    ask(opened, LENA.email)
    lena = come(opened)
    named: dict[str, Any] = {
        "name": " Lena  Vogt ",
        "title": "General Counsel",
        "seats": ("legal",),
    }
    seat.seat_colleague(opened.means, opened.visit(PRIYA), lena.member_id, **named)
    member = opened.page.member(lena.member_id)
    assert member is not None
    assert (member.name, member.title, member.seats) == ("Lena Vogt", "General Counsel", ["legal"])
    assert opened.milestone("S1").lines_of(lena.member_id)
    with pytest.raises(HoldsSeats):
        seat.seat_newcomer(opened.means, opened.seller, opened.plan, lena.member_id, **named)


def test_a_seat_takes_a_name_a_seat_and_somebody_who_may_give_it(opened: Deal) -> None:
    ask(opened, LENA.email)
    lena = come(opened)
    lacks: tuple[tuple[dict[str, Any], type[Refusal]], ...] = (
        ({"name": " "}, NameMissing),
        ({"seats": ()}, SeatMissing),
    )
    for missing, refused in lacks:
        named: dict[str, Any] = {"name": "Lena Vogt", "title": "", "seats": ("legal",), **missing}
        with pytest.raises(refused):
            seat.seat_newcomer(opened.means, opened.seller, opened.plan, lena.member_id, **named)
    with pytest.raises(NotLeading):
        seat.seat_colleague(
            opened.means, lena, lena.member_id, name="Lena Vogt", title="", seats=("champion",)
        )
