"""How many random edits the tests try, and from which chance: the same in every run."""

import os

LONG = os.environ.get("PORTAL_LONG") == "1"
EDITS = 1000 if LONG else 100
SEED = 20261127
