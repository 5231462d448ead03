"""What tests of the writing pages share: a form as it is shown, changed, and sent with a button."""

import io
from collections.abc import Iterator
from typing import Any

import html5lib
from werkzeug.test import TestResponse

from tests.web.meridian import House
from tests.web.visitor import Visitor


class Writer:
    """Somebody at one writing page of the plan, with the form as they last saw it."""

    def __init__(self, house: House, where: str, browser: Visitor | None = None) -> None:
        self.path = f"/desk/plans/{house.plan}/{where}"
        self.browser = browser or house.sign_in()
        self.shown = self.browser.get(self.path)

    def press(
        self, do: str, file: str | bytes = "", name: str = "file.json", **changed: str
    ) -> TestResponse:
        """Change fields of the form on the page and press one of its buttons."""
        data: dict[str, Any] = {**self.values(), **changed, "do": do}
        content = file.encode() if isinstance(file, str) else file
        if content:
            data["file"] = (io.BytesIO(content), name)
        kind = "multipart/form-data" if do == "load" else "application/x-www-form-urlencoded"
        self.shown = self.browser.post(self.path, data=data, content_type=kind)
        return self.shown

    def values(self) -> dict[str, str]:
        """Return every field of the page's own form with what stands in it."""
        tree = html5lib.parse(self.shown.text, namespaceHTMLElements=False)
        forms = [one for one in tree.iter("form") if one.get("action", "").startswith(self.path)]
        return dict(_fields(forms[0]))


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        if field.tag in ("input", "textarea", "select") and field.get("type") != "file":
            yield field.get("name"), _value(field)


def _value(field: Any) -> str:
    if field.tag == "select":
        chosen = [one for one in field.iter("option") if "selected" in one.attrib]
        return str(chosen[0].get("value")) if chosen else ""
    return str(field.get("value", "")) if field.tag == "input" else "".join(field.itertext())
