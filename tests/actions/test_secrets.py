"""What somebody who copied the whole database could use: nothing."""

import itertools

from portal.actions import enter, sign_in
from portal.actions.means import Means, token_hash
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.store.transaction import Store
from tests.actions.people import COMMITTEE, INGRID, Clock, Deal, means_on, shared
from tests.actions.snapshot import everything, written


def lived_in(store: Store) -> tuple[Deal, list[str]]:
    """Return a plan in use, and everything by which people come in or act."""
    deal = shared(means_on(store))
    tokens = [deal.token_of(person) for person in COMMITTEE]
    room = enter.exchange(deal.means, deal.seller.organisation_id, tokens[0])
    assert room is not None
    deal.own(Act.ATTEST, "champion")
    codes = []
    for answer in (Answer.PASSED, Answer.FAILED):
        sent = deal.form("S1", Act.ATTEST, answer)
        deal.with_code(COMMITTEE[1], sent)
        codes.append(deal.code_for(COMMITTEE[1]))
    address = sign_in.create_account(
        deal.means, "sofia@northwind.example", organisation="Northwind Analytics", role="owner"
    )
    organisation, _, password = address.rpartition("/")[2].partition(".")
    sentence = "a sentence that nobody guesses"
    sign_in.set_password(deal.means, organisation, password, sentence)
    _, desk = sign_in.sign_in(deal.means, "sofia@northwind.example", sentence)
    return deal, [*tokens, room, *codes, password, desk, sentence]


def test_no_column_of_any_table_holds_a_usable_token_code_or_password(store: Store) -> None:
    _, secrets = lived_in(store)
    kept = written(store)
    assert len(secrets) == 9
    assert [secret for secret in secrets if secret in kept] == []


def test_what_is_kept_of_a_code_cannot_be_searched_without_the_servers_key(store: Store) -> None:
    deal, _ = lived_in(store)
    kept = {column for row in everything(store)["codes"] for column in row if column}
    code = deal.code_for(COMMITTEE[1])
    assert deal.means.keyed_hash("code", code) in kept
    assert token_hash(code) not in kept


def test_another_key_makes_other_links_and_codes_of_the_same_seed(deal: Deal) -> None:
    seed = deal.letters("link", INGRID)[0]["secret"]
    other = Means(deal.means.store, b"another key", deal.means.base_url, Clock(), deal.means.draw)
    assert other.token("link", seed) != deal.means.token("link", seed)
    assert other.six_digits(seed) != deal.means.six_digits(seed)


def test_links_and_codes_of_one_seed_have_nothing_in_common(deal: Deal) -> None:
    made = [deal.means.token(purpose, "seed") for purpose in ("link", "code", "")]
    assert all(one != two for one, two in itertools.combinations(made, 2))
    assert {len(token) for token in made} == {43}
