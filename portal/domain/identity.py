"""Who somebody is, as the ledger commits to it: name and title in the open, the address masked.

The salt kept with a person is never shown. Two others follow from it: one opens the commitment to
name, title and masked address, and travels with the evidence; the other opens the commitment to the
address itself, and does not, so that nobody can try addresses until one fits.
"""

from collections.abc import Iterator

from portal.domain.canonical import Content, commitment, fingerprint

OPENS_NAME, OPENS_ADDRESS = "identity", "address"
MASK = "•••"


def masked(email: str) -> str:
    """Return an address with its first letter and its domain: i•••@meridianfreight.example."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}{MASK}@{domain}"


def salt_for(salt: str, opens: str) -> str:
    """Return the salt that opens one of the commitments, 64 hex digits."""
    return fingerprint({"opens": opens, "salt": salt})


def identity(name: str, title: str, email: str, salt: str) -> Content:
    """Return what may be shown of a person; ``salt`` is the one kept with them."""
    return {
        "name": name,
        "title": title,
        "address": {
            "masked": masked(email),
            "commitment": commitment(salt_for(salt, OPENS_ADDRESS), email),
        },
    }


def committed(name: str, title: str, email: str, salt: str) -> str:
    """Return what the ledger keeps of a person, 64 hex digits."""
    return commitment(salt_for(salt, OPENS_NAME), identity(name, title, email, salt))


def accepted(name: str, title: str, email: str, salt: str) -> Iterator[str]:
    """Yield every commitment that stands for a person: as it is made, and as it once was."""
    yield committed(name, title, email, salt)
    yield commitment(salt, {"name": name, "email": email, "title": title})
