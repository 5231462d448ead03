"""Erasing a person: nothing kept names them, what was answered stays, and every chain is whole."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, String, Text, cast, select, update

from portal.actions import (
    allow,
    answer,
    deliver,
    enter,
    erase,
    export,
    invite,
    knock,
    leave,
    own_milestone,
    readdress,
    share,
)
from portal.actions.deliver import Outlets
from portal.actions.means import Means
from portal.delivery import files
from portal.domain import facts, folding
from portal.domain.acts import Answer
from portal.domain.committee_events import MemberErased
from portal.domain.erasing import ERASED, NobodyToErase, StillAColleague, Traces
from portal.domain.events import By
from portal.domain.facts import Fact
from portal.domain.folding import ForeignErasure
from portal.domain.playbook.rules import Act
from portal.domain.sharing import CodeMissing, CodeWrong, DeadLink, ForwardedLink, SignedOut
from portal.store import ledger, outbox
from portal.store.mentions import SEARCHED, of_plan
from portal.store.schema.base import metadata
from portal.store.schema.plan import members
from portal.store.schema.record import APPEND_ONLY
from portal.store.schema.types import Canonical
from portal.store.transaction import Store
from portal.store.verifying import verify_plan
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, Person, begin, means_on, shared
from tests.actions.purchases import SMALL
from tests.actions.test_export import Press, ask, progress
from tests.databases import Cluster
from tests.notaries import beside
from tests.roles import APPLICATION, as_role, granted

ZELDA = Person(
    "Zelda Quorn", "zelda.quorn@meridian.example", "Warden of Canaries", ("finance", "site_lead")
)
BEFORE = "z.quorn@meridian.example"
CANARIES = ("zelda", "quorn", "warden of canaries", "canary quay", "too dear for a canary")

# Doors and letters go or are cleaned; the ledger and its log hold ids, hashes and commitments.
NOT_ABOUT_PEOPLE = {"codes", "guests", "knocks", "links", "room_sessions", "outbox", "papers",
                    "ledger", "logged_heads"}  # fmt: skip  # a heap
NOT_WORDS = {
    "organisation_id", "plan_id", "id", "member_id", "account_id", "document_id", "owner_id",
    "milestone_code", "code", "hash", "salt", "terms_salt", "ledger_head", "made_by",
    "made_by_side", "act", "acts", "acts_are", "answer", "who", "prerequisites", "seats", "kind",
    "origin", "facts", "opportunity_type", "calendar", "time_zone", "currency", "limit_currency",
    "amount", "limit_amount", "standing", "missing", "empty_seats", "out_of_reach", "lines",
    "closed_at", "reported_at",
}  # fmt: skip  # a heap


@pytest.fixture
def zelda(deal: Deal) -> Deal:
    """Give a plan in which Zelda answered in every way, moved her mails, and is spoken of."""
    deal.ids[ZELDA] = invite.add_member(
        deal.means, deal.seller, deal.plan, name=ZELDA.name, email=BEFORE, title=ZELDA.title,
        seats=ZELDA.seats, site="Canary Quay",
    )  # fmt: skip  # one call
    deal.share()
    before = replace(ZELDA, email=BEFORE)
    deal.ids[before] = deal.ids[ZELDA]
    readdress.send_codes(deal.means, deal.visit(before), "zelda.qourn@meridian.example")
    deal.move(before, ZELDA.email)
    del deal.visits[before], deal.ids[before]
    deal.own(Act.CONFIRM, "site_lead")
    deal.own(Act.APPROVE, "site_lead", amount=9)
    deal.give(ZELDA, "S1", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Too dear for a canary.")
    deal.give(ZELDA, "S1", Act.CONFIRM)
    deal.give(ZELDA, "S2", Act.APPROVE)
    _be_spoken_of(deal)
    return deal


def _be_spoken_of(deal: Deal) -> None:
    """Put into the outbox what others are mailed about her, and what a server said of her."""
    about = {"address": ZELDA.email, "name": "", "plan": "p", "buyer": "b",
             "supplier": "s", "domain": "meridian.example"}  # fmt: skip  # one payload
    with deal.means.store.writing(deal.seller.organisation_id) as session:
        for letter, kind in (("about", "newcomer"), ("sent", "receipt")):
            outbox.put(
                session, organisation=deal.seller.organisation_id, plan=deal.plan, kind=kind,
                letter=f"{letter}-{deal.plan}", payload=about, now=deal.means.clock(),
                recipient=PRIYA.email if letter == "about" else BEFORE,
            )  # fmt: skip  # one call


def salt_of(deal: Deal, person: Person) -> str:
    chosen = select(members.c.salt).where(members.c.id == deal.ids[person])
    with deal.means.store.reading() as connection:
        return str(connection.execute(chosen).scalar_one())


def erased(deal: Deal, person: Person = ZELDA) -> None:
    """Have somebody erase themselves, with the code from their mailbox."""
    visit = deal.visit(person)
    erase.send_code(deal.means, visit)
    erase.erase_self(deal.means, visit, deal.code_for(person))


def kept(store: Store, plan: str) -> Iterator[tuple[str, str]]:
    """Yield every value of every column of every table, of one plan where a table has plans."""
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            chosen = select(*(cast(column, Text) for column in table.columns))
            own = table.c.get("plan_id")
            if table.name == "plans":
                own = table.c.id
            rows = connection.execute(chosen if own is None else chosen.where(own == plan))
            for row in rows:
                for column, value in zip(table.columns, row, strict=True):
                    yield f"{table.name}.{column.name}", str(value or "")


def named(deal: Deal, *more: str) -> set[str]:
    """Return the columns in which something of Zelda stands."""
    marks = (*CANARIES, *more)
    return {
        where for where, value in kept(deal.means.store, deal.plan)
        if any(mark in value.lower() for mark in marks)
    }  # fmt: skip  # one set


def is_whole(deal: Deal) -> bool:
    plan = deal.page.plan
    with deal.means.store.reading() as connection:
        key = (plan.organisation_id, plan.id)
        found = verify_plan(connection, *key, plan.ledger_seq, plan.ledger_head)
        return len(found) == plan.ledger_seq


def swept(deal: Deal, folder: Path) -> None:
    """Have the worker do everything that waits, mails into a folder."""
    out = Outlets(
        lambda _: None, "plans@x.example", folder / "files", Press(), beside(folder / "files"),
        folder / "mail",
    )  # fmt: skip  # one call
    deliver.drain(deal.means, out)


def test_no_column_of_any_table_holds_anything_of_somebody_erased(zelda: Deal) -> None:
    salt = salt_of(zelda, ZELDA)
    before = named(zelda, salt)
    assert {"members.name", "members.email", "members.title", "members.site", "members.salt",
            "decisions.words", "decisions.title", "outbox.recipient",
            "outbox.payload"} <= before  # fmt: skip  # one set
    erased(zelda)
    assert named(zelda, salt) == set()
    assert is_whole(zelda)


def test_on_sqlite_the_file_itself_holds_nothing_of_them_either(
    zelda: Deal, tmp_path: Path
) -> None:
    if not zelda.means.store.is_sqlite:
        pytest.skip("PostgreSQL forgets old rows when it vacuums")
    file = Path(str(zelda.means.store.url.database))
    salt = salt_of(zelda, ZELDA)
    erased(zelda)
    swept(zelda, tmp_path)
    held = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert [mark for mark in (ZELDA.name, ZELDA.email, BEFORE, salt) if mark.encode() in held] == []


def test_the_entry_names_an_id_and_whose_wish_it_was(zelda: Deal) -> None:
    erased(zelda)
    with zelda.means.store.reading() as connection:
        found = ledger.entries(connection, zelda.seller.organisation_id, zelda.plan)
    (fact,) = [one for one in map(facts.read, (e.body for e in found))
               if isinstance(one.event, MemberErased)]  # fmt: skip  # one list
    member = zelda.ids[ZELDA]
    assert (fact.by, fact.event) == (By("buyer", member), MemberErased(member))


def test_what_was_answered_stays_as_somebody_erased(zelda: Deal) -> None:
    standing = {code: zelda.standing(code) for code in ("S1", "S2")}
    erased(zelda)
    page = zelda.page
    member = page.member(zelda.ids[ZELDA])
    assert member is not None
    assert (member.name, member.email, member.erased_at) == (ERASED, "", zelda.clock.now)
    answers = [one for one in page.decisions if one.member_id == member.id]
    assert [one.answer for one in answers] == ["changes_asked", "confirmed", "approved"]
    assert [dict(one.words) for one in answers] == [{}, {}, {}]
    assert {code: zelda.standing(code) for code in standing} == standing
    assert standing["S1"] == "closed"


def test_whoever_is_erased_has_left_and_their_seat_is_open(zelda: Deal) -> None:
    zelda.own(Act.PROVIDE, "site_lead")
    assert zelda.milestone("S3").empty_seats == []
    erased(zelda)
    assert zelda.milestone("S3").empty_seats == ["site_lead"]
    assert zelda.ids[ZELDA] not in {one.id for one in zelda.page.present}


def test_a_stop_ends_with_whoever_said_it_as_when_they_leave(deal: Deal) -> None:
    deal.own(Act.DECIDE, "finance")
    deal.give(TOMAS, "S1", Act.DECIDE, Answer.STOP, reason="Not this year.")
    assert deal.standing("S1") == "stopped"
    erased(deal, TOMAS)
    assert deal.standing("S1") != "stopped"


def test_links_codes_and_visits_end(zelda: Deal) -> None:
    token, visit = zelda.token_of(ZELDA), zelda.visit(ZELDA)
    erased(zelda)
    with pytest.raises(SignedOut):
        answer.send_code(zelda.means, visit, zelda.form("S1", Act.CONFIRM, Answer.CONFIRMED))
    organisation = zelda.seller.organisation_id
    with pytest.raises(DeadLink):
        enter.exchange(zelda.means, organisation, token)
    zelda.clock.forward(minutes=5)
    letters = len(zelda.letters("knocks"))
    enter.request_link_again(zelda.means, organisation, token)
    assert (zelda.letters("link", ZELDA), len(zelda.letters("knocks"))) == ([], letters)


def test_the_same_form_sent_again_finds_nobody(zelda: Deal) -> None:
    visit = zelda.visit(ZELDA)
    erase.send_code(zelda.means, visit)
    code = zelda.code_for(ZELDA)
    erase.erase_self(zelda.means, visit, code)
    with pytest.raises(SignedOut):
        erase.erase_self(zelda.means, visit, code)
    assert zelda.events().count("member.erased") == 1


def test_without_the_code_nobody_is_erased(zelda: Deal) -> None:
    visit = zelda.visit(ZELDA)
    with pytest.raises(CodeMissing):
        erase.erase_self(zelda.means, visit, "123456")
    erase.send_code(zelda.means, visit)
    wrong = f"{(int(zelda.code_for(ZELDA)) + 1) % 1_000_000:06d}"
    with pytest.raises(CodeWrong, match="4 tries are left"):
        erase.erase_self(zelda.means, visit, wrong)
    assert "member.erased" not in zelda.events()


def test_a_code_for_something_else_erases_nobody(zelda: Deal) -> None:
    visit = zelda.visit(ZELDA)
    readdress.send_codes(zelda.means, visit, "z.q@meridian.example")
    with pytest.raises(CodeMissing):
        erase.erase_self(zelda.means, visit, zelda.code_for(ZELDA))


def test_a_forwarded_link_erases_nobody(deal: Deal) -> None:
    deal.visit(TOMAS)
    forwarded = deal.enter_as(TOMAS)
    with pytest.raises(ForwardedLink):
        erase.send_code(deal.means, forwarded)
    with pytest.raises(ForwardedLink):
        erase.erase_self(deal.means, forwarded, "123456")


def test_a_visit_of_another_plan_erases_nobody_here(deal: Deal) -> None:
    stranger = replace(deal.visit(TOMAS), member_id=deal.ids[INGRID])
    with pytest.raises(SignedOut):
        erase.send_code(deal.means, stranger)


@pytest.mark.parametrize("by", [By("supplier", "owen"), By("buyer", "priya")])
def test_a_ledger_in_which_somebody_else_erases_a_buyer_cannot_be_folded(by: By) -> None:
    with pytest.raises(ForeignErasure):
        folding.fold([Fact(1, "2026-11-23T09:00:00Z", by, MemberErased("ingrid"))])


def test_both_sides_are_told_without_a_name(zelda: Deal) -> None:
    erased(zelda)
    told = zelda.letters("erased")
    assert {one["recipient"] for one in told} == {PRIYA.email, zelda.seller.email}
    assert all(one["payload"]["seats"] == list(ZELDA.seats) for one in told)
    assert zelda.letters("left") == []


def test_mails_that_others_wait_for_still_reach_them(zelda: Deal) -> None:
    waiting = {one["id"] for one in zelda.letters("link", INGRID)}
    erased(zelda)
    assert {one["id"] for one in zelda.letters("link", INGRID)} == waiting
    (about,) = zelda.letters("newcomer")
    assert (about["recipient"], about["payload"]["address"]) == (PRIYA.email, ERASED)


def test_a_namesake_keeps_their_mails(deal: Deal) -> None:
    other = replace(TOMAS, email="t.aguiar@meridian.example", seats=("security_privacy",))
    deal.invite(other)
    deal.share()
    erased(deal, TOMAS)
    (link,) = deal.letters("link", other)
    assert link["payload"]["name"] == other.name


def test_a_namesakes_mails_go_from_an_address_of_before_too(deal: Deal) -> None:
    twin = Person(INGRID.name, "ingrid2@meridian.example", "Treasurer", ("finance",))
    before = replace(twin, email="old.twin@meridian.example")
    deal.ids[twin] = deal.invite(before)
    deal.share()
    deal.move(before, twin.email)
    waiting = deal.letters("link", INGRID)
    erase.erase_by_operator(deal.means, twin.email)
    told = "".join(value for _, value in kept(deal.means.store, deal.plan))
    assert [one for one in (before.email, twin.email) if one in told] == []
    assert deal.letters("link", INGRID) == waiting
    assert waiting


def came(deal: Deal, address: str) -> None:
    """Have somebody come by an allowed domain; they are named as their mailbox is."""
    organisation = deal.seller.organisation_id
    allow.allow(deal.means, deal.visit(PRIYA), "meridian.example")
    enter.request_link(deal.means, organisation, deal.plan, address)
    token = deal.token_of(Person("", address, "", ()))
    assert enter.exchange(deal.means, organisation, token)


def test_what_the_worker_is_to_do_is_left_as_it_was_ordered(deal: Deal, tmp_path: Path) -> None:
    came(deal, "a4@meridian.example")
    ask(deal)
    erase.erase_by_operator(deal.means, "a4@meridian.example")
    assert {one["payload"]["paper"] for one in deal.letters("paper")} == {"a4"}
    swept(deal, tmp_path)
    assert {one["state"] for one in deal.letters("paper")} == {"sent"}


def test_who_asked_at_the_door_and_is_erased_is_in_no_knock_that_waits(deal: Deal) -> None:
    knock.ask(deal.means, deal.seller.organisation_id, deal.plan, TOMAS.email)
    erase.erase_by_operator(deal.means, TOMAS.email)
    assert [one["payload"] for one in deal.letters("knock")] == [{"email": ERASED}]


def test_a_mail_to_others_keeps_its_words_though_somebody_erased_is_called_so(deal: Deal) -> None:
    came(deal, "confirmed@meridian.example")
    deal.own(Act.CONFIRM, "finance")
    deal.give(TOMAS, "S1", Act.CONFIRM)
    (before,) = deal.letters("receipt", TOMAS)
    assert before["payload"]["answer"] == "confirmed"
    erase.erase_by_operator(deal.means, "confirmed@meridian.example")
    assert deal.letters("receipt", TOMAS) == [before]


def test_every_pdf_of_before_is_removed_and_a_new_one_can_be_made(
    zelda: Deal, tmp_path: Path
) -> None:
    swept(zelda, tmp_path)
    ask(zelda)
    swept(zelda, tmp_path)
    old = progress(zelda, tmp_path / "files").path
    assert old is not None
    left_over = old.with_name(".begun")
    left_over.write_text(ZELDA.name)
    os.utime(left_over, (1, 1))
    erased(zelda)
    swept(zelda, tmp_path)
    assert list(old.parent.iterdir()) == []
    ask(zelda)
    swept(zelda, tmp_path)
    assert progress(zelda, tmp_path / "files").path is not None


def test_a_pdf_that_was_being_made_meanwhile_is_not_kept(zelda: Deal, tmp_path: Path) -> None:
    ask(zelda)

    class Slow(Press):
        def __call__(self, sheet: Mapping[str, Any]) -> bytes:
            erased(zelda)
            return super().__call__(sheet)

    with pytest.raises(export.PlanMoves):
        export.make(
            zelda.means, tmp_path, zelda.seller.organisation_id, zelda.plan, "a4", Slow(),
            beside(tmp_path),
        )  # fmt: skip  # one call
    assert list(tmp_path.rglob("*.pdf")) == []


def test_mails_that_lie_in_a_folder_are_removed(zelda: Deal, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    swept(zelda, tmp_path)
    organisation = zelda.seller.organisation_id
    for letter in (*zelda.letters("link"), *zelda.letters("receipt")):
        files.mail_in(folder, outbox.message_id(organisation, letter["id"])).write_text(
            letter["recipient"]
        )
    erased(zelda)
    swept(zelda, tmp_path)
    left = {path.read_text() for path in folder.iterdir()}
    assert left == {INGRID.email, PRIYA.email, TOMAS.email}


def test_the_last_who_leads_may_be_erased_and_another_leads(deal: Deal) -> None:
    erased(deal, PRIYA)
    visit = deal.visit(INGRID)
    leave.take_off(deal.means, visit, deal.ids[TOMAS])
    assert [one.name for one in deal.page.present] == [INGRID.name]


def test_where_others_name_them_in_words_of_their_own_is_told_and_stays(deal: Deal) -> None:
    deal.own(Act.CONFIRM, "finance")
    deal.write("S1", f"{INGRID.name} and {TOMAS.name} agreed.")
    assert erase.mentions_of(deal.means, deal.visit(TOMAS)) == ["“Your confirm”, revision 2"]
    erased(deal, TOMAS)
    assert is_whole(deal)


def test_a_milestone_and_a_tier_that_name_them_are_told_too(means: Means) -> None:
    deal = shared(means, replace(SMALL, tier=2, tier_reason=f"{INGRID.name} asked for it."))
    code = own_milestone.add_milestone(
        means, deal.seller, deal.plan, name="Data talk", act=Act.CONFIRM, seat="champion",
        due_on=date(2027, 1, 11), why=f"{INGRID.name} insists.", provides="A deck",
    )  # fmt: skip  # one call
    told = erase.mentions_of(deal.means, deal.visit(INGRID))
    assert told == ["what the plan was begun with", f"milestone {code}"]
    done = erase.erase_by_operator(means, INGRID.email, deal.seller.organisation)
    assert done.mentions[f"northwind.{deal.plan}"] == told


@pytest.mark.parametrize("column", [
    column for table, names in SEARCHED.items() for column in map(table.c.get, names)
], ids=str)  # fmt: skip  # a table
def test_whatever_text_of_others_names_them_is_told(deal: Deal, column: Column[Any]) -> None:
    deal.own(Act.CONFIRM, "site_lead")
    deal.write_outcomes(TOMAS)
    deal.own(Act.CONFIRM, "finance")
    deal.give(TOMAS, "S2", Act.CONFIRM)
    who = Traces(frozenset({"nobody@meridian.example"}), "Zelda Quorn")
    key = (deal.seller.organisation_id, deal.plan)
    table, said = column.table, "by Zelda Quorn, who knows"
    text: Any = [said] if isinstance(column.type, Canonical) else said
    of = table.c.id if table.name == "plans" else table.c.plan_id
    with deal.means.store.reading() as connection:
        assert of_plan(connection, *key, who) == []
    if table.name in APPEND_ONLY:
        pytest.skip("rows that only grow cannot be rewritten here: the tests above write them")
    with deal.means.store.writing() as session:
        session.execute(update(table).where(of == deal.plan).values({column.name: text}))
    with deal.means.store.reading() as connection:
        assert of_plan(connection, *key, who)


def test_every_text_of_a_plan_is_searched_or_nobody_types_it() -> None:
    searched = {(table.name, name) for table, names in SEARCHED.items() for name in names}
    unknown = [
        (table.name, column.name)
        for table in metadata.sorted_tables
        if table.name == "plans" or "plan_id" in table.columns
        for column in table.columns
        if isinstance(column.type, String | Canonical)
        and (table.name, column.name) not in searched
        and table.name not in NOT_ABOUT_PEOPLE
        and column.name not in NOT_WORDS
    ]
    assert unknown == []


def test_the_operator_erases_whoever_left_over_every_plan(deal: Deal) -> None:
    other = begin(deal.means)
    mail = f"lars.{deal.plan}@meridian.example"
    lars = Person("Lars Holm", mail, "", ("legal",))
    for one in (deal, other):
        one.invite(lars)
        one.share()
    leave.take_off(deal.means, deal.visit(PRIYA), deal.ids[lars])
    done = erase.erase_by_operator(deal.means, f" {mail.upper()} ", deal.seller.organisation)
    assert set(done.plans) == {f"northwind.{one.plan}" for one in (deal, other)}
    for one in (deal, other):
        assert mail not in "".join(value for _, value in kept(one.means.store, one.plan))
        assert one.events().count("member.erased") == 1
        assert is_whole(one)
    with pytest.raises(NobodyToErase):
        erase.erase_by_operator(deal.means, mail)


def test_the_operator_erases_a_guest_who_never_came(deal: Deal) -> None:
    mail = f"gale.{deal.plan}@meridian.example"
    allow.allow(deal.means, deal.visit(PRIYA), "meridian.example")
    enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, mail)
    assert erase.erase_by_operator(deal.means, mail).guests == 1
    assert mail not in "".join(value for _, value in kept(deal.means.store, deal.plan))


def test_another_organisation_keeps_who_was_erased_here(deal: Deal) -> None:
    with pytest.raises(erase.NoSuchOrganisation, match="no organisation 'Halden'"):
        erase.erase_by_operator(deal.means, TOMAS.email, "Halden")


def test_an_account_that_signs_in_is_handed_over_first(deal: Deal) -> None:
    with pytest.raises(StillAColleague):
        erase.erase_by_operator(deal.means, deal.seller.email)
    assert share.share(deal.means, deal.seller, deal.plan) == 0


def test_what_somebody_reads_right_now_is_scrubbed_later(sqlite_store: Store) -> None:
    deal = shared(means_on(sqlite_store))
    with sqlite_store.reading() as connection:
        connection.execute(select(members.c.id)).all()
        erased(deal, TOMAS)
        with pytest.raises(TimeoutError, match="it is emptied later"):
            sqlite_store.scrub()
    sqlite_store.scrub()


@pytest.mark.postgresql
def test_the_role_that_serves_may_erase_and_change_nothing_recorded(cluster: Cluster) -> None:
    url = cluster.fresh()
    deal = shared(means_on(Store(url)))
    with granted(url):
        serving = Store(as_role(url, APPLICATION))
        here = replace(deal, means=replace(deal.means, store=serving))
        erase.send_code(here.means, deal.visit(TOMAS))
        erase.erase_self(here.means, deal.visit(TOMAS), deal.code_for(TOMAS))
        assert erase.erase_by_operator(here.means, INGRID.email).plans
        serving.close()
    assert deal.events().count("member.erased") == 2
    assert is_whole(deal)
    deal.means.store.close()
    cluster.drop(url)
