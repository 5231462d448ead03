"""A running portal for web tests, with one shared plan, and the ways to visit it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.actions import answer, knock, revise
from portal.actions.buyers import Buyer
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.domain import acts
from portal.domain.acts import YES, Answer
from portal.domain.canonical import fingerprint
from portal.domain.closing import Say, Standing
from portal.domain.playbook.rules import Act
from portal.domain.sharing import ROOM_LIFETIME
from portal.store import doors
from portal.store import outbox as letters
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.store.schema.outgoing import outbox
from tests.web.visitor import Visitor

PASSWORD = "a long sentence to sign in with"
FACTS = frozenset({Act.PROVIDE, Act.MEASURE})
STATED: Mapping[Act, Mapping[str, Any]] = {
    Act.ACCESS: {"title": "Director"},
    Act.APPROVE: {"title": "Director", "limit": Decimal(1_000_000)},
}


@dataclass
class House:
    """A running portal with one plan, and ways to visit it; ``people`` maps a name to an id.

    ``stages`` keeps a database for each milestone that was opened before, under "" as shared.
    """

    app: Flask
    means: Means
    seller: Seller
    plan: str
    people: Mapping[str, str]
    stages: dict[str, Path] = field(default_factory=dict)
    shared_head: str = ""

    def browser(self) -> Visitor:
        """Give a browser nobody has used."""
        self.app.test_client_class = Visitor
        return self.app.test_client()  # type: ignore[return-value]  # of the class just named

    def at(self, day: date) -> "House":
        """Return the same portal on another day, at the same hour."""
        return self.at_moment(datetime.combine(day, self.means.clock().timetz()))

    def at_moment(self, moment: datetime) -> "House":
        """Return the same portal at another moment."""
        means = replace(self.means, clock=lambda: moment)
        self.app.extensions["portal.means"] = means
        return replace(self, means=means)

    def link(self, who: str) -> str:
        """Return the way through the door that was mailed to this person last."""
        secret = self._mailed(who, "link")
        return f"/l/{self.seller.organisation_id}.{self.means.token('link', secret)}"

    def enter(self, who: str) -> Visitor:
        """Return the browser of a member who came by their link and pressed Continue."""
        browser = self.browser()
        assert browser.fill(self.link(who)).status_code == 303
        return browser

    def sign_in(self) -> Visitor:
        """Return Owen's browser, signed in at the desk."""
        browser = self.browser()
        sent = browser.fill("/desk/sign-in", email=self.seller.email, password=PASSWORD)
        assert sent.status_code == 303
        return browser

    def answer_the_door(self) -> None:
        """Do what the worker does about those who knocked; every other letter stays unsent."""
        chosen = select(outbox).where(outbox.c.kind == knock.KIND)
        with self.means.store.reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        for row in rows:
            fields = letters.Letter.__dataclass_fields__.keys() & row.keys()
            knocked = letters.Letter(**{name: row[name] for name in fields})
            knock.answer(self.means, knocked)
            with self.means.store.writing() as session:
                letters.forget(session, knocked)

    def code(self, who: str) -> str:
        """Return the six digits that were mailed to this person last."""
        return self.means.six_digits(self._mailed(who, "code"))

    def page(self) -> PlanPage:
        """Return everything about the plan as pages read it."""
        with self.means.store.reading(self.seller.organisation_id) as connection:
            found = plan_page(connection, self.seller.organisation_id, self.plan)
        assert found is not None
        return found

    def visit(self, who: str) -> Buyer:
        """Return a member with a session, to act without pages; their mailed link stays unused."""
        organisation, now = self.seller.organisation_id, self.means.clock()
        secret = self.means.draw()
        row = {
            "organisation_id": organisation, "token_hash": token_hash(secret), "reads_only": False,
            "plan_id": self.plan, "member_id": self.people[who], "link_id": "none",
            "created_at": now, "expires_at": now + ROOM_LIFETIME,
        }  # fmt: skip  # one row
        with self.means.store.writing(organisation) as session:
            doors.add_session(session, row)
        return Buyer(organisation, self.plan, self.people[who], token_hash(secret))

    def say(self, who: Buyer, code: str, act: Act, said: Answer, **more: Any) -> answer.Receipt:
        """Have a visiting member answer as pages would, code and name included."""
        page = self.page()
        milestone, member = page.milestone(code), page.member(who.member_id)
        assert milestone is not None
        assert member is not None
        sent = answer.Submission(
            milestone=code, act=act, answer=said, shown=self.shown(code),
            seen=page.plan.ledger_head, name=member.name, **more,
        )  # fmt: skip  # one value
        if acts.steps_up(act, said):
            answer.send_code(self.means, who, sent)
            key = next(name for name, one in self.people.items() if one == member.id)
            sent = answer.Submission(**{**_fields(sent), "code": self.code(key), "consents": True})
        return answer.answer(self.means, who, sent)

    def open(self, code: str) -> None:
        """Have everybody say yes to whatever comes before a milestone, until it is open.

        What was opened once is copied for whoever asks for the same next.
        """
        is_untouched = self.page().plan.ledger_head == self.shared_head
        if is_untouched and code in self.stages:
            self._copy(self.stages[code], self._file)
            return
        self._have_everybody_agree_until(code)
        if is_untouched:
            kept = self.stages[""].with_name(f"{code}.db")
            self._copy(self._file, kept)
            self.stages[code] = kept

    def _have_everybody_agree_until(self, code: str) -> None:
        visits = {self.people[who]: self.visit(who) for who in self.people}
        while (page := self.page()).milestone(code).standing == Standing.NOT_OPEN:  # type: ignore[union-attr]  # it is there
            before = next(
                m for m in page.milestones if m.code in _before(page, code) and _is_open(m)
            )
            if before.standing == Standing.WAITING_FOR_SUPPLIER:
                words = f"What we agreed about: {before.name}."
                revise.milestone_statement(self.means, self.seller, self.plan, before.code, words)
                continue
            line = next(line for line in before.lines if line.say == Say.ASKED)
            act = Act(line.act)
            facts = {name: "as we discussed" for name, _ in before.asks} if act in FACTS else {}
            more = STATED.get(act, {})
            self.say(visits[line.member], before.code, act, YES[act][0], values=facts, **more)

    @property
    def _file(self) -> Path:
        return Path(str(self.means.store.url.database))

    def _copy(self, source: Path, target: Path) -> None:
        self.means.store.close()  # so that the file holds everything, and is read anew
        shutil.copy(source, target)

    def shown(self, code: str) -> str:
        """Return the fingerprint of what a milestone asks about now."""
        page = self.page()
        milestone = page.milestone(code)
        assert milestone is not None
        document = page.documents.get(milestone.document_id or "")
        if document is not None:
            return document.hash
        question = {
            "milestone": code, "name": milestone.name, "acts": milestone.acts,
            "values": [name for name, _ in milestone.asks],
        }  # fmt: skip  # as ``decision.question`` writes it
        return fingerprint(question)

    def _mailed(self, who: str, kind: str) -> str:
        return self.mailed(f"{who}@meridian.example", kind)

    def mailed(self, address: str, kind: str) -> str:
        """Return the seed of the link or code that was mailed to this address last."""
        waiting = (
            select(outbox.c.secret)
            .where(outbox.c.recipient == address, outbox.c.kind == kind)
            .order_by(outbox.c.created_at, outbox.c.id)
        )
        with self.means.store.reading(self.seller.organisation_id) as connection:
            found = connection.execute(waiting).scalars().all()
        assert found, f"No {kind} was mailed to {address}."
        latest = [secret for secret in found if secret]
        return str(max(latest))


def _before(page: PlanPage, code: str) -> set[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        milestone = page.milestone(waiting.pop())
        new = set(milestone.prerequisites) - found if milestone else set()
        found |= new
        waiting.extend(new)
    return found


def _is_open(milestone: MilestoneRow) -> bool:
    return milestone.standing in {Standing.WAITING_FOR_SUPPLIER, Standing.WAITING_FOR_BUYER}


def _fields(sent: answer.Submission) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in type(sent).__dataclass_fields__}
