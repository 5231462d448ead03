"""A mail server on a free port of this machine, which says what port that is."""

import asyncio

from aiosmtpd.controller import Controller


class Listening(Controller):
    """A server on a free port; it says which."""

    @property
    def address(self) -> str:
        """Host and port."""
        assert isinstance(self.server, asyncio.Server)
        host, port = self.server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    def _trigger_server(self) -> None:  # the port is only known once it listens
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types here
