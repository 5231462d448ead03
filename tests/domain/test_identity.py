"""Who somebody is: shown by name, title and masked address, and held by a commitment."""

from portal.domain import identity
from portal.domain.canonical import commitment

WHO = ("Ingrid Solheim", "CFO", "ingrid.solheim@meridian.example", "a salt nobody sees")


def test_of_an_address_the_first_letter_and_the_domain_are_shown() -> None:
    assert identity.masked("ingrid@meridianfreight.example") == "i•••@meridianfreight.example"


def test_the_salt_that_travels_opens_name_title_and_masked_address() -> None:
    opening = identity.salt_for(WHO[3], identity.OPENS_NAME)
    shown = identity.identity(*WHO)
    assert commitment(opening, shown) == identity.committed(*WHO)
    assert "ingrid.solheim" not in str(shown)


def test_the_address_is_held_by_a_salt_that_does_not_travel() -> None:
    opening = identity.salt_for(WHO[3], identity.OPENS_NAME)
    held = identity.identity(*WHO)["address"]["commitment"]
    assert held != commitment(opening, WHO[2])
    assert held == commitment(identity.salt_for(WHO[3], identity.OPENS_ADDRESS), WHO[2])


def test_another_name_title_address_or_salt_is_another_commitment() -> None:
    for place in range(4):
        other = [*WHO]
        other[place] = "somebody@else.example"
        assert identity.committed(*other) != identity.committed(*WHO)


def test_a_commitment_of_an_earlier_version_still_stands_for_the_person() -> None:
    name, title, email, salt = WHO
    earlier = commitment(salt, {"name": name, "email": email, "title": title})
    assert earlier in identity.accepted(*WHO)
    assert identity.committed(*WHO) in identity.accepted(*WHO)
