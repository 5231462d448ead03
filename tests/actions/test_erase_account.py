"""Erasing somebody of the supplier, once their account was taken off and its plans given away."""

from pathlib import Path

import pytest
from sqlalchemy import Text, cast, select

from portal.actions import allow, colleagues, deliver, draft, enter, erase, export, notify, sign_in
from portal.actions.asking_again import Proof
from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.domain.erasing import ERASED, NobodyToErase, StillAColleague
from portal.domain.playbook.rules import Act
from portal.store import accounts
from portal.store.pages.record import RecordPage, record_page
from portal.store.schema.base import metadata
from portal.store.transaction import Store
from tests.actions.desks import PASSWORD, again, link_token, signed_in
from tests.actions.people import INGRID, PRIYA, STRANGER, Deal, Person, means_on, seller_of, shared
from tests.actions.purchases import SMALL
from tests.actions.test_export import Press
from tests.notaries import beside

NADIA = "nadia.frost@northwind.example"
MARKS = ("nadia", "frost", "keeper of quotes")


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


def began(means: Means) -> tuple[str, str, str]:
    """Have Nadia begin a plan and leave; return the organisation, the plan and her account."""
    owner, _ = signed_in(means)
    account = colleagues.invite_colleague(
        means, owner, name="Nadia Frost", email=NADIA, title="Keeper of Quotes", role="owner",
        proof=Proof(PASSWORD),
    )  # fmt: skip  # one call
    token = link_token(means, notify.INVITATION, NADIA)
    sign_in.set_password(means, owner.organisation_id, token, PASSWORD)
    nadia, _ = again(means, NADIA)
    colleagues.invite_colleague(
        means, nadia, name="Nils Berg", email="nils@northwind.example", title="", role="seller"
    )
    plan = draft.start(means, nadia, SMALL)
    colleagues.take_off(means, owner, account, owner.account_id)
    return owner.organisation_id, plan, account


def named(means: Means) -> set[str]:
    """Return the columns, of every table, in which something of Nadia stands."""
    found = set()
    with means.store.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(*(cast(c, Text) for c in table.columns))):
                for column, value in zip(table.columns, row, strict=True):
                    if any(mark in str(value or "").lower() for mark in MARKS):
                        found.add(f"{table.name}.{column.name}")
    return found


def test_nothing_kept_names_them_any_more(desk: Means) -> None:
    began(desk)
    assert {"accounts.name", "accounts.email", "accounts.title", "outbox.recipient"} <= named(desk)
    done = erase.erase_by_operator(desk, NADIA.upper())
    assert (done.plans, done.accounts) == ((), 1)
    assert named(desk) == set()
    with pytest.raises(NobodyToErase):
        erase.erase_by_operator(desk, NADIA)


def test_what_they_did_reads_as_somebody_erased_on_pages_read_anew(desk: Means) -> None:
    organisation, plan, account = began(desk)
    counter = _page(desk, organisation, plan).plan.counter
    erase.erase_by_operator(desk, NADIA)
    page = _page(desk, organisation, plan)
    assert page.accounts[account] == ERASED
    assert page.plan.counter > counter


def test_every_pdf_that_may_name_them_is_removed(desk: Means, tmp_path: Path) -> None:
    organisation, plan, _ = began(desk)
    out = Outlets(lambda _: None, "plans@x.example", tmp_path, Press(), beside(tmp_path))
    export.ask(desk, organisation, plan, "a4")
    deliver.drain(desk, out)
    assert export.progress(desk, tmp_path, organisation, plan, "a4").path
    erase.erase_by_operator(desk, NADIA)
    deliver.drain(desk, out)
    assert list(tmp_path.rglob("*.pdf")) == []
    assert export.progress(desk, tmp_path, organisation, plan, "a4").state == "none"


def took_off(deal: Deal, name: str) -> str:
    """Have a colleague of Owen's taken off who has this name; return their address."""
    owner = seller_of(
        deal.means, "Northwind Analytics", "northwind.example", "Odile Marchand", "owner"
    )
    left = seller_of(deal.means, "Northwind Analytics", "northwind.example", name, "seller")
    colleagues.take_off(deal.means, owner, left.account_id, owner.account_id)
    return left.email


def test_a_buyer_of_the_same_name_keeps_their_waiting_mails(desk: Means) -> None:
    deal = shared(desk)
    waiting = deal.letters("link", INGRID)
    assert waiting
    erase.erase_by_operator(desk, took_off(deal, INGRID.name))
    assert deal.letters("link", INGRID) == waiting


def test_a_guest_of_the_same_name_keeps_their_waiting_link(desk: Means) -> None:
    deal = shared(desk)
    allow.allow(desk, deal.visit(PRIYA), "meridian.example")
    guest = Person("gale", "gale@meridian.example", "", ())
    enter.request_link(desk, deal.seller.organisation_id, deal.plan, guest.email)
    waiting = deal.letters("link", guest)
    assert [one["payload"]["name"] for one in waiting] == ["gale"]
    erase.erase_by_operator(desk, took_off(deal, "gale"))
    assert deal.letters("link", guest) == waiting


def test_who_leads_and_shares_the_name_is_still_told_of_strangers(desk: Means) -> None:
    deal = shared(desk)
    address = took_off(deal, PRIYA.name)
    for _ in range(2):
        enter.request_link(desk, deal.seller.organisation_id, deal.plan, STRANGER)
    erase.erase_by_operator(desk, address)
    enter.request_link(desk, deal.seller.organisation_id, deal.plan, STRANGER)
    asked = sum(one["payload"]["asked"] for one in deal.letters("knocks", PRIYA))
    assert asked == 3


def test_where_plans_name_a_former_seller_is_told(desk: Means) -> None:
    deal = shared(desk)
    deal.own(Act.CONFIRM, "finance")
    deal.write("S1", "Nora Lind and Tomás agreed.")
    done = erase.erase_by_operator(desk, took_off(deal, "Nora Lind"))
    assert done.mentions == {f"northwind.{deal.plan}": ["“Your confirm”, revision 2"]}


def test_a_buyer_who_signs_in_at_another_supplier_is_erased_here_alone(desk: Means) -> None:
    deal = shared(desk)
    other = seller_of(desk, "Halden Systems", "halden.example", "Tora Voss", "owner")
    tora = Person("Tora Voss", other.email, "", ("legal",))
    deal.invite(tora)
    done = erase.erase_by_operator(desk, tora.email)
    assert done.plans == (f"northwind.{deal.plan}",)
    assert done.signs_in_at == ("halden",)
    with desk.store.reading() as connection:
        kept = accounts.by_id(connection, "halden", other.account_id)
    assert kept is not None
    assert kept.email == tora.email
    with pytest.raises(StillAColleague):
        erase.erase_by_operator(desk, tora.email)


def test_who_still_signs_in_is_not_erased(desk: Means) -> None:
    owner, _ = signed_in(desk)
    with pytest.raises(StillAColleague, match="have an owner take the account off"):
        erase.erase_by_operator(desk, owner.email)


def _page(means: Means, organisation: str, plan: str) -> RecordPage:
    with means.store.reading() as connection:
        found = record_page(connection, organisation, plan)
    assert found is not None
    return found
