"""The server is killed while people send answers: what was acknowledged stays, on SQLite."""

import random
import time
from collections.abc import Callable

from tests.faults import ground
from tests.faults.ground import Sender, Sent, Visit
from tests.faults.starting import Server
from tests.large import many

KILLS = many(10, 1_000)
A_DATABASE = 25  # kills, then a fresh one: a ledger that grows without end is slow to verify
AT_ONCE = 6  # answers acknowledged before the kill, at most


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(
    server: Server, visits: list[Visit], figure: Callable[[str], None]
) -> None:
    dice, acknowledged, database = random.Random(7), 0, server.folder / "portal.db"
    whole = database.read_bytes()
    for kills in _portions(KILLS, A_DATABASE):
        for path in server.folder.glob("portal.db*"):
            path.unlink()
        database.write_bytes(whole)
        server.start()
        people = ground.senders(visits, server.port, Sent())
        for _ in range(kills):
            kill_while_they_write(server, people, dice)
        sent = people[0].sent
        ground.send_again(server.port, sent)
        ground.require_kept(server.url, sent)
        acknowledged += len(sent.acknowledged)
        server.kill()
    figure(f"{KILLS:,} kills of the server on SQLite: of {acknowledged:,} answers none lost")


def kill_while_they_write(server: Server, people: list[Sender], dice: random.Random) -> None:
    """Kill the server at any moment; start it again, and send again what was not answered."""
    sent = people[0].sent
    with ground.writing(people):
        ground.wait_for(sent, dice.randint(1, AT_ONCE))
        time.sleep(dice.uniform(0, 0.05))
        server.kill()
    ground.require_kept(server.url, sent)
    server.start()
    unanswered = Sent([form for form in sent.forms if form not in sent.acknowledged])
    ground.send_again(server.port, unanswered)
    sent.acknowledged |= unanswered.acknowledged


def _portions(whole: int, most: int) -> list[int]:
    return [min(most, whole - done) for done in range(0, whole, most)]
