"""Everybody who has no business in the victim's plan, as the cookies and tokens they hold."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import make_url, update

from portal.actions import enter, share, sign_in
from portal.actions.buyers import Buyer
from portal.actions.means import token_hash
from portal.domain.sharing import DESK_IDLE, DESK_LIFETIME, ROOM_IDLE
from portal.store import desk_sessions, doors
from portal.store.schema.doors import links, room_sessions
from portal.web import cookies
from tests.web.isolation.victims import (
    COLLEAGUE,
    HOUSE,
    PLAN,
    VERA,
    XENIA,
    Stage,
)
from tests.web.meridian import INGRID, PRIYA, TOMAS

DOMAIN = "meridian.example"
# In the order in which they come; ``Forger.wrong`` makes them.
WRONG = (
    "anonymous",
    "another organisation's seller",
    "another organisation's buyer",
    "a buyer of another plan in the same organisation",
    "a buyer whose link was revoked",
    "a buyer who ended the visit",
    "a buyer whose link and session have expired",
    "a former member whose session still runs",
    "a reader",
    "a forwarded link without its code",
    "the seller, previewing",
    "the buyer's cookie at the desk",
    "the seller's cookie in the room",
    "the buyer's cookie, its secret changed",
    "the buyer's cookie under another organisation, signed by us",
    "the seller's cookie, its secret changed",
    "the seller's cookie under another organisation, signed by us",
    "another organisation's cookie under the victim's name, signed by us",
    "the buyer, idle for too long",
    "the seller, idle for too long",
    "a seller who signed out",
    "a seller whose session has expired",
)
EVERY_MARK = frozenset({PLAN, HOUSE, COLLEAGUE, DOMAIN})
Row = Mapping[str, Any]


def nothing(_table: str, _row: Row) -> bool:
    """Own no row at all."""
    return False


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody: the cookies and tokens they hold, what they may read, and which rows are theirs.

    ``only`` names the policies they are tried against, where the others are their own to use.
    """

    name: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    tokens: tuple[str, ...] = ("unknown.token",)
    may_read: frozenset[str] = frozenset()
    owns: Callable[[str, Row], bool] = nothing
    only: frozenset[str] = frozenset({"public", "room", "desk"})


