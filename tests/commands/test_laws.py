"""Law 1 at the command line: no command closes a milestone, whoever runs it."""

from pathlib import Path

import pytest

from portal import cli
from portal.domain.closing import Standing
from portal.store.pages.plan import plan_page
from portal.store.transaction import Store
from tests.actions.people import INGRID, Deal, means_on, shared
from tests.databases import Embedded

# What each command is run with; those that run for ever or need no database are named with why.
RUNS = {
    "migrate": [],
    "create-account": ["new@northwind.example", "--organisation", "Northwind Analytics"],
    "export": ["{plan}", "{folder}/plan.pdf"],
    "rotate-checkpoint-key": ["--json"],
    "reset-account": ["owen@northwind.example", "--json"],
    "verify-ledger": ["--json"],
    "erase": [INGRID.email],
    "backup": ["{folder}/portal.zip"],
    "restore": ["{folder}/portal.zip"],
}
WITHOUT_A_DATABASE = {"cost-benefit", "schedule", "playbook", "verify"}
FOR_EVER = {"serve", "worker"}
ITS_OWN_DATABASE = {"demo"}


def standings(deal: Deal) -> dict[str, str]:
    with deal.means.store.reading() as connection:
        page = plan_page(connection, deal.seller.organisation_id, deal.plan)
    assert page is not None
    return {milestone.code: milestone.standing for milestone in page.milestones}


@pytest.mark.parametrize("role", ["owner", "manager", "seller"])
def test_no_command_closes_a_milestone(
    embedded: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    url = embedded.fresh()
    store = Store(url)
    deal = shared(means_on(store))
    deal.write_everything()
    before = standings(deal)
    assert Standing.WAITING_FOR_BUYER in before.values()
    environment = {
        "PORTAL_DATABASE_URL": url,
        "PORTAL_SECRET_KEY": "b7f2c9d4e1a86035b7f2c9d4e1a86035",
        "PORTAL_BASE_URL": "https://plans.northwind.example",
        "PORTAL_FILES_URL": f"file://{tmp_path}/files",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    store.close()  # a database that somebody holds is not restored
    for command, words in RUNS.items():
        address = f"{deal.seller.organisation_id}.{deal.plan}"
        given = [word.format(plan=address, folder=tmp_path) for word in words]
        if command == "create-account":
            given += ["--role", role]
        assert cli.main([command, *given]) == 0, command
        after = standings(deal)
        store.close()
        assert Standing.CLOSED not in after.values(), command
        assert after == before or command == "erase", command


def test_every_command_is_tried_or_said_why_not() -> None:
    assert set(cli.COMMANDS) == set(RUNS) | WITHOUT_A_DATABASE | FOR_EVER | ITS_OWN_DATABASE
