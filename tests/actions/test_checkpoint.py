"""Making checkpoints: ordered by a closing, made by the worker, once a day and before a paper."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portal import worker
from portal.actions import checkpoint, deliver, export
from portal.actions.deliver import Outlets
from portal.actions.export import PlanMoves
from portal.delivery import checkpoint_keys
from portal.delivery.notary import CheckpointNotMade, Signed
from portal.delivery.paper.copy import Copy
from portal.domain.checkpoint import read
from portal.store import log, outbox
from portal.store.log import Signed as Kept
from portal.store.transaction import Store
from tests.actions.people import PRIYA, Deal, means_on, shared
from tests.notaries import InProcess, beside


@pytest.fixture
def notary(tmp_path: Path) -> InProcess:
    return beside(tmp_path / "files")


@pytest.fixture
def alone(store: Store) -> Deal:
    """Give a plan in a database of its own: of its days no other test has had one."""
    return shared(means_on(store))


def printed(sheet: Mapping[str, Any]) -> bytes:
    return f"%PDF-1.7 {sheet['identifier']}".encode()


def outlets(tmp_path: Path, notary: InProcess) -> Outlets:
    return Outlets(lambda _: None, "plans@x.example", tmp_path / "files", printed, notary)


def newest(deal: Deal) -> Kept | None:
    with deal.means.store.reading() as connection:
        return log.newest(connection)


def covers(deal: Deal) -> bool:
    """Tell whether a checkpoint covers the plan as it stands."""
    with deal.means.store.reading() as connection:
        proof = log.proof(connection, deal.seller.organisation_id, deal.plan)
    return proof is not None and proof.leaf.head == deal.page.plan.ledger_head


def test_a_closing_orders_a_checkpoint_before_its_paper(deal: Deal) -> None:
    deal.write_outcomes(PRIYA)
    assert deal.letters("checkpoint") == []
    deal.close("M01")
    (order,) = deal.letters("checkpoint")
    assert (order["state"], order["payload"], order["recipient"]) == (outbox.WAITING, {}, "")


def test_the_worker_makes_the_checkpoint_that_was_ordered(
    deal: Deal, tmp_path: Path, notary: InProcess
) -> None:
    deal.write_outcomes(PRIYA)
    deal.close("M01")
    deliver.drain(deal.means, outlets(tmp_path, notary))
    assert covers(deal)
    assert {order["state"] for order in deal.letters("checkpoint")} == {outbox.SENT}


def test_a_notary_that_fails_is_told_and_asked_again(
    deal: Deal, tmp_path: Path, notary: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Signed:
        raise CheckpointNotMade("the ink is dry.")

    deal.write_outcomes(PRIYA)
    deal.close("M01")
    with monkeypatch.context() as broken:
        broken.setattr(notary, "sign", fails)
        deliver.drain(deal.means, outlets(tmp_path, notary))
    (order,) = deal.letters("checkpoint")
    assert order["problem"] == "The checkpoint could not be signed: the ink is dry."
    assert not covers(deal)
    deal.clock.forward(hours=1)
    deliver.drain(deal.means, outlets(tmp_path, notary))
    assert covers(deal)


def test_a_paper_asked_for_without_a_closing_gets_its_checkpoint_too(
    deal: Deal, tmp_path: Path, notary: InProcess
) -> None:
    export.ask(deal.means, deal.seller.organisation_id, deal.plan, "a4")
    deliver.drain(deal.means, outlets(tmp_path, notary))
    assert covers(deal)


def test_a_plan_that_moves_while_it_is_read_is_read_again(
    deal: Deal, notary: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = iter(("0.7 %", "0.8 %"))
    really = export.copy_of

    def moving(*given: Any) -> Copy:
        target = next(moves, None)
        if target:
            deal.write_outcomes(PRIYA, target=target)
        return really(*given)

    monkeypatch.setattr(export, "copy_of", moving)
    copy = export.covered_copy(deal.means, deal.seller.organisation_id, deal.plan, notary)
    assert copy.evidence.proof is not None
    assert copy.evidence.proof.leaf.head == deal.page.plan.ledger_head


def test_a_plan_that_never_stands_still_is_refused_and_nothing_else(
    deal: Deal, notary: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "make", lambda *_: None)
    with pytest.raises(PlanMoves, match="Ask for its PDF again"):
        export.covered_copy(deal.means, deal.seller.organisation_id, deal.plan, notary)


def test_the_newest_checkpoint_lies_beside_the_keys(deal: Deal, notary: InProcess) -> None:
    checkpoint.make(deal.means, notary)
    kept = newest(deal)
    assert kept is not None
    (name,) = [path.name for path in notary.folder.glob("newest-*")]
    found = checkpoint_keys.newest(notary.folder, name.removeprefix("newest-")[:16])
    assert found == kept.note
    assert read(found)[1].size == kept.size


def test_a_day_gets_one_checkpoint_if_anything_changed(
    alone: Deal, tmp_path: Path, notary: InProcess
) -> None:
    out = outlets(tmp_path, notary)
    worker.daily(alone.means, out)
    assert covers(alone)
    alone.write_outcomes(PRIYA)
    worker.daily(alone.means, out)
    assert not covers(alone)  # today has one
    alone.clock.forward(days=1)
    worker.daily(alone.means, out)
    assert covers(alone)
    signed = notary.signed
    alone.clock.forward(days=1)
    worker.daily(alone.means, out)
    assert notary.signed == signed  # nothing changed


def test_a_day_whose_checkpoint_fails_is_told_and_ends_nothing(
    alone: Deal,
    tmp_path: Path,
    notary: InProcess,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: object) -> Signed:
        raise OSError("/somewhere is full")

    monkeypatch.setattr(notary, "sign", fails)
    worker.daily(alone.means, outlets(tmp_path, notary))
    assert "worker: OSError" in capsys.readouterr().err


def test_the_worker_looks_after_the_day_by_itself(
    alone: Deal, tmp_path: Path, notary: InProcess
) -> None:
    stop = threading.Event()

    class Watched(InProcess):
        """Stops the worker once a checkpoint was made."""

        def note(self, log: str, note: str) -> None:
            super().note(log, note)
            stop.set()

    watched = Watched(notary.folder)
    running = threading.Thread(
        target=worker.deliver_until, args=(alone.means, outlets(tmp_path, watched), stop)
    )
    running.start()
    running.join(60)
    assert not running.is_alive()
    assert covers(alone)
