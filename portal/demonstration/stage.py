"""The stage of the demonstration: days in the past, a clock that is set, and its own accounts."""

import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from portal.actions import sign_in
from portal.actions.calendars import working_calendar
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.domain.calendar import BusinessCalendar
from portal.store import accounts
from portal.store.transaction import Store, Whose

CALENDAR, ZONE = "NL", "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is and, on the buyer's side, where they sit and what they may approve."""

    name: str
    email: str
    title: str
    seats: tuple[str, ...] = ()
    limit: str | None = None


def password_of(key: bytes, email: str) -> str:
    """Return the password of a demonstration account: this installation's own."""
    digits = hmac.digest(key, f"password\0{email}".encode(), "sha256").hex()
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


class Stage:
    """An empty database in which people act on days in the past, always in the same order.

    ``today`` is the day the demonstration is filled; nothing on it happens after the day before.
    """

    def __init__(self, store: Store, key: bytes, now: datetime) -> None:
        self.store, self.now, self._key = store, now, key
        self.today: date = now.astimezone(ZoneInfo(ZONE)).date()
        self.calendar: BusinessCalendar = working_calendar(
            CALENDAR, self.today.year - 1, self.today.year + 2
        )
        self.drawn: list[str] = []
        self.means = Means(store, key, "", clock=lambda: self.now, draw=self._draw)

    def at(self, days_ago: int, clock: str) -> None:
        """Go on at a time of the day so many working days before today."""
        day = self.calendar.before(self.today, days_ago)
        self.now = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(ZONE)).astimezone(UTC)

    def ahead(self, days: int) -> date:
        """Return the working day so many working days after today."""
        return self.calendar.after(self.today, days)

    def account(self, organisation: str, role: str, person: Person) -> Seller:
        """Create an account with its password; return the seller behind it."""
        link = sign_in.create_account(
            self.means, person.email, organisation=organisation, role=role, name=person.name,
            title=person.title,
        )  # fmt: skip  # one call
        org, _, token = link.rpartition("/")[2].partition(".")
        sign_in.set_password(self.means, org, token, password_of(self._key, person.email))
        with self.store.reading(Whose.NOBODYS) as connection:
            found = accounts.by_email(connection, person.email)
        assert found is not None  # made just now
        who = found[0]
        return Seller(
            who.organisation_id, who.id, who.email, who.name, who.title, who.role,
            who.organisation, who.domains, who.median_deal,
        )  # fmt: skip  # field by field

    def _draw(self) -> str:
        number = f"drawn\0{len(self.drawn)}".encode()
        self.drawn.append(hmac.digest(self._key, number, "sha256").hex())
        return self.drawn[-1]
