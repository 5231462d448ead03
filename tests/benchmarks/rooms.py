"""The room: statements a page, and CPU a request against a bare hello."""

from collections.abc import Callable

import psutil
from sqlalchemy import event

from portal.app import create_app
from portal.settings import read
from portal.store.ledger import bump
from portal.store.plans import locked
from tests.benchmarks.serving import (
    Client,
    Prepared,
    alone_command,
    bare_command,
    cpu_of,
    prepared,
    served,
)

PORT, BARE_PORT = 8723, 8724
REQUESTS = 600
COLD = 150
HOME = "/room/"
PAGES = (
    HOME,
    "/room/me",
    "/room/ledger",
    "/room/m/M01",
    "/room/d/outcomes",
    "/room/d/cost_benefit",
)


def statements() -> None:
    """Count the statements of each room page, for 10 milestones and for 100."""
    for least in (10, 100):
        with prepared(least) as here:
            counts = _statements_of(here)
            size = len(here.house.page().milestones)
        print(f"  {size:4} milestones: " + ", ".join(f"{p} {n}" for p, n in counts.items()))


def _statements_of(here: Prepared) -> dict[str, int]:
    app = create_app(read(here.environment), here.house.means)
    seen: list[str] = []
    reader = here.house.means.store.reader

    @event.listens_for(reader, "before_cursor_execute")
    def count(_c: object, _cursor: object, text: str, *_rest: object) -> None:
        seen.append(text)

    counts = {}
    for page in PAGES:
        seen.clear()
        answer = app.test_client(use_cookies=False).get(
            page, headers={"Cookie": here.cookie}, base_url="https://localhost"
        )
        assert answer.status_code == 200, (page, answer.status_code)
        counts[page] = sum("BEGIN" not in text for text in seen)
    return counts


def cpu() -> None:
    """Print hello's CPU a request over the room's: cold, warm, and for a 304."""
    with prepared() as here, served(alone_command(PORT), here.environment, PORT) as worker:
        client = Client(PORT, here.cookie)
        status, headers, body = client.get(HOME)
        assert status == 200, status
        print(f"  the room is {len(body):,} bytes")
        warm = _each(worker, REQUESTS, lambda: client.get(HOME))
        tag = headers["ETag"]
        same = _each(worker, REQUESTS, lambda: client.get(HOME, If_None_Match=tag))
        assert client.get(HOME, If_None_Match=tag)[0] == 304
        cold = _each(worker, COLD, lambda: client.get(HOME), lambda: _touch(here))
    with served(bare_command(BARE_PORT), here.environment, BARE_PORT, "/") as worker:
        client = Client(BARE_PORT)
        hello = _each(worker, REQUESTS * 3, lambda: client.get("/"))
    for name, used, aim in (("cold", cold, 0.20), ("warm", warm, 0.55), ("304", same, 0.55)):
        print(f"  {name:5} {hello / used:.2f} of hello (aim {aim}), {used * 1000:.2f} ms of CPU")


def _each(
    worker: psutil.Process,
    times: int,
    ask: Callable[[], object],
    before: Callable[[], None] = lambda: None,
) -> float:
    """Return the worker's seconds of CPU a request; ``before`` runs in this process."""
    for _ in range(20):
        ask()
    start = cpu_of(worker)
    for _ in range(times):
        before()
        ask()
    return (cpu_of(worker) - start) / times


def _touch(here: Prepared) -> None:
    """Make every page of the plan cold, as a visible change would."""
    house = here.house
    with house.means.store.writing() as session:
        bump(session, locked(session, house.seller.organisation_id, house.plan))
