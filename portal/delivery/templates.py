"""What mail and paper are made with: templates that escape, and nothing a template could reach."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"


@cache
def environment() -> Environment:
    """Return the environment for mail and paper; HTML escapes, plain text has nothing to escape."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(name: str, **values: object) -> str:
    """Return a template of ``templates/`` filled with ``values``; a missing one is an error."""
    return environment().get_template(name).render(**values)
