"""Single sign-on: an account is bound to a person of the provider's, whatever their address."""

import pytest

from portal.actions import colleagues, notify, oversight, own_account, second_step, sign_in
from portal.actions.means import Means
from portal.domain.single_sign_on import BoundToAnother, NoSuchColleague
from portal.domain.ways_in import Way
from portal.store import accounts
from portal.store.colleagues import colleagues_of
from portal.store.transaction import Store
from tests.actions.desks import (
    OWEN,
    PASSWORD,
    TwoSteps,
    forward,
    letters,
    set_up,
    signed_in,
)
from tests.actions.people import means_on
from tests.actions.signing_on import signed_on
from tests.actions.snapshot import everything

SOFIA = "sofia@northwind.example"
HERS, ANOTHERS = "of Sofia there", "of somebody else there"


@pytest.fixture
def desk(store: Store) -> Means:
    """Give means on an empty database of each kind, with Sofia and an owner, Owen."""
    means = means_on(store)
    signed_in(means)
    signed_in(means, SOFIA, "seller", "Sofia Brandt")
    return means


def demand(means: Means, *, demanded: bool = True) -> None:
    """Demand two factors of everybody at Northwind."""
    with means.store.reading() as connection:
        found = accounts.by_email(connection, OWEN)
    assert found is not None
    with means.store.writing(found[0].organisation_id) as session:
        accounts.require_two_factors(session, found[0].organisation_id, demanded=demanded)


def test_an_account_is_bound_at_its_first_single_sign_on_and_another_person_is_refused(
    desk: Means,
) -> None:
    assert sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA)) is not None
    before = everything(desk.store)
    with pytest.raises(BoundToAnother):
        signed_on(desk, ANOTHERS, SOFIA)
    assert everything(desk.store) == before
    assert sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA)) is not None


def test_the_person_alone_finds_the_account_whatever_became_of_the_address(desk: Means) -> None:
    signed_on(desk, HERS, SOFIA)
    for email in ("sofia.vogt@northwind.example", OWEN):  # married; or the provider mixes them up
        seller = sign_in.seller_of(desk, *signed_on(desk, HERS, email))
        assert seller is not None
        assert (seller.name, seller.email) == ("Sofia Brandt", SOFIA)


def test_nobody_is_bound_whose_address_has_no_account(desk: Means) -> None:
    before = everything(desk.store)
    with pytest.raises(NoSuchColleague):
        signed_on(desk, ANOTHERS, "nobody@northwind.example")
    assert everything(desk.store) == before


def test_an_owner_unbinds_and_the_next_single_sign_on_binds_anew(desk: Means) -> None:
    organisation, token = signed_on(desk, HERS, SOFIA)
    sofia = sign_in.seller_of(desk, organisation, token)
    owen = sign_in.seller_of(desk, *signed_on(desk, "of Owen there", OWEN))
    assert sofia is not None
    assert owen is not None
    for _ in range(2):  # twice is no harm
        oversight.unbind(desk, owen, sofia.account_id)
    with desk.store.reading(organisation) as connection:
        assert [one.is_bound for one in colleagues_of(connection, organisation)] == [True, False]
    seller = sign_in.seller_of(desk, *signed_on(desk, ANOTHERS, SOFIA))
    assert seller is not None
    assert seller.email == SOFIA
    with pytest.raises(BoundToAnother):
        signed_on(desk, HERS, SOFIA)
    told = [one["payload"]["what"] for one in letters(desk, notify.ACCOUNT, SOFIA)]
    assert told == ["Owen Hartley unbound your account from the single sign-on."]


def test_whoever_was_taken_off_is_bound_no_more_and_their_address_may_come_anew(
    desk: Means,
) -> None:
    sofia = sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA))
    owen = sign_in.seller_of(desk, *signed_on(desk, "of Owen there", OWEN))
    assert sofia is not None
    assert owen is not None
    colleagues.take_off(desk, owen, sofia.account_id, owen.account_id)
    with pytest.raises(NoSuchColleague):
        signed_on(desk, HERS, SOFIA)
    signed_in(desk, SOFIA, "seller", "Sofia Brandt")
    again = sign_in.seller_of(desk, *signed_on(desk, ANOTHERS, SOFIA))
    assert again is not None
    assert again.account_id != sofia.account_id


def test_where_two_are_not_demanded_single_sign_on_opens_the_desk_as_it_is(desk: Means) -> None:
    sofia = sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA))
    assert sofia is not None
    set_up(desk, sofia)
    forward(desk, minutes=1)
    again = sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA))
    assert again is not None
    assert own_account.visits(desk, again)[0].came_by == Way.SINGLE_SIGN_ON


def test_demanded_two_factors_are_believed_where_the_provider_says_it_asked_for_them(
    desk: Means,
) -> None:
    demand(desk)
    sofia = sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA, two_factors=True))
    assert sofia is not None
    assert not sofia.lacks_a_factor
    ways = {one.came_by for one in own_account.visits(desk, sofia)}
    assert Way.SINGLE_SIGN_ON_IN_TWO_STEPS in ways


def test_where_the_provider_says_nothing_the_second_step_set_up_here_is_asked_for(
    desk: Means,
) -> None:
    sofia = sign_in.seller_of(desk, *sign_in.sign_in(desk, SOFIA, PASSWORD))
    assert sofia is not None
    hers = TwoSteps(desk, sofia, "", *set_up(desk, sofia))
    demand(desk)
    for recovers in (False, True):
        forward(desk, seconds=60)
        organisation, token = signed_on(desk, HERS, SOFIA)
        assert sign_in.seller_of(desk, organisation, token) is None
        if recovers:
            opened = second_step.enter_recovery_code(desk, organisation, token, hers.codes[0])
        else:
            opened = second_step.enter_code(desk, organisation, token, hers.code)
        came = sign_in.seller_of(desk, organisation, opened)
        assert came is not None
        assert not came.lacks_a_factor
    ways = {one.came_by for one in own_account.visits(desk, sofia)}
    assert {Way.SINGLE_SIGN_ON_AND_CODE, Way.SINGLE_SIGN_ON_AND_RECOVERY_CODE} <= ways


def test_without_a_second_step_it_reaches_no_more_than_a_password_does(desk: Means) -> None:
    demand(desk)
    sofia = sign_in.seller_of(desk, *signed_on(desk, HERS, SOFIA))
    assert sofia is not None
    assert sofia.lacks_a_factor
