"""What a worker holds of its own after ten thousand requests."""

from tests.benchmarks.serving import (
    Client,
    bare_command,
    portal_command,
    prepared,
    served,
)

PORT, BARE_PORT = 8728, 8729
REQUESTS = 10_000
MEGABYTE = 1024 * 1024


def after_many_requests() -> None:
    """Print the memory the portal's worker holds beyond that of a bare one."""
    with (
        prepared(port=PORT) as here,
        served(portal_command(PORT), here.environment, PORT) as worker,
    ):
        client = Client(PORT, here.cookie)
        for number in range(REQUESTS):
            client.get(("/room/", "/room/me", "/room/ledger")[number % 3])
        full = worker.memory_full_info().uss
    with served(bare_command(BARE_PORT), here.environment, BARE_PORT, "/") as worker:
        client = Client(BARE_PORT)
        for _ in range(REQUESTS):
            client.get("/")
        bare = worker.memory_full_info().uss
    more, own = (full - bare) / MEGABYTE, full / MEGABYTE
    print(f"  {more:.0f} MB more than bare, {own:.0f} MB of its own (aim 60)")
