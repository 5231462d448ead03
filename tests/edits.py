"""How many random edits the tests try, and from which chance: the same in every run."""

from tests.large import many

EDITS = many(100, 1_000)
SEED = 20261127
