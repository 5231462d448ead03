"""Where nothing shows that a certificate is good no file is made, and the reason is said."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal.delivery import lasting, seal, sealing
from portal.delivery.fetching import Errand, NoAnswer
from portal.delivery.lasting import Gathering, NotShownGood, WouldNotLast
from portal.delivery.sealing import SealNotMade
from portal.delivery.timestamping import Authority as Asked
from portal.delivery.timestamping import NoTime
from portal.delivery.verifying import document_time
from tests.delivery.authority import NAME, Authority, authority_in
from tests.delivery.certifying import SIGNER, House, a_house
from tests.delivery.seals import chained_keys, our_keys, small_pdf

RECORD = "{}"
NAMED = ("ocsp/signer", "crl/northwind", "ocsp/oslo", "crl/authority")
WHOSE = {
    "ocsp/signer": SIGNER, "crl/northwind": "Issuing of Northwind",
    "ocsp/oslo": "Issuing of Oslo", "crl/authority": NAME,
}  # fmt: skip  # a table
HOLDERS = {
    SIGNER: "signer", "Issuing of Northwind": "northwind.issuing",
    NAME: "authority", "Issuing of Oslo": "oslo.issuing",
}  # fmt: skip  # a table


@pytest.fixture(autouse=True)
def answers_rightly_again(house: House) -> Iterator[None]:
    yield
    house.right()


def refusal(house: House, authority: Authority, level: str = "B-LT") -> str:
    with pytest.raises(NotShownGood) as refused:
        seal.sealed(small_pdf(RECORD), house.signers_keys(), None, authority.url, level)
    return refused.value.sentence


@pytest.mark.parametrize("path", NAMED)
@pytest.mark.parametrize(("answer", "reason"), [
    ((503, b""), "it answered with the status 503"),
    ((200, b"no answer"), "it cannot be read"),
    ((200, b""), "it cannot be read"),
    ((302, b"http://127.0.0.1:9/elsewhere"), "it answered with the status 302"),
    ((200, b"0" * 1_100_000), "its answer is larger than"),
])  # fmt: skip  # a table
def test_a_responder_or_list_that_fails_is_said(
    house: House, authority: Authority, path: str, answer: tuple[int, bytes], reason: str
) -> None:
    house.instead[path] = answer
    said = refusal(house, authority)
    assert f"nothing shows that the certificate “{WHOSE[path]}” is good: {house.url}{path}" in said
    assert reason in said


@pytest.mark.parametrize(("change", "reason"), [
    (lambda house: setattr(house, "age", timedelta(days=2)), "it is out of date"),
    (lambda house: setattr(house, "age", timedelta(hours=-1)), "it is out of date"),
    (lambda house: setattr(house, "forged", True), "it is not signed by whom it should be"),
])  # fmt: skip  # a table
def test_an_answer_that_proves_nothing_is_said(
    house: House, authority: Authority, change: Callable[[House], None], reason: str
) -> None:
    change(house)
    assert reason in refusal(house, authority)


@pytest.mark.parametrize("path", ["crl/authority", "ocsp/oslo"])
def test_a_forged_answer_of_the_authoritys_own_house_is_said(
    house: House, authority: Authority, path: str
) -> None:
    house.forged = True
    house.instead[path] = house.answer(path)
    house.forged = False
    assert "it is not signed by whom it should be" in refusal(house, authority)


@pytest.mark.parametrize("name", HOLDERS)
def test_a_revoked_certificate_is_said_with_the_day(
    house: House, authority: Authority, name: str
) -> None:
    house.revoked.add(house.holders[HOLDERS[name]].certificate.serial_number)
    said = refusal(house, authority, "B-LTA")
    assert f"nothing shows that the certificate “{name}” is good" in said
    assert "the certificate was revoked on" in said


@pytest.mark.parametrize(("path", "other"), [
    ("ocsp/signer", "ocsp/oslo"), ("crl/authority", "crl/northwind"),
])  # fmt: skip  # a table
def test_an_answer_about_others_is_said(
    house: House, authority: Authority, path: str, other: str
) -> None:
    house.instead[path] = house.answer(other)
    assert "it speaks of other certificates" in refusal(house, authority)


def test_a_responder_that_nobody_sent_is_not_believed(house: House, authority: Authority) -> None:
    sent = house.holders["responder"]
    house.holders["responder"] = house.holders["authority"]
    try:
        assert "it is not signed by whom it should be" in refusal(house, authority)
    finally:
        house.holders["responder"] = sent


def test_a_responder_that_does_not_know_the_certificate_is_said(
    house: House, authority: Authority
) -> None:
    house.unknown = True
    assert "it does not know the certificate" in refusal(house, authority)


def test_a_certificate_that_names_nobody_to_ask_is_said(authority: Authority) -> None:
    with pytest.raises(NotShownGood, match="names no responder and no list of revoked ones"):
        seal.sealed(small_pdf(RECORD), chained_keys("ec"), None, authority.url, "B-LT")


def test_an_issuer_that_is_none_is_said(house: House, authority: Authority) -> None:
    house.instead["ca/northwind.issuing"] = house.answer("ca/oslo.issuing")
    alone = house.signers_keys(alone=True)
    with pytest.raises(NotShownGood, match=r"ca/northwind\.issuing is not its issuer"):
        seal.sealed(small_pdf(RECORD), alone, None, authority.url, "B-LT")


def test_an_authority_of_many_certificates_is_said(house: House, tmp_path: Path) -> None:
    with authority_in(tmp_path, keys=house.authoritys_keys) as authority:
        once = authority.answer

        def answer(query: bytes) -> bytes:
            reply = once(query)
            with a_house() as other:
                other.authoritys_keys(tmp_path)
            return reply

        authority.answer = answer  # type: ignore[method-assign]  # from then on it is another
        with pytest.raises(NoTime, match="signs now with one certificate and now with another"):
            seal.sealed(small_pdf(RECORD), our_keys(), None, authority.url, "B-LT")


def test_a_lasting_seal_without_an_authority_is_never_a_lesser_one() -> None:
    with pytest.raises(NoTime, match="none is named, and B-LT needs one"):
        seal.sealed(small_pdf(RECORD), our_keys(), None, "", "B-LT")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_the_child_says_why_and_makes_no_file(
    authority: Authority, level: str, tmp_path: Path
) -> None:
    with a_house() as gone:
        keys = gone.signers_keys()
    (tmp_path / "northwind.p12").write_bytes(keys)
    keeper = sealing.keeper(
        tmp_path / "files", "https://plans.northwind.test", tmp_path / "northwind.p12", "",
        authority.url, level,
    )  # fmt: skip  # one call
    with pytest.raises(SealNotMade, match=f"“{SIGNER}” is good: {gone.url}.*refused"):
        sealing.sealed(small_pdf(RECORD), keeper)


def test_only_the_web_is_asked() -> None:
    with pytest.raises(NoAnswer, match="only http and https"):
        Errand().fetch("file:///etc/hostname", 1000)


def test_all_that_is_asked_for_a_seal_shares_one_time(house: House) -> None:
    with pytest.raises(NoAnswer, match="took longer than 15 seconds"):
        Errand(until=0.0).fetch(f"{house.url}crl/northwind", 100_000)


def test_an_issuer_that_may_not_issue_is_said(house: House, authority: Authority) -> None:
    signer = house.holders["signer"]
    house.holders["anybody"] = house.issue("Anybody", signer, list_="crl/anybody")
    keys = house.keys_of("anybody")
    with pytest.raises(WouldNotLast, match="is not a CA"):
        seal.sealed(small_pdf(RECORD), keys, None, authority.url, "B-LT")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_what_was_made_is_judged_before_it_is_handed_out(
    house: House, authority: Authority, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setattr(Gathering, "_believe", lambda *_: None)
    house.age = timedelta(minutes=-5, seconds=-30)
    monkeypatch.setattr(lasting, "CLOCKS_DIFFER_BY", timedelta(minutes=10))
    with pytest.raises(WouldNotLast, match="it is out of date"):
        seal.sealed(small_pdf(RECORD), house.signers_keys(), None, authority.url, level)


def test_an_answer_too_long_for_a_document_timestamp_is_said(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_time, "ROOM", 200)
    with pytest.raises(WouldNotLast, match="too long for a document timestamp"):
        seal.sealed(small_pdf(RECORD), our_keys(), None, authority.url, "B-LTA")


def test_behind_a_file_that_is_not_sealed_here_no_document_timestamp_is_put(
    authority: Authority,
) -> None:
    sealed = seal.sealed(small_pdf(RECORD), our_keys())
    other = sealed.replace(b"/Annots [ 14 0 R ]", b"/Annots [14 0 R  ]")
    assert other != sealed
    with pytest.raises(WouldNotLast, match="of another making"):
        seal.archived(other, Asked(authority.url, Errand(authority.url)))
