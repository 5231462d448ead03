"""The portal's server without its worker: what a request costs, and not the mail that follows."""

import os
import sys

from flask import Flask

from portal import server
from portal.app import create_app
from portal.settings import read


class Alone(server.Server):
    """The portal as it is served where the worker is a process of its own."""

    def load(self) -> Flask:
        """Build the application, and start nothing beside it."""
        return create_app(self.settings)


if __name__ == "__main__":
    Alone(read(os.environ), server.listen("127.0.0.1", int(sys.argv[1]))).run()
