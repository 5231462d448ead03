"""A browser for tests: it keeps cookies, fills in forms, and reads every page strictly."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BASE_URL = "https://localhost"


class Visitor(FlaskClient):
    """Somebody with a browser; whoever meets a page that is not whole fails the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page and judge it before handing it over."""
        kwargs.setdefault("base_url", BASE_URL)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            require_whole(response.text)
        return response

    def fill(self, page: str, action: str | None = None, **given: Any) -> TestResponse:
        """Open a page, fill in its form that posts to ``action`` (else to itself), and send it."""
        return self.send(self.get(page), action or page, **given)

    def send(self, shown: TestResponse, action: str, **given: Any) -> TestResponse:
        """Fill in the form of a page already opened; what is not given stays as it is shown."""
        forms = _Forms()
        forms.feed(shown.text)
        found = [values for where, values in forms.found if where in (action, "")]
        assert found, f"No form posts to {action}; there are {[where for where, _ in forms.found]}."
        return self.post(action, data={**found[0], **given})


def require_whole(html: str) -> None:
    """Parse a page strictly; require one h1, ids that are unique, and no script or style in it."""
    html5lib.HTMLParser(strict=True).parse(html)
    names = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, times in names.items() if times > 1] == []
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert not re.search(r"<style|<script(?! src)|\sstyle=|\son[a-z]+=\"", html)


def words(response: TestResponse) -> str:
    """Return a page's text as one line, the way somebody reads it."""
    text = _Text()
    text.feed(response.text)
    return " ".join("".join(text.parts).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"span", "b", "a", "em", "strong"}:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Forms(HTMLParser):
    """Every posting form with the values that its fields hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self._inside: dict[str, str] | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            posts = (given.get("method") or "get").lower() == "post"
            self._inside = {} if posts else None
            if self._inside is not None:
                self.found.append((given.get("action") or "", self._inside))
        name = given.get("name")
        if self._inside is None or not name:
            return
        if tag == "input" and (
            given.get("type") not in {"radio", "checkbox", "submit", "file"} or "checked" in given
        ):
            self._inside[name] = given.get("value") or ""
        if tag == "textarea":
            self._area, self._inside[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None and self._area is not None:
            self._inside[self._area] += (
                data.removeprefix("\n") if not self._inside[self._area] else data
            )