class Forger:
    """Makes every identity of a stage, dead and alive, by the ways in which they come about."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.house, self.means = stage, stage.house, stage.house.means
        self.organisation = stage.house.seller.organisation_id
        self.now = self.means.clock()

    def right(self) -> tuple[Identity, Identity]:
        """Return the two whose plan it is: a buyer in the room, the owner at the desk."""
        secret = self._continued(INGRID)
        self.ingrid = self._cookie(secret)
        self.owen = self._cookie(self._desk_session(self.house.seller.account_id))
        return (
            Identity("the buyer", {cookies.ROOM: self.ingrid}, may_read=EVERY_MARK),
            Identity("the seller", {cookies.DESK: self.owen}, may_read=EVERY_MARK),
        )

    def wrong(self) -> Iterator[Identity]:
        """Yield every identity that must not act, and but for three of them must not read."""
        yield Identity("anonymous")
        yield from self._of_another_organisation()
        yield from self._of_another_plan()
        yield from self._who_were_members()
        yield from self._who_read_only()
        yield from self._at_the_wrong_door()
        yield from self._with_forged_cookies()
        yield from self._too_late()

    def _of_another_organisation(self) -> Iterator[Identity]:
        there = self.stage.elsewhere
        theirs = there.seller.organisation_id
        desk = self._cookie(self._desk_session(there.seller.account_id, theirs), theirs)
        room = self._cookie(self._room_session(theirs, there.plan, there.people[INGRID]), theirs)

        def owns(_table: str, row: Row) -> bool:
            return bool(row["organisation_id"] == theirs)

        yield Identity("another organisation's seller", {cookies.DESK: desk}, owns=owns)
        yield Identity("another organisation's buyer", {cookies.ROOM: room}, owns=owns)

    def _of_another_plan(self) -> Iterator[Identity]:
        beside = self.stage.beside
        secret = self._room_session(self.organisation, beside.plan, beside.people[INGRID])

        def owns(table: str, row: Row) -> bool:
            return beside.plan in (row.get("plan_id"), row["id"] if table == "plans" else None)

        yield Identity(
            "a buyer of another plan in the same organisation",
            {cookies.ROOM: self._cookie(secret)}, may_read=frozenset({HOUSE}), owns=owns,
        )  # fmt: skip  # one value

    def _who_were_members(self) -> Iterator[Identity]:
        token = self.house.link(PRIYA).removeprefix("/l/")
        room = {cookies.ROOM: self._cookie(self._continued(PRIYA))}
        share.revoke(self.means, self.house.seller, self.house.plan, self.house.people[PRIYA])
        yield Identity("a buyer whose link was revoked", room, (token,))
        secret = self._continued(TOMAS)
        enter.leave(self.means, self._buyer(TOMAS, secret))
        yield Identity("a buyer who ended the visit", {cookies.ROOM: self._cookie(secret)})
        token = self.house.link(XENIA).removeprefix("/l/")
        room = {cookies.ROOM: self._cookie(self._continued(XENIA))}
        self._expire(XENIA)
        yield Identity("a buyer whose link and session have expired", room, (token,))
        token = self.house.link(VERA).removeprefix("/l/")
        room = {cookies.ROOM: self._cookie(self._continued(VERA))}
        self._take_off_the_committee(VERA)
        yield Identity("a former member whose session still runs", room, (token,))

    def _who_read_only(self) -> Iterator[Identity]:
        reader = self.stage.reader
        desk = self._cookie(self._desk_session(reader.account_id))
        yield Identity(
            "a reader", {cookies.DESK: desk}, may_read=EVERY_MARK,
            owns=lambda table, row: (table, row.get("account_id"))
            == ("seller_sessions", reader.account_id),
        )  # fmt: skip  # one value
        token = self.house.link(INGRID).removeprefix("/l/")
        secret, mine = self._continued(INGRID), self.house.people[INGRID]

        def owns(table: str, row: Row) -> bool:
            # May ask that a code be mailed to the address on file, and try one; and visit, reading.
            mailed = table == "outbox" and (row["kind"], row["recipient"]) == (
                "code", f"{INGRID}@{DOMAIN}",
            )  # fmt: skip  # a pair
            codes = table == "codes" and row["member_id"] == mine
            reads = table == "room_sessions" and row["member_id"] == mine and row["reads_only"]
            return bool(mailed or codes or reads)

        yield Identity("a forwarded link without its code", {cookies.ROOM: self._cookie(secret)},
                       (token,), EVERY_MARK, owns)  # fmt: skip  # one value
        yield Identity("the seller, previewing", {cookies.DESK: self.owen}, may_read=EVERY_MARK,
                       only=frozenset({"room"}))  # fmt: skip  # one value

    def _at_the_wrong_door(self) -> Iterator[Identity]:
        yield Identity("the buyer's cookie at the desk", {cookies.DESK: self.ingrid})
        yield Identity("the seller's cookie in the room", {cookies.ROOM: self.owen})

    def _with_forged_cookies(self) -> Iterator[Identity]:
        for name, cookie, where in (
            ("the buyer's", self.ingrid, cookies.ROOM), ("the seller's", self.owen, cookies.DESK),
        ):  # fmt: skip  # a table
            organisation, secret, used, mac = cookie.split(".")
            changed = f"{organisation}.{secret[:-1]}x.{used}.{mac}"
            yield Identity(f"{name} cookie, its secret changed", {where: changed})
            theirs = self.stage.elsewhere.seller.organisation_id
            yield Identity(f"{name} cookie under another organisation, signed by us",
                           {where: self._cookie(secret, theirs)})  # fmt: skip  # one value
        there = self.stage.elsewhere
        secret = self._desk_session(there.seller.account_id, there.seller.organisation_id)
        yield Identity("another organisation's cookie under the victim's name, signed by us",
                       {cookies.DESK: self._cookie(secret)})  # fmt: skip  # one value

    def _too_late(self) -> Iterator[Identity]:
        for name, secret, where, idle in (
            ("the buyer", self.ingrid.split(".")[1], cookies.ROOM, ROOM_IDLE),
            ("the seller", self.owen.split(".")[1], cookies.DESK, DESK_IDLE),
        ):
            then = self.now - idle - timedelta(minutes=1)
            value = cookies.write(self.means.key, self.organisation, secret, then)
            yield Identity(f"{name}, idle for too long", {where: value})
        account = self.house.seller.account_id
        secret = self._desk_session(account)
        sign_in.sign_out(self.means, self.organisation, secret)
        yield Identity("a seller who signed out", {cookies.DESK: self._cookie(secret)})
        secret = self._desk_session(account, lives=-DESK_LIFETIME)
        yield Identity("a seller whose session has expired", {cookies.DESK: self._cookie(secret)})

    def _cookie(self, secret: str, organisation: str = "") -> str:
        return cookies.write(self.means.key, organisation or self.organisation, secret, self.now)

    def _continued(self, who: str) -> str:
        organisation, token = self.house.link(who).removeprefix("/l/").split(".")
        secret = enter.exchange(self.means, organisation, token)
        assert secret is not None
        return secret

    def _buyer(self, who: str, secret: str) -> Buyer:
        person = self.house.people[who]
        return Buyer(self.organisation, self.house.plan, person, token_hash(secret))

    def _room_session(self, organisation: str, plan: str, member: str) -> str:
        secret = self.means.draw()
        row = {
            "organisation_id": organisation, "token_hash": token_hash(secret), "plan_id": plan,
            "member_id": member, "link_id": "none", "reads_only": False,
            "created_at": self.now, "expires_at": self.now + timedelta(days=1),
        }  # fmt: skip  # one row
        with self.means.store.writing(organisation) as session:
            doors.add_session(session, row)
        return secret

    def _desk_session(
        self, account: str, organisation: str = "", lives: timedelta = timedelta(days=1)
    ) -> str:
        secret = self.means.draw()
        row = {
            "organisation_id": organisation or self.organisation, "account_id": account,
            "token_hash": token_hash(secret), "created_at": self.now,
            "expires_at": self.now + lives,
        }  # fmt: skip  # one row
        with self.means.store.writing(organisation or self.organisation) as session:
            desk_sessions.add_session(session, row)
        return secret

    def _expire(self, who: str) -> None:
        with self.means.store.writing(self.organisation) as session:
            for table in (links, room_sessions):
                mine = table.c.member_id == self.house.people[who]
                then = self.now - timedelta(minutes=1)
                session.execute(update(table).where(mine).values(expires_at=then))

    def _take_off_the_committee(self, who: str) -> None:
        """Do by hand what no action does yet; the session and the link are left as they are."""
        url = make_url(str(self.house.means.store.url))
        with closing(sqlite3.connect(str(url.database))) as file, file:
            file.execute("DELETE FROM members WHERE id = ?", (self.house.people[who],))
