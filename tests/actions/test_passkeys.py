"""Passkeys: made after the password, by a device that checks its person; good here and once."""

import json
from dataclasses import dataclass, replace

import pytest

from portal.actions import colleagues, notify, passkeys, second_factor, sign_in
from portal.actions.asking_again import Proof, WrongOldPassword
from portal.actions.means import Means
from portal.actions.passkeys import Asked
from portal.actions.sellers import AccountEnded, Seller
from portal.domain.passkeys import (
    MOST_PASSKEYS,
    NoPasskeysHere,
    PasskeyKnown,
    PasskeyNameMissing,
    PasskeyNotKept,
    PasskeyNotTaken,
    PasskeyTooLate,
    TooManyPasskeys,
)
from portal.domain.refusals import Refusal
from portal.store.plans import NotFound
from portal.store.transaction import Store
from tests.actions.desks import PASSWORD, forward, letters, shown_code, signed_in
from tests.actions.device import PRESENT, Device
from tests.actions.people import BASE_URL, means_on
from tests.actions.snapshot import everything


@dataclass
class Owen:
    """Owen at his desk, with a device that keeps a passkey."""

    means: Means
    seller: Seller
    device: Device

    def asked(self, bound_to: str = "this browser") -> Asked:
        """Return what a page asks now."""
        forward(self.means, seconds=1)
        return Asked(self.means.draw(), bound_to, self.means.clock())

    def make(self, device: Device | None = None, name: str = "laptop") -> None:
        """Make a passkey."""
        asked = self.asked()
        options = passkeys.prepare(self.means, self.seller, asked, name, self.proof())
        answer = (device or self.device).create(options)
        passkeys.keep(self.means, self.seller, asked, name, answer)

    def proof(self) -> Proof:
        """Prove again who this is: by the passkey if there is one, else by the password."""
        if not passkeys.passkeys_of(self.means, self.seller):
            return Proof(PASSWORD)
        asked = self.asked("again in this visit")
        answer = self.device.get(passkeys.question(self.means, asked))
        return Proof(passkey=answer, asked=asked)

    def told(self) -> list[str]:
        """Return what was mailed about the account."""
        mailed = letters(self.means, notify.ACCOUNT, self.seller.email)
        return [one["payload"]["what"] for one in mailed]

    def sign_in(self, asked: Asked | None = None, answer: str | None = None) -> Seller:
        """Sign in by the passkey."""
        question = asked or self.asked()
        if answer is None:
            answer = self.device.get(passkeys.question(self.means, question))
        found = sign_in.seller_of(self.means, *passkeys.sign_in(self.means, question, answer))
        assert found is not None
        return found


@pytest.fixture
def owen(store: Store) -> Owen:
    """Give Owen on a database of each kind."""
    means = means_on(store)
    return Owen(means, signed_in(means)[0], Device(BASE_URL))


def test_a_passkey_signs_in_without_password_and_is_told_by_mail(owen: Owen) -> None:
    owen.make()
    assert owen.sign_in() == owen.seller
    (kept,) = passkeys.passkeys_of(owen.means, owen.seller)
    assert (kept.name, kept.sign_count, kept.last_used_at) == ("laptop", 1, owen.means.clock())
    told = [
        one["payload"]["what"] for one in letters(owen.means, notify.ACCOUNT, owen.seller.email)
    ]
    assert told == ["A passkey was added for signing in: laptop."]


def test_a_passkey_is_both_steps_at_once(owen: Owen) -> None:
    owen.make()
    second_factor.set_up(owen.means, owen.seller, owen.proof())
    second_factor.confirm(owen.means, owen.seller, shown_code(owen.means, owen.seller))
    assert owen.sign_in() == owen.seller


@pytest.mark.parametrize(("counts", "refused"), [(False, PasskeyTooLate), (True, PasskeyNotTaken)])
def test_an_answer_is_taken_once(owen: Owen, *, counts: bool, refused: type[Refusal]) -> None:
    owen.device.counts = counts
    owen.make()
    asked = owen.asked()
    answer = owen.device.get(passkeys.question(owen.means, asked))
    owen.sign_in(asked, answer)
    with pytest.raises(refused):
        owen.sign_in(asked, answer)


def test_what_was_asked_before_the_last_use_is_over(owen: Owen) -> None:
    owen.make()
    before, asked = owen.asked(), owen.asked()
    owen.sign_in(asked)
    with pytest.raises(PasskeyTooLate):
        owen.sign_in(before)


def test_a_page_that_asked_nothing_or_too_long_ago_is_told_so(owen: Owen) -> None:
    owen.make()
    with pytest.raises(PasskeyTooLate):
        passkeys.sign_in(owen.means, None, "{}")
    with pytest.raises(PasskeyTooLate):
        passkeys.keep(owen.means, owen.seller, None, "laptop", "{}")


def test_an_answer_to_another_page_browser_or_site_opens_nothing(owen: Owen) -> None:
    owen.make()
    asked = owen.asked()
    right = passkeys.question(owen.means, asked)
    elsewhere = passkeys.question(owen.means, replace(asked, bound_to="another browser"))
    another = passkeys.question(owen.means, owen.asked())
    fake = replace(owen.device, origin="https://plans.northwind.example.elsewhere.example")
    foreign = json.dumps(json.loads(right) | {"rpId": "elsewhere.example"})
    for answer in (
        owen.device.get(elsewhere),
        owen.device.get(another),
        owen.device.get(foreign),
        fake.get(right),
        replace(owen.device, flags=PRESENT).get(right),
        replace(owen.device, key=Device(BASE_URL).key).get(right),
        owen.device.get(right, userHandle=b"northwind.somebody"),
        owen.device.get(right, userHandle=b""),
        owen.device.get(right, userHandle=b"\xff"),
        owen.device.get(right, userHandle=b"north\0wind.owen"),
        replace(owen.device, credential_id=b"another").get(right),
        "[" * 100_000, "", "{}", "[]", "7", '{"response": 7}', '{"response": {"userHandle": 7}}',
    ):  # fmt: skip  # one wrong answer a line
        with pytest.raises(PasskeyNotTaken):
            owen.sign_in(asked, answer)
    assert owen.sign_in(asked)


