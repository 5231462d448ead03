"""One plan on the stage: its seller writes and its committee answers, as people do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.actions import answer, draft, invite, revise, share
from portal.actions.buyers import Buyer
from portal.actions.means import Work, on_plan, token_hash
from portal.actions.sellers import Seller
from portal.demonstration.stage import Person, Stage
from portal.domain import acts, decision
from portal.domain.acts import Answer
from portal.domain.committee import Member
from portal.domain.events import PlanShared
from portal.domain.playbook.rules import Act
from portal.domain.suggestion import statement_text
from portal.store import doors, ledger
from portal.store.pages.plan import plan_page

VISIT = timedelta(days=20)  # well within the life of a session


def seed_of(plan: str, member: str) -> str:
    """Return what a member's link is drawn from, so that it can be printed again."""
    return f"demo:{plan}:{member}"


class Deal:
    """A plan with the seller who owns it and the buyer's people by name."""

    def __init__(
        self, stage: Stage, seller: Seller, drawn: draft.Draft, people: Sequence[Person]
    ) -> None:
        self.stage, self.means, self.seller = stage, stage.means, seller
        self.organisation = seller.organisation_id
        self.plan = draft.start(self.means, seller, drawn)
        self._people = {one.name: one for one in people}
        self._visits: dict[str, tuple[Buyer, datetime]] = {}
        self.members = {one.name: self._invite(one) for one in people}

    def share(self) -> None:
        """Share the plan as ``share.share`` does, with links that can be printed again."""
        with on_plan(self.means, self.organisation, self.plan) as work:
            work.plan.share(work.now)
            work.append(self.seller.by, PlanShared())
            share.offer(work, self.seller.by)
            for member in work.plan.members:
                share.issue(work, member, self.seller.by, seed=seed_of(self.plan, member.id))

    def state(self, code: str, text: str = "", amount: str | None = None) -> None:
        """Write the words of a milestone; without ``text`` those the playbook suggests."""
        words = text or self._suggested(code)
        asked = Decimal(amount) if amount else None
        revise.milestone_statement(self.means, self.seller, self.plan, code, words, asked)

    def says(self, name: str, code: str, act: Act, said: Answer, **more: Any) -> answer.Receipt:
        """Have a person answer what stands now, with a code where one is asked for."""
        buyer = self._visit(name)
        with self.stage.store.reading(self.organisation) as connection:
            history = ledger.history(connection, self.organisation, self.plan)
        sent = answer.Submission(
            milestone=code, act=act, answer=said, name=name, seen=f"entry {history.seq}",
            shown=decision.subject_hash(history, history.rules[code]),
            **{"consents": act is Act.SIGN, **self._introduction(name, act, said), **more},
        )  # fmt: skip  # one call
        if acts.steps_up(act, said):
            drawn_before = len(self.stage.drawn)
            answer.send_code(self.means, buyer, sent)
            # The first text drawn for a code is what its digits come from (``codes.send``).
            seed = self.stage.drawn[drawn_before]
            sent = replace(sent, code=self.means.six_digits(seed))
        return answer.answer(self.means, buyer, sent)

    def _suggested(self, code: str) -> str:
        with self.stage.store.reading(self.organisation) as connection:
            page = plan_page(connection, self.organisation, self.plan)
        found = page.milestone(code) if page else None
        assert page is not None and found is not None  # noqa: PT018  # both or neither
        return statement_text(
            found.name, found.buyer_action, found.seller_provides, page.plan.supplier
        )

    def _invite(self, person: Person) -> str:
        return invite.add_member(
            self.means, self.seller, self.plan, name=person.name, email=person.email,
            title=person.title, seats=person.seats,
        )  # fmt: skip  # one call

    def _introduction(self, name: str, act: Act, said: Answer) -> dict[str, Any]:
        person = self._people[name]
        commits = act is Act.APPROVE and said in acts.ALL_YES
        if not commits and act is not Act.ACCESS:
            return {}
        limit = None if person.limit is None else Decimal(person.limit)
        return {"title": person.title, "limit": limit}

    def _visit(self, name: str) -> Buyer:
        """Return the person's visit, which leaves their printed link still to be opened."""
        visit, since = self._visits.get(name, (None, self.stage.now))
        if visit is None or self.stage.now - since >= VISIT:
            since = self.stage.now
            with on_plan(self.means, self.organisation, self.plan) as work:
                member = work.plan.member(self.members[name])
                assert member is not None  # everybody who acts was invited
                visit = self._open_session(work, member)
        self._visits[name] = visit, since
        return visit

    def _open_session(self, work: Work, member: Member) -> Buyer:
        secret, token = self.means.draw(), self.means.token("link", seed_of(self.plan, member.id))
        link = doors.find_link(work.session.connection(), self.organisation, token_hash(token))
        assert link is not None  # the plan was shared
        doors.add_session(
            work.session,
            {
                "organisation_id": self.organisation,
                "token_hash": token_hash(secret),
                "plan_id": self.plan,
                "member_id": member.id,
                "link_id": link.id,
                "created_at": work.now,
                "expires_at": work.now + VISIT,
                "reads_only": False,
            },
        )
        member.continued_on = work.today
        return Buyer(self.organisation, self.plan, member.id, token_hash(secret))
