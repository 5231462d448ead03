"""What every answer carries, page or error; and what no log ever holds."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.web import access
from portal.web.access import Policy
from tests.web.house import House
from tests.web.isolation.identities import Identity
from tests.web.isolation.probing import addresses, form_token, values
from tests.web.meridian import INGRID
from tests.web.visitor import BASE_URL

ALWAYS = {
    # ARCHITECTURE.md, Trust 6, to the letter.
    "Content-Security-Policy": (
        "default-src 'none'; script-src {base}/static/; style-src {base}/static/;"
        " font-src {base}/static/; img-src {base}/static/; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",
}
KEPT_BY_BROWSERS = {"no-store", "private, no-cache", "private, no-store"}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")


def browser_of(house: House) -> FlaskClient:
    return FlaskClient(house.app, house.app.response_class, use_cookies=False)


def wanting(answer: TestResponse, base: str = BASE_URL) -> list[str]:
    """Return which headers an answer lacks, or has otherwise than it should."""
    return [
        f"{name}: {answer.headers.get(name)}"
        for name, value in ALWAYS.items()
        if answer.headers.getlist(name) != [value.format(base=base)]
    ]


def walked(house: House, cookie: str) -> Iterator[tuple[str, Policy, TestResponse]]:
    """Ask every route with every method."""
    filled = values(house, Identity("somebody"))
    for rule in house.app.url_map.iter_rules():
        for address in list(addresses(rule.rule, filled))[:1]:
            for method in METHODS:
                answer = browser_of(house).open(
                    address, method=method, base_url=BASE_URL, headers={"Cookie": cookie}
                )
                answer.close()
                yield f"{method} {address}", access.policy_of(house.app, rule.endpoint), answer


@pytest.mark.parametrize("who", ["a stranger", "the buyer", "the seller"])
def test_every_route_sends_every_header(house: House, who: str) -> None:
    cookie, visitor = "", house.browser()
    if who != "a stranger":
        visitor = house.enter(INGRID) if who == "the buyer" else house.sign_in()
        name = "__Host-room" if who == "the buyer" else "__Host-desk"
        kept = visitor.get_cookie(name, domain="localhost")
        assert kept is not None
        cookie = f"{name}={kept.value}"
    found = {}
    for asked, policy, answer in walked(house, cookie):
        lacks = wanting(answer)
        cached = answer.headers.get("Cache-Control", "")
        if cached not in KEPT_BY_BROWSERS or (policy is Policy.PUBLIC and cached != "no-store"):
            lacks.append(f"Cache-Control: {cached}")
        if lacks:
            found[asked] = lacks
    assert found == {}


def test_every_error_page_sends_every_header(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise RuntimeError

    monkeypatch.setitem(house.app.view_functions, "public.healthz", access.public(breaks))  # type: ignore[type-var]  # it answers nothing
    browser = browser_of(house)
    answers = [
        browser.get("/nowhere", base_url=BASE_URL),
        browser.get("/room/", base_url=BASE_URL),
        browser.put("/", base_url=BASE_URL),
        browser.post("/room/leave", base_url=BASE_URL, headers={"Origin": "https://x.example"}),
        browser.post("/desk/sign-in", base_url=BASE_URL),
        browser.post("/desk/sign-in", base_url=BASE_URL, data={"email": "x" * 3_000_000}),
        browser.get("/?said=%00", base_url=BASE_URL),
        browser.get("/healthz", base_url=BASE_URL),
    ]
    token = form_token(house.app, "p", "__Host-visitor=x")
    for _ in range(61):
        last = browser.post(
            "/p/a.b", base_url=BASE_URL, data={"csrf_token": token},
            headers={"Cookie": "__Host-visitor=x"},
        )  # fmt: skip  # one call
    answers.append(last)
    statuses = [answer.status_code for answer in answers]
    assert statuses == [404, 401, 405, 403, 400, 413, 422, 500, 429]
    assert [wanting(answer) for answer in answers] == [[]] * len(answers)


def test_strict_transport_is_asked_for_only_where_there_is_transport_security(house: House) -> None:
    settings = replace(house.app.extensions["portal.settings"], base_url="http://127.0.0.1:8000")
    app = create_app(settings, house.means)
    answer = FlaskClient(app, app.response_class).get("/", base_url="http://127.0.0.1:8000")
    assert "Strict-Transport-Security" not in answer.headers
    assert "script-src http://127.0.0.1:8000/static/;" in answer.headers["Content-Security-Policy"]


def test_a_static_file_is_nothing_but_what_it_says(house: House) -> None:
    answer = browser_of(house).get("/static/portal.css", base_url=BASE_URL)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    answer.close()


def test_a_static_file_asks_for_transport_security_too(house: House) -> None:
    with browser_of(house).get("/static/portal.css", base_url=BASE_URL) as answer:
        assert answer.headers["Strict-Transport-Security"] == ALWAYS["Strict-Transport-Security"]
    settings = replace(house.app.extensions["portal.settings"], base_url="http://127.0.0.1:8000")
    plain = create_app(settings, house.means)
    with FlaskClient(plain, plain.response_class).get("/static/portal.css") as answer:
        assert "Strict-Transport-Security" not in answer.headers


def test_no_other_site_is_let_read_an_answer(house: House) -> None:
    for path in ("/", "/healthz", "/verify", "/static/portal.css"):
        for method in ("GET", "OPTIONS"):
            asked = {"Origin": "https://elsewhere.example"}
            with browser_of(house).open(
                path, method=method, base_url=BASE_URL, headers=asked
            ) as answer:
                allowed = [name for name, _ in answer.headers if name.startswith("Access-Control")]
                assert allowed == [], path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/nowhere", "text/html; charset=utf-8"),
        ("/verify/mutual_plan_verify.py", "text/x-python; charset=utf-8"),
        ("/.well-known/portal-checkpoint-key", "text/plain; charset=utf-8"),
        ("/static/portal.css", 'text/css; charset="utf-8"'),
        ("/static/portal.js", 'text/javascript; charset="utf-8"'),
        ("/healthz", "application/json"),
    ],
)
def test_every_answer_says_what_it_is_and_in_which_letters(
    house: House, path: str, kind: str
) -> None:
    with browser_of(house).get(path, base_url=BASE_URL) as answer:
        assert answer.headers["Content-Type"] == kind


def test_a_fault_leaves_no_secret_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    visitor = house.enter(INGRID)
    kept = visitor.get_cookie("__Host-room", domain="localhost")
    assert kept is not None
    token = house.link(INGRID).removeprefix("/l/")
    with closing(sqlite3.connect(str(make_url(str(house.means.store.url)).database))) as file, file:
        for table in ("links", "room_sessions", "directory", "accounts", "password_links"):
            file.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
    browser, cookie = browser_of(house), f"__Host-room={kept.value}; __Host-visitor=x"
    said = {"email": "owen@northwind.example", "password": "a secret that was typed", "code": "1"}
    failed = 0
    for address in (f"/l/{token}", "/room/", "/desk/sign-in", f"/desk/password/{token}"):
        form = {**said, "csrf_token": form_token(house.app, address.split("/")[1], cookie)}
        for method in ("GET", "POST"):
            with caplog.at_level(logging.DEBUG):
                answer = browser.open(
                    address, method=method, data=form, base_url=BASE_URL, headers={"Cookie": cookie}
                )
            failed += answer.status_code in {500, 503}
    written = caplog.text + "".join(capfd.readouterr())
    assert failed >= 3
    assert "OperationalError" in written  # what went wrong is said
    for secret in (token.split(".")[1], kept.value.split(".")[1], said["password"], said["email"]):
        assert secret not in written
