"""A decision with ``synchronous=FULL`` against a bare echo of a form."""

import re
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

import psutil

from portal.actions import deliver
from portal.settings import read
from tests.benchmarks.serving import (
    Client,
    Prepared,
    alone_command,
    bare_command,
    cpu_of,
    portal_command,
    prepared,
    room_cookie,
    served,
)

PORT, BARE_PORT = 8725, 8726
TIMES = 120
RECORDED = 303
WRITERS = 4
QUESTION = "/room/m/M01/confirm"


def decisions() -> None:
    """Print echo's CPU over a decision's, and the spread of four writers at once.

    A decision is the request alone; the receipt that a worker mails afterwards is told besides.
    """
    with prepared(port=PORT) as here:
        deliver.drain(here.house.means, deliver.outlets(read(here.environment)))
        with served(alone_command(PORT), here.environment, PORT) as worker:
            decision = _one_after_the_other(here, worker)
        start = time.process_time()
        letters = deliver.drain(here.house.means, deliver.outlets(read(here.environment)))
        receipt = (time.process_time() - start) / letters
        with served(portal_command(PORT), here.environment, PORT):
            p50, p99 = _four_writers(here)
    with served(bare_command(BARE_PORT), here.environment, BARE_PORT, "/") as worker:
        client = Client(BARE_PORT)
        start = cpu_of(worker)
        for _ in range(TIMES * 5):
            client.post("/", urlencode({"name": "Ingrid"}))
        echo = (cpu_of(worker) - start) / (TIMES * 5)
    print(
        f"  a decision: {echo / decision:.2f} of an echo (aim 0.15), {decision * 1000:.1f} ms CPU"
    )
    print(f"  with its receipt mailed: {echo / (decision + receipt):.2f} of an echo")
    print(f"  {WRITERS} writers: p99 is {p99 / p50:.1f} times p50 (aim at most 3)")


def _one_after_the_other(here: Prepared, worker: psutil.Process) -> float:
    """Have one member ask for changes many times; return the seconds of CPU each took."""
    client = Client(PORT, here.cookie)
    _, _, page = client.get(QUESTION)
    found = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page.decode()))
    start = cpu_of(worker)
    spent = sum(_send(client, _declining(found, n))[0] == RECORDED for n in range(TIMES))
    assert spent == TIMES, f"{TIMES - spent} answers were refused."
    return (cpu_of(worker) - start) / TIMES


def _declining(found: dict[str, str], number: int) -> dict[str, str]:
    """Return a form whose key differs each time, so that each is a decision of its own."""
    kept = {name: found[name] for name in ("csrf_token", "shown", "read")}
    return kept | {
        "seen": f"{number:064x}",
        "answer": "changes_asked",
        "reasons-changes_asked": f"Baseline {number} is missing.",
    }


def _send(client: Client, form: dict[str, str]) -> tuple[int, float]:
    before = time.perf_counter()
    status, _, _ = client.post(QUESTION, urlencode(form))
    return status, time.perf_counter() - before


def _four_writers(here: Prepared) -> tuple[float, float]:
    """Return p50 and p99 of the seconds a decision took with four writers at once."""
    took: list[float] = []
    people = ("ingrid", "priya", "ingrid", "priya")
    now = here.house.means.clock()
    clients = [Client(PORT, room_cookie(here.house, who, now)) for who in set(people)]
    threads = [
        threading.Thread(target=_writer(clients[n % len(clients)].cookie, n, took))
        for n in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]


def _writer(cookie: str, number: int, took: list[float]) -> Callable[[], None]:
    def write() -> None:
        client = Client(PORT, cookie)
        _, _, page = client.get(QUESTION)
        found = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', page.decode()))
        for turn in range(50):
            status, seconds = _send(client, _declining(found, 10_000 * (number + 1) + turn))
            assert status == RECORDED, status
            took.append(seconds)

    return write
