"""Papers and erasing: what left before stays whole, and what is made after names nobody erased."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.actions import enter, erase, export, seat
from portal.actions.allow import allow
from portal.actions.means import Means, token_hash
from portal.delivery.leaving import archive
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import attachment
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying.judging import judge
from portal.domain.erasing import ERASED
from portal.domain.playbook.rules import Act
from portal.store.transaction import Store
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, Person, means_on, shared
from tests.databases import Embedded
from tests.delivery.seals import sealed_record
from tests.delivery.standalone import Stranger, broken


@pytest.fixture
def means(embedded: Embedded) -> Iterator[Means]:
    url = embedded.fresh()
    opened = Store(url)
    yield means_on(opened)
    opened.close()
    embedded.drop(url)


@pytest.fixture
def deal(means: Means) -> Deal:
    """Give a plan in which Tomás confirmed, and approved with his name typed."""
    deal = shared(means)
    deal.own(Act.CONFIRM, "finance")
    deal.own(Act.APPROVE, "finance", amount=9)
    deal.give(TOMAS, "S1", Act.CONFIRM)
    deal.give(TOMAS, "S2", Act.APPROVE)
    return deal


def copy_of(deal: Deal) -> Copy:
    return export.copy_of(deal.means, deal.seller.organisation_id, deal.plan)


def file_of(deal: Deal) -> bytes:
    """Return a sealed file that carries the plan's record as it stands."""
    return sealed_record(attachment(copy_of(deal)))


def erased(deal: Deal, person: Person) -> None:
    visit = deal.visit(person)
    erase.send_code(deal.means, visit)
    erase.erase_self(deal.means, visit, deal.code_for(person))


def require_whole(data: bytes, stranger: Stranger) -> None:
    """Have both verifiers judge a file."""
    verdict = judge(data)
    assert [check for check in verdict.checks if not check.holds] == []
    assert broken(stranger.judges(data)) == {}


def test_a_file_of_before_stays_whole_and_one_of_after_is_whole(
    deal: Deal, stranger: Stranger
) -> None:
    before = file_of(deal)
    erased(deal, TOMAS)
    after = file_of(deal)
    require_whole(before, stranger)
    require_whole(after, stranger)


def test_what_is_printed_after_names_nobody_erased(deal: Deal) -> None:
    erased(deal, TOMAS)
    copy = copy_of(deal)
    printed = json.dumps(sheet(copy, "a4"), default=str, ensure_ascii=False)
    for text in (printed, attachment(copy)):
        assert [mark for mark in (TOMAS.name, TOMAS.email, TOMAS.title) if mark in text] == []


def test_it_says_that_somebody_answered_and_when_they_were_erased(deal: Deal) -> None:
    erased(deal, TOMAS)
    told = sheet(copy_of(deal), "a4")
    (card,) = told["signatures"]["cards"]
    assert card["name"] == ERASED
    assert card["said"] == ["What was said was erased with its author on 23 Nov 2026."]
    entries = {one["what"] for one in told["evidence"]["entries"]}
    assert "Erased the personal data of a member, who asked for it" in entries


def test_a_record_is_whole_after_somebody_moved_their_mails(deal: Deal, stranger: Stranger) -> None:
    deal.move(INGRID, "i.solheim@meridian.example")
    require_whole(file_of(deal), stranger)


def test_a_record_is_whole_after_a_newcomer_was_seated_and_answered(
    deal: Deal, stranger: Stranger
) -> None:
    gale = Person("Gale Harper", "gale@meridian.example", "", ("legal",))
    allow(deal.means, deal.visit(PRIYA), "meridian.example")
    enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, gale.email)
    token = deal.token_of(gale)
    secret = enter.exchange(deal.means, deal.seller.organisation_id, token)
    assert secret is not None
    deal.ids[gale] = next(one.id for one in deal.page.members if one.waits)
    deal.visits[gale] = replace(
        deal.visit(PRIYA), member_id=deal.ids[gale], session=token_hash(secret)
    )
    seat.seat_colleague(
        deal.means, deal.visit(PRIYA), deal.ids[gale], name=gale.name, title="Counsel",
        seats=("site_lead",),
    )  # fmt: skip  # one call
    deal.own(Act.CONFIRM, "site_lead")
    deal.give(gale, "S3", Act.CONFIRM)
    assert deal.standing("S3") == "closed"
    require_whole(file_of(deal), stranger)


def test_the_zip_of_after_names_nobody_erased(deal: Deal) -> None:
    erased(deal, TOMAS)
    whole = archive(copy_of(deal), b"%PDF-1.7")
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        told = "".join(opened.read(name).decode() for name in opened.namelist())
    assert [mark for mark in (TOMAS.name, TOMAS.email, TOMAS.title) if mark in told] == []
