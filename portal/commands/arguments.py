"""What several commands read from their arguments."""

import argparse


def whole_number(text: str) -> int:
    """Return a whole number.

    Raises:
        argparse.ArgumentTypeError: if it is none, with what to write.
    """
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is no whole number, write one") from None