def test_a_count_that_goes_back_is_a_copy_of_the_device(owen: Owen) -> None:
    owen.make()
    owen.sign_in()
    owen.device.count = 0
    with pytest.raises(PasskeyNotTaken):
        owen.sign_in()


def test_the_passkey_of_a_colleague_opens_their_own_account_alone(owen: Owen) -> None:
    owen.make()
    sofia, _ = signed_in(owen.means, "sofia@northwind.example", "seller", "Sofia Brandt")
    hers = Owen(owen.means, sofia, Device(BASE_URL, credential_id=b"hers"))
    hers.make()
    asked = owen.asked()
    handle = f"{sofia.organisation_id}.{sofia.account_id}".encode()
    answer = owen.device.get(passkeys.question(owen.means, asked), userHandle=handle)
    with pytest.raises(PasskeyNotTaken):
        owen.sign_in(asked, answer)
    assert hers.sign_in() == sofia


def test_making_one_asks_the_password_and_a_name(owen: Owen) -> None:
    before = everything(owen.means.store)
    for typed in ("", "not the one of today"):
        with pytest.raises(WrongOldPassword):
            passkeys.prepare(owen.means, owen.seller, owen.asked(), "laptop", Proof(typed))
    for name in ("", " ", "x" * 61):
        with pytest.raises(PasskeyNameMissing):
            passkeys.prepare(owen.means, owen.seller, owen.asked(), name, Proof(PASSWORD))
        with pytest.raises(PasskeyNameMissing):
            passkeys.keep(owen.means, owen.seller, owen.asked(), name, "{}")
    assert everything(owen.means.store) == before


def test_one_made_for_another_page_or_by_a_device_that_checks_nobody_is_not_kept(
    owen: Owen,
) -> None:
    asked = owen.asked()
    options = passkeys.prepare(owen.means, owen.seller, asked, "laptop", Proof(PASSWORD))
    for answer, question in (
        (owen.device.create(options), owen.asked()),
        (replace(owen.device, flags=PRESENT).create(options), asked),
        (replace(owen.device, origin="https://elsewhere.example").create(options), asked),
        ("", asked), ("{}", asked), ("[]", asked), ("no JSON", asked),
    ):  # fmt: skip  # one wrong answer a line
        with pytest.raises(PasskeyNotKept):
            passkeys.keep(owen.means, owen.seller, question, "laptop", answer)
    assert passkeys.passkeys_of(owen.means, owen.seller) == ()


def test_a_passkey_is_kept_once_and_there_is_an_end_to_them(owen: Owen) -> None:
    owen.make()
    with pytest.raises(PasskeyKnown):
        owen.make()
    for number in range(1, MOST_PASSKEYS):
        owen.make(Device(BASE_URL, credential_id=f"device {number}".encode()))
    with pytest.raises(TooManyPasskeys):
        owen.make(Device(BASE_URL, credential_id=b"one too many"))


def test_one_taken_away_opens_nothing_and_is_told_by_mail(owen: Owen) -> None:
    owen.make()
    (kept,) = passkeys.passkeys_of(owen.means, owen.seller)
    passkeys.remove(owen.means, owen.seller, kept.id, owen.proof())
    with pytest.raises(PasskeyNotTaken):
        owen.sign_in()
    told = [
        one["payload"]["what"] for one in letters(owen.means, notify.ACCOUNT, owen.seller.email)
    ]
    assert "A passkey was taken away: laptop." in told


def test_nobody_takes_away_what_is_not_theirs(owen: Owen) -> None:
    owen.make()
    sofia, _ = signed_in(owen.means, "sofia@northwind.example", "seller", "Sofia Brandt")
    (kept,) = passkeys.passkeys_of(owen.means, owen.seller)
    for passkey in (kept.id, "nothing"):
        with pytest.raises(NotFound):
            passkeys.remove(owen.means, sofia, passkey, Proof(PASSWORD))


def test_whoever_is_taken_off_has_no_passkey_any_more(owen: Owen) -> None:
    owen.make()
    asked = owen.asked()
    options = passkeys.prepare(owen.means, owen.seller, asked, "phone", owen.proof())
    late = Device(BASE_URL, credential_id=b"phone").create(options)
    ida, _ = signed_in(owen.means, "ida@northwind.example", "owner", "Ida Ek")
    colleagues.take_off(owen.means, ida, owen.seller.account_id, ida.account_id)
    with pytest.raises(PasskeyNotTaken):
        owen.sign_in()
    with pytest.raises(AccountEnded):
        passkeys.keep(owen.means, owen.seller, asked, "phone", late)
    assert everything(owen.means.store)["passkeys"] == []


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_a_server_without_a_name_makes_none(owen: Owen, base_url: str) -> None:
    assert not passkeys.are_possible(base_url)
    nameless = replace(owen.means, base_url=base_url)
    with pytest.raises(NoPasskeysHere):
        passkeys.prepare(nameless, owen.seller, owen.asked(), "laptop", Proof(PASSWORD))
