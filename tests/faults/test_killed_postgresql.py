"""PostgreSQL's first process is killed while people send answers: the server goes on afterwards."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Cluster
from tests.faults import ground
from tests.faults.ground import Sender, Sent
from tests.faults.starting import Server, Starter
from tests.large import many

KILLS = many(2, 100)
A_DATABASE = 25  # kills, then a fresh one
DURABLE = ("-cfsync=on", "-csynchronous_commit=on", "-cfull_page_writes=on", "-cautovacuum=off")

pytestmark = pytest.mark.postgresql


@pytest.fixture
def durable(cluster: Cluster) -> Iterator[Cluster]:
    """Start a cluster of the test's own that cares for the disk, as only one is killed."""
    made = Cluster(*DURABLE)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def test_no_acknowledged_answer_is_lost_when_postgresql_is_killed(
    durable: Cluster, starter: Starter, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    dice, acknowledged = random.Random(7), 0
    for kills in (min(A_DATABASE, KILLS - done) for done in range(0, KILLS, A_DATABASE)):
        server = Server(starter, tmp_path, durable.fresh())
        visits = ground.prepare(server.url)
        server.start()
        people = ground.senders(visits, server.port, Sent())
        for _ in range(kills):
            kill_while_they_write(durable, people, dice)
            ground.require_kept(server.url, people[0].sent)
        sent = people[0].sent
        ground.send_again(server.port, sent)
        ground.require_kept(server.url, sent)
        acknowledged += len(sent.acknowledged)
        server.kill()
    figure(f"{KILLS:,} kills of PostgreSQL: of {acknowledged:,} answers none lost")


def kill_while_they_write(durable: Cluster, people: list[Sender], dice: random.Random) -> None:
    """Kill the database at any moment and start it again; the server finds it by itself."""
    sent = people[0].sent
    with ground.writing(people):
        ground.wait_for(sent, dice.randint(1, 6))
        time.sleep(dice.uniform(0, 0.05))
        durable.kill()
        durable.restart()
        ground.wait_for(sent, len(people))
