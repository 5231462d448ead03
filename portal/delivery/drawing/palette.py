"""What each drawing class looks like on paper, where an engine applies no page CSS inside SVG."""

from typing import Final

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"

INK: Final = "#14212a"
INK_2: Final = "#43515a"
INK_3: Final = "#5a6770"
ACT: Final = "#0b5c66"
ACT_SOFT: Final = "#e2f0f1"
SELLER: Final = "#63707a"
SELLER_SOFT: Final = "#dfe4e7"
LATE: Final = "#a0311a"
LATE_SOFT: Final = "#fbebe6"
COND: Final = "#7a5100"
SUNKEN: Final = "#edf0f1"
LINE: Final = "#d8dee1"
LINE_STRONG: Final = "#74828a"
PAPER: Final = "#ffffff"


def _stroke(colour: str, width: str, **more: str) -> dict[str, str]:
    return {"stroke": colour, "stroke-width": width, **more}


def _line(colour: str, width: str, **more: str) -> dict[str, str]:
    return _stroke(colour, width, fill="none", **more)


ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "grid": _stroke(LINE, "1"),
    "axis": _stroke(LINE_STRONG, "1"),
    "l-act": _line(ACT, "2.5", **{"stroke-linejoin": "round", "stroke-linecap": "round"}),
    "l-seller": _line(SELLER, "1.75", **{"stroke-dasharray": "2 5", "stroke-linecap": "round"}),
    "l-ink": _line(INK, "2"),
    "l-ink1": _line(INK, "1"),
    "l-dep": _line(INK_3, "1"),
    "l-depc": _line(INK, "1.5"),
    "l-deadline": _stroke(ACT, "1.5"),
    "f-act": {"fill": ACT},
    "f-buyer": {"fill": ACT},
    "f-seller": {"fill": SELLER_SOFT},
    "f-ink": {"fill": INK},
    "f-cond": {"fill": COND},
    "f-surface": {"fill": PAPER},
    "f-canvas": {"fill": PAPER},
    "f-neg": {"fill": LATE_SOFT},
    "f-off": {"fill": SUNKEN},
    "s-seller": _stroke(SELLER, "1.25"),
    "s-act": _stroke(ACT, "2.5"),
    "s-ink": _stroke(INK, "2"),
    "s-cond": _stroke(COND, "2.5"),
    "s-strong": _stroke(LINE_STRONG, "1.5"),
    "t": {"font-family": FONT, "font-size": "13", "fill": INK_2},
    "t-ink": {"fill": INK, "font-weight": "600"},
    "t-act": {"fill": ACT, "font-weight": "600"},
    "t-late": {"fill": LATE},
    "t-xs": {"font-size": "12"},
    "halo": {},
}
"""Class name to presentation attributes; the colours are the light theme's in static/tokens.css."""


def on_paper(classes: str) -> dict[str, str]:
    """Return the attributes of a list of classes, the later winning. KeyError: unknown class."""
    resolved: dict[str, str] = {}
    for name in classes.split():
        resolved |= ATTRIBUTES[name]
    return resolved
