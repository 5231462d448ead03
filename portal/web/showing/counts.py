"""Counts in sentences: small numbers as words, and nouns that agree with them."""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve")  # fmt: skip  # a list to read across


def number(count: int) -> str:
    """Return a count as a word up to twelve, in figures beyond."""
    return WORDS[count] if 0 <= count < len(WORDS) else f"{count:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: one person, three people."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def listed(names: list[str]) -> str:
    """Return names as a sentence lists them: Ingrid, Priya and Tomás."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
