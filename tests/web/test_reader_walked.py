"""A reader walks every page of the desk and is shown no form that they could not use."""

import re

from tests.web.desks import reader
from tests.web.meridian import House

OWN = ("/desk/sign-out", "/desk/me", "/desk/lost-password")


def test_a_reader_is_shown_no_form_and_no_link_that_is_refused(house: House) -> None:
    browser, found, waiting = reader(house), set[str](), ["/desk/"]
    forms: set[str] = set()
    while waiting:
        address = waiting.pop()
        found.add(address)
        page = browser.get(address)
        assert page.status_code in {200, 302, 303}, address
        posting = re.findall(r'<form method="post"(?: action="([^"]*)")?', page.text)
        forms |= {where or address for where in posting}
        linked = {one.partition("#")[0] for one in re.findall(r'href="([^"]+)"', page.text)}
        waiting += [x for x in linked if x.startswith("/desk") and x not in {*found, *waiting}]
    assert len(found) > 20
    assert [where for where in forms if not where.startswith(OWN)] == []
