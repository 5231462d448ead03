"""Every form sent three times, and ten times at once, has one effect."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from portal.store.transaction import Whose
from portal.store.verifying import verify
from portal.web.limits import limiter
from tests.databases import Embedded
from tests.web.isolation.identities import Forger, Identity
from tests.web.isolation.probing import Probe, Target, control, probes
from tests.web.isolation.victims import PLAN, Stage, lay_out

IN_A_ROW, AT_ONCE = 3, 10


@dataclass(frozen=True, slots=True)
class Replays:
    """The forms that write for those whose plan it is, as they are shown; and the plan before."""

    stage: Stage
    forms: list[tuple[Identity, Probe]]

    def effect(self, who: Identity, probe: Probe, times: int, at_once: bool = False) -> object:
        """Return how many rows each table has after a form was sent so many times."""
        limiter.reset()
        self.stage.house.put_back(self.stage.house._file.with_suffix(".kept"))
        target = Target(self.stage.house)
        sends = [(who, probe)] * times
        if at_once:
            with ThreadPoolExecutor(times) as threads:
                answers = list(threads.map(lambda one: target.send(*one), sends))
        else:
            answers = [target.send(*one) for one in sends]
        assert max(answer.status_code for answer in answers) < 500
        with self.stage.house.means.store.reading(Whose.EVERYBODYS) as connection:
            assert verify(connection).whole
        counted = {table: len(rows) for table, rows in target._everything().items()}
        target.close()
        return counted


@pytest.fixture(scope="module")
def replays(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replays]:
    """Find the forms that write."""
    stage = lay_out(embedded.fresh(), tmp_path_factory.mktemp("replays"))
    right = Forger(stage).right()
    kept = stage.house.keep()
    found = []
    for who in right:
        target = Target(stage.house)
        bodies = control(target, who, PLAN).bodies
        found += [
            (who, probe)
            for probe in probes(target, who, bodies)
            if probe.body in bodies.get(probe.address, []) and "/sign-" not in probe.address
        ]
        target.close()
        stage.house.put_back(kept)
    yield Replays(stage, found)
    stage.house.means.store.close()


def is_a_wish_for_a_mail(probe: Probe) -> bool:
    """Each asks that a code or a link be mailed: another one is meant, and the one before dies.

    At the door each is a knock, and what the worker makes of many is one link in two minutes.
    """
    at = probe.address
    is_for_a_link = at == "/desk/lost-password" or (
        at.startswith(("/p/", "/l/", "/desk/people/"))
        and (at.endswith(("/renew", "/link", "/reset")) or at.startswith("/p/"))
    )
    is_for_a_code = probe.address.endswith("/vouch/code") or probe.body.get("do") == "code"
    return is_for_a_link or is_for_a_code


def test_the_same_form_again_and_again_has_one_effect(replays: Replays) -> None:
    tried, more = 0, []
    for who, probe in replays.forms:
        if is_a_wish_for_a_mail(probe):
            continue
        tried += 1
        once = replays.effect(who, probe, 1)
        for times, at_once in ((IN_A_ROW, False), (AT_ONCE, True)):
            if replays.effect(who, probe, times, at_once=at_once) != once:
                more.append((probe.address, times))
    assert tried >= 6
    assert more == []
