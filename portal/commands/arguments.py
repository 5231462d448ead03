"""What several commands read from their arguments, and how they say that a file is wrong."""

import argparse

from portal.domain.refusals import Refusal


class CannotWrite(Refusal):
    """A file that cannot be written leaves what was there untouched."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{name}' cannot be written: {reason}.")


def whole_number(text: str) -> int:
    """Return a whole number.

    Raises:
        argparse.ArgumentTypeError: if it is none, with what to write.
    """
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is no whole number, write one") from None
