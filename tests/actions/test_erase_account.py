"""Erasing somebody of the supplier, once their account was taken off and its plans given away."""

from pathlib import Path

import pytest
from sqlalchemy import Text, cast, select

from portal.actions import colleagues, deliver, draft, erase, export, notify, sign_in
from portal.actions.asking_again import Proof
from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.domain.erasing import ERASED, NobodyToErase, StillAColleague
from portal.store.pages.record import RecordPage, record_page
from portal.store.schema.base import metadata
from portal.store.transaction import Store
from tests.actions.desks import PASSWORD, again, link_token, signed_in
from tests.actions.people import means_on
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


def test_who_still_signs_in_is_not_erased(desk: Means) -> None:
    owner, _ = signed_in(desk)
    with pytest.raises(StillAColleague, match="have an owner take the account off"):
        erase.erase_by_operator(desk, owner.email)


def _page(means: Means, organisation: str, plan: str) -> RecordPage:
    with means.store.reading() as connection:
        found = record_page(connection, organisation, plan)
    assert found is not None
    return found
