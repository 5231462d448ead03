"""Passkeys: why one is not kept, or not let in by; the checks themselves are WebAuthn's."""

from datetime import timedelta

from portal.domain.refusals import Refusal

# From the page that asks to the press that answers.
LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
LONGEST_NAME = 60


class PasskeyTooLate(Refusal):
    """What a passkey signs is made for this page, this browser and these minutes, and used once."""

    def __init__(self) -> None:
        super().__init__("This page was open too long, or was used already. Try once more.")


class PasskeyNotTaken(Refusal):
    """Which of the checks failed is nobody's business."""

    def __init__(self) -> None:
        super().__init__("This passkey opens nothing here. Use another, or your password.")


class PasskeyNotKept(Refusal):
    """A passkey must be made here, just now, by a device that asked who is using it."""

    def __init__(self) -> None:
        super().__init__(
            "No passkey was made. Your device must check that it is you, by finger, face or number."
        )


class PasskeyKnown(Refusal):
    """A passkey belongs to one account, once."""

    def __init__(self) -> None:
        super().__init__("This passkey is kept already. Use it to sign in.")


class PasskeyNameMissing(Refusal):
    """A name tells one device from another when one of them is lost."""

    def __init__(self) -> None:
        super().__init__(
            f"Name the device in up to {LONGEST_NAME} characters, like “laptop”.", field="name"
        )


class TooManyPasskeys(Refusal):
    """A list that is never cleared up hides what does not belong there."""

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST_PASSKEYS} passkeys. Take one away that you no longer use.",
            field="name",
        )


class NoPasskeysHere(Refusal):
    """Passkeys belong to a name: browsers make none for a bare network address."""

    def __init__(self) -> None:
        super().__init__("Passkeys need a server with a name. Use your password.")
