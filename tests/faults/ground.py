"""A plan on which people answer through a real server, and what must hold when it was killed."""

import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from urllib.parse import urlencode

from sqlalchemy import func, select

from portal.actions import enter
from portal.actions.means import Means
from portal.domain.playbook.rules import Act
from portal.store import verifying
from portal.store.schema.outgoing import outbox
from portal.store.schema.plan import decisions
from portal.store.transaction import Store
from portal.web import cookies
from tests.actions.people import INGRID, PRIYA, TOMAS, shared
from tests.benchmarks.serving import Client
from tests.browser.portals import KEY
from tests.faults.starting import PATIENCE

BASE_URL = "http://127.0.0.1"
RECORDED = 303
SEATS = {INGRID: "economic_buyer", PRIYA: "champion", TOMAS: "finance"}
NUMBERS = itertools.count(1)
_KEPT = {"csrf_token", "shown", "read"}


@dataclass(frozen=True)
class Visit:
    """One person's browser: its cookie, and the question it answers again and again."""

    cookie: str
    question: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent; ``words`` are in no other."""

    visit: Visit
    body: str
    words: str


@dataclass
class Sent:
    """What was sent so far, and where each answer that was acknowledged led."""

    forms: list[Form] = field(default_factory=list)
    acknowledged: dict[Form, str] = field(default_factory=dict)


def prepare(url: str) -> list[Visit]:
    """Fill an empty database with a shared plan; return the visits of its three people."""
    store = Store(url)
    now = datetime.now(UTC)
    numbers = itertools.count(1)
    means = Means(store, KEY.encode(), BASE_URL, lambda: now, lambda: f"drawn-{next(numbers):06d}")
    try:
        deal = shared(means)
        return [
            _visit(deal.seller.organisation_id, deal.token_of(person), means,
                   deal.own(Act.CONFIRM, SEATS[person]))
            for person in SEATS
        ]  # fmt: skip  # one visit a person
    finally:
        store.close()


def _visit(organisation: str, token: str, means: Means, code: str) -> Visit:
    secret = enter.exchange(means, organisation, token)
    assert secret is not None
    value = cookies.write(KEY.encode(), organisation, secret, means.clock())
    return Visit(f"{cookies.ROOM}={value}", f"/room/m/{code}/confirm")


@contextmanager
def talking(port: int, visit: Visit) -> Iterator[Client]:
    """Give a connection of somebody's browser, closed afterwards."""
    client = Client(port, visit.cookie)
    try:
        yield client
    finally:
        client.connection.close()


@dataclass
class Sender:
    """Somebody who answers one question through the server, each time with other words."""

    visit: Visit
    port: int
    sent: Sent
    fields: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Read the form once, as long as the server lives."""
        with talking(self.port, self.visit) as client:
            status, _, page = client.get(self.visit.question)
        assert status == 200, page.decode()
        found = re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page.decode())
        self.fields = {name: value for name, value in found if name in _KEPT}

    def form(self) -> Form:
        """Write a form that nobody sent before."""
        number = next(NUMBERS)
        words = f"Line {number} is missing."
        said = {"seen": f"{number:064x}", "answer": "changes_asked",
                "reasons-changes_asked": words}  # fmt: skip  # one form
        return Form(self.visit, urlencode(self.fields | said), words)

    def until(self, stop: threading.Event) -> None:
        """Send one form after the other until the server is gone."""
        with suppress(OSError, HTTPException), talking(self.port, self.visit) as client:
            while not stop.is_set():
                form = self.form()
                self.sent.forms.append(form)
                status, headers, page = client.post(form.visit.question, form.body)
                if status == RECORDED:
                    self.sent.acknowledged[form] = headers["Location"]
                else:
                    assert status == 503, (status, page.decode())
                    stop.wait(0.05)  # it will be a while before the database is back


def senders(visits: list[Visit], port: int, sent: Sent) -> list[Sender]:
    """Return everybody with the form open."""
    made = [Sender(visit, port, sent) for visit in visits]
    for sender in made:
        sender.open()
    return made


@contextmanager
def writing(people: list[Sender]) -> Iterator[Sent]:
    """Have everybody send at once; when the block ends, so do they."""
    stop = threading.Event()
    threads = [threading.Thread(target=one.until, args=(stop,)) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield people[0].sent
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_for(sent: Sent, more: int) -> dict[Form, str]:
    """Wait until so many more answers are acknowledged; return all that are."""
    wanted, end = len(sent.acknowledged) + more, time.monotonic() + PATIENCE
    while len(sent.acknowledged) < wanted:
        assert time.monotonic() < end, f"Only {len(sent.acknowledged)} of {wanted} were answered."
        time.sleep(0.005)
    return dict(sent.acknowledged)


def send_again(port: int, sent: Sent) -> None:
    """Send every form again: each is answered as it was, or as the first time."""
    for form in sent.forms:
        with talking(port, form.visit) as client:
            status, headers, page = client.post(form.visit.question, form.body)
        assert status == RECORDED, (status, page.decode())
        assert headers["Location"] == sent.acknowledged.setdefault(form, headers["Location"])


def require_kept(url: str, sent: Sent) -> None:
    """Require a whole ledger with every acknowledged answer in it once, and a receipt for each."""
    store = Store(url)
    try:
        with store.reading() as connection:
            verdict = verifying.verify(connection)
            said = Counter(
                words["reason"] for words in connection.execute(select(decisions.c.words)).scalars()
            )
            receipts = connection.execute(
                select(func.count()).where(outbox.c.kind == "receipt")
            ).scalar_one()
    finally:
        store.close()
    assert verdict.whole, verdict
    lost = [form.words for form in sent.acknowledged if said[form.words] != 1]
    assert lost == [], f"of {len(sent.acknowledged)} acknowledged"
    assert set(said.values()) <= {1}
    assert set(said) <= {form.words for form in sent.forms}
    assert receipts == said.total()
