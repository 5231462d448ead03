"""The baseline: a bare Flask application behind the very gunicorn that serves the portal."""

import sys
from pathlib import Path

from flask import Flask, request
from flask.typing import ResponseReturnValue

from portal import server
from portal.settings import Settings


def bare() -> Flask:
    """Return an application that says hello and gives a form back."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def hello() -> ResponseReturnValue:
        return "hello"

    @app.post("/")
    def echo() -> ResponseReturnValue:
        return request.form.get("name", "")

    return app


class Bare(server.Server):
    """The portal's server with another application in it."""

    def load(self) -> Flask:
        """Build the bare application."""
        return bare()


if __name__ == "__main__":
    port = int(sys.argv[1])
    settings = Settings("postgresql://nobody", "-", f"http://127.0.0.1:{port}", files=Path("-"))
    Bare(settings, server.listen("127.0.0.1", port)).run()
