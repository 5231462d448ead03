"""The command ``demo``: filled once, told again the same, believable, and its links untouched."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal import cli
from portal.actions import enter, sign_in
from portal.actions.means import Means
from portal.commands import demo
from portal.domain.closing import Standing
from portal.domain.document import COST_BENEFIT
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import PlanPage
from portal.store.transaction import Store
from portal.store.verifying import verify

Demo = dict[str, Any]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill one demonstration for the whole run."""
    made = tmp_path_factory.mktemp("demo") / "var"
    assert cli.main(["demo", "--no-serve", "--folder", str(made)]) == 0
    return made


@pytest.fixture
def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Demo]:
    """Return what the command prints when it is run once more."""

    def run(*more: str) -> Demo:
        capsys.readouterr()
        assert cli.main(["demo", "--no-serve", "--json", "--folder", str(folder), *more]) == 0
        return dict(json.loads(capsys.readouterr().out))

    return run


@pytest.fixture
def means(folder: Path) -> Any:
    """Give the means of the demonstration's own server."""
    store = Store(f"sqlite:///{folder / 'demo.db'}")
    key = (folder / "demo-secret").read_text(encoding="ascii").strip().encode()
    yield Means(store, key, "http://127.0.0.1:8000")
    store.close()


@pytest.fixture
def meridian(means: Means, told: Callable[..., Demo]) -> PlanPage:
    """Return the plan in mid-story."""
    organisation, _, plan = told()["plans"][0]["id"].partition(".")
    with means.store.reading() as connection:
        found = plan_page(connection, organisation, plan)
    assert found is not None
    return found


def standings(page: PlanPage) -> list[str]:
    """Return where each milestone stands."""
    return [milestone.standing for milestone in page.milestones]


def test_the_object_has_the_shape_others_build_on(told: Callable[..., Demo]) -> None:
    shown = told()
    assert list(shown) == ["base_url", "sellers", "plans"]
    assert {tuple(one) for one in shown["sellers"]} == {("email", "password")}
    assert {tuple(one) for one in shown["plans"]} == {("id", "title", "members")}
    people = [one for plan in shown["plans"] for one in plan["members"]]
    assert {tuple(one) for one in people} == {("email", "name", "link")}
    assert len({one["link"] for one in people}) == len(people)


def test_running_it_again_prints_the_same_and_changes_nothing(
    folder: Path, told: Callable[..., Demo]
) -> None:
    first, kept = told(), (folder / "demo.db").read_bytes()
    assert told() == first
    assert (folder / "demo.db").read_bytes() == kept


def test_links_follow_the_port_and_keep_their_tokens(told: Callable[..., Demo]) -> None:
    there = told("--port", "8123")
    assert there["base_url"] == "http://127.0.0.1:8123"
    links = [plan["members"][0]["link"] for plan in (told()["plans"][0], there["plans"][0])]
    assert links[1] == links[0].replace(":8000", ":8123")


def test_every_link_opens_a_room_and_was_never_continued(
    means: Means, told: Callable[..., Demo]
) -> None:
    for plan in told()["plans"]:
        link = plan["members"][-1]["link"].rpartition("/l/")[2]
        organisation, _, token = link.partition(".")
        assert enter.exchange(means, organisation, token) is not None


def test_every_seller_signs_in_with_the_password_shown(
    means: Means, told: Callable[..., Demo]
) -> None:
    for one in told()["sellers"]:
        organisation, token = sign_in.sign_in(means, one["email"], one["password"])
        assert sign_in.seller_of(means, organisation, token) is not None


def test_the_plan_is_in_mid_story(meridian: PlanPage) -> None:
    found = standings(meridian)
    for one in (
        Standing.CLOSED, Standing.WAITING_FOR_BUYER, Standing.WAITING_FOR_SUPPLIER,
        Standing.IN_DISCUSSION, Standing.NOT_OPEN,
    ):  # fmt: skip  # a list
        assert one.value in found
    assert any(milestone.reported_at for milestone in meridian.milestones)
    assert any(given.words["conditions"] for given in meridian.decisions if given.member_id)
    assert any(given.recommendation for given in meridian.decisions)


def test_the_case_is_the_published_one(meridian: PlanPage) -> None:
    rows = meridian.documents[COST_BENEFIT].content["rows"]
    assert rows[0]["values"] == ["53150", "666715", "636772", "647783"]
    assert rows[1]["values"] == ["0", "1606511", "3061331", "4229760"]


def test_every_seat_that_is_asked_is_held(meridian: PlanPage) -> None:
    assert [m.name for m in meridian.milestones if m.empty_seats] == []


def test_one_plan_is_shared_and_nobody_has_answered_it(
    means: Means, told: Callable[..., Demo]
) -> None:
    organisation, _, plan = told()["plans"][1]["id"].partition(".")
    with means.store.reading() as connection:
        page = plan_page(connection, organisation, plan)
    assert page is not None
    assert page.decisions == ()
    assert Standing.WAITING_FOR_SUPPLIER.value not in standings(page)


def test_every_chain_of_it_is_whole(means: Means) -> None:
    with means.store.reading() as connection:
        assert verify(connection).whole


def test_its_secret_is_for_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE((folder / "demo-secret").stat().st_mode) == 0o600


def test_a_lost_secret_is_said_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo.db").touch()
    assert cli.main(["demo", "--no-serve", "--folder", str(tmp_path)]) == 2
    assert f"remove {tmp_path / 'demo.db'}" in capsys.readouterr().err


def test_the_embedded_database_that_the_environment_names_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / 'portal.db'}")
    assert cli.main(["demo", "--no-serve", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert cli.main(["demo", "--no-serve", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert cli.main(["verify-ledger", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plans"] >= len(first["plans"])


def test_a_database_of_somebody_elses_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / 'portal.db'}")
    (tmp_path / "portal.db").write_bytes(b"plans of real people")
    assert cli.main(["demo", "--no-serve"]) == 2
    assert "was not made by the demonstration" in capsys.readouterr().err
    assert (tmp_path / "portal.db").read_bytes() == b"plans of real people"


def test_a_database_that_is_not_embedded_is_never_filled() -> None:
    assert demo.embedded({"PORTAL_DATABASE_URL": "postgresql://portal@/plans"}) is None
    assert demo.embedded({}) is None


def test_people_read_who_signs_in_how(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["demo", "--no-serve", "--folder", str(folder)])
    told = capsys.readouterr().out
    assert told.startswith("The demonstration is at http://127.0.0.1:8000\n")
    assert "Ingrid Solheim\n    http://127.0.0.1:8000/l/" in told


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"), ("localhost", "http://localhost:80"),
    ],
)  # fmt: skip  # a table
def test_the_address_is_one_a_browser_can_open(host: str, url: str) -> None:
    assert demo.base_url(host, 80) == url
