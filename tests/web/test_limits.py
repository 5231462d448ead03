"""Floods: whoever asks for links without end is told to wait, whatever they ask for."""

import pytest

from portal.web.access import Policy, policy_of
from portal.web.limits import limiter
from tests.web.meridian import INGRID, House

ASKED_IN_A_MINUTE = 60


def limited(house: House) -> set[str]:
    """Return the endpoints that count who asks."""
    found = set()
    for endpoint, view in house.app.view_functions.items():
        name = f"{view.__module__}.{view.__name__}.{view.__name__}"  # as the limiter calls it
        if limiter.limit_manager.decorated_limits(name):
            found.add(endpoint)
    return found


def test_every_form_for_everybody_counts_who_sends_it(house: House) -> None:
    forms = {
        rule.endpoint
        for rule in house.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and policy_of(house.app, rule.endpoint) is Policy.PUBLIC
    }
    assert {"public.step_in", "public.ask_for_link", "desk.open_session"} <= forms
    assert forms - limited(house) == set()


@pytest.mark.parametrize("at", ["the shared address", "a link"])
def test_asking_without_end_is_answered_with_a_wait(house: House, at: str) -> None:
    browser = house.browser()
    page = f"/p/{house.page().plan.address}" if at == "the shared address" else house.link(INGRID)
    action = page if at == "the shared address" else f"{page}/renew"
    shown = browser.get(page)
    given = {"email": "stranger@elsewhere.example"}
    answers = [
        browser.send(shown, action, **given).status_code for _ in range(ASKED_IN_A_MINUTE + 1)
    ]
    assert answers == [200] * ASKED_IN_A_MINUTE + [429]
