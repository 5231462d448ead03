"""How many random edits the tests try, and from which chance: the same in every run."""

import os

EDITS = 1000 if os.environ.get("PORTAL_LONG") == "1" else 100
SEED = 20261127
