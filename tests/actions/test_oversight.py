"""What an owner demands of how everybody signs in, and does for whoever no longer can."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.actions import (
    authenticator,
    colleagues,
    deliver,
    notify,
    oversight,
    own_account,
    passkeys,
    reset_account,
    second_factor,
    second_step,
    sign_in,
)
from portal.actions.asking_again import PasskeyWanted, Proof, WrongOldPassword
from portal.actions.deliver import Outlets
from portal.actions.means import Means, token_hash
from portal.actions.passkey_checks import Asked
from portal.actions.reset_account import NoSuchAccount
from portal.actions.sellers import AccountEnded, OwnersOnly, Seller
from portal.actions.sign_in import DeadPasswordLink, WrongPassword
from portal.delivery import printing
from portal.domain.passkeys import PasskeyNotTaken
from portal.domain.second_factor import AuthenticatorCodeMissing, SecondStepOver
from portal.domain.ways_in import LastSecondStep, SecondStepFirst, Way
from portal.store.colleagues import colleagues_of
from portal.store.plans import NotFound
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    again,
    forward,
    invited,
    is_in,
    letters,
    link_token,
    set_up,
    signed_in,
)
from tests.actions.device import Device
from tests.actions.people import BASE_URL, means_on
from tests.actions.snapshot import everything, written
from tests.notaries import beside

SOFIA = "sofia@northwind.example"
ANOTHER = "another sentence altogether"


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


@pytest.fixture
def owen(desk: Means) -> TwoSteps:
    """Give Owen, an owner with a second step."""
    seller, token = signed_in(desk)
    codes, secret = set_up(desk, seller)
    forward(desk, seconds=60)
    return TwoSteps(desk, seller, token, codes, secret)


def demand(owen: TwoSteps, *, demanded: bool = True) -> None:
    """Have Owen demand two steps of everybody, or no longer."""
    forward(owen.means, seconds=30)
    oversight.demand_two_factors(owen.means, owen.seller, owen.proof, demanded=demanded)


def sofia(means: Means) -> tuple[Seller, str]:
    """Return Sofia Brandt at her desk."""
    return signed_in(means, SOFIA, "seller", "Sofia Brandt")


def mails(means: Means) -> list[EmailMessage]:
    """Do what a worker does; return what left."""
    left: list[EmailMessage] = []
    nowhere = Path("nowhere")
    out = Outlets(left.append, "a@b.example", nowhere, printing.printed, beside(nowhere))
    deliver.drain(means, out)
    return left


def make_passkey(means: Means, seller: Seller, token: str) -> Device:
    """Make a passkey in a visit, after the password."""
    forward(means, seconds=1)
    visit = token_hash(token)
    asked = Asked(means.draw(), "made here", means.clock())
    options = passkeys.prepare(means, seller, asked, "laptop", Proof(PASSWORD, visit=visit))
    device = Device(BASE_URL, credential_id=f"of {seller.account_id}".encode())
    passkeys.keep(means, seller, asked, "laptop", device.create(options), visit)
    return device


# ---- Two steps, demanded. ----


def test_nothing_is_demanded_unless_an_owner_says_so(desk: Means) -> None:
    assert not sofia(desk)[0].demands_two_factors


def test_from_then_on_a_password_alone_opens_nothing_and_what_it_opened_has_ended(
    owen: TwoSteps,
) -> None:
    her, before = sofia(owen.means)
    demand(owen)
    assert not is_in(owen.means, her, before)
    again_her, _ = again(owen.means, SOFIA)
    assert again_her.lacks_a_factor
    mine = sign_in.seller_of(owen.means, owen.seller.organisation_id, owen.token)
    assert mine is not None
    assert not mine.lacks_a_factor


def test_the_code_that_sets_up_a_second_step_frees_the_visit_it_is_typed_in(
    owen: TwoSteps,
) -> None:
    sofia(owen.means)
    demand(owen)
    her, token = again(owen.means, SOFIA)
    visit = token_hash(token)
    second_factor.set_up(owen.means, her, Proof(PASSWORD, visit=visit))
    secret = second_factor.state(owen.means, her, visit).secret
    shown = authenticator.code_at(secret, owen.means.clock())
    second_factor.confirm(owen.means, her, shown, visit)
    now = sign_in.seller_of(owen.means, her.organisation_id, token)
    assert now is not None
    assert not now.lacks_a_factor
    assert own_account.visits(owen.means, her)[0].came_by == Way.PASSWORD_AND_CODE


def test_a_passkey_made_in_a_visit_frees_it_and_later_opens_a_whole_one(owen: TwoSteps) -> None:
    sofia(owen.means)
    demand(owen)
    her, token = again(owen.means, SOFIA)
    device = make_passkey(owen.means, her, token)
    now = sign_in.seller_of(owen.means, her.organisation_id, token)
    assert now is not None
    assert not now.lacks_a_factor
    forward(owen.means, seconds=1)
    asked = Asked(owen.means.draw(), "this browser", owen.means.clock())
    opened = passkeys.sign_in(owen.means, asked, device.get(passkeys.question(owen.means, asked)))
    came = sign_in.seller_of(owen.means, *opened)
    assert came is not None
    assert not came.lacks_a_factor


def test_a_password_is_not_enough_to_set_up_another_step_beside_a_passkey(owen: TwoSteps) -> None:
    her, token = sofia(owen.means)
    make_passkey(owen.means, her, token)
    demand(owen)
    her, _ = again(owen.means, SOFIA)
    assert her.lacks_a_factor
    with pytest.raises(PasskeyWanted, match="You have a passkey"):
        second_factor.set_up(owen.means, her, Proof(PASSWORD))


@pytest.mark.parametrize("recovers", [False, True])
def test_whoever_has_a_second_step_signs_in_as_before(owen: TwoSteps, *, recovers: bool) -> None:
    demand(owen)
    forward(owen.means, seconds=30)
    organisation, token = sign_in.sign_in(owen.means, OWEN, PASSWORD)
    if recovers:
        opened = second_step.enter_recovery_code(owen.means, organisation, token, owen.codes[0])
    else:
        opened = second_step.enter_code(owen.means, organisation, token, owen.code)
    came = sign_in.seller_of(owen.means, organisation, opened)
    assert came is not None
    assert not came.lacks_a_factor


def test_nobody_takes_their_last_second_step_away_while_two_are_demanded(owen: TwoSteps) -> None:
    demand(owen)
    forward(owen.means, seconds=30)
    before = everything(owen.means.store)
    with pytest.raises(LastSecondStep):
        second_factor.remove(owen.means, owen.seller, owen.proof)
    assert everything(owen.means.store) == before
    her, token = sofia(owen.means)
    device = make_passkey(owen.means, her, token)
    (kept,) = passkeys.passkeys_of(owen.means, her)
    forward(owen.means, seconds=1)
    asked = Asked(owen.means.draw(), "again here", owen.means.clock())
    proof = Proof(passkey=device.get(passkeys.question(owen.means, asked)), asked=asked)
    with pytest.raises(LastSecondStep):
        passkeys.remove(owen.means, her, kept.id, proof)
    assert passkeys.passkeys_of(owen.means, her)[0].id == kept.id


def test_one_of_two_second_steps_may_go(owen: TwoSteps) -> None:
    demand(owen)
    forward(owen.means, seconds=30)
    asked = Asked(owen.means.draw(), "made here", owen.means.clock())
    options = passkeys.prepare(owen.means, owen.seller, asked, "laptop", owen.proof)
    device = Device(BASE_URL)
    passkeys.keep(owen.means, owen.seller, asked, "laptop", device.create(options))
    forward(owen.means, seconds=30)
    second_factor.remove(owen.means, owen.seller, owen.proof)


def test_an_owner_without_a_second_step_demands_none(desk: Means) -> None:
    seller, _ = signed_in(desk)
    with pytest.raises(SecondStepFirst):
        oversight.demand_two_factors(desk, seller, Proof(PASSWORD), demanded=True)


def test_demanding_and_no_longer_demanding_ask_password_and_code(owen: TwoSteps) -> None:
    for demanded in (True, False):
        for proof, refused in (
            (Proof("a guess", owen.code), WrongOldPassword),
            (Proof(PASSWORD), AuthenticatorCodeMissing),
        ):
            with pytest.raises(refused):
                oversight.demand_two_factors(owen.means, owen.seller, proof, demanded=demanded)
    demand(owen)
    demand(owen, demanded=False)
    assert not sofia(owen.means)[0].demands_two_factors


def test_only_owners_demand_reset_unbind_and_end_visits(owen: TwoSteps) -> None:
    her, token = sofia(owen.means)
    proof, account = Proof(PASSWORD, visit=token_hash(token)), owen.seller.account_id
    acts: list[Callable[[], None]] = [
        lambda: oversight.demand_two_factors(owen.means, her, proof, demanded=True),
        lambda: oversight.reset_sign_in(owen.means, her, account),
        lambda: oversight.unbind(owen.means, her, account),
        lambda: oversight.end_visits_of(owen.means, her, account),
        lambda: oversight.end_everybodys_visits(owen.means, her, ""),
    ]
    for act in acts:
        with pytest.raises(OwnersOnly):
            act()


def test_an_owner_who_was_taken_off_does_none_of_it(owen: TwoSteps) -> None:
    ida, token = signed_in(owen.means, "ida@northwind.example", "owner", "Ida Ek")
    her, _ = sofia(owen.means)
    colleagues.take_off(owen.means, owen.seller, ida.account_id, owen.seller.account_id)
    acts: list[Callable[[], None]] = [
        lambda: oversight.demand_two_factors(owen.means, ida, Proof(PASSWORD), demanded=False),
        lambda: oversight.reset_sign_in(owen.means, ida, her.account_id),
        lambda: oversight.end_everybodys_visits(owen.means, ida, token_hash(token)),
    ]
    for act in acts:
        with pytest.raises((AccountEnded, WrongOldPassword)):
            act()


def test_an_operator_demands_it_from_the_first_day(desk: Means) -> None:
    address = sign_in.create_account(
        desk, OWEN, organisation="Northwind Analytics", role="owner", two_factors=True
    )
    organisation, _, token = address.removeprefix(f"{BASE_URL}/desk/password/").partition(".")
    sign_in.set_password(desk, organisation, token, PASSWORD)
    assert again(desk)[0].lacks_a_factor


# ---- A lost second step. ----


def test_reset_by_an_owner_only_a_link_to_the_mailbox_lets_somebody_begin_anew(
    owen: TwoSteps,
) -> None:
    her, token = sofia(owen.means)
    device = make_passkey(owen.means, her, token)
    oversight.reset_sign_in(owen.means, owen.seller, her.account_id)
    assert not is_in(owen.means, her, token)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(owen.means, SOFIA, PASSWORD)
    forward(owen.means, seconds=1)
    asked = Asked(owen.means.draw(), "this browser", owen.means.clock())
    with pytest.raises(PasskeyNotTaken):
        passkeys.sign_in(owen.means, asked, device.get(passkeys.question(owen.means, asked)))
    link = link_token(owen.means, notify.RESET, SOFIA)
    assert link not in written(owen.means.store)
    sign_in.set_password(owen.means, her.organisation_id, link, ANOTHER)
    assert again(owen.means, SOFIA, ANOTHER)
    assert second_factor.state(owen.means, her).confirmed_at is None


def test_the_mail_of_a_reset_holds_the_link_and_says_who_did_it(owen: TwoSteps) -> None:
    her, _ = sofia(owen.means)
    mails(owen.means)
    oversight.reset_sign_in(owen.means, owen.seller, her.account_id)
    link = link_token(owen.means, notify.RESET, SOFIA)
    (mail,) = mails(owen.means)
    assert [one.addr_spec for one in mail["To"].addresses] == [SOFIA]
    said = mail.get_body(("plain",))
    assert said is not None
    assert f"{BASE_URL}/desk/password/{her.organisation_id}.{link}" in said.get_content()
    assert "Owen Hartley took your password, second step and passkeys away" in " ".join(
        said.get_content().split()
    )


def test_reset_ends_a_sign_in_half_done_and_every_link_of_before(owen: TwoSteps) -> None:
    ida, _ = signed_in(owen.means, "ida@northwind.example", "owner", "Ida Ek")
    half = sign_in.sign_in(owen.means, OWEN, PASSWORD)
    colleagues.mail_link_again(owen.means, ida, owen.seller.account_id)
    old = link_token(owen.means, notify.INVITATION, OWEN)
    oversight.reset_sign_in(owen.means, ida, owen.seller.account_id)
    with pytest.raises(SecondStepOver):
        second_step.enter_code(owen.means, *half, owen.code)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(owen.means, owen.seller.organisation_id, old, ANOTHER)


def test_an_operator_resets_the_last_owner_by_a_link_of_one_use_and_they_are_told(
    owen: TwoSteps,
) -> None:
    address = reset_account.reset(owen.means, f" {OWEN.upper()}")
    assert not is_in(owen.means, owen.seller, owen.token)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(owen.means, OWEN, PASSWORD)
    organisation, _, token = address.removeprefix(f"{BASE_URL}/desk/password/").partition(".")
    assert token not in written(owen.means.store)
    sign_in.set_password(owen.means, organisation, token, ANOTHER)
    with pytest.raises(DeadPasswordLink):
        sign_in.set_password(owen.means, organisation, token, PASSWORD)
    assert again(owen.means, OWEN, ANOTHER)
    told = [one["payload"]["what"] for one in letters(owen.means, notify.ACCOUNT, OWEN)]
    assert any("took away all that you signed in by" in one for one in told)


def test_an_operator_resets_nobody_who_has_no_account(desk: Means) -> None:
    invited(desk)
    before = everything(desk.store)
    with pytest.raises(NoSuchAccount):
        reset_account.reset(desk, "nobody@northwind.example")
    assert everything(desk.store) == before


# ---- Ending visits of others. ----


def test_an_owner_ends_every_visit_of_one_colleague_and_of_nobody_else(owen: TwoSteps) -> None:
    her, first = sofia(owen.means)
    _, second = again(owen.means, SOFIA)
    oversight.end_visits_of(owen.means, owen.seller, her.account_id)
    assert [is_in(owen.means, her, one) for one in (first, second)] == [False, False]
    assert is_in(owen.means, owen.seller, owen.token)
    assert again(owen.means, SOFIA)


def test_an_owner_ends_everybodys_visits_here_but_their_own(owen: TwoSteps) -> None:
    her, token = sofia(owen.means)
    sam, his = signed_in(owen.means, "sam@halden.example", "owner", "Sam Oduya", "Halden Software")
    oversight.end_everybodys_visits(owen.means, owen.seller, token_hash(owen.token))
    assert not is_in(owen.means, her, token)
    assert is_in(owen.means, owen.seller, owen.token)
    assert is_in(owen.means, sam, his)


def test_an_owner_finds_nobody_of_another_organisation(owen: TwoSteps) -> None:
    sam, his = signed_in(owen.means, "sam@halden.example", "owner", "Sam Oduya", "Halden Software")
    before = everything(owen.means.store)
    for act in (oversight.reset_sign_in, oversight.unbind, oversight.end_visits_of):
        with pytest.raises(NotFound):
            act(owen.means, owen.seller, sam.account_id)
    assert everything(owen.means.store) == before
    assert is_in(owen.means, sam, his)


def test_the_list_of_people_says_who_has_a_second_step_or_a_passkey(owen: TwoSteps) -> None:
    her, token = sofia(owen.means)
    make_passkey(owen.means, her, token)
    with owen.means.store.reading(her.organisation_id) as connection:
        found = {one.email: one for one in colleagues_of(connection, her.organisation_id)}
    assert (found[OWEN].has_second_step, found[OWEN].has_passkey) == (True, False)
    assert (found[SOFIA].has_second_step, found[SOFIA].has_passkey) == (False, True)
