"""Asking servers that somebody else names: public addresses alone, once, and not too much of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from portal.delivery import outward
from portal.delivery.outward import NotPublic, Origin, TooMuch, is_allowed, is_public, origin_of

ELSEWHERE = Origin("https", "accounts.example", 443)
HERE = Origin("http", "127.0.0.1", 8000)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.7", "ff02::1", "192.0.2.1",
    ],
)  # fmt: skip  # a list
def test_what_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_what_anybody_means_the_same_by_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "trusted", "allowed"),
    [
        ("https://oauth2.example/token", ELSEWHERE, True),
        ("https://oauth2.example:8443/token", ELSEWHERE, True),
        ("http://accounts.example/token", ELSEWHERE, False),
        ("http://127.0.0.1:8001/token", ELSEWHERE, False),
        ("http://127.0.0.1:8001/token", HERE, True),
        ("http://localhost/token", HERE, True),
        ("http://10.0.0.7/token", HERE, False),
        ("ftp://accounts.example/", ELSEWHERE, False),
        ("https://a:b@accounts.example/", ELSEWHERE, False),
        ("https://accounts.example:99999/", ELSEWHERE, False),
    ],
)
def test_an_endpoint_is_gone_to_by_https_or_on_this_machine_beside_another_there(
    address: str, trusted: Origin, *, allowed: bool
) -> None:
    assert is_allowed(origin_of(address), trusted) is allowed


@contextmanager
def serving(answer: bytes) -> Iterator[tuple[int, list[str]]]:
    """Serve one answer on a port of this machine; give the port and the hosts asked for."""
    hosts: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            hosts.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port, hosts
    server.shutdown()
    thread.join()
    server.server_close()


def lead(monkeypatch: pytest.MonkeyPatch, name: str, *addresses: str) -> list[str]:
    """Have a name stand for these addresses, one after the other; return what was resolved."""
    resolve, left, asked = socket.getaddrinfo, list(addresses), []

    def resolved(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        where = (left.pop(0) if len(left) > 1 else left[0]) if host == name else host
        return resolve(where, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return asked


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.7", "169.254.169.254"])
def test_a_name_that_stands_for_a_private_address_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    lead(monkeypatch, "inside.example", address)
    with outward.session(ELSEWHERE) as session, pytest.raises(NotPublic):
        session.get("https://inside.example/")


def test_a_name_is_resolved_once_and_that_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its second answer would lead elsewhere: nobody asks for it."""
    asked = lead(monkeypatch, "accounts.example", "127.0.0.1", "10.0.0.7")
    trusted = Origin("http", "accounts.example", 80)
    with serving(b"here") as (port, hosts), outward.session(trusted) as session:
        assert session.get(f"http://accounts.example:{port}/").text == "here"
        assert hosts == [f"accounts.example:{port}"]
    assert asked.count("accounts.example") == 1


def test_the_host_that_the_operator_named_is_reached_in_a_private_network_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead(monkeypatch, "accounts.example", "127.0.0.1")
    with serving(b"here") as (port, _), outward.session(ELSEWHERE) as session:
        assert session.get(f"http://accounts.example:{port}/").text == "here"


def test_a_certificate_must_be_of_the_name_and_not_of_the_address() -> None:
    request = requests.Request("GET", "https://8.8.8.8.example:8443/").prepare()
    adapter = outward.session(ELSEWHERE).get_adapter("https://")
    adapter._resolved = lambda _name, _port: "8.8.8.8"
    host, pool = adapter.build_connection_pool_key_attributes(request, verify=True)
    assert host["host"] == "8.8.8.8"
    assert (pool["server_hostname"], pool["assert_hostname"]) == ("8.8.8.8.example",) * 2


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with serving(b"here") as (port, _), outward.session(HERE) as session:
        assert session.get(f"http://127.0.0.1:{port}/").text == "here"


def test_an_answer_without_end_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LARGEST_ANSWER", 1_000)
    for size in (1_000, 1_001):
        with serving(b"x" * size) as (port, _), outward.session(HERE) as session:
            if size > outward.LARGEST_ANSWER:
                with pytest.raises(TooMuch):
                    session.get(f"http://127.0.0.1:{port}/")
            else:
                assert len(session.get(f"http://127.0.0.1:{port}/").content) == size


def test_an_answer_that_takes_too_long_is_waited_for_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outward, "WHOLE_WITHIN", -1)
    with serving(b"here") as (port, _), outward.session(HERE) as session, pytest.raises(TooMuch):
        session.get(f"http://127.0.0.1:{port}/")


def test_a_name_that_stands_for_nothing_is_told_as_a_fault_of_the_connection() -> None:
    with outward.session(ELSEWHERE) as session, pytest.raises(requests.ConnectionError):
        session.get("https://nowhere.invalid/")
