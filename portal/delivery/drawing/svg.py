"""A small builder of SVG that escapes everything, for pages with a style sheet and for paper."""

import re
from collections.abc import Mapping
from enum import Enum
from html import escape
from typing import Final, Literal

from portal.delivery.drawing.palette import on_paper

Anchor = Literal["start", "middle", "end"]

_UID: Final = re.compile(r"[A-Za-z][\w-]*\Z", re.ASCII)
_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Medium(Enum):
    """Where a drawing is looked at."""

    SCREEN = "classes, styled by static/drawing.css in either theme"
    PAPER = "presentation attributes, for an engine that applies no page CSS inside SVG"


class Frame(Enum):
    """For which width a drawing is laid out; static/drawing.css shows the one that fits."""

    WIDE = "wide"
    NARROW = "narrow"


class Drawing(str):
    """Finished SVG, which a template may write as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell a template engine that everything in here is escaped already."""
        return str(self)


def written(words: str) -> str:
    """Escape words for text and attributes; characters that XML cannot carry are dropped."""
    return escape(_NOT_XML.sub("", words))


def number(value: float) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    rounded = f"{value:.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


class Svg:
    """One picture of width x height units, with title and description for those who cannot see."""

    def __init__(
        self, size: tuple[float, float], *, uid: str, medium: Medium, classes: str
    ) -> None:
        """Begin a picture; `uid` must be unique on the page. Raises ValueError if it is no id."""
        if not _UID.match(uid):
            raise ValueError(f"{uid!r} cannot begin an id: use letters, digits, _ and -")
        self.width, self.height = size
        self.uid = uid
        self.medium = medium
        self._classes = classes
        self._parts: list[str] = []

    def style(self, classes: str) -> dict[str, str]:
        """Return what dresses an element: classes, or on paper the attributes they stand for."""
        if self.medium is Medium.PAPER:
            return on_paper(classes)
        return {"class": classes} if classes else {}

    def element(
        self, name: str, attributes: Mapping[str, str | float], inside: str | None = None
    ) -> None:
        """Add one element; `inside` must be written SVG already."""
        self._parts.append(tag(name, attributes, inside))

    def line(self, x1: float, y1: float, x2: float, y2: float, classes: str) -> None:
        """Draw a straight line."""
        self.path(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", classes)

    def path(self, course: str, classes: str) -> None:
        """Draw a path given in SVG's own letters."""
        self.element("path", {"d": course, **self.style(classes)})

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        classes: str,
        *,
        corner: float = 0,
        fill: str = "",
    ) -> None:
        """Draw a rectangle; `fill` overrides the fill of its classes (a pattern)."""
        shape: dict[str, str | float] = {"x": x, "y": y, "width": max(width, 0), "height": height}
        if corner:
            shape["rx"] = corner
        self.element("rect", shape | self.style(classes) | ({"fill": fill} if fill else {}))

    def circle(self, x: float, y: float, radius: float, classes: str, words: str = "") -> None:
        """Draw a circle; on screen `words` show when it is pointed at."""
        told = (
            f"<title>{written(words)}</title>" if words and self.medium is Medium.SCREEN else None
        )
        self.element("circle", {"cx": x, "cy": y, "r": radius, **self.style(classes)}, told)

    def text(
        self, x: float, y: float, words: str, classes: str = "", anchor: Anchor = "start"
    ) -> None:
        """Write one line of words with its baseline at y."""
        place: dict[str, str | float] = {"x": x, "y": y}
        if anchor != "start":
            place["text-anchor"] = anchor
        dress = f"t {classes}" if self.medium is Medium.PAPER else classes
        self.element("text", place | self.style(dress), written(words))

    def finish(self, title: str, description: str) -> Drawing:
        """Close the picture with its text alternative."""
        told = tag("title", {"id": f"{self.uid}-t"}, written(title))
        told += tag("desc", {"id": f"{self.uid}-d"}, written(description))
        box = f"0 0 {number(self.width)} {number(self.height)}"
        frame: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg",
            **self._frame(),
            "viewBox": box,
            "role": "img",
            "aria-labelledby": f"{self.uid}-t {self.uid}-d",
        }
        return Drawing(tag("svg", frame, told + "".join(self._parts)))

    def _frame(self) -> dict[str, str | float]:
        if self.medium is Medium.SCREEN:
            return {"class": self._classes}
        return {"width": self.width, "height": self.height}


def tag(name: str, attributes: Mapping[str, str | float], inside: str | None = None) -> str:
    """Write an element with escaped attributes; numbers as coordinates."""
    given = "".join(
        f' {key}="{written(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{given}/>" if inside is None else f"<{name}{given}>{inside}</{name}>"
