"""Exporting: a PDF is asked for, made once from what stands, kept, and served ever after."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.actions import deliver, export
from portal.actions.deliver import Outlets
from portal.actions.export import Progress
from portal.delivery.paper.sheet import UnknownPaper
from portal.delivery.printing import PaperNotMade
from portal.store.plans import NotFound
from tests.actions.people import PRIYA, Deal
from tests.notaries import beside


class Press:
    """A printer in our hands: a few bytes for a sheet, unless it is told to fail."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.broken = False

    def __call__(self, sheet: Mapping[str, Any]) -> bytes:
        if self.broken:
            raise PaperNotMade("the press is broken.")
        self.printed.append(sheet["plan"]["head"])
        return f"%PDF-{len(self.printed)} {sheet['identifier']}".encode()


@pytest.fixture
def press() -> Press:
    return Press()


def drain(deal: Deal, folder: Path, press: Press) -> None:
    out = Outlets(lambda _message: None, "plans@x.example", folder, press, beside(folder))
    deliver.drain(deal.means, out)


def ask(deal: Deal, paper: str = "a4") -> None:
    export.ask(deal.means, deal.seller.organisation_id, deal.plan, paper)


def progress(deal: Deal, folder: Path, paper: str = "a4") -> Progress:
    return export.progress(deal.means, folder, deal.seller.organisation_id, deal.plan, paper)


def stored(deal: Deal, folder: Path, head: str) -> Path | None:
    return export.stored(deal.means, folder, deal.seller.organisation_id, deal.plan, head, "a4")


def test_a_paper_nobody_asked_for_is_not_there(deal: Deal, tmp_path: Path) -> None:
    assert progress(deal, tmp_path) == Progress("none", deal.page.plan.ledger_head)


def test_a_paper_that_was_asked_for_is_waited_for(deal: Deal, tmp_path: Path) -> None:
    ask(deal)
    assert progress(deal, tmp_path).state == "waiting"


def test_asking_twice_orders_one(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    ask(deal)
    assert len(deal.letters("paper")) == 1


def test_asking_moves_neither_ledger_nor_head(deal: Deal) -> None:
    before = deal.page.plan.ledger_head
    ask(deal)
    assert deal.page.plan.ledger_head == before


def test_a_made_paper_is_a_file_named_after_all_it_depends_on(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    path = progress(deal, tmp_path).path
    assert path is not None
    head, paper, build = path.stem.split("-")
    assert (head, paper, len(build)) == (deal.page.plan.ledger_head, "a4", 16)
    assert path.relative_to(tmp_path).parts[:2] == (deal.seller.organisation_id, deal.plan)


def test_a_made_paper_is_found_by_its_head(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    path = stored(deal, tmp_path, deal.page.plan.ledger_head)
    assert path is not None
    # Other tests' plans share the press, so its count says nothing; the head printed does.
    assert path.read_bytes().startswith(b"%PDF-")
    assert deal.page.plan.ledger_head.encode() in path.read_bytes()


def test_a_head_that_never_was_has_no_paper(deal: Deal, tmp_path: Path) -> None:
    assert stored(deal, tmp_path, "0" * 64) is None


def test_each_paper_is_asked_for_by_itself(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal, "letter")
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path, "letter").state == "made"
    assert progress(deal, tmp_path, "a4").state == "none"


def test_what_was_made_is_not_made_again(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    ask(deal)
    drain(deal, tmp_path, press)
    assert len(press.printed) == len(set(press.printed))


def test_a_plan_that_moved_on_has_no_paper_as_it_stands(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    old = deal.page.plan.ledger_head
    deal.write_outcomes(PRIYA)
    assert progress(deal, tmp_path).state == "none"
    assert stored(deal, tmp_path, old) is not None


def test_a_plan_that_moved_on_before_the_worker_came_is_printed_as_it_stands(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    deal.write_outcomes(PRIYA)
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path).state == "made"
    deal.write_outcomes(PRIYA, target="0.7 %")
    assert progress(deal, tmp_path).state == "none"


def test_a_closing_is_followed_by_a_paper(deal: Deal, tmp_path: Path, press: Press) -> None:
    deal.write_outcomes(PRIYA)
    deal.close("M01")
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path).state == "made"


def test_a_press_that_fails_is_told_and_tried_again(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    press.broken = True
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path).state == "failed"
    assert "the press is broken" in progress(deal, tmp_path).problem
    press.broken = False
    deal.clock.forward(hours=1)
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path).state == "made"


def test_asking_again_after_a_failure_orders_another(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    press.broken = True
    drain(deal, tmp_path, press)
    ask(deal)
    assert progress(deal, tmp_path).state == "waiting"
    assert len(deal.letters("paper")) == 2


def test_a_damaged_file_is_not_served_and_made_anew(
    deal: Deal, tmp_path: Path, press: Press
) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    path = progress(deal, tmp_path).path
    assert path is not None
    path.write_bytes(b"%PDF-nonsense")
    assert stored(deal, tmp_path, deal.page.plan.ledger_head) is None
    ask(deal)
    drain(deal, tmp_path, press)
    assert progress(deal, tmp_path).path == path


def test_a_file_that_is_there_already_is_kept(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    path = progress(deal, tmp_path).path
    assert path is not None
    first = path.read_bytes()
    export.make(
        deal.means, tmp_path, deal.seller.organisation_id, deal.plan, "a4",
        lambda _: b"%PDF-other", beside(tmp_path),
    )  # fmt: skip  # one call
    assert path.read_bytes() == first


def test_nothing_half_written_lies_beside_a_paper(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_an_unknown_paper_is_refused(deal: Deal) -> None:
    with pytest.raises(UnknownPaper):
        ask(deal, "a5")


@pytest.mark.parametrize("what", ["ask", "progress", "copy_of"])
def test_another_organisations_plan_is_not_found(deal: Deal, tmp_path: Path, what: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "ask": lambda: export.ask(deal.means, "elsewhere", deal.plan, "a4"),
        "progress": lambda: export.progress(deal.means, tmp_path, "elsewhere", deal.plan, "a4"),
        "copy_of": lambda: export.copy_of(deal.means, "elsewhere", deal.plan),
    }
    with pytest.raises(NotFound):
        calls[what]()


def test_another_organisation_finds_no_file(deal: Deal, tmp_path: Path, press: Press) -> None:
    ask(deal)
    drain(deal, tmp_path, press)
    head = deal.page.plan.ledger_head
    assert export.stored(deal.means, tmp_path, "elsewhere", deal.plan, head, "a4") is None
