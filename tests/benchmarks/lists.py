"""The list of plans: as quick with a thousand plans as with a hundred."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from portal.actions import draft
from tests.benchmarks.serving import Client, cpu_of, portal_command, prepared, served
from tests.web.meridian import OPPORTUNITY, PASSWORD

PORT = 8727
REQUESTS = 100
SIZES = (100, 1_000)


def portfolio() -> None:
    """Print the CPU a page of the list takes with 1,000 plans over that with 100."""
    used: list[float] = []
    with prepared(port=PORT) as here:
        house, made = here.house, 1
        for size in SIZES:
            while made < size:
                title = f"Plan {made:04}"
                draft.start(house.means, house.seller, replace(OPPORTUNITY, title=title))
                made += 1
            with served(portal_command(PORT), here.environment, PORT) as worker:
                client = Client(PORT, sign_in(PORT, house.seller.email))
                for _ in range(10):
                    assert client.get("/desk/")[0] == 200
                start = cpu_of(worker)
                for _ in range(REQUESTS):
                    client.get("/desk/")
                used.append((cpu_of(worker) - start) / REQUESTS)
    print(f"  {SIZES[1]:,} plans take {used[1] / used[0]:.2f} times {SIZES[0]} (aim 1.2)")


def sign_in(port: int, email: str) -> str:
    """Sign in through the form; return the cookie header."""
    client = Client(port)
    _, headers, page = client.get("/desk/sign-in")
    visitor = headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.decode())
    assert token is not None
    client = Client(port, visitor)
    form = {"csrf_token": token[1], "email": email, "password": PASSWORD}
    status, headers, _ = client.post("/desk/sign-in", urlencode(form))
    assert status == 303, status
    return headers["Set-Cookie"].partition(";")[0]
