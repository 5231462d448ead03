"""The signature of a checkpoint, by the mathematics of Ed25519."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.domain.signed_note import Key


def verifies(key: Key, data: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` was made over ``data`` with the private half of ``key``."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
