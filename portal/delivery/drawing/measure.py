"""How much room words take, so that no label runs out of its picture."""

import unicodedata
from bisect import bisect_right
from typing import Final

_ELLIPSIS: Final = "…"
_CLASSES: Final = (
    (0.27, " ',.:;Iijl|¦·’‘"),
    (0.34, "!()-[]f{}¡/\\rtª°²³¹º"),
    (0.43, '*?sz"®¿'),
    (0.48, "cvxyFJL«»“”"),
    (0.58, "ACEPRSTZVX"),
    (0.65, "&BDGHKNUOQß"),
    (0.75, "wM©m"),
    (0.88, "%W¼½¾Ææ@…—"),
)
_WIDTHS: Final = {letter: width for width, letters in _CLASSES for letter in letters}
_USUAL: Final = 0.54
_FULL: Final = 1.0
_BOLD: Final = 1.05


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    return _WIDTHS.get(letter, _USUAL)


def width(words: str, size: float = 13, *, bold: bool = False) -> float:
    """Return the width of `words` in the unit of `size`, rounded up rather than down.

    The classes follow the advance widths of Source Sans 3, weight 400; bold adds a twentieth.
    Accents take no room of their own.
    """
    letters = (c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    return sum(map(_letter, letters)) * size * (_BOLD if bold else 1)


def fitted(words: str, room: float, size: float = 13, *, bold: bool = False) -> str:
    """Return `words`, or their beginning and an ellipsis where they are wider than `room`."""
    if width(words, size, bold=bold) <= room:
        return words
    # Halving, not letter by letter: a name of ten thousand letters took most of a minute.
    fit = bisect_right(
        range(len(words)), room, key=lambda kept: width(words[:kept] + _ELLIPSIS, size, bold=bold)
    )
    return words[: max(fit - 1, 0)].rstrip() + _ELLIPSIS


def wrapped(words: str, room: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Break `words` into at most `lines` lines no wider than `room`, the last with an ellipsis."""
    done: list[str] = []
    rest = words.split()
    while rest and len(done) < lines - 1:
        line = [rest.pop(0)]
        while rest and width(" ".join([*line, rest[0]]), bold=bold) <= room:
            line.append(rest.pop(0))
        done.append(fitted(" ".join(line), room, bold=bold))
    if rest:
        done.append(fitted(" ".join(rest), room, bold=bold))
    return tuple(done)
