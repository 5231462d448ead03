"""Another address: by the seller before somebody came, by themselves after; old links die."""

import pytest

from portal.actions import answer, enter, readdress
from portal.actions.leave import HasCome
from portal.delivery.letters import Order, words
from portal.domain.acts import Answer
from portal.domain.committee import AlreadyOnCommittee, NoSuchAddress, SupplierAddress
from portal.domain.playbook.rules import Act
from portal.domain.sharing import CodeMissing, CodeWrong, DeadLink, ForwardedLink, SignedOut
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, begin

NEW = "i.solheim@meridian.example"
WRONG = "000000"
ROTATED = ["link.revoked", "member.readdressed", "link.issued"]


def mailed(deal: Deal, kind: str, address: str) -> int:
    return len([row for row in deal.letters(kind) if row["recipient"] == address])


def correct(deal: Deal, email: str = NEW) -> None:
    readdress.correct(deal.means, deal.seller, deal.plan, deal.ids[INGRID], email)


def test_a_slip_of_the_sellers_is_corrected_and_the_mailed_link_dies(deal: Deal) -> None:
    old = deal.token_of(INGRID)
    correct(deal)
    with pytest.raises(DeadLink):
        enter.exchange(deal.means, deal.seller.organisation_id, old)
    assert mailed(deal, "link", NEW) == 1
    assert deal.events()[-3:] == ROTATED
    assert NEW not in repr(deal.history)


def test_once_somebody_has_come_no_seller_moves_their_mails(deal: Deal) -> None:
    deal.visit(INGRID)
    with pytest.raises(HasCome):
        correct(deal)
    assert mailed(deal, "link", NEW) == 0


def test_before_sharing_an_address_is_corrected_without_a_mail(deal: Deal) -> None:
    fresh = begin(deal.means)
    fresh.invite(INGRID)
    correct(fresh)
    assert fresh.letters("link") == []
    fresh.share()
    assert mailed(fresh, "link", NEW) == 1


@pytest.mark.parametrize(
    ("email", "refused"),
    [
        ("ingrid", NoSuchAddress),
        ("ingrid@northwind.example", SupplierAddress),
        (PRIYA.email, AlreadyOnCommittee),
    ],
)
def test_an_address_nobody_of_the_buyer_could_have_is_refused(
    deal: Deal, email: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        correct(deal, email)
    with pytest.raises(refused):
        readdress.send_codes(deal.means, deal.visit(INGRID), email)
    with pytest.raises(refused):
        readdress.change(deal.means, deal.visit(INGRID), email, "123456", "123456")


def test_a_member_moves_their_mails_with_a_code_from_each_mailbox(deal: Deal) -> None:
    ingrid, old = deal.visit(INGRID), deal.token_of(INGRID)
    assert deal.move(INGRID, f" {NEW.upper()} ") == NEW
    assert deal.events()[-3:] == ROTATED
    assert (mailed(deal, "link", NEW), mailed(deal, "readdressed", INGRID.email)) == (1, 1)
    with pytest.raises(DeadLink):
        enter.exchange(deal.means, deal.seller.organisation_id, old)
    with pytest.raises(SignedOut):
        answer.send_code(deal.means, ingrid, deal.form("M01", Act.CONFIRM, Answer.CONFIRMED))


def test_the_old_address_is_a_strangers_from_then_on(deal: Deal) -> None:
    deal.move(INGRID, NEW)
    deal.clock.forward(minutes=2)
    for email in (INGRID.email, NEW):
        enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, email)
    assert (mailed(deal, "link", INGRID.email), mailed(deal, "link", NEW)) == (1, 2)


def test_an_address_that_was_mistyped_moves_nothing_and_shuts_nobody_out(deal: Deal) -> None:
    ingrid, slip = deal.visit(INGRID), "i.solhiem@meridian.example"
    readdress.send_codes(deal.means, ingrid, slip)
    with pytest.raises(CodeWrong):
        readdress.change(deal.means, ingrid, slip, deal.code_for(INGRID), WRONG)
    assert address_of(deal) == INGRID.email
    readdress.send_codes(deal.means, ingrid, NEW)
    codes = (deal.code_for(INGRID), deal.code_at(NEW))
    assert readdress.change(deal.means, ingrid, NEW, *codes) == NEW


def test_the_code_from_one_mailbox_is_worth_nothing_alone(deal: Deal) -> None:
    ingrid = deal.visit(INGRID)
    readdress.send_codes(deal.means, ingrid, NEW)
    old, there = deal.code_for(INGRID), deal.code_at(NEW)
    for pair in ((old, old), (there, there), (there, old)):
        if old != there:
            with pytest.raises(CodeWrong):
                readdress.change(deal.means, ingrid, NEW, *pair)
    for pair in ((old, ""), ("", there)):
        with pytest.raises(CodeMissing):
            readdress.change(deal.means, ingrid, NEW, *pair)
    assert address_of(deal) == INGRID.email


def test_a_wrong_code_leaves_the_right_one_good(deal: Deal) -> None:
    ingrid = deal.visit(INGRID)
    readdress.send_codes(deal.means, ingrid, NEW)
    old, there = deal.code_for(INGRID), deal.code_at(NEW)
    with pytest.raises(CodeWrong, match="4 tries are left") as refused:
        readdress.change(deal.means, ingrid, NEW, old, other(there))
    assert refused.value.field == "code_there"
    with pytest.raises(CodeWrong, match="4 tries are left") as refused:
        readdress.change(deal.means, ingrid, NEW, other(old), there)
    assert refused.value.field == "code"
    assert readdress.change(deal.means, ingrid, NEW, old, there) == NEW


def test_codes_are_for_one_address(deal: Deal) -> None:
    ingrid = deal.visit(INGRID)
    readdress.send_codes(deal.means, ingrid, NEW)
    with pytest.raises(CodeMissing):
        readdress.change(deal.means, ingrid, f"x{NEW}", deal.code_for(INGRID), deal.code_at(NEW))


def test_what_is_mailed_to_an_address_nobody_has_shown_tells_a_stranger_nothing(
    deal: Deal,
) -> None:
    readdress.send_codes(deal.means, deal.visit(INGRID), NEW)
    (sent,) = deal.letters("code_elsewhere")
    assert sent["payload"] == {"member": deal.ids[INGRID]}
    order = Order(sent["kind"], sent["payload"], NEW, "<a@b>", deal.clock.now, "https://x")
    said = repr(words(order))
    known = (INGRID.name, "Ingrid", "Meridian", "Northwind", deal.page.plan.title)
    assert [one for one in known if one in said] == []


def test_a_forwarded_visit_moves_nothing(deal: Deal) -> None:
    deal.visit(TOMAS)
    with pytest.raises(ForwardedLink):
        readdress.send_codes(deal.means, deal.enter_as(TOMAS), NEW)


def address_of(deal: Deal) -> str:
    member = deal.page.member(deal.ids[INGRID])
    assert member is not None
    return member.email


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"
