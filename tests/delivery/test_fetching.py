"""What is asked while a seal is made: nothing inside a network that only this machine reaches."""

from pathlib import Path

import pytest

from portal.delivery import seal, sealing
from portal.delivery.fetching import Errand, NoAnswer
from portal.delivery.lasting import NotShownGood
from portal.delivery.sealing import SealNotMade
from tests.delivery.authority import Authority
from tests.delivery.certifying import House, a_house
from tests.delivery.seals import small_pdf
from tests.delivery.test_outward import lead, serving

TIMES = "http://times.example/"
NOT_PUBLIC = "the name stands for an address that is not public"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7", "169.254.169.254", "2130706433"]
)
def test_what_a_certificate_names_is_not_asked_in_a_network_of_our_own(
    scheme: str, host: str
) -> None:
    with pytest.raises(NoAnswer, match=NOT_PUBLIC):
        Errand(TIMES).fetch(f"{scheme}://{host}:9/", 1000)


def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead(monkeypatch, "lists.example", "127.0.0.1")
    with serving(b"here") as (port, hosts):
        with pytest.raises(NoAnswer, match=NOT_PUBLIC):
            Errand(TIMES).fetch(f"http://lists.example:{port}/", 1000)
        assert hosts == []


def test_the_host_the_operator_named_is_asked_wherever_it_is_and_its_name_resolved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its second answer would lead elsewhere: nobody asks for it."""
    asked = lead(monkeypatch, "times.example", "127.0.0.1", "10.0.0.7")
    with serving(b"here") as (port, hosts):
        assert Errand(TIMES).fetch(f"http://times.example:{port}/", 1000)[1] == b"here"
        assert hosts == [f"times.example:{port}"]
    assert asked.count("times.example") == 1


def test_no_proxy_of_the_environment_is_asked_for_a_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with serving(b"here") as (port, _):
        url = f"http://127.0.0.1:{port}/"
        assert Errand(url).fetch(url, 1000)[1] == b"here"


def test_a_certificate_that_names_a_responder_inside_has_no_lasting_seal(
    house: House, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead(monkeypatch, "times.example", "127.0.0.1")
    times = authority.url.replace("127.0.0.1", "times.example")
    with pytest.raises(NotShownGood, match=f"{house.url}ocsp/signer: {NOT_PUBLIC}"):
        seal.sealed(small_pdf("{}"), house.signers_keys(), None, times, "B-LT")


def test_the_child_says_that_an_address_is_not_public_and_makes_no_file(
    authority: Authority, tmp_path: Path
) -> None:
    with a_house("127.0.0.2") as inside:
        (tmp_path / "northwind.p12").write_bytes(inside.signers_keys())
        keeper = sealing.keeper(
            tmp_path / "files", "https://plans.northwind.test", tmp_path / "northwind.p12", "",
            authority.url, "B-LT",
        )  # fmt: skip  # one call
        with pytest.raises(SealNotMade, match=NOT_PUBLIC):
            sealing.sealed(small_pdf("{}"), keeper)
